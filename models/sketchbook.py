"""How people draw things, for a sheet on which a bare shape says only where: circle, box or blob, the words say what.

A small network that follows lines paints little where there are none. So what the words name is laid into the shape as
a person might have drawn it, and the shape stays: what the visitor drew is always followed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from models.bundle import Bundle
from models.errors import BundleError
from models.types import Bytes, Floats

FILE: Final = "sketchbook.json"  # {thing: [drawing, ...]}, a drawing a list of strokes [x0, y0, x1, y1, ...] in 0..255
FINEST: Final = 255
INSET: Final = 0.06  # of the shape's box, left free on every side
STRETCH: Final = 2.5  # a drawing is made at most so much wider or higher than people draw it
PEN: Final = 0.012  # of the sheet
ROUND: Final = 0.9  # share of its hull that a bare shape fills
MARGIN: Final = 0.16  # of the shape's smaller side: nearer to the edge ink belongs to the outline
HOLLOW: Final = 0.004  # share of the inside that may be ink all the same
STRAY: Final = 0.02  # share of the shape's box that lies elsewhere without being something else

Drawing = tuple[Floats, ...]  # strokes [N, 2] in 0..1, x to the right and y down


@dataclass(frozen=True, slots=True)
class Sketchbook:
    """Some drawings of every thing; none at all for a painter that needs no lines."""

    drawings: Mapping[str, tuple[Drawing, ...]]

    def completed(self, ink: Bytes, words: str, seed: int) -> Bytes:
        """Ink uint8 [S, S], 255 on ink: the same, unless it is a bare shape and the words name one thing for it."""
        named = self._named(words)
        box = bare_shape(ink) if len(named) == 1 else None
        if box is None:
            return ink
        known = self.drawings[named[0]]
        return _laid(ink, known[seed % len(known)], box)

    def _named(self, words: str) -> list[str]:
        """The things in a text, each as often as it stands there; the longest name counts."""
        names = sorted(self.drawings, key=len, reverse=True)
        return re.findall(rf"\b(?:{'|'.join(map(re.escape, names))})\b", words) if names else []


def read_sketchbook(bundle: Bundle) -> Sketchbook:
    """The drawings of a verified painter bundle; an empty sketchbook where it brings none.

    Raises:
        BundleError: the file is not what `FILE` describes.
    """
    if FILE not in bundle.manifest.files:
        return Sketchbook({})
    try:
        known = json.loads(bundle.path(FILE).read_text("utf-8"))
        drawings = {thing: tuple(_drawing(strokes) for strokes in some) for thing, some in known.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BundleError(f"expected drawings in {bundle.path(FILE)}, got: {error}") from error
    empty = [thing for thing, some in drawings.items() if not some or not all(some)]
    if empty:
        raise BundleError(f"expected drawings of every thing in {bundle.path(FILE)}, got none of {empty[0]}")
    return Sketchbook(drawings)


def bare_shape(ink: Bytes) -> tuple[int, int, int, int] | None:
    """The box x, y, width, height of ink uint8 [S, S] that is one closed outline without a dent and nothing inside."""
    drawn = (ink > 127).astype(np.uint8)
    outlines, _ = cv2.findContours(drawn, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    x, y, width, height = cv2.boundingRect(largest)
    filled = cv2.drawContours(np.zeros_like(drawn), [largest], -1, 1, cv2.FILLED)
    area = float(filled.sum())
    round_ = area >= ROUND * cv2.contourArea(cv2.convexHull(largest))
    alone = float((drawn & ~filled & 1).sum()) <= STRAY * width * height
    reach = max(1, round(MARGIN * min(width, height)))
    inside = cv2.erode(cv2.copyMakeBorder(filled, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), _disc(reach))[1:-1, 1:-1]
    hollow = inside.any() and float((drawn & inside).sum()) <= HOLLOW * area
    return (x, y, width, height) if round_ and alone and hollow else None


def _laid(ink: Bytes, drawing: Drawing, box: tuple[int, int, int, int]) -> Bytes:
    """The ink with a drawing in a box of it."""
    points = np.concatenate(drawing)
    low, high = points.min(0), points.max(0)
    x, y, width, height = box
    scales = np.array([width, height]) * (1 - 2 * INSET) / np.maximum(high - low, 1 / FINEST)
    scales = np.minimum(scales, scales.min() * STRETCH)
    middle = np.array([x + width / 2, y + height / 2])
    laid = ink.copy()
    for stroke in drawing:
        at = np.rint((stroke - (low + high) / 2) * scales + middle).astype(np.int32)
        cv2.polylines(laid, [at], isClosed=False, color=255, thickness=max(1, round(PEN * len(ink))))
    return laid


def _disc(reach: int) -> Bytes:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)), np.uint8)


def _drawing(strokes: list[list[int]]) -> Drawing:
    return tuple(np.array(stroke, np.float32).reshape(-1, 2) / np.float32(FINEST) for stroke in strokes)
