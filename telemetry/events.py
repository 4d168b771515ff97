"""What is worth remembering about one stage of one piece: who and when as random numbers, how it ended as a code.

No field can hold words, sound or pixels: identities are random UUIDs, everything named is a member of a closed enum,
and the rest are numbers. A code, once given, is never reused: the store keeps it and old events must stay readable.
"""

import math
from dataclasses import dataclass
from enum import Enum, unique
from typing import Protocol
from uuid import UUID


@unique
class Stage(Enum):
    """One step of the way from finger and voice to film."""

    LOAD = 1  # models are read and verified
    CALIBRATE = 2  # the plan is chosen
    READ = 3  # drawing and recording are opened
    LISTEN = 4  # speech gate
    TRANSCRIBE = 5
    INTERPRET = 6  # words -> prompt
    CHECK_WORDS = 7
    CHECK_SKETCH = 8
    PAINT = 9
    CHECK_KEYFRAMES = 10
    ANIMATE = 11
    CHECK_FRAMES = 12
    ENCODE = 13
    PUBLISH = 14  # results are written out
    PIECE = 15  # the whole way
    FILM = 16  # how long it was watched, and how it was liked


@unique
class Outcome(Enum):
    """How a stage ended."""

    DONE = 1
    BLOCKED = 2  # by the guard
    REFUSED = 3  # what came in cannot be used
    FAILED = 4
    CANCELLED = 5


@unique
class Detail(Enum):
    """Why it ended so; NONE where the outcome says everything."""

    NONE = 0
    BAD_INPUT = 1
    NO_SPEECH = 2
    NOTHING_PAINTABLE = 3
    UNREADABLE = 4
    TOO_LONG = 5
    WORDS_RULE = 10  # a list objected
    WORDS_SCORE = 11  # a network objected
    SKETCH_SCORE = 12
    KEYFRAME_SCORE = 13
    FRAME_SCORE = 14
    LAYER_MISSING = 20
    LAYER_LATE = 21
    LAYER_ERROR = 22
    NEUTRAL_RETRY = 30
    CURATED_PIECE = 31
    BUNDLE_ALTERED = 40
    OUT_OF_MEMORY = 41
    OUTPUT_UNWRITTEN = 42
    RAISED = 43  # any other exception
    INTERRUPTED = 44
    DISLIKED = 50  # a visitor's face for their film
    LIKED_A_LITTLE = 51
    LIKED = 52


@dataclass(frozen=True, slots=True)
class PlanNumbers:
    """How much work the piece was (`models.types.Plan`, which a leaf may not import)."""

    steps: int
    keyframes: int
    size: int  # pixels
    threads: int


@dataclass(frozen=True, slots=True)
class StageEvent:
    """One stage, over. Wrong types are refused when it is made, so nothing said or drawn can slip in unnoticed.

    Raises:
        TypeError: a field is not exactly of its type.
        ValueError: a duration is negative or not finite.
    """

    visit: UUID
    request: UUID
    stage: Stage
    outcome: Outcome
    detail: Detail
    started_ms: int  # wall clock, ms since 1970 UTC
    duration_ms: float  # monotonic clock
    plan: PlanNumbers | None = None

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            _require(name, getattr(self, name), kind)
        if self.plan is not None:
            _require_plan(self.plan)
        if not (math.isfinite(self.duration_ms) and self.duration_ms >= 0):
            raise ValueError(f"expected a duration of 0 ms or more, got {self.duration_ms}")


class Sink(Protocol):
    """Where events go: the store, or a pipe to the process that owns it."""

    def append(self, event: StageEvent) -> None:
        """Keep the event; when this returns, it is kept."""


_KINDS: dict[str, type] = {
    "visit": UUID,
    "request": UUID,
    "stage": Stage,
    "outcome": Outcome,
    "detail": Detail,
    "started_ms": int,
    "duration_ms": float,
}


def _require_plan(plan: object) -> None:
    _require("plan", plan, PlanNumbers)
    for name in PlanNumbers.__slots__:
        _require(name, getattr(plan, name), int)


def _require(name: str, value: object, kind: type) -> None:
    if type(value) is not kind:
        raise TypeError(f"expected {name} to be {kind.__name__}, got {type(value).__name__}")
