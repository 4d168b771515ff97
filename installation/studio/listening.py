"""One utterance while it is spoken: when it is over, and what was said, all of it cleared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from installation.studio.pipeline import Studio
from models.prompt import read
from models.speech_gate import SpeechGate
from models.types import SAMPLE_RATE, Floats, Recording, Transcript, Word
from safety.types import Blocked, Cleared, Words

SILENCE_S: Final = 1.3  # after speech: the utterance is over
LOOK_S: Final = 0.25  # between two looks at whether it is
GUESS_S: Final = 1.5  # between two guesses at what is being said
LONGEST_S: Final = 20.0  # of sound kept
DOUBTFUL: Final = 0.85  # probability of a word below which others are offered
MOST_DOUBTS: Final = 2


@dataclass(slots=True)
class Utterance:
    """Sound as it comes, in memory only."""

    blocks: list[Floats] = field(default_factory=list)
    samples: int = 0
    looked: int = 0  # samples when it was last asked whether it is over
    spoke: bool = False
    done: bool = False  # it was handed over
    guessed: int = 0  # samples when it was last guessed what is being said

    def add(self, samples: Floats) -> None:
        """More sound; what is too long is dropped."""
        if self.samples < LONGEST_S * SAMPLE_RATE:
            self.blocks.append(samples)
            self.samples += len(samples)

    @property
    def recording(self) -> Recording:
        return Recording(np.concatenate(self.blocks) if self.blocks else np.zeros(0, np.float32))

    def worth_a_guess(self) -> bool:
        """Whether somebody speaks and much was added since the last guess."""
        if not self.spoke or self.samples - self.guessed < GUESS_S * SAMPLE_RATE:
            return False
        self.guessed = self.samples
        return True

    def over(self, gate: SpeechGate) -> bool:
        """Whether somebody spoke and then was silent."""
        if self.samples - self.looked < LOOK_S * SAMPLE_RATE:
            return False
        self.looked = self.samples
        recent = self.recording.samples[-round(2 * SILENCE_S * SAMPLE_RATE) :]
        spans = gate.spans(Recording(recent.copy()))
        self.spoke = self.spoke or bool(spans)
        return self.spoke and (not spans or len(recent) / SAMPLE_RATE - spans[-1].end_s > SILENCE_S / 2)


def cleared_words(studio: Studio, transcript: Transcript) -> Cleared[Words] | Blocked:
    """Everything that may have been said is judged; then the sentence and its fit variants are cleared for showing.

    The first text is the best guess, each other one the same with one doubtful word exchanged.
    """
    prompt = read(transcript.text, studio.lexicon)
    judged = studio.guard.clear_words((*transcript.hypotheses, prompt.text))
    if isinstance(judged, Blocked):
        return judged
    variants = (v for v in _variants(transcript.words) if isinstance(studio.guard.clear_words((v,)), Cleared))
    return studio.guard.clear_words((transcript.text, *variants))


def unpainted(studio: Studio, text: str) -> tuple[str, ...]:
    """The first word that cannot be painted yet and the nearest that can; nothing when all can."""
    missing = read(text, studio.lexicon).unpainted
    return (missing[0].word, *missing[0].nearest) if missing else ()


def _variants(words: tuple[Word, ...]) -> Iterator[str]:
    texts = [word.text for word in words]
    doubtful = sorted((w.probability, k) for k, w in enumerate(words) if w.probability < DOUBTFUL and w.alternatives)
    for _, k in doubtful[:MOST_DOUBTS]:
        for other in words[k].alternatives:
            yield " ".join([*texts[:k], other, *texts[k + 1 :]])
