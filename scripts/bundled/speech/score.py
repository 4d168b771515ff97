"""Figures of many answers: how many words went wrong, how surely that is known, and how long it took."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scripts.bundled.speech.answer import Answer

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Score:
    """A group of answers: word error rate with its 95 % interval, shares without error and left empty, seconds."""

    name: str
    clips: int
    voices: int
    words: int
    word_error: float
    interval: tuple[float, float] | None  # None: of a single voice nobody can say
    flawless: float
    empty: float
    median_s: float
    p95_s: float  # the 95th percentile


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds taken over clips of about one length: median and 95th percentile."""

    clips: int
    median_s: float
    p95_s: float


def score(name: str, answers: Sequence[Answer]) -> Score:
    """The figures of at least one answer."""
    words = sum(answer.words for answer in answers)
    seconds = timing(answers)
    return Score(
        name,
        len(answers),
        len({answer.speaker for answer in answers}),
        words,
        sum(answer.errors for answer in answers) / words,
        interval(answers),
        sum(answer.errors == 0 for answer in answers) / len(answers),
        sum(not answer.heard for answer in answers) / len(answers),
        seconds.median_s,
        seconds.p95_s,
    )


def scores(answers: Sequence[Answer], group: Callable[[Answer], str], names: Sequence[str]) -> list[Score]:
    """One score for each of the names that has answers."""
    groups = [(name, [answer for answer in answers if group(answer) == name]) for name in names]
    return [score(name, members) for name, members in groups if members]


def timing(answers: Sequence[Answer]) -> Timing:
    """How long at least one answer took."""
    seconds = [answer.seconds for answer in answers]
    return Timing(len(seconds), float(np.median(seconds)), float(np.percentile(seconds, 95)))


def interval(answers: Sequence[Answer]) -> tuple[float, float] | None:
    """95 % interval of the word error rate by bootstrap over voices, not utterances (Liu, Peng 2020)."""
    voices = sorted({answer.speaker for answer in answers})
    if len(voices) < 2:
        return None
    own = [[answer for answer in answers if answer.speaker == voice] for voice in voices]
    errors, words = (
        np.array([sum(getattr(answer, what) for answer in members) for members in own]) for what in ("errors", "words")
    )
    drawn = np.random.default_rng(0).integers(0, len(voices), (RESAMPLES, len(voices)))
    low, high = np.percentile(errors[drawn].sum(1) / words[drawn].sum(1), (2.5, 97.5))
    return float(low), float(high)
