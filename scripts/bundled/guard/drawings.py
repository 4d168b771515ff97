"""The drawings the guard learns from, in five folds by their content, so that no test doodle is ever learnt."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle, load_doodles, unit
from scripts.bundled.painter.pens import COMPUTED

FOLDS = 5
WEAPONS = ("rifle", "sword", "knife", "axe", "cannon")
LEWD = "penis"
UNDECIDED = frozenset({"aircraft carrier"})  # neither clearly harmless nor clearly a weapon
ALIKE = (  # what is most easily taken for a weapon or a lewd doodle
    "arm", "asparagus", "banana", "baseball bat", "boomerang", "broom", "bulldozer", "cactus", "candle", "carrot",
    "clarinet", "crayon", "drill", "dumbbell", "elbow", "eyeglasses", "feather", "finger", "firetruck",
    "flashlight", "foot", "fork", "frying pan", "golf club", "guitar", "hammer", "hockey stick", "hot dog",
    "ice cream", "key", "knee", "leg", "light bulb", "lighter", "lighthouse", "lightning", "lipstick", "lollipop",
    "marker", "matches", "microphone", "moustache", "mushroom", "nail", "nose", "paintbrush", "peanut", "pencil",
    "pliers", "popsicle", "rake", "rhinoceros", "roller coaster", "saw", "saxophone", "scissors", "screwdriver",
    "shovel", "skateboard", "snorkel", "sock", "speedboat", "spoon", "stethoscope", "string bean", "submarine",
    "syringe", "telephone", "tennis racquet", "toe", "tooth", "toothbrush", "tractor", "trombone", "trumpet",
    "umbrella", "violin", "wheel", "windmill", "wine bottle",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One person's drawing of one thing: strokes in the unit square, or ink [28, 28] where only that was kept."""

    thing: str
    fold: int
    strokes: Doodle = ()
    bitmap: NDArray[np.uint8] | None = None

    @property
    def label(self) -> int:
        """0 harmless, 1 weapon, 2 lewd."""
        return 1 if self.thing in WEAPONS else 2 if self.thing == LEWD else 0


def names_of(drawings: Sequence[Drawing]) -> tuple[list[str], list[list[int]]]:
    """Every thing there is a drawing or a pen of, and which numbers are weapons, lewd, hate symbols."""
    weapons = {*WEAPONS, *(pen.__name__ for pen in WEAPON_PENS)}
    names = sorted({d.thing for d in drawings} | weapons | {swastika.__name__} | set(HARMLESS_PENS))
    groups = (weapons, {LEWD}, {swastika.__name__})
    return names, [[i for i, name in enumerate(names) if name in group] for group in groups]


def load_drawings(data: Path) -> list[Drawing]:
    """Every real drawing below `data`/sketches whose label is certain."""
    files = [*sorted((data / "sketches/quickdraw").glob("*.ndjson")), data / "sketches/obscene/obscene.ndjson"]
    found = [drawing for file in files for drawing in _strokes(file)]
    return [d for d in found + _bitmaps(data) if d.thing not in UNDECIDED]


def _strokes(file: Path) -> list[Drawing]:
    thing = LEWD if file.stem == "obscene" else file.stem
    doodles = load_doodles(file)
    return [Drawing(thing, _fold(b"".join(s.tobytes() for s in doodle)), strokes=doodle) for doodle in doodles]


def _bitmaps(data: Path) -> list[Drawing]:
    archive = np.load(data / "sketches/bitmaps/quickdrawjs_345x100_28x28.npz")
    names = [str(name) for name in archive["names"]]
    pairs = zip(archive["images"], archive["labels"], strict=True)
    return [Drawing(names[int(k)], _fold(image.tobytes()), bitmap=image.reshape(28, 28)) for image, k in pairs]


def _fold(content: bytes) -> int:
    return hashlib.sha256(content).digest()[0] % FOLDS


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


WEAPON_PENS: tuple[Pen, ...] = (pistol, pistol, bomb, tank, grenade)
HARMLESS_PENS: dict[str, Pen] = {"word": word, "scribble": scribble, "cross": cross, **COMPUTED}


def fitted(pen: Pen, rng: np.random.Generator) -> Doodle:
    """A pen's drawing in the unit square."""
    return unit(pen(rng))
