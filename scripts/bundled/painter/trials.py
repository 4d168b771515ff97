"""What the painter is tried with: scenes, one sketch with two words, two colours exchanged, changes to a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from models.change import PICTURE
from models.painter import Painter
from models.types import Picture, Plan, Prompt, Request, Sketch
from scripts.bundled.painter.changes import Change, draw_change
from scripts.bundled.painter.hand import bare, by_hand
from scripts.bundled.painter.looks import SIZE, backdrop
from scripts.bundled.painter.measures import Box, Pixels
from scripts.bundled.painter.scenes import Scene, Scenes, doodles_of, some_place, words_for
from scripts.bundled.painter.thing import Placed

SHEET = 512  # pixels
SEED = 11
STEPS = 8
FEWER = 10  # times
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True, eq=False)
class Vague:
    """One bare shape and two things it could be: what each is called, and where the shape stands."""

    ink: Pixels
    things: tuple[str, str]
    words: tuple[str, str]
    style: str
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A scene of two things in two colours, and its words with the colours exchanged."""

    scene: Scene
    exchanged: str


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Everything one evaluation asks for; drawn from doodles never taught, with seeds of their own."""

    scenes: tuple[Scene, ...]
    vague: tuple[Vague, ...]
    exchanges: tuple[Exchange, ...]
    changes: tuple[Change, ...]


def draw_trials(data: Path, count: int) -> Trials:
    """`count` scenes, half of them of held-out doodles and half of procedure, and a tenth as much of the rest."""
    doodles = doodles_of(data, held_out=True)
    human, procedure, both = (Scenes(doodles, drawn, (0.0, 0.0)) for drawn in (0.0, 1.0, 0.4))
    few = range(max(1, count // FEWER))
    return Trials(
        tuple((human, procedure)[k % 2].draw(np.random.default_rng([SEED, k])) for k in range(count)),
        tuple(_vague(procedure, np.random.default_rng([SEED, 1, k])) for k in few),
        tuple(_exchange(both, np.random.default_rng([SEED, 2, k])) for k in few),
        tuple(draw_change(both, np.random.default_rng([SEED, 3, k])) for k in few),
    )


def _vague(scenes: Scenes, rng: np.random.Generator) -> Vague:
    first, second = (str(name) for name in rng.choice(scenes.things, 2, replace=False))
    style, land, time = some_place(rng)
    size = SIZE * rng.uniform(0.36, 0.6)
    middle = (rng.uniform(size / 2, SIZE - size / 2), SIZE * rng.uniform(0.42, 0.62))
    placed = scenes.thing(first, (*middle, size), rng)
    words = tuple(words_for([Placed(name, "", False, placed.strokes)], (land, time), rng) for name in (first, second))
    return Vague(by_hand(bare(placed, rng), rng), (first, second), (words[0], words[1]), style, placed.box)


def _exchange(scenes: Scenes, rng: np.random.Generator) -> Exchange:
    style, land, time = some_place(rng)
    colours = (str(name) for name in rng.choice(list(scenes.colours), 2, replace=False))
    one, two = (replace(p, colour=c, named=True) for p, c in zip(_two(scenes, rng), colours, strict=True))
    scene = scenes.compose([one, two], backdrop(land, time, style, rng), (style, land, time), rng)
    other = {one.thing: two.colour, two.thing: one.colour}
    swapped = [replace(p, colour=other[p.thing]) for p in (one, two)]
    return Exchange(scene, words_for(swapped, (land, time), rng))


def _two(scenes: Scenes, rng: np.random.Generator) -> list[Placed]:
    """Two different things side by side."""
    placed = scenes.place(2, rng)
    return placed if placed[0].thing != placed[1].thing else _two(scenes, rng)


def paint(painter: Painter, ink: Pixels, words: str, style: str, seed: int) -> Pixels:
    """The first keyframe, before any brush."""
    return painter.first(_request(ink, words, seed), style).picture.pixels


def paint_change(painter: Painter, change: Change, seed: int) -> Pixels:
    """The picture after the change."""
    words = change.after.words.removesuffix(f", {PICTURE}")
    return painter.change(Picture(change.before), _request(change.after.ink, words, seed), change.after.style).pixels


def _request(ink: Pixels, words: str, seed: int) -> Request:
    sheet = cv2.resize(ink, (SHEET, SHEET), interpolation=cv2.INTER_NEAREST).astype(np.uint8)
    return Request(Sketch(sheet), Prompt(words, (), (), "still"), "", seed, Plan(STEPS, 1, SHEET, 1))


def shuffled(words: Sequence[Asked]) -> list[Asked]:
    """The same words, each at another's place."""
    half = len(words) // 2
    return [*words[half:], *words[:half]]
