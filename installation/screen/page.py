"""A page as a value: what stands where. Two pages can be compared, and only what differs is drawn again.

Lengths are pixels of the logical canvas, which SDL scales to the display.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto, unique
from typing import Final

from installation.screen.session import Event
from installation.screen.theme import Tint

SHORT: Final[Mapping[str, int]] = {"usual": 1080, "large": 900}  # side of the canvas: how large letters are


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.w // 2, self.y + self.h // 2

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def grown(self, by: int) -> "Box":
        """The same with so much more on every side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def fitted(self, shape: tuple[int, int]) -> "Box":
        """The largest box of a shape, width to height, in the middle of this one."""
        scale = min(self.w / shape[0], self.h / shape[1])
        w, h = round(shape[0] * scale), round(shape[1] * scale)
        return Box(self.x + (self.w - w) // 2, self.y + (self.h - h) // 2, w, h)

    def moved(self, dx: int, dy: int) -> "Box":
        """The same elsewhere."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)


@unique
class Face(Enum):
    """Which letters: SAID and FELT for what is said and felt, DONE and TOLD for what is done."""

    SAID = auto()
    FELT = auto()  # slanted
    DONE = auto()
    TOLD = auto()
    OWN = auto()  # languages, by their own names


@unique
class Align(Enum):
    """Where a line stands in its box."""

    LEFT = auto()
    MIDDLE = auto()


@unique
class Picture(Enum):
    """What is shown that is no lettering; the loop keeps the pixels."""

    CURATED = auto()
    GALLERY = auto()  # the museum's own
    SHEET = auto()  # live ink
    REVEAL = auto()  # cleared strokes, and the paint that spreads from them
    FILM = auto()
    STYLE = auto()
    LOGO = auto()  # the museum's sign


@unique
class Icon(Enum):
    """Drawn signs, for who does not read."""

    NONE = auto()
    MICROPHONE = auto()
    UNDO = auto()
    BIN = auto()
    ERASER = auto()
    KEYS = auto()
    HAPPY = auto()
    FAIR = auto()
    SAD = auto()


@dataclass(frozen=True, slots=True)
class Tool:
    """What a touch on a button does beside or instead of moving the visit on; `index` says which of several."""

    name: str
    index: int = 0


Deed = Event | Tool


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set: face, height of its letters in px, tint."""

    face: Face
    size: int
    tint: Tint = Tint.TEXT


@dataclass(frozen=True, slots=True)
class Label:
    """One line of lettering."""

    box: Box
    text: str
    type: Type
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Pill:
    """A button. `dots` are brush widths drawn on it, px."""

    box: Box
    deed: Deed
    text: str
    fill: Tint
    ink: Tint
    size: int = 30
    icon: Icon = Icon.NONE
    pressed: bool = False
    dots: tuple[int, ...] = ()
    face: Face = Face.DONE

    @property
    def side(self) -> int:
        """Of its sign, px."""
        return round(self.size * 1.5) if self.text else round(self.box.h * 0.62)

    @property
    def room(self) -> int:
        """For its words, px."""
        return self.box.w - min(60, self.box.w // 6) - (self.side + 14) * (self.icon is not Icon.NONE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture and its name, which may be a button and may be the chosen one of several."""

    box: Box
    picture: Picture
    index: int = 0
    deed: Deed | None = None
    text: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with round ends: a level, a share done."""

    box: Box
    tint: Tint


@dataclass(frozen=True, slots=True)
class Dots:
    """A dotted line under what is doubtful."""

    box: Box
    tint: Tint


@dataclass(frozen=True, slots=True)
class Shade:
    """A veil: from clear at the top to `opacity` (0..1) of the room's colour at the bottom, or all over alike.

    With a deed it takes the touches of all that lies under it.
    """

    box: Box
    opacity: float
    even: bool = False
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """An invitation to touch: a circle around a disc; `turn` 0..1 is where it is in its calm breathing."""

    box: Box
    turn: float


Element = Label | Pill | Frame | Bar | Dots | Shade | Ring


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the screen, from back to front."""

    width: int
    height: int
    elements: tuple[Element, ...]

    def deed_at(self, x: float, y: float) -> tuple[Deed, Box] | None:
        """What a touch there does, and the button's box; the frontmost wins."""
        for element in reversed(self.elements):
            if isinstance(element, Pill | Frame | Shade) and element.deed is not None and element.box.holds(x, y):
                return element.deed, element.box
        return None

    def frame(self, picture: Picture) -> Box | None:
        """Where a picture stands, if it does."""
        frames = (e.box for e in self.elements if isinstance(e, Frame) and e.picture is picture)
        return next(frames, None)
