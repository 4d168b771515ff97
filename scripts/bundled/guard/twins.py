"""Rasters that show a drawing which is there as strokes too: most strokes of the collection have such a twin.

A twin in another fold would let a network learn what it is judged on.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle

SIDE, FINER = 28, 8
PEN = 14  # px, on the finer raster
ALIKE = 0.72  # cosine: of the collection, those above are the same drawing, at 0.6 to 0.72 hardly any lies


def have_twins(bitmaps: NDArray[np.uint8], doodles: list[Doodle]) -> NDArray[np.bool_]:
    """For each raster [N, SIDE, SIDE] of a thing, whether it shows one of the doodles of that thing."""
    if not doodles or not len(bitmaps):
        return np.zeros(len(bitmaps), bool)
    rasters = np.stack([raster(doodle) for doodle in doodles])
    return np.asarray((_directions(bitmaps) @ _directions(rasters).T).max(1) > ALIKE)


def raster(doodle: Doodle) -> NDArray[np.uint8]:
    """The drawing as the collection's rasters show it: from the upper left corner, as large as fits."""
    low = np.concatenate(doodle).min(0)
    span = float((np.concatenate(doodle).max(0) - low).max()) or 1.0
    side = SIDE * FINER
    ink = np.zeros((side, side), np.uint8)
    for stroke in doodle:
        points = (stroke - low) / span * (side - FINER) + FINER / 2
        cv2.polylines(ink, [np.rint(points).astype(np.int32)], isClosed=False, color=255, thickness=PEN)
    return np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _directions(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    return np.asarray(flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6))
