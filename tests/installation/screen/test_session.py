"""The visit: every state has a way home, nothing outlives its visitor, and no order of events confuses it."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from installation.screen.session import (
    AT_THE_DOOR,
    BLOCKS,
    COUNTDOWN,
    LIMITS,
    LISTENS,
    PATIENT,
    TABLE,
    Cover,
    Effect,
    Event,
    Session,
    State,
    due,
    left,
    step,
)

LONGEST = sum(limit for each in LIMITS.values() for limit in (each.whole, each.untouched) if limit < 1e6) + 60  # s


def _through(*events: Event, session: Session | None = None) -> Session:
    session = session or Session()
    for at, event in enumerate(events):
        session = step(session, event, float(at)).session
    return session


def _alone(session: Session, now: float, seconds: float) -> tuple[Session, list[Effect]]:
    """What becomes of a session that nobody touches, looked at four times a second."""
    done: list[Effect] = []
    for quarter in range(int(seconds * 4)):
        event = due(session, now + quarter / 4)
        if event is not None:
            turn = step(session, event, now + quarter / 4)
            session, done = turn.session, [*done, *turn.effects]
    return session, done


A_VISIT = (Event.TOUCHED, Event.BEGIN, Event.SPEAK, Event.DONE, Event.HEARD, Event.PAINT, Event.FILM_READY)


def test_a_visit_leads_from_the_idle_picture_to_the_film_and_back() -> None:
    session = _through(*A_VISIT)
    assert session.state is State.FILM
    session, done = _alone(session, 10.0, 400.0)
    assert session.state is State.IDLE
    assert session.visit == 1
    assert Effect.WIPE in done


@pytest.mark.parametrize("state", State)
def test_every_state_has_limits_and_a_row(state: State) -> None:
    assert state in LIMITS
    assert state in TABLE


@pytest.mark.parametrize("state", [s for s in State if s not in (State.RESTING, State.CLOSED, State.CHOOSE)])
@pytest.mark.parametrize("cover", Cover)
def test_every_state_left_alone_comes_home_and_forgets(state: State, cover: Cover) -> None:
    session, done = _alone(Session(state, cover), 0.0, LONGEST)
    assert session.state is State.IDLE
    assert session.cover is Cover.NOTHING
    assert state is State.IDLE or Effect.WIPE in done


@pytest.mark.parametrize("state", [s for s in State if LIMITS[s].untouched < 1e6])
def test_one_touch_stops_the_countdown_and_does_nothing_else(state: State) -> None:
    session = replace(Session(state), cover=Cover.STILL_THERE, covered=50.0, request=3)
    turn = step(session, Event.PAINT, 60.0)
    assert turn.effects == ()
    assert turn.session == replace(session, cover=Cover.NOTHING, touched=60.0)


def test_the_countdown_lasts_twenty_seconds_and_can_be_seen() -> None:
    session = replace(Session(State.SKETCH), cover=Cover.STILL_THERE, covered=100.0)
    assert due(session, 100.0 + COUNTDOWN - 0.1) is None
    assert left(session, 105.0) == pytest.approx(COUNTDOWN - 5)
    assert due(session, 100.0 + COUNTDOWN) is Event.GONE


def test_drawing_keeps_the_question_away() -> None:
    session = Session(State.SKETCH)
    for second in range(1, 300):
        session = step(session, Event.TOUCHED, float(second)).session
        assert due(session, second + 0.5) is None
    assert due(session, 299 + PATIENT) is Event.LONELY


def test_listening_is_capped_and_the_cap_can_be_seen() -> None:
    session = _through(Event.TOUCHED, Event.BEGIN, Event.SPEAK)
    assert left(session, session.since + 4) == pytest.approx(LISTENS - 4)
    assert due(session, session.since + LISTENS) is Event.LATE
    assert step(session, Event.LATE, 30.0).effects == (Effect.HUSH,)


def test_a_second_block_ends_the_visit_kindly() -> None:
    session = _through(*A_VISIT[:-1], Event.BLOCKED)
    assert session.state is State.SORRY
    assert session.blocks == BLOCKS - 1
    session = _through(Event.AGAIN, Event.SPEAK, Event.BLOCKED, session=session)
    assert session.state is State.THANKS
    assert _through(Event.LATE, session=session).blocks == 0


@pytest.mark.parametrize("event", [Event.BLOCKED, Event.FAILED, Event.LATE])
def test_whatever_goes_wrong_while_making_looks_the_same(event: Event) -> None:
    making = _through(*A_VISIT[:-1])
    blocked, other = step(making, Event.BLOCKED, 20.0), step(making, event, 20.0)
    assert other.effects == blocked.effects
    assert replace(other.session, blocks=0) == replace(blocked.session, blocks=0)


def test_what_is_cancelled_answers_no_more() -> None:
    making = _through(*A_VISIT[:-1])
    back = step(making, Event.BACK, 20.0)
    assert Effect.CANCEL in back.effects
    assert (back.session.visit, back.session.request) != (making.visit, making.request)


@pytest.mark.parametrize("state", [s for s in State if s is not State.CHOOSE])
def test_staff_can_stop_from_everywhere(state: State) -> None:
    turn = step(Session(state), Event.STOP, 1.0)
    assert turn.session.state is State.RESTING
    assert Effect.WIPE in turn.effects
    assert step(turn.session, Event.OPEN, 2.0).session.state is State.IDLE


def test_the_staff_page_opens_only_through_the_door() -> None:
    assert _through(Event.PIN_RIGHT).cover is Cover.NOTHING
    assert _through(Event.CORNER, Event.PIN_WRONG).cover is Cover.NOTHING
    assert _through(Event.CORNER, Event.PIN_RIGHT).cover is Cover.STAFF
    assert _through(Event.CORNER, Event.PIN_RIGHT, Event.CLOSE).cover is Cover.NOTHING


def test_a_door_nobody_walks_through_closes() -> None:
    session = step(Session(), Event.CORNER, 5.0).session
    assert due(session, 5.0 + AT_THE_DOOR) is Event.CLOSE


def test_touches_on_the_staff_page_do_not_reach_what_lies_under_it() -> None:
    session = replace(_through(*A_VISIT), cover=Cover.STAFF)
    assert step(session, Event.AGAIN, 20.0).session.state is State.FILM


class Visits(RuleBasedStateMachine):
    """Any events at any times."""

    def __init__(self) -> None:
        super().__init__()
        self.session, self.now, self.forgotten = Session(), 0.0, 0

    @rule(event=st.sampled_from(Event), seconds=st.floats(0, 30))
    def happens(self, event: Event, seconds: float) -> None:
        self.now += seconds
        self._turn(event)

    @rule(seconds=st.floats(0, 400))
    def passes(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.now += 1
            event = due(self.session, self.now)
            if event is not None:
                self._turn(event)

    @rule()
    def left_alone(self) -> None:
        self.session, effects = _alone(self.session, self.now, LONGEST)
        self.forgotten += effects.count(Effect.WIPE)
        self.now += LONGEST
        assert self.session.state in (State.IDLE, State.RESTING, State.CLOSED)
        assert self.session.cover is Cover.NOTHING

    @invariant()
    def every_visitor_is_forgotten(self) -> None:
        assert self.session.visit == self.forgotten

    @invariant()
    def nobody_is_blocked_twice_and_stays(self) -> None:
        assert self.session.blocks < BLOCKS or self.session.state in (State.THANKS, State.IDLE)

    def _turn(self, event: Event) -> None:
        before = self.session
        turn = step(before, event, self.now)
        self.forgotten += turn.effects.count(Effect.WIPE)
        self.session = turn.session
        if before.visited and self.session.state in (State.IDLE, State.RESTING):
            assert Effect.WIPE in turn.effects
            assert Effect.CANCEL in turn.effects


def test_no_order_of_events_confuses_a_visit() -> None:
    run_state_machine_as_test(Visits, settings=settings(max_examples=1000, stateful_step_count=30, deadline=None))


def test_closing_time_waits_for_the_visitor_to_go() -> None:
    for state in State:
        after = step(Session(state), Event.CLOSING, 1.0).session.state
        assert after is (State.CLOSED if state is State.IDLE else state)
    assert step(Session(State.CLOSED), Event.OPENING, 1.0).session.state is State.IDLE
    assert step(Session(State.RESTING), Event.OPENING, 1.0).session.state is State.RESTING


def test_nothing_happens_before_a_pin_is_chosen() -> None:
    for event in Event:
        after = step(Session(State.CHOOSE), event, 1.0).session
        assert after.cover is Cover.NOTHING
        assert after.state is (State.IDLE if event is Event.PIN_CHOSEN else State.CHOOSE)
