"""Scenes: a picture in a painter's manner, the sketch a person would have drawn of it, and the words for it.

`Scenes(vocabulary, doodles).draw(rng)` gives one training pair; every choice comes from `rng`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle, load_doodles, simplify, unit
from scripts.bundled.painter.hand import bare, by_hand, draw_ink, nothing
from scripts.bundled.painter.looks import LANDS, LOOKS, SIZE, TIMES, Rgb, backdrop
from scripts.bundled.painter.pens import PENS
from scripts.bundled.painter.thing import Canvas, Coat, Ink, Placed

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
        "parrot",
        "snowflake",
    }
)
CELLS = 32  # of the labels: one a latent


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One training pair. `objects` says what stands where, for the judges of the evaluation."""

    picture: NDArray[np.uint8]  # [SIZE, SIZE, 3] RGB
    ink: Ink  # [SIZE, SIZE], 255 on ink
    words: str  # the painter's grammar, without the style
    style: str
    objects: tuple[tuple[str, str, tuple[int, int, int, int]], ...]  # thing, colour, box x0 y0 x1 y1
    labels: NDArray[np.uint8]  # [2, CELLS, CELLS]: thing and colour in each cell, 0 none, else one more than its number
    manner: str  # of the sketch: "drawn", "bare" or "blank"


class Scenes:
    """Draws scenes from real doodles and procedure.

    `drawn` is the share of procedure where both exist; `vague` the share of sketches with nothing on them and the share
    with bare shapes only.
    """

    def __init__(
        self,
        doodles: Mapping[str, Sequence[Doodle]],
        drawn: float = 0.4,
        vague: tuple[float, float] = (0.08, 0.22),
    ) -> None:
        vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
        self.colours: dict[str, tuple[int, int, int]] = {k: tuple(v["rgb"]) for k, v in vocabulary["colours"].items()}
        self.lore = tomllib.loads((HERE / "lore.toml").read_text("utf-8"))
        self.doodles = doodles
        self.names = tuple(vocabulary["things"])
        self.drawn = drawn
        self.vague = vague
        self.things = tuple(t for t in self.names if (drawn > 0 and t in PENS) or (drawn < 1 and doodles.get(t)))

    def draw(self, rng: np.random.Generator) -> Scene:
        """One scene of 1 to 4 things."""
        count = int(rng.choice([1, 2, 3, 4], p=[0.42, 0.33, 0.16, 0.09]))
        style, land, time = some_place(rng)
        return self.compose(self.place(count, rng), backdrop(land, time, style, rng), (style, land, time), rng)

    def compose(
        self, placed: Sequence[Placed], ground: Rgb, where: tuple[str, str, str], rng: np.random.Generator
    ) -> Scene:
        """The things on a backdrop in a style, a land and a time, with a sketch and words for them."""
        canvas = Canvas.on(ground)
        for item in placed:
            self.paint(canvas, item, where[0], rng)
        manner = str(rng.choice(["blank", "bare", "drawn"], p=[*self.vague, 1 - sum(self.vague)]))
        return Scene(
            canvas.picture.astype(np.uint8),
            sketch(placed, manner, rng),
            words_for(placed, where[1:], rng),
            where[0],
            tuple((p.thing, p.colour if p.named else "", p.box) for p in placed),
            canvas.labels(CELLS),
            manner,
        )

    def place(self, count: int, rng: np.random.Generator) -> list[Placed]:
        """Some things, side by side, those of the sky first."""
        names = [str(rng.choice(self.things)) for _ in range(count)]
        names.sort(key=lambda name: name in SKY, reverse=True)
        return [self.thing(name, slot, rng) for name, slot in zip(names, places_for(count, rng), strict=True)]

    def thing(self, name: str, slot: tuple[float, float, float], rng: np.random.Generator) -> Placed:
        """A thing of some colour in its slot."""
        named = bool(rng.random() < 0.65)
        colour = str(rng.choice(list(self.colours) if named else self.lore[name]["colours"]))
        x, y, size = slot
        angle, flip = rng.normal(0, 0.06), -1 if rng.random() < 0.5 else 1
        turn = np.array([[np.cos(angle) * flip, -np.sin(angle)], [np.sin(angle) * flip, np.cos(angle)]], np.float32)
        stretch = np.exp(rng.normal(0, 0.08, 2)).astype(np.float32)
        strokes = self.strokes(name, rng)
        moved = tuple(((s - 0.5) * stretch @ turn.T * size + (x, y)).astype(np.float32) for s in strokes)
        return Placed(name, colour, named, moved)

    def strokes(self, name: str, rng: np.random.Generator) -> Doodle:
        """One drawing of a thing, in the unit square."""
        doodles = self.doodles.get(name, ())
        if name in PENS and (not doodles or rng.random() < self.drawn):
            return unit(PENS[name](rng))
        return tuple(simplify(s) for s in doodles[int(rng.integers(len(doodles)))])

    def paint(self, canvas: Canvas, item: Placed, style: str, rng: np.random.Generator) -> None:
        """Lay a thing on the canvas as a style's painter would."""
        number = self.names.index(item.thing) if item.thing in self.names else 0
        canvas.paint(item, number, self._coat(item), LOOKS[style], rng)

    def _coat(self, item: Placed) -> Coat:
        numbers = list(self.colours)
        part = self.lore[item.thing].get("part")
        own = part and part[0] != item.colour
        return Coat(
            numbers.index(item.colour),
            self.colours[item.colour],
            (numbers.index(part[0]), self.colours[part[0]], part[1], part[2]) if own else None,
        )


def some_place(rng: np.random.Generator) -> tuple[str, str, str]:
    """A style, a land and a time."""
    style, land = str(rng.choice(list(LOOKS))), str(rng.choice(LANDS))
    time = str(rng.choice(TIMES, p=[0.25, 0.2, 0.55]))
    return style, land, "" if land in ("in space", "under water") else time


def places_for(count: int, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Centre and size in pixels; one anywhere, several side by side, the first ones higher."""
    sizes = {1: (0.3, 0.72), 2: (0.3, 0.46), 3: (0.26, 0.35), 4: (0.22, 0.3)}
    order, size = rng.permutation(count), SIZE * rng.uniform(*sizes[count])
    slots = []
    for k in range(count):
        x = SIZE * (order[k] + 0.5) / count + rng.normal(0, SIZE * 0.02)
        x = rng.uniform(size / 2, SIZE - size / 2) if count == 1 else x
        y = SIZE * (rng.uniform(0.26, 0.42) if count > 1 and k < count // 2 else rng.uniform(0.42, 0.7))
        slots.append((float(np.clip(x, size / 2, SIZE - size / 2)), float(y), float(size * rng.uniform(0.9, 1.1))))
    return slots


def sketch(placed: Sequence[Placed], manner: str, rng: np.random.Generator) -> Ink:
    """The things drawn by hand, as bare shapes, or not at all."""
    if manner == "blank":
        return nothing()
    return by_hand([s for p in placed for s in bare(p, rng)], rng) if manner == "bare" else draw_ink(placed, rng)


def words_for(placed: Sequence[Placed], places: Sequence[str], rng: np.random.Generator) -> str:
    """The painter's grammar: things in any order, then where and when."""
    ordered = [placed[k] for k in rng.permutation(len(placed))]
    things = [f"{p.colour} {p.thing}" if p.named else p.thing for p in ordered]
    articled = [f"{'an' if t[0] in 'aeiou' else 'a'} {t}" for t in things]
    return ", ".join([" and ".join(articled), *filter(None, places)])


def doodles_of(data: Path, *, held_out: bool) -> dict[str, tuple[Doodle, ...]]:
    """The doodles of each thing: every sixth is held out for judging, the rest is for training."""
    vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
    chosen: dict[str, tuple[Doodle, ...]] = {}
    for thing, entry in vocabulary["things"].items():
        file = data / "sketches" / "quickdraw" / f"{entry.get('doodle', thing)}.ndjson"
        if entry.get("doodle", thing) and file.exists():
            chosen[thing] = tuple(d for k, d in enumerate(load_doodles(file)) if (k % 6 == 0) == held_out)
    return chosen
