"""Drawings by procedure for the guard: weapons nobody lent us enough doodles of, and harmless things beside them.

Every pen draws one thing in about the unit square, y down, and makes every choice from the generator it is given.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle, unit
from scripts.bundled.painter.pens import COMPUTED

Pen = Callable[[np.random.Generator], Doodle]


def _path(*points: tuple[float, float]) -> NDArray[np.float32]:
    return np.array(points, np.float32)


def _ring(cx: float, cy: float, rx: float, ry: float, *arc: float) -> NDArray[np.float32]:
    start, end = arc or (0.0, 1.0)
    a = np.linspace(start, end, 32) * 2 * np.pi
    return np.stack([cx + rx * np.cos(a), cy + ry * np.sin(a)], 1).astype(np.float32)


def pistol(rng: np.random.Generator) -> Doodle:
    """A hand gun from the side, barrel to the left."""
    h, grip, lean, x = rng.uniform(0.12, 0.22), rng.uniform(0.28, 0.5), rng.uniform(-0.02, 0.14), rng.uniform(0.6, 0.74)
    w = rng.uniform(0.14, 0.22)
    body = _path((0, 0.2), (1, 0.2), (1, 0.2 + h), (x + w, 0.2 + h), (x + w + lean, 0.2 + h + grip),
                 (x + lean, 0.2 + h + grip), (x, 0.2 + h), (0, 0.2 + h), (0, 0.2))  # fmt: skip
    guard = _ring(x - 0.09, 0.2 + h + 0.05, 0.09, rng.uniform(0.07, 0.11), 0, 0.5 if rng.random() < 0.6 else 1)
    extra = [_path((x - 0.08, 0.2 + h), (x - 0.1, 0.2 + h + 0.1))] if rng.random() < 0.7 else []
    extra += [_path((0.03, 0.2), (0.05, 0.14), (0.08, 0.2))] if rng.random() < 0.4 else []
    extra += [_path((0, 0.2 + h * 0.55), (1, 0.2 + h * 0.55))] if rng.random() < 0.3 else []
    extra += [_ring(x - 0.12, 0.2 + h / 2, 0.09, h * 0.55)] if rng.random() < 0.25 else []
    return (body, guard, *extra)


def bomb(rng: np.random.Generator) -> Doodle:
    """A round bomb with a fuse and a spark."""
    r = rng.uniform(0.3, 0.36)
    neck = _path((0.44, 0.62 - r), (0.44, 0.55 - r), (0.56, 0.55 - r), (0.56, 0.62 - r))
    t = np.linspace(0, 1, 12)
    bend = rng.uniform(0.1, 0.3)
    fuse = np.stack([0.5 + bend * t, 0.55 - r - 0.2 * np.sin(t * rng.uniform(1.2, 2.6))], 1).astype(np.float32)
    end = fuse[-1]
    rays = [_path(tuple(end), (end[0] + 0.1 * np.cos(a), end[1] + 0.1 * np.sin(a))) for a in rng.uniform(0, 6.3, 5)]
    return (_ring(0.5, 0.62, r, r), neck, fuse, *(rays if rng.random() < 0.8 else ()))


def tank(rng: np.random.Generator) -> Doodle:
    """A battle tank from the side."""
    top, barrel = rng.uniform(0.3, 0.4), rng.uniform(0.3, 0.42)
    track = np.concatenate([_ring(0.2, 0.75, 0.14, 0.14, 0.25, 0.75), _ring(0.8, 0.75, 0.14, 0.14, 0.75, 1.25),
                            _path((0.2, 0.89))])  # fmt: skip
    wheels = [_ring(x, 0.76, 0.07, 0.07) for x in np.linspace(0.22, 0.78, int(rng.integers(3, 6)))]
    hull = _path((0.12, 0.61), (0.18, 0.5), (0.86, 0.5), (0.92, 0.61))
    turret = _path((0.38, 0.5), (0.42, top), (0.68, top), (0.74, 0.5))
    gun = _path((0.41, top + 0.06), (0.41 - barrel, top + 0.02), (0.41 - barrel, top + 0.07), (0.4, top + 0.11))
    return (track, hull, turret, gun, *wheels)


def grenade(rng: np.random.Generator) -> Doodle:
    """A hand grenade with lever and pin."""
    h = rng.uniform(0.26, 0.34)
    body = _ring(0.45, 0.64, 0.23, h)
    grid = [_path((0.45 + d, 0.64 - h * 0.9), (0.45 + d, 0.64 + h * 0.9)) for d in (-0.1, 0, 0.1)]
    grid += [_path((0.23, y), (0.67, y)) for y in (0.54, 0.66, 0.78)]
    cap = _path((0.36, 0.64 - h), (0.36, 0.55 - h), (0.56, 0.55 - h), (0.56, 0.64 - h))
    lever = _path((0.56, 0.57 - h), (0.72, 0.6 - h), (0.76, 0.66))
    return (body, cap, lever, _ring(0.26, 0.56 - h, 0.08, 0.08), *(grid if rng.random() < 0.7 else ()))


def sword(rng: np.random.Generator) -> Doodle:
    """Point up: straight, bent or a mere line; a guard of some kind, a grip, often a knob."""
    w, cut = rng.uniform(0.03, 0.12), rng.uniform(0.06, 0.3)
    hilt, grip = rng.uniform(0.6, 0.78), rng.uniform(0.1, 0.22)
    bend = rng.uniform(0.05, 0.22) * rng.choice([-1, 1]) if rng.random() < 0.3 else 0.0
    if rng.random() < 0.18:
        blade = [_path((0.5, 0), (0.5, hilt + grip))]
    else:
        t = np.linspace(0, 1, 10)
        edge = np.stack([0.5 - w * np.minimum(1, t / cut) + bend * (1 - t) ** 2, t * hilt], 1)
        other = np.stack([0.5 + w * np.minimum(1, t / cut) + bend * (1 - t) ** 2, t * hilt], 1)
        blade = [np.concatenate([edge[::-1], other]).astype(np.float32)]
        if rng.random() < 0.25:
            blade.append(_path((0.5 + bend * 0.6, hilt * 0.25), (0.5, hilt)))
    reach, thick = rng.uniform(0.12, 0.26), rng.uniform(0.02, 0.06)
    kind = rng.random()
    if kind < 0.35:
        guard = [_path((0.5 - reach, hilt), (0.5 + reach, hilt + rng.uniform(-0.03, 0.03)))]
    elif kind < 0.7:
        guard = [_box(0.5 - reach, hilt - thick, 0.5 + reach, hilt + thick)]
    elif kind < 0.85:
        guard = [_ring(0.5, hilt, reach, thick * 1.6)]
    else:
        guard = [_ring(0.5, hilt - reach * 0.6, reach, reach * 0.8, 0.05, 0.45)]
    g = rng.uniform(0.02, 0.05)
    handle = [_path((0.5 - g, hilt), (0.5 - g, hilt + grip), (0.5 + g, hilt + grip), (0.5 + g, hilt))]
    knob = [_ring(0.5, hilt + grip + g, g * 1.4, g * 1.4)] if rng.random() < 0.4 else []
    return (*blade, *guard, *(handle if rng.random() < 0.85 else ()), *knob)


def knife(rng: np.random.Generator) -> Doodle:
    """Blade to the right, one edge: pointed, round, a cleaver's; a handle, maybe rivets or teeth."""
    h, haft = rng.uniform(0.1, 0.24), rng.uniform(0.3, 0.46)
    grip, top = h * rng.uniform(0.4, 0.95), 0.4
    kind = rng.random()
    if kind < 0.5:
        bulge = rng.uniform(1.5, 4)
        belly = [(x, top + h * (1 - ((x - haft) / (1 - haft)) ** bulge)) for x in np.linspace(1, haft, 9)]
        blade = [(haft, top), (1.0, top), *belly, (haft, top)]
    elif kind < 0.65:
        blade = [(haft, top), (0.97, top), (0.97, top + h * 1.3), (haft, top + h * 1.3), (haft, top)]
    elif kind < 0.85:
        drop = rng.uniform(0.7, 0.9)
        blade = [(haft, top), (drop, top), (1.0, top + h), (haft, top + h), (haft, top)]
    else:
        blade = [(haft, top), (0.8, top - 0.02), (1.0, top + h / 2), (0.8, top + h), (haft, top + h), (haft, top)]
    if rng.random() < 0.15:
        teeth = np.linspace(0.9, haft, int(rng.integers(5, 12)))
        blade = [
            (haft, top),
            (1.0, top),
            *((x, top + h * (0.8 + 0.35 * (k % 2))) for k, x in enumerate(teeth)),
            (haft, top),
        ]
    handle = (
        _box(0, top, haft, top + grip) if rng.random() < 0.6 else _ring(haft / 2, top + grip / 2, haft / 2, grip / 2)
    )
    rivets = [_ring(x, top + grip / 2, 0.015, 0.015) for x in np.linspace(0.08, haft - 0.08, int(rng.integers(1, 4)))]
    bar = [_path((haft, top - rng.uniform(0.02, 0.1)), (haft, top + h + rng.uniform(0.02, 0.1)))]
    return (_path(*blade), handle, *(rivets if rng.random() < 0.3 else ()), *(bar if rng.random() < 0.3 else ()))


def axe(rng: np.random.Generator) -> Doodle:
    """Upright: a handle of one or two lines, a head on one side or both, its edge straight or round."""
    w, top = rng.uniform(0.02, 0.07), rng.uniform(0.0, 0.14)
    lean = rng.uniform(-0.15, 0.15)
    handle = _path((0.5 - w, top), (0.5 - w + lean, 1), (0.5 + w + lean, 1), (0.5 + w, top), (0.5 - w, top))
    if rng.random() < 0.2:
        handle = _path((0.5, top), (0.5 + lean, 1))
    reach, inner, outer = rng.uniform(0.22, 0.42), rng.uniform(0.08, 0.2), rng.uniform(0.2, 0.42)
    at, bulge = top + rng.uniform(0.12, 0.2), rng.uniform(0, 0.1)

    def head(side: float) -> NDArray[np.float32]:
        t = np.linspace(-1, 1, 9)
        edge = [(0.5 + side * (reach + bulge * (1 - k * k)), at + k * outer / 2) for k in t]
        return _path((0.5 + side * w, at - inner / 2), *edge, (0.5 + side * w, at + inner / 2))

    both = rng.random() < 0.2
    stub = [_box(0.5 - w - 0.08, at - inner / 2, 0.5 - w, at + inner / 2)] if not both and rng.random() < 0.2 else []
    return (handle, head(1.0), *([head(-1.0)] if both else []), *stub)


def rifle(rng: np.random.Generator) -> Doodle:
    """Barrel to the right: stock, trigger, often a magazine, a scope, a sight; sometimes one line all round."""
    y, h = 0.42, rng.uniform(0.03, 0.09)
    stock, drop = rng.uniform(0.2, 0.34), rng.uniform(0.08, 0.24)
    butt = rng.uniform(0.06, 0.14)
    body = rng.uniform(0.5, 0.7)
    barrel = _box(body, y, 1.0, y + h * rng.uniform(0.3, 0.7))
    outline = _path((body, y), (stock, y), (0, y + drop * 0.6), (0.02, y + drop * 0.6 + butt), (stock, y + h * 1.6),
                    (body, y + h), (body, y))  # fmt: skip
    thin = rng.random() < 0.2
    parts = [_path((0.0, y + drop), (stock, y), (1.0, y))] if thin else [outline, barrel]
    if thin or rng.random() < 0.65:
        parts.append(_ring(stock + 0.08, y + h * 1.3, 0.05, 0.06, 0, 0.5))
    if rng.random() < 0.6:
        x, slant, depth = rng.uniform(stock + 0.12, body), rng.uniform(-0.05, 0.05), rng.uniform(0.08, 0.22)
        parts.append(
            _path((x, y + h), (x + slant, y + h + depth), (x + slant + 0.07, y + h + depth), (x + 0.07, y + h))
        )
    if rng.random() < 0.35:
        x = rng.uniform(0.32, 0.45)
        parts.append(_box(x, y - 0.09, x + rng.uniform(0.14, 0.26), y - 0.03))
    if rng.random() < 0.35:
        parts.append(_path((0.96, y), (0.96, y - 0.05)))
    if rng.random() < 0.2:
        parts.append(_path((0.75, y + h), (0.68, y + 0.25), (0.75, y + h), (0.82, y + 0.25)))
    return tuple(parts)


def cannon(rng: np.random.Generator) -> Doodle:
    """A barrel pointing up to the right on a wheel, with or without a carriage, a ball, a fuse, smoke."""
    up, length = rng.uniform(-0.1, 0.7), rng.uniform(0.6, 0.9)
    back, front = rng.uniform(0.12, 0.2), rng.uniform(0.08, 0.15)
    along, across = np.array([np.cos(up), -np.sin(up)]), np.array([np.sin(up), np.cos(up)])
    start = np.array([0.15, 0.6])
    end = start + along * length
    barrel = np.array([start - across * back, end - across * front, end + across * front, start + across * back,
                       start - across * back], np.float32)  # fmt: skip
    r = rng.uniform(0.12, 0.22)
    hub = start + along * rng.uniform(0.15, 0.4) + (0, back)
    parts = [barrel, _ring(hub[0], hub[1], r, r)]
    if rng.random() < 0.5:
        spokes = np.linspace(0, np.pi, int(rng.integers(2, 5)), endpoint=False)
        parts += [_path(*(tuple(hub + s * r * np.array([np.cos(a), np.sin(a)])) for s in (-1, 1))) for a in spokes]
    if rng.random() < 0.4:
        parts.append(_ring(*end, front * 0.5, front))
    if rng.random() < 0.4:
        parts.append(_ring(start[0] - along[0] * 0.04, start[1] - along[1] * 0.04, back * 0.9, back * 0.9))
    if rng.random() < 0.45:
        ball = end + along * rng.uniform(0.1, 0.3)
        parts.append(_ring(*ball, front * 0.7, front * 0.7))
    if rng.random() < 0.3:
        parts.append(_path((hub[0], hub[1]), (hub[0] - 0.35, hub[1] + r), (hub[0] - 0.4, hub[1] + r)))
    if rng.random() < 0.3:
        fuse = start - across * back
        parts.append(_path(tuple(fuse), (fuse[0] - 0.05, fuse[1] - 0.08), (fuse[0] - 0.02, fuse[1] - 0.14)))
    return tuple(parts)


def _box(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float32]:
    return _path((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))


def lewd(rng: np.random.Generator) -> Doodle:
    """The commonest lewd doodle."""
    w, length, r = rng.uniform(0.08, 0.15), rng.uniform(0.4, 0.7), rng.uniform(0.13, 0.22)
    t = np.linspace(np.pi, 2 * np.pi, 14)
    tip = np.stack([0.5 + w * np.cos(t), 0.75 - length + w * np.sin(t)], 1)
    shaft = np.concatenate([[[0.5 - w, 0.78]], tip, [[0.5 + w, 0.78]]]).astype(np.float32)
    balls = (
        _ring(0.5 - r * 0.95, 0.8, r, r * rng.uniform(0.8, 1.1)),
        _ring(0.5 + r * 0.95, 0.8, r, r * rng.uniform(0.8, 1.1)),
    )
    rim = (
        [_path((0.5 - w, 0.79 - length), (0.5, 0.82 - length), (0.5 + w, 0.79 - length))] if rng.random() < 0.5 else []
    )
    slit = [_path((0.5, 0.75 - length - w), (0.5, 0.78 - length))] if rng.random() < 0.4 else []
    return (shaft, *balls, *rim, *slit)


def swastika(rng: np.random.Generator) -> Doodle:
    """The hate symbol, turned either way."""
    s = 1.0 if rng.random() < 0.8 else -1.0
    arms = []
    for k in range(4):
        a = k * np.pi / 2
        turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
        arm = np.array([[0, 0], [0, -0.5], [s * rng.uniform(0.36, 0.5), -0.5]])
        arms.append((0.5 + arm @ turn.T).astype(np.float32))
    if rng.random() < 0.5:
        return tuple(arms)
    return (np.concatenate([arms[0][::-1], arms[2][1:]]), np.concatenate([arms[1][::-1], arms[3][1:]]))


def word(rng: np.random.Generator) -> Doodle:
    """A few letters, as strokes between random joints: writing, which this network is not to judge."""
    letters = []
    for k in range(int(rng.integers(2, 6))):
        joints = rng.integers(0, 3, (int(rng.integers(3, 6)), 2)) / 2
        letters.append((joints * (0.14, 0.3) + (k * 0.2, 0.35)).astype(np.float32))
    return tuple(letters)


def scribble(rng: np.random.Generator) -> Doodle:
    """What a very small child draws."""
    n = int(rng.integers(8, 60))
    steps = np.cumsum(rng.normal(0, 1, (n, 2)) * rng.uniform(0.3, 1), axis=0)
    if rng.random() < 0.5:
        t = np.linspace(0, rng.uniform(3, 12) * np.pi, 120)
        steps = np.stack([np.cos(t) * rng.uniform(0.5, 1.5) + t * rng.uniform(-0.1, 0.1), np.sin(t)], 1)
    return (steps.astype(np.float32),)


def cross(rng: np.random.Generator) -> Doodle:
    """Crosses, grids, stars and pinwheels: what lies near a hate symbol and is none."""
    kind = int(rng.integers(0, 4))
    if kind == 0:
        y = rng.uniform(0.25, 0.5)
        return (_path((0.5, 0), (0.5, 1)), _path((0.15, y), (0.85, y)))
    if kind == 1:
        cells = np.linspace(0, 1, int(rng.integers(3, 5)))
        return tuple([_path((c, 0), (c, 1)) for c in cells] + [_path((0, c), (1, c)) for c in cells])
    if kind == 2:
        return (_path((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)), _path((0.5, 0), (0.5, 1)), _path((0, 0.5), (1, 0.5)))
    turns = rng.uniform(0, 6.3) + np.arange(5) * 2 * np.pi / 5
    return tuple(_path((0.5, 0.5), (0.5 + 0.5 * np.cos(a), 0.5 + 0.5 * np.sin(a))) for a in turns)


WEAPON_PENS: tuple[Pen, ...] = (pistol, pistol, bomb, tank, grenade, sword, knife, axe, rifle, cannon)
HARMLESS_PENS: dict[str, Pen] = {"word": word, "scribble": scribble, "cross": cross, **COMPUTED}


def fitted(pen: Pen, rng: np.random.Generator) -> Doodle:
    """A pen's drawing in the unit square."""
    return unit(pen(rng))
