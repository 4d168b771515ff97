"""A stage leaves one event behind, whatever becomes of it."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from telemetry.errors import TelemetryError
from telemetry.events import Detail, Outcome, PlanNumbers, Stage, StageEvent
from telemetry.recorder import Note, Recorder, SystemClock


@dataclass
class Kept:
    """A sink in memory."""

    events: list[StageEvent] = field(default_factory=list)

    def append(self, event: StageEvent) -> None:
        self.events.append(event)


class FullDisk:
    """A sink that can keep nothing."""

    def append(self, event: StageEvent) -> None:
        raise TelemetryError("the disk is full")


@dataclass
class ByHand:
    """A clock that stands still until it is moved; its wall clock may jump."""

    wall: int = 1_700_000_000_000
    monotonic: float = 50.0

    def wall_ms(self) -> int:
        return self.wall

    def monotonic_s(self) -> float:
        return self.monotonic


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def clock() -> ByHand:
    return ByHand()


@pytest.fixture
def recorder(kept: Kept, clock: ByHand) -> Recorder:
    return Recorder(kept, visit=uuid4(), request=uuid4(), clock=clock)


def test_a_quiet_stage_is_done(recorder: Recorder, kept: Kept, clock: ByHand) -> None:
    with recorder.stage(Stage.PAINT):
        clock.monotonic += 1.5
    (event,) = kept.events
    assert (event.visit, event.request, event.stage) == (recorder.visit, recorder.request, Stage.PAINT)
    assert (event.outcome, event.detail, event.plan) == (Outcome.DONE, Detail.NONE, None)
    assert (event.started_ms, event.duration_ms) == (1_700_000_000_000, 1500.0)


def test_a_stage_says_how_it_ended(recorder: Recorder, kept: Kept) -> None:
    with recorder.stage(Stage.CHECK_WORDS) as note:
        note.outcome, note.detail = Outcome.BLOCKED, Detail.WORDS_RULE
    assert (kept.events[0].outcome, kept.events[0].detail) == (Outcome.BLOCKED, Detail.WORDS_RULE)


def test_the_wall_clock_may_jump_back(recorder: Recorder, kept: Kept, clock: ByHand) -> None:
    with recorder.stage(Stage.PAINT):
        clock.wall -= 3_600_000
        clock.monotonic += 0.25
    assert kept.events[0].duration_ms == 250.0


@pytest.mark.parametrize(
    ("error", "outcome", "detail"),
    [
        (RuntimeError("no"), Outcome.FAILED, Detail.RAISED),
        (MemoryError(), Outcome.FAILED, Detail.OUT_OF_MEMORY),
        (KeyboardInterrupt(), Outcome.CANCELLED, Detail.INTERRUPTED),
    ],
)
def test_a_raising_stage_is_recorded_and_still_raises(
    recorder: Recorder, kept: Kept, error: BaseException, outcome: Outcome, detail: Detail
) -> None:
    with pytest.raises(type(error)) as raised, recorder.stage(Stage.PAINT):
        raise error
    assert raised.value is error
    assert [(event.outcome, event.detail) for event in kept.events] == [(outcome, detail)]


def test_the_caller_may_know_its_errors_better(kept: Kept) -> None:
    recorder = Recorder(kept, uuid4(), uuid4(), judge=lambda error: Note(Outcome.REFUSED, Detail.BAD_INPUT))
    with pytest.raises(ValueError, match="no ink"), recorder.stage(Stage.READ):
        raise ValueError("no ink")
    assert (kept.events[0].outcome, kept.events[0].detail) == (Outcome.REFUSED, Detail.BAD_INPUT)


def test_an_event_that_cannot_be_kept_is_an_error() -> None:
    recorder = Recorder(FullDisk(), uuid4(), uuid4())
    with pytest.raises(TelemetryError, match="the disk is full"), recorder.stage(Stage.PAINT):
        pass


def test_the_first_error_is_the_one_that_counts() -> None:
    recorder = Recorder(FullDisk(), uuid4(), uuid4())
    with pytest.raises(ValueError, match="no ink") as raised, recorder.stage(Stage.READ):
        raise ValueError("no ink")
    assert raised.value.__notes__ == ["the disk is full"]


def test_the_plan_is_on_every_later_event(recorder: Recorder, kept: Kept) -> None:
    with recorder.stage(Stage.LOAD):
        pass
    plan = PlanNumbers(8, 6, 512, 2)
    with recorder.planned(plan).stage(Stage.PAINT):
        pass
    assert [event.plan for event in kept.events] == [None, plan]


def test_seconds_are_summed_by_stage_for_the_report(recorder: Recorder, clock: ByHand) -> None:
    planned = recorder.planned(PlanNumbers(8, 6, 512, 2))
    for part, lasted in ((recorder, 1.0), (planned, 0.5), (planned, 0.25)):
        with part.stage(Stage.CHECK_FRAMES):
            clock.monotonic += lasted
    with planned.stage(Stage.PIECE), planned.stage(Stage.ENCODE):
        clock.monotonic += 2.0
    assert recorder.seconds == planned.seconds == {"check_frames": 1.75, "encode": 2.0, "piece": 2.0}


def test_the_system_clock_runs_forward() -> None:
    clock = SystemClock()
    first, second = clock.monotonic_s(), clock.monotonic_s()
    assert second >= first
    assert clock.wall_ms() > 1_700_000_000_000
