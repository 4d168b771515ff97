"""What a layer of the guard is: something that scores every subject in every category it answers for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.types import Bytes
from safety.types import Category


@dataclass(frozen=True, slots=True)
class Score:
    """How bad one subject is in one category: 0..1, higher is worse."""

    category: Category
    subject: str
    value: float
    reason: str = ""


class WordsLayer(Protocol):
    """Judges texts; subjects are "hypothesis 1", "hypothesis 2", ... in their order."""

    def judge(self, texts: Sequence[str]) -> Sequence[Score]: ...


class SketchLayer(Protocol):
    """Judges ink uint8 [S, S], 255 on ink; its subjects are the views it looked at, "as drawn" among them."""

    def judge(self, ink: Bytes) -> Sequence[Score]: ...


class ImageLayer(Protocol):
    """Judges frames RGB uint8 [T, H, W, 3]; subjects are "frame 1" ... "frame T" and, for several, "montage"."""

    def judge(self, frames: Bytes) -> Sequence[Score]: ...
