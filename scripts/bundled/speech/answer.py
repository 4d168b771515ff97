"""What was said and what was heard instead, and which words were taken for which."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import jiwer
import numpy as np
from whisper.normalizers import EnglishTextNormalizer

from models.transcriber import Transcriber
from models.types import SAMPLE_RATE, Recording
from scripts.bundled.speech.slices import Utterance


@dataclass(frozen=True, slots=True)
class Answer:
    """One utterance: said and heard as Whisper's normaliser writes them, words wrong, its length and the time taken."""

    slice: str
    speaker: str
    accent: str
    variant: str
    said: str
    heard: str
    errors: int
    duration_s: float
    seconds: float

    @property
    def words(self) -> int:
        return len(self.said.split())

    @property
    def error(self) -> float:
        """Word error rate of this one."""
        return self.errors / self.words


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word said, the word heard in its place, and how often; "" is no word."""

    said: str
    heard: str
    times: int


def listen(transcriber: Transcriber, name: str, utterances: Sequence[Utterance]) -> list[Answer]:
    """The answers to a slice, through the gate; utterances that are nothing but fillers do not count."""
    normal = EnglishTextNormalizer()
    said = [(one, normal(one.clip.text)) for one in utterances]
    return [_answer(transcriber, normal, name, one) for one, text in said if text]


def _answer(transcriber: Transcriber, normal: EnglishTextNormalizer, name: str, one: Utterance) -> Answer:
    recording = Recording(np.array(one.clip.samples))
    start = time.perf_counter()
    transcript = transcriber.transcribe(recording)
    seconds = time.perf_counter() - start
    said, heard = normal(one.clip.text), normal(transcript.text)
    compared = jiwer.process_words(said, heard)
    errors = compared.substitutions + compared.deletions + compared.insertions
    length = len(one.clip.samples) / SAMPLE_RATE
    return Answer(name, one.speaker, one.accent, one.variant, said, heard, errors, length, seconds)


def confusions(answers: Sequence[Answer]) -> list[Confusion]:
    """Every word that was misheard, the most frequent first."""
    counted = Counter(pair for answer in answers for pair in _misheard(answer))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Confusion(said, heard, times) for (said, heard), times in ranked]


def _misheard(answer: Answer) -> Iterator[tuple[str, str]]:
    """Word for word along jiwer's alignment."""
    compared = jiwer.process_words(answer.said, answer.heard)
    said, heard = answer.said.split(), answer.heard.split()
    for chunk in compared.alignments[0]:
        if chunk.type != "equal":
            pair = said[chunk.ref_start_idx : chunk.ref_end_idx], heard[chunk.hyp_start_idx : chunk.hyp_end_idx]
            yield from zip_longest(*pair, fillvalue="")
