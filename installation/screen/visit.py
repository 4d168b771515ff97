"""What one visitor made, as a value: forgotten at once by taking a new one."""

from dataclasses import dataclass, field

from installation.screen.canvas import Sheet
from installation.screen.moment import Doubt, Tools, Wish
from models.ink import ink_of_drawing
from models.retouch import Ground, retouch_of
from models.types import Sketch
from safety.digests import intact
from safety.types import Cleared, Words


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A drawing, what it is drawn with, and words that were cleared."""

    sheet: Sheet = field(default_factory=Sheet)
    tools: Tools = field(default_factory=Tools)
    wish: Wish = field(default_factory=Wish)
    asked: str = ""  # the wish in the painter's language
    picture: int = 0  # of the gallery, the one that is chosen
    ground: Ground | None = None  # what is drawn on, if it is no bare paper

    @property
    def shape(self) -> tuple[int, int]:
        """Of what is drawn on, width to height."""
        return (1, 1) if self.ground is None else (self.ground.pixels.shape[1], self.ground.pixels.shape[0])

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
