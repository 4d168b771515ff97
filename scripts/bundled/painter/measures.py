"""What is measured on one picture: whether it follows the ink, and which colour stands where."""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.looks import SIZE

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Colours = Mapping[str, tuple[int, int, int]]
Box = tuple[int, int, int, int]
TOLERANCE = 0.03  # of the width, between ink and an edge
SMOOTHED = 0.01  # of the width: standard deviation
FAINT, CLEAR = 20, 40  # Canny's thresholds, a channel
NEAR = 60  # levels of a channel within which a pixel of the true render has its thing's colour
FEWEST = 30  # pixels of that colour below which nothing is judged


def followed(ink: Pixels, picture: Pixels) -> float:
    """Share of the ink within 3 % of the width of an edge of the picture smoothed with sigma = 1 % of the width."""
    smooth = cv2.GaussianBlur(picture, (0, 0), SMOOTHED * SIZE)
    edges = np.max([cv2.Canny(smooth[..., c], FAINT, CLEAR) for c in range(3)], axis=0)
    distance = cv2.distanceTransform((edges == 0).astype(np.uint8), cv2.DIST_L2, 5)
    return float((distance[ink > 127] <= TOLERANCE * SIZE).mean())


def coloured(truth: Pixels, box: Box, rgb: tuple[int, int, int]) -> Mask | None:
    """Where in the box the true render has its thing's colour [SIZE, SIZE]; None where that is hardly anywhere."""
    x0, y0, x1, y1 = (int(np.clip(v, 0, SIZE)) for v in box)
    there = np.zeros((SIZE, SIZE), np.bool_)
    inside = truth[y0:y1, x0:x1].astype(np.float32)
    there[y0:y1, x0:x1] = np.abs(inside - np.array(rgb, np.float32)).max(-1) < NEAR
    return there if there.sum() >= FEWEST else None


def colour_at(picture: Pixels, where: Mask, colours: Colours) -> str:
    """The colour word nearest, in CIELAB, to the median of the picture there."""
    names = list(colours)
    table = np.array([colours[name] for name in names], np.uint8)
    lab = _lab(np.concatenate([table, np.median(picture[where], 0).round().astype(np.uint8)[None]]))
    return names[int(np.argmin(((lab[:-1] - lab[-1]) ** 2).sum(1)))]


def _lab(rgb: Pixels) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(rgb[None], cv2.COLOR_RGB2LAB)[0], np.float32)
