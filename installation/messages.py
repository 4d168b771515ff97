"""What the processes tell each other; what is about a visitor says which visit and which request it belongs to."""

from dataclasses import dataclass
from uuid import UUID

from models.types import Drawing, Floats, Picture, Sketch
from safety.types import Cleared, Film, Words


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which visit, and which of its requests; an answer with another stamp than the latest is dropped."""

    visit: int
    request: int


# from the screen to the studio


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Sound as it comes: float32 [N] in -1..1, 16 kHz, mono. The first of a request begins an utterance."""

    stamp: Stamp
    samples: Floats


@dataclass(frozen=True, slots=True)
class Hush:
    """The utterance is over."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Typed:
    """Words by hand: typed, or picked; what they are in the painter's language, and what the screen says."""

    stamp: Stamp
    text: str
    shown: str


@dataclass(frozen=True, slots=True, eq=False)
class Commissioned:
    """Paint this: what was drawn, words that were cleared, a style; into a picture, if there is one."""

    stamp: Stamp
    drawing: Drawing
    words: str
    style: str
    ground: Picture | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Whatever was asked under this stamp is not wanted any more."""

    stamp: Stamp


# from the studio to the screen


@dataclass(frozen=True, slots=True)
class Ready:
    """The models are loaded."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Words: the best guess, then the same with one doubtful word exchanged."""

    stamp: Stamp
    words: Cleared[Words]
    unpainted: tuple[str, ...]  # what cannot be painted yet, then the nearest that can


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """Words so far, while somebody still speaks."""

    stamp: Stamp
    words: Cleared[Words]


@dataclass(frozen=True, slots=True)
class Unheard:
    """Nothing was said."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making is: the share done, 0..1, and the seconds that are left, as measured here."""

    stamp: Stamp
    done: float
    left_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """The drawing is cleared: from here on it may be replayed."""

    stamp: Stamp
    sketch: Cleared[Sketch]


@dataclass(frozen=True, slots=True, eq=False)
class FirstPicture:
    """The first keyframe is cleared: it spreads from the lines."""

    stamp: Stamp
    picture: Cleared[Picture]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The film, and its visit and request by the random names they have in the store."""

    stamp: Stamp
    film: Cleared[Film]
    visit: UUID
    request: UUID


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be shown; why is nobody's business at the screen."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Broken:
    """It could not be made."""

    stamp: Stamp


# with the keeper


@dataclass(frozen=True, slots=True)
class Presented:
    """So many frames were shown since the last word, at most so long apart; while they come, the screen lives."""

    frames: int
    longest_s: float


@dataclass(frozen=True, slots=True)
class Alive:
    """The studio works on something, or waits."""

    busy: bool


@dataclass(frozen=True, slots=True)
class NewStudio:
    """A studio is being started; the open files that come along are this screen's end of its line."""

    generation: int


@dataclass(frozen=True, slots=True)
class Leave:
    """End now."""


ForStudio = Audio | Hush | Typed | Commissioned | Cancel
FromStudio = Ready | Heard | Partial | Unheard | Progress | Begun | FirstPicture | Made | Refused | Broken
