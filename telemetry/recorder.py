"""Times the stages of one piece and hands one event a stage to a sink.

    with Store(path) as store:
        recorder = Recorder(store, visit=uuid4(), request=uuid4())
        with recorder.stage(Stage.LOAD):
            models = load()
        recorder = recorder.planned(PlanNumbers(steps=8, keyframes=6, size=512, threads=2))
        with recorder.stage(Stage.CHECK_WORDS) as note:
            if not guard.words(text):
                note.outcome, note.detail = Outcome.BLOCKED, Detail.WORDS_RULE
        recorder.seconds  # {"load": 2.1, "check_words": 0.004}, for the report

Silence means DONE. A stage that raises is recorded as FAILED (`judge` may know better) and the exception goes on.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from telemetry.errors import TelemetryError
from telemetry.events import Detail, Outcome, PlanNumbers, Sink, Stage, StageEvent


@dataclass(slots=True)
class Note:
    """What a stage says about its own end."""

    outcome: Outcome = Outcome.DONE
    detail: Detail = Detail.NONE


class Clock(Protocol):
    """The two clocks: `wall_ms` says when, `monotonic_s` how long (it never jumps)."""

    def wall_ms(self) -> int: ...
    def monotonic_s(self) -> float: ...


class SystemClock:
    """The clocks of this machine."""

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()


def judge(error: BaseException) -> Note:
    """How an exception counts when nobody says otherwise."""
    match error:
        case KeyboardInterrupt():
            return Note(Outcome.CANCELLED, Detail.INTERRUPTED)
        case MemoryError():
            return Note(Outcome.FAILED, Detail.OUT_OF_MEMORY)
        case _:
            return Note(Outcome.FAILED, Detail.RAISED)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes the events of one request of one visit. `seconds` sums the time per stage name, in order of ending."""

    sink: Sink
    visit: UUID
    request: UUID
    plan: PlanNumbers | None = None
    judge: Callable[[BaseException], Note] = judge
    clock: Clock = field(default_factory=SystemClock)
    seconds: dict[str, float] = field(default_factory=dict)

    def planned(self, plan: PlanNumbers) -> "Recorder":
        """The same recorder, once the plan is known."""
        return replace(self, plan=plan)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[Note]:
        """Time the block and record it, also when it raises.

        Raises:
            TelemetryError: the block went well but its event could not be kept.
        """
        note, began = Note(), _Began(self.clock.wall_ms(), self.clock.monotonic_s())
        try:
            yield note
        except BaseException as error:
            self._record_raised(stage, error, began)
            raise
        self._record(stage, note, began)

    def _record_raised(self, stage: Stage, error: BaseException, began: "_Began") -> None:
        try:
            self._record(stage, self.judge(error), began)
        except TelemetryError as second:  # the first error is the one to act on
            error.add_note(str(second))

    def _record(self, stage: Stage, note: Note, began: "_Began") -> None:
        lasted = self.clock.monotonic_s() - began.monotonic_s
        name = stage.name.lower()
        self.seconds[name] = self.seconds.get(name, 0.0) + lasted
        self.sink.append(
            StageEvent(
                visit=self.visit,
                request=self.request,
                stage=stage,
                outcome=note.outcome,
                detail=note.detail,
                started_ms=began.wall_ms,
                duration_ms=lasted * 1000.0,
                plan=self.plan,
            )
        )


@dataclass(frozen=True, slots=True)
class _Began:
    wall_ms: int
    monotonic_s: float
