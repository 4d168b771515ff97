"""Several hands and arms on the glass: finger events in SDL's queue, taken by the loop, drawn on a display."""

import os
import threading
import time
from collections.abc import Iterator

import numpy as np
import pygame
import pytest

from installation.link import Line, line_ends
from installation.messages import Leave
from installation.screen.display import Display
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.kiosk import Kiosk
from installation.screen.loop import present
from installation.screen.microphone import Microphone
from installation.screen.page import SHORT, Pill, Tool
from installation.screen.session import Event, Session, State
from installation.screen.surfaces import pixels_of
from installation.screen.theme import DARK, Tint
from installation.screen.touch import STALE
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, read_settings
from tests.installation.visitor import PIN, SIZE

DOWN, MOVE, UP = pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP
Place = tuple[float, float]  # px of the canvas
Act = tuple[float, list[pygame.event.Event]]  # s to wait, then what comes at once


class Glass:
    """A kiosk whose sheet lies there, on a display, and what is done to it."""

    def __init__(self, kiosk: Kiosk, display: Display) -> None:
        self.kiosk, self._display = kiosk, display
        self.sheet = sheet_box(kiosk._look)

    def on_sheet(self, x: float, y: float) -> Place:
        """A place in shares of the sheet."""
        return self.sheet.x + x * self.sheet.w, self.sheet.y + y * self.sheet.h

    def button(self, deed: Event | Tool) -> Place:
        """Where a button stands."""
        shown = page(self.kiosk.moment(time.monotonic()), self.kiosk._look)
        return next(e.box.middle for e in shown.elements if isinstance(e, Pill) and e.deed == deed)

    def play(self, *acts: Act) -> None:
        """Through SDL's queue, while the loop runs."""
        near, far = line_ends(1 << 20, 1 << 20)
        with Line(near) as keeper, Line(far) as screen:
            hands = threading.Thread(target=_act, args=(acts, keeper))
            hands.start()
            present(self.kiosk, self._display, screen)
            hands.join()

    def lines(self) -> list[list[Place]]:
        """What is drawn, in shares of the sheet."""
        drawn = self.kiosk._visit.sheet.lines
        return [[(round(x / self.sheet.w, 2), round(y / self.sheet.h, 2)) for x, y, _ in line.raw] for line in drawn]

    def inked(self, *places: Place) -> list[bool]:
        """Whether ink is to be seen at places of the sheet."""
        seen = pixels_of(self._display.canvas)[..., 2::-1]
        return [
            tuple(seen[round(y), round(x)].tolist()) == DARK[Tint.INK] for x, y in (self.on_sheet(*p) for p in places)
        ]


def _act(acts: tuple[Act, ...], keeper: Line) -> None:
    for pause, events in acts:
        time.sleep(pause)
        for event in events:
            pygame.event.post(event)
    time.sleep(0.2)
    keeper.send(Leave())


def _finger(number: int, kind: int, place: Place) -> pygame.event.Event:
    x, y = place[0] / SIZE[0], place[1] / SIZE[1]
    return pygame.event.Event(kind, touch_id=1, finger_id=number, x=x, y=y, dx=0, dy=0)


@pytest.fixture(scope="module")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kiosk, Display]]:
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    pin = Pin(tmp_path_factory.mktemp("pin"))
    pin.choose(PIN)
    display = Display.window("x".join(map(str, SIZE)), SHORT["usual"])
    house = open_house(read_settings(CONFIGS / "default.toml"), SIZE)
    yield Kiosk(display.canvas, house, Microphone(None), pin), display


@pytest.fixture
def glass(_opened: tuple[Kiosk, Display]) -> Glass:
    """Somebody is there, and the sheet is bare."""
    kiosk, display = _opened
    kiosk._wipe()
    kiosk.session = Session(State.SKETCH, since=time.monotonic(), touched=time.monotonic())
    return Glass(kiosk, display)


def test_four_hands_draw_at_once(glass: Glass) -> None:
    starts = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]
    ways = [[(x, y), (x + (0.5 - x) / 2, y), (0.5 + (x - 0.5) / 2, 0.5 + (y - 0.5) / 2)] for x, y in starts]
    glass.play(
        (0.1, [_finger(k, DOWN, glass.on_sheet(*way[0])) for k, way in enumerate(ways)]),
        *((0.03, [_finger(k, MOVE, glass.on_sheet(*way[step])) for k, way in enumerate(ways)]) for step in (1, 2)),
        (0.03, [_finger(k, UP, glass.on_sheet(*way[2])) for k, way in enumerate(ways)]),
    )
    assert glass.lines() == [[(round(x, 2), round(y, 2)) for x, y in way] for way in ways]
    assert glass.inked(*(way[0] for way in ways)) == [True] * 4


def test_one_hand_draws_while_another_takes_a_brush_and_undoes(glass: Glass) -> None:
    brush, undo = glass.button(Tool("brush", 2)), glass.button(Tool("undo"))
    glass.play(
        (0.1, [_finger(1, DOWN, glass.on_sheet(0.2, 0.2)), _finger(2, DOWN, brush)]),
        (0.05, [_finger(1, MOVE, glass.on_sheet(0.4, 0.2)), _finger(2, UP, brush)]),
        (0.05, [_finger(1, UP, glass.on_sheet(0.4, 0.2)), _finger(3, DOWN, glass.on_sheet(0.2, 0.6))]),
        (0.05, [_finger(3, MOVE, glass.on_sheet(0.4, 0.6)), _finger(2, DOWN, undo)]),
        (
            0.05,
            [
                _finger(2, UP, undo),
                _finger(3, MOVE, glass.on_sheet(0.6, 0.6)),
                _finger(3, UP, glass.on_sheet(0.6, 0.6)),
            ],
        ),
    )
    assert glass.kiosk.moment(time.monotonic()).tools.brush == 2
    assert glass.lines() == [[(0.2, 0.2), (0.4, 0.2)]]


def _arm(kind: int, x: float, y: float, glass: Glass) -> list[pygame.event.Event]:
    """Four contacts of a lower arm, a little apart."""
    left, top = glass.on_sheet(x, y)
    return [_finger(10 + k, kind, (left + 40 * k, top + 25 * k)) for k in range(4)]


def test_a_resting_arm_leaves_no_ink_and_the_finger_beside_it_draws_on(glass: Glass) -> None:
    arm = _arm(DOWN, 0.3, 0.75, glass)
    glass.play(
        (0.1, [_finger(1, DOWN, glass.on_sheet(0.7, 0.2))]),
        *((0.03, [contact, _finger(1, MOVE, glass.on_sheet(0.7, 0.25 + 0.05 * k))]) for k, contact in enumerate(arm)),
        (0.3, [*_arm(MOVE, 0.31, 0.74, glass), _finger(1, MOVE, glass.on_sheet(0.7, 0.5))]),
        (0.1, [*_arm(UP, 0.31, 0.74, glass), _finger(1, UP, glass.on_sheet(0.7, 0.5))]),
    )
    assert glass.lines() == [[(0.7, y) for y in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)]]
    assert glass.inked((0.3, 0.75), (0.7, 0.2)) == [False, True]


def test_a_resting_arm_erases_nothing(glass: Glass) -> None:
    glass.play(
        (0.1, [_finger(1, DOWN, glass.on_sheet(0.2, 0.76))]),
        (0.05, [_finger(1, MOVE, glass.on_sheet(0.2 + 0.02 * k, 0.76)) for k in range(1, 20)]),
        (0.05, [_finger(1, UP, glass.on_sheet(0.58, 0.76))]),
    )
    before, eraser = glass.lines(), glass.button(Tool("erase"))
    glass.play(
        (0.1, [_finger(2, DOWN, eraser), _finger(2, UP, eraser)]),
        *((0.03, [contact]) for contact in _arm(DOWN, 0.3, 0.75, glass)),
        (0.3, _arm(MOVE, 0.31, 0.74, glass)),
        (0.1, _arm(UP, 0.31, 0.74, glass)),
    )
    assert glass.kiosk.moment(time.monotonic()).tools.erasing
    assert glass.lines() == before != []
    glass.play((0.1, [_finger(3, DOWN, glass.on_sheet(0.2, 0.76)), _finger(3, UP, glass.on_sheet(0.2, 0.76))]))
    assert glass.lines() != before


def test_an_arm_on_a_button_presses_nothing(glass: Glass) -> None:
    x, y = glass.button(Event.LEAVE)
    arm = [[_finger(10 + k, kind, (x + 30 * k, y)) for k in range(3)] for kind in (DOWN, UP)]
    glass.play((0.1, arm[0]), (0.2, arm[1]))
    assert glass.kiosk.session.state is State.SKETCH


def test_what_lies_on_the_glass_is_forgotten_and_presses_nothing(glass: Glass) -> None:
    """Contacts that fell silent: a finger whose lifting was lost, and something that lies on a button."""
    glass.play(
        (0.1, [_finger(1, DOWN, glass.on_sheet(0.2, 0.2)), _finger(2, DOWN, glass.button(Event.LEAVE))]),
        (0.05, [_finger(1, MOVE, glass.on_sheet(0.4, 0.2))]),
        (STALE + 0.5, [_finger(1, MOVE, glass.on_sheet(0.8, 0.8)), _finger(2, UP, glass.button(Event.LEAVE))]),
        (0.05, [_finger(1, DOWN, glass.on_sheet(0.2, 0.6)), _finger(1, UP, glass.on_sheet(0.2, 0.6))]),
    )
    assert glass.kiosk.session.state is State.SKETCH
    assert glass.lines() == [[(0.2, 0.2), (0.4, 0.2)], [(0.2, 0.6)]]
    assert not glass.kiosk._pressed


def test_a_finger_that_comes_again_unheard_presses_only_the_second_time(glass: Glass) -> None:
    leave = glass.button(Event.LEAVE)
    glass.play((0.1, [_finger(1, DOWN, leave)]), (0.1, [_finger(1, DOWN, glass.on_sheet(0.5, 0.5))]))
    states = [glass.kiosk.session.state]
    assert glass.lines() == [[(0.5, 0.5)]]
    glass.play((0.1, [_finger(1, UP, glass.on_sheet(0.5, 0.5)), _finger(1, DOWN, leave), _finger(1, UP, leave)]))
    states.append(glass.kiosk.session.state)
    assert states == [State.SKETCH, State.THANKS]


def test_a_line_that_began_goes_on_when_another_hand_takes_the_eraser(glass: Glass) -> None:
    eraser = glass.button(Tool("erase"))
    glass.play(
        (0.1, [_finger(1, DOWN, glass.on_sheet(0.2, 0.2)), _finger(2, DOWN, eraser)]),
        (0.05, [_finger(2, UP, eraser), _finger(1, MOVE, glass.on_sheet(0.4, 0.2))]),
        (0.05, [_finger(1, UP, glass.on_sheet(0.4, 0.2))]),
    )
    assert glass.lines() == [[(0.2, 0.2), (0.4, 0.2)]]
    assert not glass.kiosk._visit.sheet.hands


def test_eight_fingers_are_followed_every_frame(glass: Glass) -> None:
    steps, starts = 60, [(x + dx, y) for x in (0.05, 0.75) for dx in (0.0, 0.12) for y in (0.05, 0.55)]
    acts = [(0.2, [_finger(k, DOWN, glass.on_sheet(*start)) for k, start in enumerate(starts)])]
    for step in range(1, steps):
        moved = [_finger(k, MOVE, glass.on_sheet(x, y + 0.4 * step / steps)) for k, (x, y) in enumerate(starts)]
        acts.append((0.01, moved))
    glass.play(*acts)
    assert np.array(glass.lines()).shape == (len(starts), steps, 2)
