"""Flat colours and the lines between them: what a block cutter or a screen printer makes of a picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.brushwork.colour import to_lab
from models.brushwork.marks import FINE, Marks, bars, draw_owner, joined
from models.types import Bytes, Floats
from models.warp import sample

STEP = 0.006  # length of one sliver of a line, shares of the width
Labels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Opaque marks over a print: their colour times their cover, float32 [S, S, 3] 0..255, and bare share [S, S, 1]."""

    colour: Floats
    bare: Floats

    def over(self, ground: Floats) -> Floats:
        """The marks on a ground [S, S, 3]."""
        return np.asarray(ground * self.bare + self.colour, np.float32)


def draw_over(marks: Marks, colours: Floats, size: int) -> Drawn:
    """Marks [N] in their colours [N, 3] (sRGB 0..255) for pictures of `size` pixels a side."""
    table = np.zeros((len(marks) + 1, 4), np.uint8)
    table[1:, :3], table[1:, 3] = np.clip(colours, 0, 255), 255
    owner = draw_owner(bars(marks), size)
    packed = table.view(np.uint32)[:, 0][owner].view(np.uint8).reshape(FINE * size, FINE * size, 4)
    area = cv2.resize(packed, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32)
    return Drawn(area[..., :3], 1 - area[..., 3:] / 255)


def inks(first: Bytes, count: int) -> Floats:
    """The picture's main colours, L*a*b* [count, 3], by k-means (Lloyd, 1982) from farthest-point seeds: no chance in it."""
    pixels = to_lab(_smooth(cv2.resize(first, (96, 96), interpolation=cv2.INTER_AREA)).astype(np.float32)).reshape(
        -1, 3
    )
    centres = pixels.mean(0, keepdims=True)
    for _ in range(count):
        distance = np.linalg.norm(pixels[:, None] - centres[None], axis=-1).min(1)
        centres = np.concatenate([centres, pixels[[distance.argmax()]]])
    centres = centres[1:]
    for _ in range(10):
        nearest = np.linalg.norm(pixels[:, None] - centres[None], axis=-1).argmin(1)
        centres = np.stack([pixels[nearest == k].mean(0) if (nearest == k).any() else centres[k] for k in range(count)])
    return np.asarray(centres, np.float32)


def segment(painting: Bytes, colours: Floats, size: int) -> Labels:
    """Which ink [K, 3] (L*a*b*) each of size x size pixels takes; edges are evened out by a blurred vote."""
    lab = to_lab(_smooth(painting).astype(np.float32))
    distance = np.stack([np.square(lab - ink).sum(-1) for ink in colours])
    nearest = distance.argmin(0)
    best = np.full((size, size), -1, np.float32)
    labels = np.zeros((size, size), np.uint8)
    for k in range(len(colours)):
        vote = cv2.GaussianBlur((nearest == k).astype(np.float32), (0, 0), len(painting) / 190)
        vote = cv2.resize(vote, (size, size), interpolation=cv2.INTER_CUBIC)
        won = vote > best
        labels[won], best[won] = k, vote[won]
    return labels


def lines(first: Bytes, labels: Labels, contrast: float, breadth: float, rng: np.random.Generator) -> Marks:
    """The lines a cutter leaves standing where neighbouring flats differ by `contrast` (L*a*b*): slivers along outlines."""
    lab = to_lab(cv2.GaussianBlur(first, (0, 0), 1.0).astype(np.float32))
    found = []
    for label in np.unique(labels):
        outlines, _ = cv2.findContours((labels == label).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for outline in outlines:
            path = _evened(outline[:, 0].astype(np.float32), len(labels))
            if path is not None:
                found.append(_slivers(path, lab, contrast, breadth, rng))
    nothing = np.zeros(0, np.float32)
    return joined([*found, Marks(np.zeros((0, 2), np.float32), *[nothing] * 5, np.zeros(0, np.int32))])


def _smooth(picture: Bytes) -> Bytes:
    """Even areas with their edges kept (bilateral filter; Tomasi and Manduchi, ICCV 1998)."""
    for _ in range(2):
        picture = np.asarray(cv2.bilateralFilter(picture, 7, 26, 5), np.uint8)
    return picture


def _evened(outline: Floats, size: int) -> Floats | None:
    """A closed outline, smoothed and stepped evenly, [M, 2] in shares of the width; none for a speck."""
    if len(outline) < 0.06 * size:
        return None
    reach = max(1, round(size / 170))
    kernel = cv2.getGaussianKernel(4 * reach + 1, reach).astype(np.float32)[:, 0]
    around = np.concatenate([outline[-2 * reach :], outline, outline[: 2 * reach]])
    smooth = np.stack([np.convolve(around[:, axis], kernel, "valid") for axis in (0, 1)], -1)
    stride = max(1, round(STEP * size * 0.5))
    return np.asarray((smooth[::stride] + 0.5) / size, np.float32)


def _slivers(path: Floats, lab: Floats, contrast: float, breadth: float, rng: np.random.Generator) -> Marks:
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    angle = np.arctan2(along[:, 1], along[:, 0])
    normal = np.stack([-np.sin(angle), np.cos(angle)], -1).astype(np.float32) * np.float32(0.011)
    step = np.linalg.norm(sample(lab, path + normal) - sample(lab, path - normal), axis=-1)
    inside = (np.abs(path - 0.5) < 0.494).all(-1)
    kept = (step > contrast) & inside & (np.linalg.norm(along, axis=-1) < 6 * STEP)
    swell = cv2.GaussianBlur(rng.normal(size=(len(path), 1)).astype(np.float32), (1, 0), sigmaX=0.01, sigmaY=6)
    nib = (
        0.8 + 0.35 * np.abs(np.sin(angle + 0.6)) + 1.6 * swell[:, 0]
    )  # a nib held aslant, a hand that presses unevenly
    half = np.full(kept.sum(), STEP * 0.75, np.float32)
    wide = (breadth * np.clip(nib[kept], 0.45, 1.7)).astype(np.float32)
    seed = rng.integers(0, 1 << 16, len(half), dtype=np.int32)
    return Marks(path[kept], angle[kept].astype(np.float32), np.zeros_like(half), half, half, wide, seed)
