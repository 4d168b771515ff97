"""What was found about a speech bundle: every slice, group, confusion and answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from models.transcriber import Transcriber
from models.types import Recording
from scripts.bundled.speech.answer import Answer, Confusion, confusions, listen
from scripts.bundled.speech.quiet import NOISES, quiet_clips
from scripts.bundled.speech.score import Score, Timing, score, scores, timing
from scripts.bundled.speech.slices import CLEAN, PROMPTS, RARE, Slice, Stock
from scripts.bundled.speech.voices import HELD_OUT_ACCENTS, HELD_OUT_VARIANTS

LENGTHS = {1: "1 word", 3: "2 or 3 words", 6: "4 to 6 words", 10: "7 to 10 words"}  # by the most words it has
LONGER = "11 words or more"
FIVE_SECONDS = (4.5, 5.5)  # s


@dataclass(frozen=True, slots=True)
class Silence:
    """Clips of one noise in which nobody speaks, and what was heard in them all the same."""

    kind: str
    clips: int
    invented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The scores of slices; of clean prompts by held-out accent and variant; of clean speech by length; the rest."""

    slices: tuple[Score, ...]
    accents: tuple[Score, ...]
    variants: tuple[Score, ...]
    lengths: tuple[Score, ...]
    misheard: tuple[Confusion, ...]  # in clean speech
    silence: tuple[Silence, ...]
    five_seconds: Timing | None  # clips of about 5 s, of all slices; None: there were none
    answers: tuple[Answer, ...]


def examine(transcriber: Transcriber, stock: Stock, slices: Sequence[Slice], told: Callable[[Score], None]) -> Findings:
    """Listen to every slice, telling its score as soon as it is known, and to the noises in which nobody speaks."""
    answers, found = list[Answer](), list[Score]()
    for one in slices:
        heard = listen(transcriber, one.name, one.utterances(stock))
        if not heard:
            continue
        answers += heard
        found.append(score(one.name, heard))
        told(found[-1])
    names = {one.name for one in slices if one.where == CLEAN}
    clean = [answer for answer in answers if answer.slice in names]
    prompts = [answer for answer in answers if answer.slice == PROMPTS.name]
    five = [answer for answer in answers if FIVE_SECONDS[0] <= answer.duration_s <= FIVE_SECONDS[1]]
    return Findings(
        tuple(found),
        tuple(scores(prompts, lambda answer: answer.accent, HELD_OUT_ACCENTS)),
        tuple(scores(prompts, lambda answer: answer.variant, HELD_OUT_VARIANTS)),
        tuple(scores(clean, _length, (*LENGTHS.values(), LONGER))),
        tuple(confusions(clean)),
        tuple(silences(transcriber, stock)),
        timing(five) if five else None,
        tuple(answers),
    )


def silences(transcriber: Transcriber, stock: Stock) -> list[Silence]:
    """What is heard where nobody speaks."""
    clips = quiet_clips(stock.around, RARE * stock.count, Random(f"{stock.seed} nothing"))
    heard = [(kind, transcriber.transcribe(Recording(np.array(samples))).text) for kind, samples in clips]
    groups = [(noise.kind, [text for kind, text in heard if kind == noise.kind]) for noise in NOISES]
    return [Silence(kind, len(texts), tuple(filter(None, texts))) for kind, texts in groups if texts]


def _length(answer: Answer) -> str:
    return next((name for most, name in LENGTHS.items() if answer.words <= most), LONGER)
