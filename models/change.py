"""Where a picture may change when something is drawn on it: inside what the strokes enclose and a little around it."""

import cv2
import numpy as np

from models.types import Bytes, Floats

PICTURE = "in a picture"  # the painter's words for a place when it paints into a picture it has not made
CLOSED = 0.07  # of the width: gaps up to this are bridged
AROUND = 0.035  # of the width: how far beyond the strokes the picture may change
FEATHER = 0.012  # of the width: standard deviation of the soft edge
INK_LEVEL = 64  # after shrinking, above this a pixel is ink
LEAST = 0.02  # a change weaker than this is none


def change_mask(ink: Bytes, side: int) -> Floats:
    """How much each pixel of a square picture may change: float32 [side, side] in 0..1, all 0 for an empty sheet."""
    lines = cv2.resize(ink, (side, side), interpolation=cv2.INTER_AREA) > INK_LEVEL
    joined = cv2.morphologyEx(lines.astype(np.uint8), cv2.MORPH_CLOSE, _disc(CLOSED * side / 2))
    grown = cv2.dilate(_filled(joined), _disc(AROUND * side))
    soft = cv2.GaussianBlur(grown.astype(np.float32), (0, 0), FEATHER * side)
    return np.where(soft < LEAST, 0, soft).astype(np.float32)


def blended(before: Bytes, after: Bytes, mask: Floats) -> Bytes:
    """The picture [H, W, 3] changed inside the mask [H, W]; where the mask is 0 the pixels are those of `before`."""
    weight = mask[..., None]
    mixed = np.round(before * (1 - weight) + after * weight).astype(np.uint8)
    return np.asarray(np.where(weight > 0, mixed, before), np.uint8)


def _disc(radius: float) -> Bytes:
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _filled(shape: Bytes) -> Bytes:
    """The shape [H, W] of 0 and 1 with its holes."""
    outside = np.pad(shape, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(outside[1:-1, 1:-1] != 2, np.uint8)
