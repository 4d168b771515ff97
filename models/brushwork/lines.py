"""Lines between flats, as opaque slivers over a print."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.brushwork.colour import to_lab
from models.brushwork.flats import Inks, Labels
from models.brushwork.marks import FINE, Marks, bars, draw_owner, joined
from models.types import Bytes, Floats
from models.warp import sample

EDGE = 12.0  # difference (Lab) within about 1/45 of the width from which an edge is worth a line
STEP = 0.006  # length of one sliver of a line, shares of the width


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


def lines(first: Bytes, labels: Labels, inks: Inks, breadth: float, rng: np.random.Generator) -> Marks:
    """The lines a cutter leaves standing where flats meet, in slivers; painted lines are flats and need none."""
    bare = _wants_line(first, inks.thin[labels])[..., None]
    nothing = np.zeros(0, np.float32)
    found = [Marks(np.zeros((0, 2), np.float32), nothing, nothing, nothing, nothing, nothing, np.zeros(0, np.int32))]
    for label in np.unique(labels)[1:]:  # every border has a side that is not the first flat
        outlines, _ = cv2.findContours((labels == label).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for outline in outlines:
            path = _evened(outline[:, 0].astype(np.float32), len(labels))
            found.append(_slivers(path, sample(bare, path)[:, 0] > 0.5, breadth, rng))
    return joined(found)


def _wants_line(first: Bytes, painted: NDArray[np.bool_]) -> Floats:
    """Where a line may stand, 1 or 0 [S, S]: the picture has an edge there, and nobody has painted a line yet."""
    lab = to_lab(cv2.GaussianBlur(first, (0, 0), 1.0).astype(np.float32))
    reach = np.ones((round(len(lab) / 45) | 1,) * 2, np.uint8)
    change = np.linalg.norm(cv2.dilate(lab, reach) - cv2.erode(lab, reach), axis=-1) > EDGE
    edge = cv2.resize(change.astype(np.float32), painted.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(edge * (1 - cv2.dilate(painted.astype(np.float32), np.ones((7, 7), np.uint8))), np.float32)


def _evened(outline: Floats, size: int) -> Floats:
    """A closed outline in pixels, smoothed and stepped evenly: [M, 2] in shares of the width, none for a speck."""
    if len(outline) < 0.06 * size:
        return np.zeros((0, 2), np.float32)
    reach = max(1, round(size / 170))
    kernel = cv2.getGaussianKernel(4 * reach + 1, reach)[:, 0]
    around = np.concatenate([outline[-2 * reach :], outline, outline[: 2 * reach]])
    smooth = np.stack([np.convolve(around[:, axis], kernel, "valid") for axis in (0, 1)], -1)
    stride = max(1, round(STEP * size * 0.5))
    return np.asarray((smooth[::stride] + 0.5) / size, np.float32)


def _slivers(path: Floats, bare: NDArray[np.bool_], breadth: float, rng: np.random.Generator) -> Marks:
    """A line along a path [M, 2] where it is `bare` [M], as a nib held aslant draws it, pressed unevenly."""
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    angle = np.arctan2(along[:, 1], along[:, 0])
    inside = (np.abs(path - 0.5) < 0.494).all(-1)
    kept = bare & inside & (np.linalg.norm(along, axis=-1) < 6 * STEP)
    swell = cv2.GaussianBlur(rng.normal(size=(len(path) + 1, 1)), (1, 0), sigmaX=0.01, sigmaY=6)[:-1, 0]
    nib = np.clip(0.8 + 0.35 * np.abs(np.sin(angle + 0.6)) + 1.6 * swell, 0.45, 1.7)[kept]
    half = np.full(int(kept.sum()), STEP * 0.75, np.float32)
    seed = rng.integers(0, 1 << 16, len(half), dtype=np.int32)
    turned, wide = angle[kept].astype(np.float32), (breadth * nib).astype(np.float32)
    return Marks(path[kept], turned, np.zeros_like(half), half, half, wide, seed)
