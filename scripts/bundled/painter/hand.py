"""What a person would have drawn of a scene: wobble, gaps, doubled lines, missing details, bare shapes, or nothing."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle, Stroke
from scripts.bundled.painter.looks import SIZE
from scripts.bundled.painter.thing import Ink, Placed, raster

DETAILED = 4  # strokes from which on one may be forgotten


def draw_ink(placed: Sequence[Placed], rng: np.random.Generator) -> Ink:
    """The things' own strokes, 255 on ink, as some hand would repeat them."""
    kept = [s for item in placed for s in item.strokes if len(item.strokes) < DETAILED or rng.random() > 0.04]
    return by_hand(kept, rng)


def by_hand(strokes: Sequence[Stroke], rng: np.random.Generator) -> Ink:
    """The strokes with a pen of some width, shaken, one time in seven doubled."""
    wobbly = [_hand(s, rng) for s in strokes]
    if rng.random() < 0.15:
        wobbly += [_hand(s + rng.normal(0, 1, 2).astype(np.float32), rng) for s in strokes]
    return np.where(raster(tuple(wobbly), rng.uniform(2, 5.5)) > 100, 255, 0).astype(np.uint8)


def bare(item: Placed, rng: np.random.Generator) -> Doodle:
    """The thing as a circle, a box or a blob around it: only the words can say what it is."""
    points = np.concatenate(item.strokes)
    low, high = points.min(0), points.max(0)
    kind = rng.random()
    if kind < 0.4:
        a = np.linspace(0, 2 * np.pi, 40)[:, None]
        ring = (low + high) / 2 + (high - low) / 2 * np.concatenate([np.cos(a), np.sin(a)], 1)
        return (ring.astype(np.float32),)
    if kind < 0.7:
        corners = [low, (high[0], low[1]), high, (low[0], high[1]), low]
        return (np.array(corners, np.float32),)
    hull = cv2.convexHull(points.astype(np.float32))[:, 0]
    return (np.concatenate([hull, hull[:1]]),)


def nothing() -> Ink:
    """The empty sheet."""
    return np.zeros((SIZE, SIZE), np.uint8)


def _hand(stroke: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    dense = np.repeat(stroke, 3, 0)[:-2] if len(stroke) > 1 else stroke
    if len(stroke) > 1:
        dense[1::3] += (stroke[1:] - stroke[:-1]) / 3
        dense[2::3] += (stroke[1:] - stroke[:-1]) * (2 / 3)
    knots = rng.normal(0, rng.choice([0.0, 0.6, 1.6]), (2 + len(dense) // 10, 2)).astype(np.float32)
    wobble = cv2.resize(knots[None], (len(dense), 1), interpolation=cv2.INTER_LINEAR)[0]
    return (dense + wobble).astype(np.float32)
