"""What one visitor made, as a value: forgotten at once by taking a new one."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from installation.screen.canvas import Sheet
from installation.screen.moment import Doubt, Tools, Wish
from installation.screen.page import Tool
from installation.screen.views.keyboard import BACKSPACE
from models.ink import ink_of_drawing
from models.retouch import Ground, retouch_of
from models.types import Sketch
from safety.digests import intact
from safety.types import Cleared, Words
from telemetry.events import Detail, Outcome, Stage, StageEvent

MOST_LETTERS: Final = 160  # typed or picked
FACES: Final = (Detail.DISLIKED, Detail.LIKED_A_LITTLE, Detail.LIKED)  # as they stand on the page


@dataclass(frozen=True, slots=True)
class Watched:
    """A film that plays since a time, s: its visit and request by their random names, and the face it was given."""

    visit: UUID
    request: UUID
    since: float
    since_ms: int  # wall clock
    face: int | None = None

    def event(self, now: float) -> StageEvent:
        """What is remembered of it."""
        detail = Detail.NONE if self.face is None else FACES[self.face]
        spent = 1000 * max(0.0, now - self.since)
        return StageEvent(self.visit, self.request, Stage.FILM, Outcome.DONE, detail, self.since_ms, spent)


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A drawing, what it is drawn with, and words that were cleared."""

    sheet: Sheet = field(default_factory=Sheet)
    tools: Tools = field(default_factory=Tools)
    wish: Wish = field(default_factory=Wish)
    asked: str = ""  # the wish in the painter's language
    typed: str = ""  # or picked, not all of it cleared yet
    watched: Watched | None = None  # the film, while it plays
    picture: int = 0  # of the gallery, the one that is chosen
    ground: Ground | None = None  # what is drawn on, if it is no bare paper

    @property
    def shape(self) -> tuple[int, int]:
        """Of what is drawn on, width to height."""
        return (1, 1) if self.ground is None else (self.ground.pixels.shape[1], self.ground.pixels.shape[0])

    @property
    def dotted(self) -> int:
        """How many letters were typed and are not cleared yet."""
        return len(self.typed) - len(self.wish.text) if self.typed else 0

    def said(self, tool: Tool, place: list[str]) -> str:
        """The words after a key, or after another one was taken for a doubtful one at a place."""
        if place:
            return exchanged(self.wish, int(place[0]), tool.index)
        text, letter = self.typed or self.wish.text, chr(tool.index)
        return text[:-1] if letter == BACKSPACE else text + letter

    def ink(self, size: tuple[int, int]) -> Sketch:
        """The ink of the sheet, drawn at a size in px, as the studio takes it."""
        drawing = self.sheet.drawing(size)
        return ink_of_drawing(drawing) if self.ground is None else retouch_of(drawing, self.ground).sketch


def wish_of(words: Cleared[Words], unpainted: tuple[str, ...], chips: tuple[str, ...]) -> Wish:
    """Words for the page, taken from nothing but what was cleared.

    The first text is the sentence; another one that differs from it in exactly one word says what that may have been.
    """
    if not intact(words):
        return Wish(chips=chips)
    sentence = words.value.text.split()
    doubts: dict[int, tuple[str, ...]] = {}
    for text in words.value.texts[1:]:
        other = text.split()
        differs = [k for k, (a, b) in enumerate(zip(sentence, other, strict=False)) if a != b]
        if len(other) == len(sentence) and len(differs) == 1:
            doubts[differs[0]] = (*doubts.get(differs[0], ()), other[differs[0]])
    found = tuple(Doubt(place, others) for place, others in sorted(doubts.items()))
    return Wish(" ".join(sentence), found, unpainted[0] if unpainted else "", unpainted[1:] or chips)


def exchanged(wish: Wish, place: int, other: int) -> str:
    """The sentence with a doubtful word exchanged for one of the others."""
    words = wish.text.split()
    doubt = next(doubt for doubt in wish.doubts if doubt.place == place)
    return " ".join([*words[:place], doubt.others[other], *words[place + 1 :]])
