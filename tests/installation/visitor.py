"""Fingers on a real kiosk, for the tests of visits."""

import time

import pygame

from installation.keeper.wards import Ward
from installation.screen.door import DIGITS
from installation.screen.kiosk import Kiosk
from installation.screen.moment import Look
from installation.screen.page import Deed, Tool
from installation.screen.porter import CORNER_S
from installation.screen.session import Event, State
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box

SIZE = (1920, 1080)
PIN = "314159"
PATIENCE_S = 120.0  # for a whole piece on a busy machine
Started = tuple[Ward, tuple[int, ...]]


class Visitor:
    """Fingers on a real kiosk, whose frames are drawn on a surface nobody sees."""

    def __init__(self, kiosk: Kiosk, look: Look, display: pygame.Surface) -> None:
        self.kiosk, self._look, self.display = kiosk, look, display
        self.ahead = 0.0  # s that the visit's clock is before this machine's

    @property
    def now(self) -> float:
        return time.monotonic() + self.ahead

    def frame(self, *events: pygame.event.Event) -> None:
        self.kiosk.frame(events, self.now)

    def touch(self, x: float, y: float) -> None:
        self.frame(finger(pygame.FINGERDOWN, x, y))
        self.frame(finger(pygame.FINGERUP, x, y))

    def press(self, deed: Deed) -> None:
        """Touch the button that does this, where it stands on the page."""
        shown = page(self.kiosk.moment(self.now), self._look)
        box = next(e.box for e in shown.elements if getattr(e, "deed", None) == deed)
        self.touch(*box.middle)

    def draw(self, *points: tuple[float, float]) -> None:
        sheet = sheet_box(self._look, self.kiosk.moment(self.now).shape)
        places = [(sheet.x + x * sheet.w, sheet.y + y * sheet.h) for x, y in points]
        self.frame(finger(pygame.FINGERDOWN, *places[0]))
        for place in places[1:]:
            self.frame(finger(pygame.FINGERMOTION, *place))
        self.frame(finger(pygame.FINGERUP, *places[-1]))

    def until(self, *states: State) -> State:
        give_up = time.monotonic() + PATIENCE_S
        while self.kiosk.session.state not in states:
            assert time.monotonic() < give_up, f"expected {states}, stayed {self.kiosk.session.state}"
            self.frame()
            time.sleep(0.01)
        return self.kiosk.session.state


def finger(kind: int, x: float, y: float) -> pygame.event.Event:
    return pygame.event.Event(kind, touch_id=1, finger_id=1, x=x / SIZE[0], y=y / SIZE[1], dx=0, dy=0)


def to_the_sheet(visitor: Visitor) -> None:
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Event.BEGIN)
    assert visitor.kiosk.session.state is State.SKETCH
    visitor.draw((0.2, 0.8), (0.2, 0.4), (0.5, 0.2), (0.8, 0.4), (0.8, 0.8), (0.2, 0.8))


def type_in(visitor: Visitor, text: str) -> None:
    visitor.press(Event.TYPE)
    for letter in text:
        visitor.press(Tool("key", ord(letter)))
    give_up = time.monotonic() + PATIENCE_S
    while visitor.kiosk.moment(visitor.now).wish.text != text:
        assert time.monotonic() < give_up
        visitor.frame()
    visitor.press(Event.DONE)


def home(visitor: Visitor) -> None:
    visitor.press(Event.LEAVE)
    visitor.touch(5, 5)
    visitor.until(State.IDLE)


def dial(visitor: Visitor, digits: str) -> None:
    for digit in digits:
        visitor.press(Tool("digit", DIGITS.index(digit)))


def hold_the_corner(visitor: Visitor) -> None:
    now = visitor.now
    visitor.kiosk.frame([finger(pygame.FINGERDOWN, 40, 40)], now)
    visitor.kiosk.frame([], now + CORNER_S + 0.1)
    visitor.frame(finger(pygame.FINGERUP, 40, 40))
