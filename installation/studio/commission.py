"""What a visitor brings, and what became of it on the way: one frozen value a stage."""

from dataclasses import dataclass, replace
from typing import Protocol

from installation.studio.support import PAPER, Support
from models.style import Style
from models.types import Picture, Plan, Prompt, Recording, Request, Sketch, Transcript, Word
from safety.types import Cleared, Decision


@dataclass(frozen=True, slots=True, eq=False)
class Commission:
    """A sketch, what was said of it, and how it is to be painted. An empty style: the wish may name one."""

    sketch: Sketch
    transcript: Transcript
    style: str
    seed: int
    plan: Plan
    day: str  # ISO 8601: stands in the film, so it belongs to what decides its bytes
    support: Support = PAPER


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A request that can be carried out: its style is read."""

    request: Request
    style: Style
    day: str
    support: Support = PAPER

    def conditioned_by(self, sketch: Sketch) -> "Order":
        """The same order with this ink."""
        return replace(self, request=replace(self.request, sketch=sketch))

    def asking_for(self, prompt: Prompt) -> "Order":
        """The same order with these words."""
        return replace(self, request=replace(self.request, prompt=prompt))

    def on(self, support: Support) -> "Order":
        """The same order, painted on something else."""
        return replace(self, support=support)


class Ear(Protocol):
    """Hears what was said."""

    def transcribe(self, recording: Recording) -> Transcript: ...


class Watcher(Protocol):
    """Is told what happens, as it happens: a report, a screen."""

    def heard(self, transcript: Transcript) -> None: ...
    def understood(self, request: Request) -> None: ...
    def judged(self, decisions: tuple[Decision, ...]) -> None: ...
    def drawn(self, sketch: Cleared[Sketch]) -> None: ...
    def began(self, picture: Cleared[Picture]) -> None: ...


def written(words: str, language: str) -> Transcript:
    """Typed words, as a transcript in which nothing is doubtful."""
    return Transcript(tuple(Word(word, 1.0) for word in words.split()), (words,), language, 0.0)
