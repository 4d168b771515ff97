"""What the guard says. `Cleared` can be made only by `safety.guard` and `safety.curated`; nothing else may be shown."""

import math
from dataclasses import InitVar, dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from models.errors import GuardError
from models.types import Clip, Json

T = TypeVar("T", covariant=True)

_SEAL: Final = object()  # held by safety.guard and safety.curated alone; tests/safety/test_seal.py scans the source


class Verdict(StrEnum):
    """What one layer says about one thing."""

    CLEAR = "clear"
    BLOCK = "block"


class Category(StrEnum):
    """What the public screen never shows."""

    VIOLENCE = "violence"
    INDECENCY = "indecency"
    PROFANITY = "profanity"
    HATE = "hate"
    POLITICS = "politics"


@dataclass(frozen=True, slots=True)
class Decision:
    """One layer's judgement of one thing.

    `layer` is `<stage>.<category>` ("sketch.violence"). `score` is 0..1, higher is worse, and NaN where the layer gave
    none, `fault` then says why. `subject` says what was judged ("hypothesis 2", "frame 37", "montage").
    `severity` is 0, 2, 4 or 6; from 4 on no person may override it.
    """

    layer: str
    score: float
    threshold: float
    verdict: Verdict
    subject: str
    severity: int = 0
    reason: str = ""
    fault: str = ""

    @property
    def blocks(self) -> bool:
        return self.verdict is not Verdict.CLEAR

    def as_json(self) -> Json:
        """Plain values for a report; a missing score becomes null, since JSON knows no NaN."""
        score = round(self.score, 4) if math.isfinite(self.score) else None
        plain: Json = {"layer": self.layer, "score": score, "threshold": self.threshold, "verdict": self.verdict.value}
        plain |= {"subject": self.subject, "severity": self.severity}
        return plain | {name: text for name, text in (("reason", self.reason), ("fault", self.fault)) if text}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that was, or may have been, said; the best guess first."""

    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A clip and the MP4 that was encoded from it inside the guard's boundary."""

    clip: Clip
    mp4: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A curated file (`.mp4` or `.png`), exactly as it lies on disk."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Cleared(Generic[T]):
    """Proof that `value`, and exactly this value, may be shown.

    `digests` are SHA-256 in hex: one per frame for a `Film` (its RGB bytes), otherwise one, of the value's bytes.
    `encoded` is the digest of a film's MP4, empty for everything else.

    Raises:
        GuardError: made anywhere but in `safety.guard` or `safety.curated`.
    """

    value: T
    digests: tuple[str, ...]
    policy: str  # "<id>/<version>"
    decisions: tuple[Decision, ...]
    encoded: str = ""
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise GuardError("expected a clearance made by the guard, got one made by something else")


@dataclass(frozen=True, slots=True)
class Blocked:
    """Not to be shown. The visitor is told the same friendly words whatever stands in here."""

    stage: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke before there was anything to judge."""

    stage: str
    error: str


Outcome = Cleared[Film] | Blocked | Failed
