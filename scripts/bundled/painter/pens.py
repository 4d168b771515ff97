"""Things drawn by procedure, where no doodle exists or more are wanted: by functions here, by marks in `pens.toml`."""

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle, Stroke

Pen = Callable[[np.random.Generator], Doodle]
DROPPED = 0.06  # share of details a hand leaves out


def _ring(cx: float, cy: float, rx: float, ry: float, turn: tuple[float, float] = (0, 1)) -> Stroke:
    a = np.linspace(turn[0], turn[1], 40) * 2 * np.pi
    return np.stack([cx + rx * np.cos(a), cy + ry * np.sin(a)], 1).astype(np.float32)


def _path(*points: tuple[float, float]) -> Stroke:
    return np.array(points, np.float32)


def _house(rng: np.random.Generator) -> Doodle:
    eave, top = rng.uniform(0.34, 0.46), rng.uniform(0.0, 0.08)
    left, right = rng.uniform(0.08, 0.16), rng.uniform(0.84, 0.92)
    door = rng.uniform(0.3, 0.6)
    walls = _path((left, eave), (left, 1), (right, 1), (right, eave), (left, eave))
    roof = _path((left - 0.08, eave), (0.5, top), (right + 0.08, eave), (left - 0.08, eave))
    opening = _path((door, 1), (door, 0.68), (door + 0.16, 0.68), (door + 0.16, 1))
    pane = rng.uniform(0.18, 0.22)
    window = _path((pane, 0.55), (pane + 0.14, 0.55), (pane + 0.14, 0.7), (pane, 0.7), (pane, 0.55))
    return walls, roof, opening, window


def _tree(rng: np.random.Generator) -> Doodle:
    a = np.linspace(0, 1, 60) * 2 * np.pi
    bumps = 1 + rng.uniform(0.03, 0.1) * np.sin(a * rng.integers(5, 9) + rng.uniform(0, 6))
    crown = np.stack([0.5 + 0.36 * bumps * np.cos(a), 0.34 + 0.33 * bumps * np.sin(a)], 1).astype(np.float32)
    w = rng.uniform(0.04, 0.08)
    return crown, _path((0.5 - w, 0.65), (0.5 - w * 1.2, 1)), _path((0.5 + w, 0.65), (0.5 + w * 1.2, 1))


def _flower(rng: np.random.Generator) -> Doodle:
    a = np.linspace(0, 1, 80) * 2 * np.pi
    petals = int(rng.integers(5, 8))
    r = 0.2 + 0.08 * np.cos(a * petals)
    bloom = np.stack([0.5 + r * np.cos(a), 0.3 + r * np.sin(a)], 1).astype(np.float32)
    leaf = _path((0.5, 0.8), (0.62, 0.7), (0.68, 0.72), (0.5, 0.8))
    return bloom, _ring(0.5, 0.3, 0.07, 0.07), _path((0.5, 0.56), (0.49, 0.8), (0.5, 1)), leaf


def _sun(rng: np.random.Generator) -> Doodle:
    rays = int(rng.integers(7, 13))
    a = np.arange(rays) / rays * 2 * np.pi + rng.uniform(0, 1)
    out = [
        _path((0.5 + 0.34 * np.cos(t), 0.5 + 0.34 * np.sin(t)), (0.5 + 0.5 * np.cos(t), 0.5 + 0.5 * np.sin(t)))
        for t in a
    ]
    return (_ring(0.5, 0.5, 0.27, 0.27), *out)


def _moon(rng: np.random.Generator) -> Doodle:
    a = np.linspace(-0.62, 0.62, 40) * np.pi
    outer = np.stack([0.6 - 0.5 * np.cos(a), 0.5 + 0.5 * np.sin(a)], 1)
    depth = rng.uniform(0.12, 0.3)
    end = outer[-1]
    inner = np.stack([end[0] - depth * np.cos(a[::-1] / 1.24), 0.5 + (end[1] - 0.5) * np.sin(a[::-1] / 1.24)], 1)
    return (np.concatenate([outer, inner, outer[:1]]).astype(np.float32),)


def _star(rng: np.random.Generator) -> Doodle:
    a = np.arange(11) / 10 * 2 * np.pi - np.pi / 2
    r = np.where(np.arange(11) % 2, rng.uniform(0.19, 0.24), 0.5)
    return (np.stack([0.5 + r * np.cos(a), 0.5 + r * np.sin(a)], 1).astype(np.float32),)


def _heart(rng: np.random.Generator) -> Doodle:
    a = np.linspace(0, 2 * np.pi, 60) + rng.uniform(0, 0.1)
    y = 13 * np.cos(a) - 5 * np.cos(2 * a) - 2 * np.cos(3 * a) - np.cos(4 * a)
    return (np.stack([0.5 + np.sin(a) ** 3 / 2, 0.46 - y / 33], 1).astype(np.float32),)


def _rocket(rng: np.random.Generator) -> Doodle:
    w = rng.uniform(0.13, 0.19)
    y = np.linspace(0, 0.8, 20)
    half = w * np.minimum(1, np.sqrt(y / 0.35))
    body = np.concatenate([np.stack([0.5 - half, y], 1), np.stack([0.5 + half, y], 1)[::-1]]).astype(np.float32)
    fins = (_path((0.5 - w, 0.6), (0.2, 0.86), (0.5 - w, 0.8)), _path((0.5 + w, 0.6), (0.8, 0.86), (0.5 + w, 0.8)))
    flame = _path((0.5 - w / 2, 0.82), (0.5, 1), (0.5 + w / 2, 0.82))
    return (body, *fins, flame, _ring(0.5, 0.36, 0.07, 0.07))


def _kite(rng: np.random.Generator) -> Doodle:
    t = np.linspace(0, 1, 20)
    tail = np.stack([0.5 + 0.08 * np.sin(t * rng.uniform(8, 12)), 0.68 + 0.32 * t], 1).astype(np.float32)
    cloth = _path((0.5, 0), (0.8, 0.28), (0.5, 0.68), (0.2, 0.28), (0.5, 0))
    return cloth, _path((0.5, 0), (0.5, 0.68)), _path((0.2, 0.28), (0.8, 0.28)), tail


def _boat(rng: np.random.Generator) -> Doodle:
    mast = rng.uniform(0.42, 0.56)
    hull = _path((0.02, 0.7), (0.2, 1), (0.8, 1), (0.98, 0.7), (0.02, 0.7))
    sail = _path((mast + 0.03, 0.06), (mast + 0.03, 0.62), (0.9, 0.62), (mast + 0.03, 0.06))
    jib = _path((mast - 0.03, 0.14), (mast - 0.03, 0.62), (0.16, 0.62), (mast - 0.03, 0.14))
    return hull, _path((mast, 0.0), (mast, 0.7)), sail, jib


def _fish(rng: np.random.Generator) -> Doodle:
    ry = rng.uniform(0.2, 0.3)
    tail = _path((0.76, 0.5), (1, 0.5 - ry), (0.95, 0.5), (1, 0.5 + ry), (0.76, 0.5))
    gill = _ring(0.2, 0.5, 0.1, ry * 0.7, (-0.2, 0.2))
    return _ring(0.4, 0.5, 0.38, ry), tail, _ring(0.16, 0.45, 0.025, 0.025), gill


def _cat(rng: np.random.Generator) -> Doodle:
    r = rng.uniform(0.26, 0.3)
    head = _ring(0.5, 0.34, r, 0.25)
    ears = tuple(_path((0.5 + s * 0.26, 0.24), (0.5 + s * 0.25, 0.0), (0.5 + s * 0.08, 0.11)) for s in (-1, 1))
    eyes = tuple(_ring(0.5 + s * 0.1, 0.3, 0.03, 0.04) for s in (-1, 1))
    whiskers = tuple(_path((0.5 + s * 0.06, 0.42), (0.5 + s * 0.36, 0.4 + d)) for s in (-1, 1) for d in (-0.04, 0.05))
    body = _ring(0.5, 0.78, rng.uniform(0.2, 0.27), 0.22)
    tail = _ring(0.78, 0.72, 0.12, 0.2, (0.2, 0.62))
    return (head, *ears, *eyes, *whiskers, body, tail)


def _mountain(rng: np.random.Generator) -> Doodle:
    peak = rng.uniform(0.3, 0.6)
    second = min(0.9, peak + rng.uniform(0.2, 0.3))
    return (_path((0, 0.85), (peak, 0.15), (peak + 0.12, 0.42), (second, 0.3), (1, 0.85), (0, 0.85)),)


def _cloud(rng: np.random.Generator) -> Doodle:
    a = np.linspace(0, 1, 80) * 2 * np.pi
    bumps = 1 + 0.12 * np.abs(np.sin(a * rng.integers(3, 5)))
    return (np.stack([0.5 + 0.45 * bumps * np.cos(a), 0.5 + 0.22 * bumps * np.sin(a)], 1).astype(np.float32),)


def _smooth(points: NDArray[np.float32], *, closed: bool) -> Stroke:
    """A Catmull-Rom curve through the points [N, 2]."""
    padded = np.concatenate([points[-1:], points, points[:2]] if closed else [points[:1], points, points[-1:]])
    t = np.linspace(0, 1, 9)[:-1, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.concatenate([*pieces, padded[-2:-1]]).astype(np.float32)


def _mark(kind: str, values: list[float]) -> Stroke:
    """One mark of `pens.toml` as a stroke."""
    if kind in "oa":
        cx, cy, rx, ry, *turn = values
        return _ring(cx, cy, rx, ry, (turn[0], turn[1]) if turn else (0, 1))
    points = np.array(values, np.float32).reshape(-1, 2)
    if kind in "sb":
        return _smooth(points, closed=kind == "b")
    return np.concatenate([points, points[:1]]) if kind == "c" else points


def _marked(marks: list[tuple[str, list[float]]], rng: np.random.Generator) -> Doodle:
    """The marks as a hand would set them: each a little off, larger or smaller, small ones now and then forgotten."""
    strokes: list[Stroke] = []
    for place, (kind, values) in enumerate(marks):
        stroke = _mark(kind, values)
        centre = stroke.mean(0)
        if place and rng.random() < DROPPED:
            continue
        strokes.append(
            ((stroke - centre) * rng.normal(1, 0.05, 2) + centre + rng.normal(0, 0.008, 2)).astype(np.float32)
        )
    return tuple(strokes)


def _read_pens(file: Path) -> dict[str, Pen]:
    table: dict[str, list[list[Any]]] = tomllib.loads(file.read_text("utf-8"))
    return {thing: partial(_marked, [(str(kind), values) for kind, *values in marks]) for thing, marks in table.items()}


COMPUTED: dict[str, Pen] = {
    "house": _house, "tree": _tree, "flower": _flower, "sun": _sun, "moon": _moon, "star": _star, "heart": _heart,
    "rocket": _rocket, "kite": _kite, "boat": _boat, "fish": _fish, "cat": _cat, "mountain": _mountain, "cloud": _cloud,
}  # fmt: skip
PENS = {**COMPUTED, **_read_pens(Path(__file__).with_suffix(".toml"))}
