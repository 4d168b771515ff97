"""A picture as flats of few inks: what a block cutter or a screen printer makes of it."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.brushwork.colour import to_lab
from models.types import Bytes, Floats

SOFT = 7.0  # difference (Lab) across a border, about 1/64 of the width apart, under which there is no edge
SLOW = 96  # cells a side on which colour runs inside a flat
Labels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Inks:
    """What a picture is printed with. Neighbours that run softly into each other are one flat, F in all."""

    colours: Floats  # [K, 3] L*a*b*
    flat: NDArray[np.int64]  # [K], which flat a colour belongs to, 0..F-1
    thin: NDArray[np.bool_]  # [F], True where a flat is but a dark painted line

    @property
    def count(self) -> int:
        return len(self.thin)


def choose_inks(first: Bytes, count: int) -> Inks:
    """The picture's main colours, joined to flats wherever one fades into another, as a sky does."""
    lab = to_lab(_smooth(first).astype(np.float32))
    colours = _means(cv2.resize(lab, (96, 96), interpolation=cv2.INTER_AREA).reshape(-1, 3), count)
    nearest = _nearest(lab, colours)
    flat = _joined(_soft(lab, nearest, count))
    thin = np.array([_is_line(np.isin(nearest, np.nonzero(flat == k)[0]), lab) for k in range(flat.max() + 1)])
    return Inks(colours, flat, thin)


def segment(painting: Bytes, inks: Inks, size: int) -> Labels:
    """Which flat, 0..F-1, lies at each of size x size pixels; edges are evened out by a blurred vote."""
    flats = inks.flat[_nearest(to_lab(_smooth(painting).astype(np.float32)), inks.colours)]
    best = np.full((size, size), -1, np.float32)
    labels = np.zeros((size, size), np.uint8)
    for k in range(inks.count):
        vote = cv2.GaussianBlur((flats == k).astype(np.float32), (0, 0), len(painting) / 190)
        vote = cv2.resize(vote, (size, size), interpolation=cv2.INTER_LINEAR)
        won = vote > best
        labels[won] = k
        np.maximum(best, vote, out=best)
    return labels


def filled(painting: Bytes, labels: Labels, printed: Callable[[Floats], Floats]) -> Floats:
    """Each flat's own slow colour as `printed` (L*a*b* -> sRGB), [S, S, 3]: smooth inside a flat, crisp at its edge.

    Normalised convolution (Knutsson and Westin, CVPR 1993) within each flat, on a small grid.
    """
    lab = to_lab(cv2.resize(painting, (SLOW, SLOW), interpolation=cv2.INTER_AREA).astype(np.float32))
    result = np.zeros((*labels.shape, 3), np.float32)
    for k in np.unique(labels):
        here = (labels == k).astype(np.uint8)
        inside = cv2.resize(here * np.float32(1), (SLOW, SLOW), interpolation=cv2.INTER_AREA)
        inside = inside**3 + np.float32(1e-5)  # cells on the edge hold another flat's colour too
        weight = cv2.GaussianBlur(inside, (0, 0), SLOW / 40)[..., None]
        mean = printed(cv2.GaussianBlur(lab * inside[..., None], (0, 0), SLOW / 40) / weight)
        cv2.copyTo(cv2.resize(mean, labels.shape[::-1], interpolation=cv2.INTER_LINEAR), here, result)
    return result


def _means(pixels: Floats, count: int) -> Floats:
    """k-means (Lloyd, 1982) of colours [N, 3] from farthest-point seeds, so that no chance is in it: [count, 3]."""
    centres = pixels.mean(0, keepdims=True)
    for _ in range(count):
        far = np.linalg.norm(pixels[:, None] - centres[None], axis=-1).min(1)
        centres = np.concatenate([centres, pixels[[far.argmax()]]])
    centres = centres[1:]
    for _ in range(10):
        nearest = np.linalg.norm(pixels[:, None] - centres[None], axis=-1).argmin(1)
        centres = np.stack([pixels[nearest == k].mean(0) if (nearest == k).any() else centres[k] for k in range(count)])
    return np.asarray(centres, np.float32)


def _nearest(lab: Floats, colours: Floats) -> NDArray[np.int64]:
    """Index of the nearest colour [K, 3] for each of [H, H, 3]."""
    score = lab.reshape(-1, 3) @ colours.T * -2 + np.square(colours).sum(1)
    return np.asarray(score.argmin(1).reshape(lab.shape[:2]))


def _soft(lab: Floats, nearest: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Which colours [count, count] meet without an edge: along most of their border it hardly changes."""
    soft, pairs = np.zeros((count, count)), np.zeros((count, count))
    step = max(2, len(lab) // 64)
    for turned in (False, True):
        colour, label = (lab.swapaxes(0, 1), nearest.T) if turned else (lab, nearest)
        left, right = label[:, :-step], label[:, step:]
        differ = left != right
        even = np.linalg.norm(colour[:, step:] - colour[:, :-step], axis=-1) < SOFT
        np.add.at(soft, (left[differ], right[differ]), even[differ])
        np.add.at(pairs, (left[differ], right[differ]), 1)
    soft, pairs = soft + soft.T, pairs + pairs.T
    return np.asarray((pairs > len(lab)) & (soft > 0.5 * pairs))


def _joined(soft: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Connected groups of a relation [K, K], numbered from 0: [K]."""
    group = np.arange(len(soft))
    for first, second in np.argwhere(soft):
        group[group == group[second]] = group[first]
    return np.unique(group, return_inverse=True)[1]


def _is_line(flat: NDArray[np.bool_], lab: Floats) -> bool:
    """Whether a flat is a painted line: hardly anything is left without its rim, and both its sides are lighter."""
    reach = round(len(flat) / 46) | 1
    core = cv2.erode(flat.astype(np.uint8), np.ones((reach, reach), np.uint8))
    near, nearer = (cv2.dilate(flat.astype(np.uint8), np.ones((side, side), np.uint8)) for side in (11, 5))
    beside = near > nearer  # past the blend at the line's own edge
    if not beside.any() or core.sum() >= 0.05 * flat.sum():
        return False
    return bool(lab[flat][:, 0].mean() < min(46.0, float(np.quantile(lab[beside][:, 0], 0.25)) - 6))


def _smooth(picture: Bytes) -> Bytes:
    """Even areas with their edges kept (bilateral filter; Tomasi and Manduchi, ICCV 1998)."""
    for _ in range(2):
        picture = np.asarray(cv2.bilateralFilter(picture, 7, 26, 5), np.uint8)
    return picture
