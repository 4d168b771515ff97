"""Everything one evaluation has painted, before the brush and, of the scenes, after it."""

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from models.animator import finish_first
from models.motion import author, subject_mask
from models.painter import Painter
from models.style import Style
from models.types import Picture, Plan, Sketch
from scripts.bundled.painter.measures import Pixels
from scripts.bundled.painter.trials import SHEET, STEPS, Trials, paint, paint_change, shuffled

Pair = tuple[Pixels, Pixels]


@dataclass(frozen=True, slots=True, eq=False)
class Works:
    """The paintings of the trials, in their order; `astray` are pairs painted with the words of other trials."""

    scenes: tuple[Pixels, ...]
    finished: tuple[Pixels, ...]
    vague: tuple[Pair, ...]
    vague_astray: tuple[Pair, ...]
    exchanges: tuple[Pair, ...]
    exchanges_astray: tuple[Pair, ...]
    changes: tuple[Pixels, ...]
    seconds: float  # median of one keyframe


def paint_all(painter: Painter, trials: Trials, styles: Mapping[str, Style]) -> Works:
    """Paint every trial; `styles` are found by the painter's words for them."""
    scenes, seconds = [], []
    for k, scene in enumerate(trials.scenes):
        start = time.perf_counter()
        scenes.append(paint(painter, scene.ink, scene.words, scene.style, k))
        seconds.append(time.perf_counter() - start)
    pairs = list(zip(trials.scenes, scenes, strict=True))
    return Works(
        tuple(scenes),
        tuple(_finished(scene.ink, picture, styles[scene.style], k) for k, (scene, picture) in enumerate(pairs)),
        _vague(painter, trials, [v.words for v in trials.vague]),
        _vague(painter, trials, shuffled([v.words for v in trials.vague])),
        _exchanged(painter, trials, [(e.scene.words, e.exchanged) for e in trials.exchanges]),
        _exchanged(painter, trials, shuffled([(e.scene.words, e.exchanged) for e in trials.exchanges])),
        tuple(paint_change(painter, change, k) for k, change in enumerate(trials.changes)),
        statistics.median(seconds),
    )


def _vague(painter: Painter, trials: Trials, words: list[tuple[str, str]]) -> tuple[Pair, ...]:
    asked = enumerate(zip(trials.vague, words, strict=True))
    return tuple(
        (paint(painter, v.ink, w[0], v.style, k), paint(painter, v.ink, w[1], v.style, k)) for k, (v, w) in asked
    )


def _exchanged(painter: Painter, trials: Trials, words: list[tuple[str, str]]) -> tuple[Pair, ...]:
    asked = enumerate(zip((e.scene for e in trials.exchanges), words, strict=True))
    return tuple(
        (paint(painter, s.ink, w[0], s.style, k), paint(painter, s.ink, w[1], s.style, k)) for k, (s, w) in asked
    )


def _finished(ink: Pixels, painting: Pixels, style: Style, seed: int) -> Pixels:
    """As the first frame of a film shows it."""
    sketch = Sketch(cv2.resize(ink, (SHEET, SHEET), interpolation=cv2.INTER_NEAREST).astype(np.uint8))
    field = author("still", style.ambience, subject_mask(sketch), seed)
    return finish_first(Picture(painting), field, style, seed, Plan(STEPS, 6, SHEET, 1)).first.pixels
