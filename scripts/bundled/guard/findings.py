"""What one layer said of one thing, and whether it should have."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from safety.layers import Score
from safety.policy import Limit
from safety.sketch_check import SketchCheck
from safety.text_check import TextCheck
from safety.types import Category
from scripts.bundled.guard.calibration import HELD_OUT, plain
from scripts.bundled.guard.drawings import ALIKE, LEWD, WEAPONS, Drawing
from scripts.bundled.guard.texts import Text

DRAWINGS, LOOK_ALIKES = "drawings", "look-alikes"
Limits = dict[Category, Limit]


@dataclass(frozen=True, slots=True)
class Finding:
    """Of one text or drawing: the layer, its source and slice, what it is, whether it is fit and whether it was
    blocked, and how long that took, in milliseconds."""

    layer: str
    source: str
    slice: str
    subject: str
    fit: bool
    blocked: bool
    reason: str
    took_ms: float

    @property
    def right(self) -> bool:
        """Fit things pass, unfit ones do not."""
        return self.fit is not self.blocked


def judge_words(check: TextCheck, limits: Limits, texts: Sequence[Text]) -> list[Finding]:
    """Every text, each alone."""
    return [_judged(check, limits, text) for text in texts]


def judge_sketches(check: SketchCheck, limits: Limits, drawings: Sequence[Drawing], count: int) -> list[Finding]:
    """The strokes of the fold that was held out: of the harmless ones `count`, of all others every one."""
    held_out = [d for d in drawings if d.fold == HELD_OUT and d.bitmap is None]
    others = [d for d in held_out if not d.label and d.thing not in ALIKE]
    picked = sorted(np.random.default_rng(41).permutation(len(others))[:count])
    chosen = [d for d in held_out if d.label or d.thing in ALIKE] + [others[k] for k in picked]
    return [_looked_at(check, limits, drawing) for drawing in chosen]


def _judged(check: TextCheck, limits: Limits, text: Text) -> Finding:
    began = perf_counter()
    scores = check.judge([text.text])
    took = 1000 * (perf_counter() - began)
    blocked, reason = _blocked(scores, limits)
    return Finding("words", text.source, text.slice, text.text, text.fit, blocked, reason, took)


def _looked_at(check: SketchCheck, limits: Limits, drawing: Drawing) -> Finding:
    ink = plain(drawing)
    began = perf_counter()
    scores = check.judge(ink)
    took = 1000 * (perf_counter() - began)
    blocked, reason = _blocked(scores, limits)
    sort = LOOK_ALIKES if drawing.thing in ALIKE else DRAWINGS
    name = drawing.thing if drawing.thing in (*WEAPONS, LEWD) else sort
    return Finding("sketch", sort, name, drawing.thing, not drawing.label, blocked, reason, took)


def _blocked(scores: Sequence[Score], limits: Limits) -> tuple[bool, str]:
    """Whether any score reaches its category's limit; the worst of those, in words."""
    over = [score for score in scores if score.value >= limits[score.category].threshold]
    worst = max(over, key=lambda score: score.value, default=None)
    return bool(over), f"{worst.category.value} {worst.subject} {worst.reason}".strip() if worst else ""
