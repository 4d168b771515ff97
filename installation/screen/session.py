"""The visit as a pure table: state and event -> next state and effects. No clock, no screen, no sound in here.

Time comes in as a number of seconds on any clock that only goes forward. What a visitor drew, said and was shown does
not stand here either, only where they are; `Effect.WIPE` is the moment all of it is forgotten.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto, unique
from typing import Final


@unique
class State(Enum):
    """What the screen shows."""

    CHOOSE = auto()  # the first start: staff choose a PIN
    IDLE = auto()  # curated films and an invitation
    WELCOME = auto()  # the language, and one sentence about what happens here
    GALLERY = auto()  # the museum's own pictures, one of which may be changed
    SKETCH = auto()
    SPEAK = auto()  # it listens
    HEARING = auto()  # it works out what was said
    CHECK = auto()  # the words, and what else they may have been
    KEYBOARD = auto()
    MAKING = auto()
    FILM = auto()
    SORRY = auto()  # a kind word and a curated piece, whatever the cause
    THANKS = auto()
    RESTING = auto()  # stopped by staff
    CLOSED = auto()  # by the museum's hours


@unique
class Cover(Enum):
    """What lies over the state and takes the touches."""

    NOTHING = auto()
    STILL_THERE = auto()  # a countdown, before a visitor's work is wiped
    DOOR = auto()  # the staff's PIN
    STAFF = auto()


@unique
class Event(Enum):
    """Everything that can happen."""

    TOUCHED = auto()  # anywhere that is no button
    BEGIN = auto()
    BROWSE = auto()  # the museum's own pictures
    SPEAK = auto()
    DONE = auto()  # with speaking, or typing
    TYPE = auto()
    PICK = auto()  # words instead of saying them
    PAINT = auto()
    BACK = auto()
    AGAIN = auto()  # a new drawing
    CHANGE = auto()  # draw on what was painted
    LEAVE = auto()
    HEARD = auto()
    NOTHING_HEARD = auto()
    FILM_READY = auto()
    BLOCKED = auto()
    FAILED = auto()  # the studio died, hung or gave nothing
    LATE = auto()  # the state's own time is over
    LONELY = auto()  # nobody touched for long
    GONE = auto()  # nor while it was asked
    CORNER = auto()  # the hidden corner was held
    PIN_RIGHT = auto()
    PIN_WRONG = auto()
    PIN_CHOSEN = auto()
    CLOSE = auto()  # staff leave their page
    STOP = auto()  # to a curated piece, at once
    OPEN = auto()  # again
    RESTART = auto()
    CLOSING = auto()  # it is past the museum's hours
    OPENING = auto()


@unique
class Effect(Enum):
    """What the loop has to do."""

    LISTEN = auto()  # a new utterance begins with what was just said
    HUSH = auto()  # it is over: work out what was said
    READ = auto()  # what was typed, as a whole
    PAINT = auto()
    CANCEL = auto()  # whatever the studio is at
    FORGET_WORDS = auto()
    BARE_SHEET = auto()
    TAKE_PICTURE = auto()  # to draw on: the one that was chosen
    TAKE_FILM = auto()  # to draw on: its first picture
    WIPE = auto()  # everything of this visitor's
    END = auto()  # this process: the keeper starts all of them anew


@dataclass(frozen=True, slots=True)
class Way:
    """Where an event leads, and what is to be done on the way, in that order."""

    to: State
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a state may last, s: whatever happens, then LATE; without a touch, then it is asked who is there."""

    whole: float = math.inf
    untouched: float = math.inf


@dataclass(frozen=True, slots=True)
class Session:
    """Where a visit is. Times are s; `visit` counts visitors, `request` what was asked of the studio."""

    state: State = State.IDLE
    cover: Cover = Cover.NOTHING
    since: float = 0.0  # when the state began
    touched: float = 0.0  # the last touch
    covered: float = 0.0  # when the cover came
    visit: int = 0
    request: int = 0
    blocks: int = 0  # of this visit

    @property
    def visited(self) -> bool:
        """Whether somebody is there: while it lasts, the microphone is open."""
        return self.state in VISITED


@dataclass(frozen=True, slots=True)
class Turn:
    """The session after an event, and what is to be done."""

    session: Session
    effects: tuple[Effect, ...] = ()


COUNTDOWN: Final = 20.0  # s to answer "still there?" (WCAG 2.2.1 asks for at least 20)
AT_THE_DOOR: Final = 30.0  # s for a PIN
PATIENT: Final = 45.0  # s without a touch
BLOCKS: Final = 2  # end a visit
LISTENS: Final = 12.0  # s at most

LIMITS: Final[Mapping[State, Limits]] = {
    State.CHOOSE: Limits(),
    State.IDLE: Limits(),
    State.WELCOME: Limits(untouched=20),
    State.GALLERY: Limits(untouched=PATIENT),
    State.SKETCH: Limits(untouched=PATIENT),
    State.SPEAK: Limits(whole=LISTENS),
    State.HEARING: Limits(whole=8),
    State.CHECK: Limits(untouched=PATIENT),
    State.KEYBOARD: Limits(untouched=PATIENT),
    State.MAKING: Limits(whole=40),
    State.FILM: Limits(whole=300, untouched=60),
    State.SORRY: Limits(whole=20),
    State.THANKS: Limits(whole=6),
    State.RESTING: Limits(),
    State.CLOSED: Limits(),
}

VISITED: Final = frozenset(
    {State.SKETCH, State.SPEAK, State.HEARING, State.CHECK, State.KEYBOARD, State.MAKING, State.FILM}
)

_HOME: Final = Way(State.IDLE, (Effect.CANCEL, Effect.WIPE))
_SORRY: Final = Way(State.SORRY, (Effect.CANCEL, Effect.BARE_SHEET, Effect.FORGET_WORDS))
_FAREWELL: Final = Way(State.THANKS, (Effect.CANCEL, Effect.BARE_SHEET, Effect.FORGET_WORDS))
_ANEW: Final = Way(State.SKETCH, (Effect.BARE_SHEET, Effect.FORGET_WORDS))
_LISTEN: Final = Way(State.SPEAK, (Effect.FORGET_WORDS, Effect.LISTEN))

TABLE: Final[Mapping[State, Mapping[Event, Way]]] = {
    State.CHOOSE: {Event.PIN_CHOSEN: Way(State.IDLE)},
    State.IDLE: {Event.TOUCHED: Way(State.WELCOME), Event.CLOSING: Way(State.CLOSED)},
    State.WELCOME: {Event.BEGIN: Way(State.SKETCH), Event.BROWSE: Way(State.GALLERY), Event.BACK: _HOME},
    State.GALLERY: {Event.BEGIN: Way(State.SKETCH, (Effect.TAKE_PICTURE,)), Event.BACK: Way(State.WELCOME)},
    State.SKETCH: {
        Event.SPEAK: _LISTEN,
        Event.TYPE: Way(State.KEYBOARD),
        Event.PICK: Way(State.CHECK),
        Event.LEAVE: _FAREWELL,
    },
    State.SPEAK: {
        Event.DONE: Way(State.HEARING, (Effect.HUSH,)),
        Event.LATE: Way(State.HEARING, (Effect.HUSH,)),
        Event.HEARD: Way(State.CHECK),
        Event.NOTHING_HEARD: Way(State.CHECK),
        Event.BLOCKED: _SORRY,
        Event.FAILED: Way(State.CHECK, (Effect.FORGET_WORDS,)),
        Event.BACK: Way(State.SKETCH, (Effect.CANCEL, Effect.FORGET_WORDS)),
    },
    State.HEARING: {
        Event.HEARD: Way(State.CHECK),
        Event.NOTHING_HEARD: Way(State.CHECK),
        Event.BLOCKED: _SORRY,
        Event.FAILED: Way(State.CHECK, (Effect.FORGET_WORDS,)),
        Event.LATE: Way(State.CHECK, (Effect.CANCEL, Effect.FORGET_WORDS)),
        Event.BACK: Way(State.SKETCH, (Effect.CANCEL, Effect.FORGET_WORDS)),
    },
    State.CHECK: {
        Event.PAINT: Way(State.MAKING, (Effect.PAINT,)),
        Event.SPEAK: _LISTEN,
        Event.TYPE: Way(State.KEYBOARD),
        Event.BACK: Way(State.SKETCH),
        Event.BLOCKED: _SORRY,
    },
    State.KEYBOARD: {Event.DONE: Way(State.CHECK, (Effect.READ,)), Event.BACK: Way(State.SKETCH), Event.SPEAK: _LISTEN},
    State.MAKING: {
        Event.FILM_READY: Way(State.FILM),
        Event.BLOCKED: _SORRY,
        Event.FAILED: _SORRY,
        Event.LATE: _SORRY,
        Event.BACK: Way(State.SKETCH, (Effect.CANCEL, Effect.FORGET_WORDS)),
    },
    State.FILM: {
        Event.AGAIN: _ANEW,
        Event.CHANGE: Way(State.SKETCH, (Effect.TAKE_FILM, Effect.FORGET_WORDS)),
        Event.LEAVE: _FAREWELL,
        Event.LATE: _FAREWELL,
    },
    State.SORRY: {Event.AGAIN: _ANEW, Event.LEAVE: _FAREWELL, Event.LATE: _FAREWELL},
    State.THANKS: {Event.LATE: _HOME, Event.TOUCHED: _HOME},
    State.RESTING: {Event.OPEN: _HOME},
    State.CLOSED: {Event.OPENING: Way(State.IDLE)},
}

_RENEWING: Final = frozenset(
    {Effect.LISTEN, Effect.READ, Effect.PAINT, Effect.CANCEL}
)  # answers to what was before are stale
_COVERED: Final = {Event.CORNER: Cover.DOOR, Event.LONELY: Cover.STILL_THERE, Event.PIN_RIGHT: Cover.STAFF}
_UNCOVERED: Final = frozenset({Event.PIN_WRONG, Event.CLOSE})
_STAYING: Final = frozenset({Cover.DOOR, Cover.STAFF})  # whatever happens beneath
_BY_HAND: Final = frozenset(
    {
        Event.TOUCHED, Event.BEGIN, Event.BROWSE, Event.SPEAK, Event.DONE, Event.TYPE, Event.PICK, Event.PAINT,
        Event.BACK, Event.AGAIN, Event.CHANGE, Event.LEAVE,
    }
)  # fmt: skip


def step(session: Session, event: Event, now: float) -> Turn:
    """One event at a time `now`, s. What has no place in a state changes nothing but the time of the last touch."""
    if event in _BY_HAND:
        session = replace(session, touched=now)
        if session.cover is Cover.STILL_THERE:
            return Turn(replace(session, cover=Cover.NOTHING))
        if session.cover is not Cover.NOTHING:
            return Turn(session)
    if event in _COVERED and _may_cover(session, event):
        return Turn(replace(session, cover=_COVERED[event], covered=now))
    if event in _UNCOVERED:
        return Turn(replace(session, cover=Cover.NOTHING, touched=now))
    return _moved(session, event, now)


def due(session: Session, now: float) -> Event | None:
    """What the clock alone brings about at a time `now`, s."""
    limits = LIMITS[session.state]
    if session.cover is Cover.STILL_THERE and now - session.covered >= COUNTDOWN:
        return Event.GONE
    if session.cover in (Cover.DOOR, Cover.STAFF) and now - max(session.covered, session.touched) >= AT_THE_DOOR:
        return Event.CLOSE
    if now - session.since >= limits.whole:
        return Event.LATE
    if session.cover is Cover.NOTHING and now - max(session.since, session.touched) >= limits.untouched:
        return Event.LONELY
    return None


def left(session: Session, now: float) -> float:
    """Seconds until the state is over by itself, or until the countdown is."""
    if session.cover is Cover.STILL_THERE:
        return max(0.0, session.covered + COUNTDOWN - now)
    return max(0.0, session.since + LIMITS[session.state].whole - now)


def _may_cover(session: Session, event: Event) -> bool:
    if event is Event.PIN_RIGHT:
        return session.cover is Cover.DOOR
    return session.cover is not Cover.STAFF and session.state is not State.CHOOSE


def _moved(session: Session, event: Event, now: float) -> Turn:
    way = _way(session, event)
    if way is None:
        return Turn(session)
    cover = session.cover if session.cover in _STAYING else Cover.NOTHING
    asks = not _RENEWING.isdisjoint(way.effects)
    moved = replace(
        session,
        state=way.to,
        since=now,
        cover=cover,
        request=session.request + asks,
        blocks=session.blocks + (event is Event.BLOCKED),
    )
    if Effect.WIPE in way.effects:
        moved = replace(moved, visit=session.visit + 1, blocks=0)
    return Turn(moved, way.effects)


def _way(session: Session, event: Event) -> Way | None:
    if event is Event.GONE:
        return _HOME if session.cover is Cover.STILL_THERE else None
    if session.state is State.CHOOSE:
        return TABLE[State.CHOOSE].get(event)
    if event is Event.STOP:
        return Way(State.RESTING, _HOME.effects)
    if event is Event.RESTART:
        return Way(State.RESTING, (*_HOME.effects, Effect.END))
    if event is Event.BLOCKED and session.blocks + 1 >= BLOCKS:
        return _FAREWELL if event in TABLE[session.state] else None
    return TABLE[session.state].get(event)
