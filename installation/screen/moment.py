"""Everything a page depends on, as one value."""

from dataclasses import dataclass, field, replace

from installation.screen.door import Door
from installation.screen.lettering import Lettering
from installation.screen.page import Box, Tool
from installation.screen.phrases import Phrases
from installation.screen.session import Session
from installation.screen.theme import DARK, Palette
from models.glossary import Glossary

LEVELS = 48  # of sound, remembered for the meter
UNREACHED = 0.3  # of the display's height, where it hangs high


@dataclass(frozen=True, slots=True)
class Offer:
    """A style on offer, and the artist's name as people say it."""

    id: str
    artist: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture of the museum's that may be changed: what it is called, whose it is, its shape."""

    title: str
    rights: str
    shape: tuple[int, int]  # width, height


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that may have been another: its place in the sentence, and the others, all of them cleared."""

    place: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that were cleared, and nothing else."""

    text: str = ""
    doubts: tuple[Doubt, ...] = ()
    unpainted: str = ""  # a word for what cannot be painted yet
    chips: tuple[str, ...] = ()  # what can be


@dataclass(frozen=True, slots=True)
class Tools:
    """What the visitor draws with."""

    style: int = 0
    brush: int = 1
    erasing: bool = False

    def taken(self, tool: Tool) -> "Tools":
        """After one was touched."""
        match tool.name:
            case "style":
                return replace(self, style=tool.index)
            case "brush":
                return replace(self, brush=tool.index, erasing=False)
            case "erase":
                return replace(self, erasing=not self.erasing)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Moment:
    """What is so just now."""

    session: Session = field(default_factory=Session)
    language: int = 0
    left: int = 0  # s until the state is over by itself
    turn: float = 0.0  # 0..1, of whatever breathes
    tools: Tools = field(default_factory=Tools)
    inked: bool = False
    microphone: bool = True
    hears: bool = True  # whether there is a microphone at all
    levels: tuple[float, ...] = ()  # 0..1, the newest last
    wish: Wish = field(default_factory=Wish)
    done: float = 0.0  # share of the making, 0..1
    typed: int = 0  # letters that were typed and are not cleared yet
    door: Door = field(default_factory=Door)
    ready: bool = True  # whether there is a studio that can paint
    pressed: Box | None = None
    face: int | None = None  # that the film was given
    picture: int = 0  # of the gallery, the one that is chosen
    shape: tuple[int, int] = (1, 1)  # of what is drawn on, width to height: paper is square
    given: bool = False  # whether a picture is drawn on


@dataclass(frozen=True, slots=True)
class Look:
    """What is the same for every moment of a visit: the canvas, the words, the styles on offer."""

    width: int
    height: int
    phrases: Phrases
    offers: tuple[Offer, ...]
    lettering: Lettering
    spoken: bool = True  # whether the studio understands this language by ear
    languages: tuple[str, ...] = ()  # what each language calls itself, this one among them
    exhibits: tuple[Exhibit, ...] = ()  # the museum's pictures
    house: str = ""  # the museum's name
    logo: tuple[int, int] | None = None  # width and height of the museum's sign, if it has one
    palette: Palette = field(default_factory=lambda: DARK)
    calm: bool = False  # whether nothing moves but the visitor's film
    glossary: Glossary = field(default_factory=lambda: Glossary({}))  # for what is typed
    low: bool = False  # whether everything that is touched stands low

    @property
    def reach(self) -> int:
        """Above this line, px, nothing can be touched."""
        return round(self.height * UNREACHED) if self.low else 0

    @property
    def portrait(self) -> bool:
        return self.height > self.width

    @property
    def chips(self) -> tuple[str, ...]:
        """What can be picked, as it is said here."""
        return tuple(self.phrases.chips.values())

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def artist(self, moment: Moment) -> str:
        """Whose style was chosen."""
        return self.offers[moment.tools.style].artist
