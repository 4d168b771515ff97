"""The vocabulary of the whole way: what passes between stages. NumPy only; pixels are read-only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000  # Hz, what Whisper hears

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Scalar = TypeVar("Scalar", bound=np.generic)


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """The same array, locked against writing."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One movement of the finger: points float32 [N, 3] of x, y (pixels of its drawing) and time (s)."""

    points: Floats
    width: float  # pixels of its drawing

    def __post_init__(self) -> None:
        read_only(self.points)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What the visitor drew, in the order and at the pace in which they drew it."""

    width: int
    height: int
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Ink on a square sheet: uint8 [S, S], 255 where there is ink, 0 on bare paper."""

    ink: Bytes
    notes: tuple[str, ...] = ()  # what was simplified on the way in, in plain words

    def __post_init__(self) -> None:
        read_only(self.ink)

    @property
    def coverage(self) -> float:
        """Share of the sheet under ink, 0..1."""
        return float((self.ink > 127).mean())


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Sound: float32 [N] in -1..1, mono, 16 kHz."""

    samples: Floats

    def __post_init__(self) -> None:
        read_only(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Word:
    """One heard word, how sure the network was of it (0..1), and what else it may have been."""

    text: str
    probability: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard. `hypotheses` holds whole sentences, best first; empty when nothing was said."""

    words: tuple[Word, ...]
    hypotheses: tuple[str, ...]
    language: str
    no_speech_probability: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to paint; `colour` is empty when none was asked for."""

    thing: str
    colour: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Unpainted:
    """A word that asks for what the painter never learnt, and the nearest things it did learn."""

    word: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the painter is asked for. `text` is in the painter's own grammar, without the style."""

    text: str
    subjects: tuple[Subject, ...]
    places: tuple[str, ...]
    motion: str  # a verb of `models.motion`
    unpainted: tuple[Unpainted, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How much work one piece is; chosen at start-up from a calibration, replayed with `--plan`."""

    steps: int  # denoising steps of the first keyframe
    keyframes: int
    size: int  # side of the film in pixels
    threads: int


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that decides a piece, except the networks themselves."""

    sketch: Sketch
    prompt: Prompt
    style: str
    seed: int
    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """RGB uint8 [H, W, 3]."""

    pixels: Bytes

    def __post_init__(self) -> None:
        read_only(self.pixels)


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A film as decoded frames: RGB uint8 [T, H, W, 3]."""

    frames: Bytes
    fps: int

    def __post_init__(self) -> None:
        read_only(self.frames)


@dataclass(frozen=True, slots=True)
class ModelId:
    """Which weights took part."""

    id: str
    version: str
    sha256: str = field(repr=False, default="")


Progress = Callable[[str, float], None]  # stage, share done 0..1
Json = dict[str, Any]
