"""How a style's world lives around the subject: every place runs on its own small ellipse, each at its own phase.

A place at phase p (in turns) is displaced by radii * (cos 2π(t + p) - cos 2πp, sin 2π(t + p) - sin 2πp): nothing at
t = 0, the same again at t = 1, never a jump. Phases that grow along a path make a wave travel down it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.types import Floats, read_only
from models.warp import positions

TURN = 2 * np.pi
Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Ambience:
    """What lives in the ground, on a grid."""

    flow: Floats  # [G, G] radians, the way a brush runs there
    phase: Floats  # [G, G] turns
    radii: Floats  # [G, G, 2], shares of the width

    def __post_init__(self) -> None:
        for array in (self.flow, self.phase, self.radii):
            read_only(array)

    def displacement(self, time: float) -> Floats:
        """Forward displacement float32 [G, G, 2] at a time 0..1 of the film."""
        start, now = TURN * self.phase, TURN * (self.phase + time)
        path = np.stack([np.cos(now) - np.cos(start), np.sin(now) - np.sin(start)], -1)
        return np.asarray(self.radii * path, np.float32)


def swirls(size: int, rng: np.random.Generator) -> Ambience:
    """A sky of whirls: one great, some small; brush and motion run round them."""
    x, y = _axes(size)
    centres = [(0.5 + rng.uniform(-0.2, 0.2), 0.3 + rng.uniform(-0.06, 0.06), 0.3)]
    centres += [(rng.uniform(0.05, 0.95), rng.uniform(0.05, 0.62), rng.uniform(0.11, 0.17)) for _ in range(4)]
    along = np.stack([np.ones_like(x), 0.28 * np.sin(TURN * (x * 0.9 + rng.uniform()))], -1) * 0.35
    phase = (x + 0.4 * y) * 1.2
    for column, row, radius in centres:
        dx, dy = x - column, y - row
        reach = np.exp(-(dx**2 + dy**2) / (2 * radius**2))
        way = 1.0 if rng.uniform() < 0.5 else -1.0
        along += (way * reach / radius)[..., None] * np.stack([-dy - 0.25 * dx, dx - 0.25 * dy], -1)
        phase = phase * (1 - reach) + reach * (np.hypot(dx, dy) / radius * 0.5)
    flow = np.arctan2(along[..., 1], along[..., 0])
    strength = 0.011 * (1 - 0.75 * _rise(y, 0.62, 0.92))
    return _ambience(flow, phase, strength, strength)


def shimmer(size: int, rng: np.random.Generator) -> Ambience:
    """Light on water: level dabs that slip to and fro, more so below, where the water is near."""
    x, y = _axes(size)
    near = _rise(y, 0.35, 0.95)
    ripple = np.sin(TURN * (x * 1.5 + y * 2 + rng.uniform())) * 0.1
    flow = ripple + (1 - near) * 0.35 * np.sin(TURN * (x * 0.8 + y + rng.uniform()))
    phase = y * 5 + 0.35 * np.sin(TURN * (x * 2 + rng.uniform()))
    return _ambience(flow, phase, 0.003 + 0.005 * near, 0.0015 + 0.001 * near)


def sea(size: int, rng: np.random.Generator) -> Ambience:
    """A rolling sea: each drop runs in a circle and the wave goes through (Gerstner, 1802)."""
    x, y = _axes(size)
    deep = _rise(y, 0.3, 0.85)
    phase = -x * 1.5 + y * 0.6 + rng.uniform()
    flow = 0.16 * np.sin(TURN * phase) * deep
    return _ambience(flow, phase, 0.003 + 0.013 * deep, 0.002 + 0.012 * deep)


def panels(size: int, rng: np.random.Generator) -> Ambience:
    """Flat panels: they change colour and only tremble, like a hand-pulled print."""
    x, y = _axes(size)
    phase = np.floor(x * 2) * 0.25 + np.floor(y * 2) * 0.5 + rng.uniform()
    smooth = 0.5 * np.sin(TURN * x) * np.sin(TURN * y)
    return Ambience(np.zeros_like(x), phase.astype(np.float32), _radii(0.002 * smooth, 0.002 * smooth))


def breathing(size: int, rng: np.random.Generator) -> Ambience:
    """Air in the heat: dots breathe in slow clouds."""
    x, y = _axes(size)
    a, b = rng.uniform(size=2)
    phase = 0.5 * np.sin(TURN * (x * 1.2 + a)) + 0.5 * np.cos(TURN * (y * 1.3 + b))
    return _ambience(TURN * phase, phase, 0.006 + 0 * x, 0.006 + 0 * x)


def glinting(size: int, rng: np.random.Generator) -> Ambience:
    """Gold: the ground hardly moves, a glint wanders over it."""
    x, y = _axes(size)
    phase = (x + y) * 1.1 + 0.2 * np.sin(TURN * (x - y + rng.uniform()))
    flow = TURN * (0.25 + 0.15 * np.sin(TURN * x * 0.7) * np.sin(TURN * y * 0.7))
    return _ambience(flow, phase, 0.004 + 0 * x, 0.004 + 0 * x)


AMBIENCES: dict[str, Callable[[int, np.random.Generator], Ambience]] = {
    "swirls": swirls,
    "shimmer": shimmer,
    "sea": sea,
    "panels": panels,
    "breathing": breathing,
    "glinting": glinting,
}


def _axes(size: int) -> tuple[Floats, Floats]:
    grid = positions(size)
    return grid[..., 0], grid[..., 1]


def _rise(values: Numbers, low: float, high: float) -> Floats:
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _radii(x: Numbers, y: Numbers) -> Floats:
    return np.stack([x, y], -1).astype(np.float32)


def _ambience(flow: Numbers, phase: Numbers, x: Numbers, y: Numbers) -> Ambience:
    return Ambience(flow.astype(np.float32), phase.astype(np.float32), _radii(x, y))
