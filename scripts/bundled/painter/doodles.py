"""Real doodles as strokes in a unit square."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float32]  # [N, 2], x to the right and y down, within 0..1
Doodle = tuple[Stroke, ...]


def load_doodles(file: Path) -> tuple[Doodle, ...]:
    """Every drawing of a Quick, Draw! ndjson file, scaled to fill the unit square, aspect kept."""
    lines = file.read_text("utf-8").splitlines()
    drawings = (json.loads(line)["drawing"] for line in lines)
    doodles = (unit(tuple(np.array(s[:2], np.float32).T for s in drawing if len(s[0]))) for drawing in drawings)
    return tuple(doodle for doodle in doodles if doodle)


def unit(strokes: Doodle) -> Doodle:
    """The strokes moved and scaled into the unit square, aspect kept, centred."""
    if not strokes:
        return ()
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    size = float((high - low).max()) or 1.0
    offset = (1 - (high - low) / size) / 2
    return tuple(((s - low) / size + offset).astype(np.float32) for s in strokes)


def simplify(stroke: Stroke, most: int = 48) -> Stroke:
    """The stroke re-sampled to at most `most` points, evenly along its length."""
    if len(stroke) <= most:
        return stroke
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, length[-1], most)
    return np.stack([np.interp(at, length, stroke[:, k]) for k in (0, 1)], 1).astype(np.float32)
