"""Scenes: a picture in a painter's manner, the sketch a person would have drawn of it, and the words for it.

`Scenes(vocabulary, doodles).draw(rng)` gives one training pair; every choice comes from `rng`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import PENS, Doodle, load_doodles, simplify, unit
from scripts.bundled.painter.looks import LANDS, LOOKS, SIZE, TIMES, Look, Rgb, backdrop

HERE = Path(__file__).parent
VOCABULARY = HERE.parents[2] / "models" / "bundled" / "painter" / "vocabulary.toml"
SKY = frozenset(
    {
        "sun",
        "moon",
        "star",
        "cloud",
        "rainbow",
        "bird",
        "plane",
        "helicopter",
        "balloon",
        "kite",
        "bee",
        "butterfly",
        "angel",
        "owl",
        "rocket",
    }
)
Ink = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One training pair. `objects` says what stands where, for the judges of the evaluation."""

    picture: NDArray[np.uint8]  # [SIZE, SIZE, 3] RGB
    ink: Ink  # [SIZE, SIZE], 255 on ink
    words: str  # the painter's grammar, without the style
    style: str
    objects: tuple[tuple[str, str, tuple[int, int, int, int]], ...]  # thing, colour, box x0 y0 x1 y1


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A thing at its place: strokes in pixels."""

    thing: str
    colour: str
    named: bool  # whether the words say the colour
    strokes: Doodle


class Scenes:
    """Draws scenes from real doodles and procedure."""

    def __init__(self, doodles: Mapping[str, Sequence[Doodle]]) -> None:
        vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
        self.colours: dict[str, tuple[int, int, int]] = {k: tuple(v["rgb"]) for k, v in vocabulary["colours"].items()}
        self.lore = tomllib.loads((HERE / "lore.toml").read_text("utf-8"))
        self.doodles = doodles
        self.things = tuple(t for t in vocabulary["things"] if t in PENS or doodles.get(t))

    def draw(self, rng: np.random.Generator) -> Scene:
        """One scene of 1 to 4 things."""
        count = int(rng.choice([1, 2, 3, 4], p=[0.5, 0.3, 0.14, 0.06]))
        style, land, time = (
            str(rng.choice(list(LOOKS))),
            str(rng.choice(LANDS)),
            str(rng.choice(TIMES, p=[0.25, 0.2, 0.55])),
        )
        if land in ("in space", "under water"):
            time = ""
        placed = self._place(count, rng)
        picture = backdrop(land, time, style, rng)
        for item in placed:
            self._paint(picture, item, style, rng)
        return Scene(
            picture.astype(np.uint8),
            draw_ink(placed, rng),
            _words(placed, (land, time), rng),
            style,
            tuple(map(_where, placed)),
        )

    def _place(self, count: int, rng: np.random.Generator) -> list[Placed]:
        slots = places_for(count, rng)
        names = [str(rng.choice(self.things)) for _ in range(count)]
        names.sort(key=lambda name: name in SKY, reverse=True)
        return [self._thing(name, slot, rng) for name, slot in zip(names, slots, strict=True)]

    def _thing(self, name: str, slot: tuple[float, float, float], rng: np.random.Generator) -> Placed:
        named = bool(rng.random() < 0.65)
        colour = str(rng.choice(list(self.colours) if named else self.lore[name]["colours"]))
        x, y, size = slot
        strokes = self._strokes(name, rng)
        angle, flip = rng.normal(0, 0.06), -1 if rng.random() < 0.5 else 1
        turn = np.array([[np.cos(angle) * flip, -np.sin(angle)], [np.sin(angle) * flip, np.cos(angle)]], np.float32)
        stretch = np.exp(rng.normal(0, 0.08, 2)).astype(np.float32)
        return Placed(
            name,
            colour,
            named,
            tuple(((s - 0.5) * stretch @ turn.T * size + (x, y)).astype(np.float32) for s in strokes),
        )

    def _strokes(self, name: str, rng: np.random.Generator) -> Doodle:
        doodles = self.doodles.get(name, ())
        if name in PENS and (not doodles or rng.random() < 0.4):
            return unit(PENS[name](rng))
        return tuple(simplify(s) for s in doodles[int(rng.integers(len(doodles)))])

    def _paint(self, picture: Rgb, item: Placed, style: str, rng: np.random.Generator) -> None:
        look = LOOKS[style]
        lines = _raster(item.strokes, 2)
        body = _silhouette(lines, item.strokes)
        colour = _fills(body, lines, self._base(item, body), look, rng)
        alpha = cv2.GaussianBlur(body.astype(np.float32), (0, 0), 0.6)[..., None]
        picture[:] = picture * (1 - alpha) + colour * alpha
        rim = cv2.morphologyEx(body, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        strokes = np.maximum(_raster(item.strokes, look.outline_width), rim * 200)
        ink = cv2.GaussianBlur(strokes, (0, 0), 0.5)[..., None].astype(np.float32) / 255
        tone = np.array(look.outline) * 0.75 + np.array(self.colours[item.colour]) * 0.25
        if body.sum() < 150:
            tone = np.array(self.colours[item.colour], np.float64)
        picture[:] = picture * (1 - ink) + tone * ink

    def _base(self, item: Placed, body: Ink) -> Rgb:
        base = np.zeros((SIZE, SIZE, 3), np.float32) + np.array(self.colours[item.colour], np.float32)
        part = self.lore[item.thing].get("part")
        if part and part[0] != item.colour and body.any():
            rows = np.flatnonzero(body.any(1))
            top, height = rows[0], rows[-1] - rows[0] + 1
            base[int(top + part[1] * height) : int(top + part[2] * height) + 1] = self.colours[part[0]]
        return base


def places_for(count: int, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Centre and size in pixels; side by side, the first ones higher."""
    order = rng.permutation(count)
    size = (
        SIZE
        * {
            1: rng.uniform(0.42, 0.74),
            2: rng.uniform(0.34, 0.46),
            3: rng.uniform(0.28, 0.35),
            4: rng.uniform(0.24, 0.3),
        }[count]
    )
    slots = []
    for k in range(count):
        x = SIZE * (order[k] + 0.5) / count + rng.normal(0, SIZE * 0.02)
        y = SIZE * (rng.uniform(0.26, 0.42) if count > 1 and k < count // 2 else rng.uniform(0.52, 0.68))
        slots.append((float(np.clip(x, size / 2, SIZE - size / 2)), float(y), float(size * rng.uniform(0.9, 1.1))))
    return slots


def _raster(strokes: Doodle, width: float) -> Ink:
    """Strokes as lines, uint8 [SIZE, SIZE]; widths below a pixel are fainter."""
    lines = np.zeros((SIZE, SIZE), np.uint8)
    level = 255 if width >= 1 else int(255 * width)
    cv2.polylines(
        lines,
        [np.round(s * 16).astype(np.int32) for s in strokes],
        isClosed=False,
        color=level,
        thickness=max(1, round(width)),
        lineType=cv2.LINE_AA,
        shift=4,
    )
    return lines


def _silhouette(lines: Ink, strokes: Doodle) -> Ink:
    """Filled shape, 0 or 1: strokes that nearly close are filled, wider gaps are bridged until enough is inside."""
    points = np.concatenate(strokes)
    span = points.max(0) - points.min(0)
    loops = np.zeros((SIZE, SIZE), np.uint8)
    for stroke in filter(_nearly_closed, strokes):
        cv2.fillPoly(loops, [np.round(stroke).astype(np.int32)], 1)
    for gap in (3, 9, 17, 27):
        body = np.maximum(_enclosed(lines, gap), loops)
        if body.sum() > 0.33 * span.prod():
            break
    return body


def _nearly_closed(stroke: NDArray[np.float32]) -> bool:
    gap = float(np.hypot(*(stroke[0] - stroke[-1])))
    length = float(np.hypot(*np.diff(stroke, axis=0).T).sum()) if len(stroke) > 1 else 0.0
    return len(stroke) > 5 and gap < 0.16 * length


def _enclosed(lines: Ink, gap: int) -> Ink:
    closed = cv2.morphologyEx((lines > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    outside = np.pad(closed, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return (outside[1:-1, 1:-1] != 2).astype(np.uint8)


def _fills(body: Ink, lines: Ink, base: Rgb, look: Look, rng: np.random.Generator) -> Rgb:
    """Colour of every pixel of the body: parts between the lines differ a little, light comes from above left."""
    _, parts = cv2.connectedComponents(((body > 0) & (lines < 60)).astype(np.uint8), connectivity=4)
    tones = rng.normal(1, look.fill_variation, parts.max() + 1).clip(0.75, 1.25).astype(np.float32)
    depth = cv2.distanceTransform(body, cv2.DIST_L2, 3)
    roundness = np.clip(depth / max(float(depth.max()), 1.0), 0, 1)
    ys, xs = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    inside = body > 0
    cx, cy = (float(v[inside].mean()) if inside.any() else 0.0 for v in (xs, ys))
    light = ((cx - xs) + (cy - ys)) / SIZE + 0.5 * (roundness - 0.4)
    return np.clip(base * tones[parts][..., None] * (1 + look.shading * 0.8 * light[..., None]), 0, 255)


def draw_ink(placed: Sequence[Placed], rng: np.random.Generator) -> Ink:
    """What a hand would have drawn: wobble, gaps, doubled lines, missing details, sometimes nothing."""
    if rng.random() < 0.1:
        return np.zeros((SIZE, SIZE), np.uint8)
    strokes = [s for item in placed for s in item.strokes if len(item.strokes) < 4 or rng.random() > 0.04]
    wobbly = [_hand(s, rng) for s in strokes]
    if rng.random() < 0.15:
        wobbly += [_hand(s + rng.normal(0, 1, 2).astype(np.float32), rng) for s in strokes]
    return np.where(_raster(tuple(wobbly), rng.uniform(2, 5.5)) > 100, 255, 0).astype(np.uint8)


def _hand(stroke: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    dense = np.repeat(stroke, 3, 0)[:-2] if len(stroke) > 1 else stroke
    if len(stroke) > 1:
        dense[1::3] += (stroke[1:] - stroke[:-1]) / 3
        dense[2::3] += (stroke[1:] - stroke[:-1]) * (2 / 3)
    knots = rng.normal(0, rng.choice([0.0, 0.6, 1.6]), (2 + len(dense) // 10, 2)).astype(np.float32)
    wobble = cv2.resize(knots[None], (len(dense), 1), interpolation=cv2.INTER_LINEAR)[0]
    return (dense + wobble).astype(np.float32)


def _words(placed: Sequence[Placed], places: tuple[str, str], rng: np.random.Generator) -> str:
    ordered = [placed[k] for k in rng.permutation(len(placed))]
    things = [f"{p.colour} {p.thing}" if p.named else p.thing for p in ordered]
    articled = [f"{'an' if t[0] in 'aeiou' else 'a'} {t}" for t in things]
    return ", ".join([" and ".join(articled), *filter(None, places)])


def _where(item: Placed) -> tuple[str, str, tuple[int, int, int, int]]:
    points = np.concatenate(item.strokes)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return item.thing, item.colour if item.named else "", (int(x0), int(y0), int(x1), int(y1))


def doodles_of(data: Path, *, held_out: bool) -> dict[str, tuple[Doodle, ...]]:
    """The doodles of each thing: every sixth is held out for judging, the rest is for training."""
    vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
    chosen: dict[str, tuple[Doodle, ...]] = {}
    for thing, entry in vocabulary["things"].items():
        file = data / "sketches" / "quickdraw" / f"{entry.get('doodle', thing)}.ndjson"
        if entry.get("doodle", thing) and file.exists():
            chosen[thing] = tuple(d for k, d in enumerate(load_doodles(file)) if (k % 6 == 0) == held_out)
    return chosen
