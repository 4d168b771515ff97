"""Scores by which the lines of the guard's networks are drawn: held-out drawings, and whole films of the painter."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.ink import ink_of_drawing
from models.types import Drawing as Sheet
from models.types import Stroke
from safety.eye import Eye
from safety.image_check import ImageCheck
from safety.layers import Score
from safety.sketch_check import SketchCheck
from safety.types import Category
from scripts.bundled.guard.drawings import ALIKE, Drawing, load_drawings
from scripts.bundled.guard.pens import WEAPON_PENS, fitted
from scripts.bundled.guard.sheets import drawn

FALSE_ALARMS = {"sketch": 0.04, "image": 0.03}  # share of harmless things an output may block, where it is calibrated
HARMLESS = 1_200  # held-out harmless drawings looked at
HELD_OUT = 0  # fold
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Worst scores [N, outputs] of N held-out things, what they are, and which of them only calibrate."""

    name: str
    scores: NDArray[np.float64]
    labels: NDArray[np.int64]  # 0 harmless, 1 weapon, 2 lewd
    slices: NDArray[np.str_]  # the thing, or the style
    calibration: Mask


def sketch_scores(eye: Eye, data: Path, fold: int = HELD_OUT) -> Judged:
    """The strokes of a held-out fold through every view of the sketch layer, drawn with a plain pen."""
    rng = np.random.default_rng(23)
    held_out = [d for d in load_drawings(data) if d.fold == fold and d.bitmap is None]
    others = [d for d in held_out if d.label == 0 and d.thing not in ALIKE]
    picked = [others[k] for k in sorted(rng.permutation(len(others))[:HARMLESS])]
    drawings = [d for d in held_out if d.label or d.thing in ALIKE] + picked
    check = SketchCheck(eye)
    scores = [worst(check.judge(plain(d))) for d in drawings]
    labels = np.array([d.label for d in drawings])
    half = np.arange(len(drawings)) % 2 == 0
    return Judged("sketch", np.array(scores), labels, np.array([d.thing for d in drawings]), half)


def pen_scores(eye: Eye) -> NDArray[np.float64]:
    """Violence scores of pistols, bombs, tanks and grenades from the pens, with other dice than in training."""
    rng, check = np.random.default_rng(29), SketchCheck(eye)
    return np.array([worst(check.judge(drawn(fitted(pen, rng), rng)))[0] for pen in WEAPON_PENS for _ in range(20)])


def clip_scores(eye: Eye, file: Path) -> Judged:
    """The films of `scripts.bundled.guard.clips`, each by its worst frame or montage, as the guard judges it."""
    clips, check = np.load(file), ImageCheck(eye)
    scores = np.array([worst(check.judge(frames)) for frames in clips["frames"]])
    half = np.arange(len(scores)) // len(set(clips["styles"].tolist())) % 2 == 0
    return Judged("image", scores, clips["labels"].astype(np.int64), clips["styles"], half)


def plain(drawing: Drawing) -> NDArray[np.uint8]:
    """Strokes as the product would put them on a visitor's sheet, uint8 [512, 512], 255 on ink."""
    strokes = [np.column_stack([s * 400 + 56, np.zeros(len(s))]).astype(np.float32) for s in drawing.strokes]
    return ink_of_drawing(Sheet(512, 512, tuple(Stroke(points, 6.0) for points in strokes))).ink


def worst(scores: Iterable[Score]) -> list[float]:
    """The highest score of each category, in the order in which they come."""
    rows: dict[Category, float] = {}
    for score in scores:
        rows[score.category] = max(rows.get(score.category, 0.0), score.value)
    return list(rows.values())
