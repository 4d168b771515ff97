"""The kiosk for real: screen and studio as processes with tiny networks, fingers as SDL sends them."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import pygame
import pytest

from installation.keeper.wards import Ward, kill, start
from installation.link import line_ends
from installation.screen.canvas import Sheet
from installation.screen.door import DIGITS, Pin
from installation.screen.house import open_house
from installation.screen.kiosk import Kiosk
from installation.screen.microphone import Microphone
from installation.screen.moment import Look
from installation.screen.page import Box, Deed, Frame, Picture, Pill, Shade, Tool
from installation.screen.pictures import OWN
from installation.screen.player import FPS
from installation.screen.porter import CORNER_S
from installation.screen.session import Cover, Event, State
from installation.screen.surfaces import fill, pixels_of, surface_of
from installation.screen.views import page
from installation.screen.views.film import film_box
from installation.screen.views.sketch import sheet_box
from installation.settings import Settings
from models.types import Bytes
from safety.digests import sha256

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
        self.frame(_finger(pygame.FINGERDOWN, x, y))
        self.frame(_finger(pygame.FINGERUP, x, y))

    def press(self, deed: Deed) -> None:
        """Touch the button that does this, where it stands on the page."""
        shown = page(self.kiosk.moment(self.now), self._look)
        box = next(e.box for e in shown.elements if getattr(e, "deed", None) == deed)
        self.touch(*box.middle)

    def draw(self, *points: tuple[float, float]) -> None:
        sheet = sheet_box(self._look, self.kiosk.moment(self.now).shape)
        places = [(sheet.x + x * sheet.w, sheet.y + y * sheet.h) for x, y in points]
        self.frame(_finger(pygame.FINGERDOWN, *places[0]))
        for place in places[1:]:
            self.frame(_finger(pygame.FINGERMOTION, *place))
        self.frame(_finger(pygame.FINGERUP, *places[-1]))

    def until(self, *states: State) -> State:
        give_up = time.monotonic() + PATIENCE_S
        while self.kiosk.session.state not in states:
            assert time.monotonic() < give_up, f"expected {states}, stayed {self.kiosk.session.state}"
            self.frame()
            time.sleep(0.01)
        return self.kiosk.session.state


def _finger(kind: int, x: float, y: float) -> pygame.event.Event:
    return pygame.event.Event(kind, touch_id=1, finger_id=1, x=x / SIZE[0], y=y / SIZE[1], dx=0, dy=0)


@pytest.fixture(scope="module")
def studio_and_line(
    settings_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ward, tuple[int, ...]]]:
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    screen, studio = line_ends(8 << 20, 200 << 20)
    options = ("--settings", str(settings_file), "--profile", "bundled")
    ward = start("studio", "installation.studio.worker", [("--line", studio)], options)
    yield ward, screen.descriptors
    kill([ward])


@pytest.fixture(scope="module")
def visitor(
    studio_and_line: Started, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    house = open_house(settings, SIZE)
    pin = Pin(tmp_path_factory.mktemp("pin"))
    pin.choose(PIN)
    display = surface_of(SIZE)
    kiosk = Kiosk(display, house, Microphone(None), pin)
    kiosk.studio.joined(studio_and_line[1])
    visitor = Visitor(kiosk, house.looks[0], display)
    give_up = time.monotonic() + PATIENCE_S
    while not kiosk.studio.ready:
        assert time.monotonic() < give_up
        visitor.frame()
        time.sleep(0.02)
    yield visitor
    kiosk.studio.lost()


def _to_the_sheet(visitor: Visitor) -> None:
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Event.BEGIN)
    assert visitor.kiosk.session.state is State.SKETCH
    visitor.draw((0.2, 0.8), (0.2, 0.4), (0.5, 0.2), (0.8, 0.4), (0.8, 0.8), (0.2, 0.8))


def _type(visitor: Visitor, text: str) -> None:
    visitor.press(Event.TYPE)
    for letter in text:
        visitor.press(Tool("key", ord(letter)))
    give_up = time.monotonic() + PATIENCE_S
    while visitor.kiosk.moment(visitor.now).wish.text != text:
        assert time.monotonic() < give_up
        visitor.frame()
    visitor.press(Event.DONE)


def _home(visitor: Visitor) -> None:
    visitor.press(Event.LEAVE)
    visitor.touch(5, 5)
    visitor.until(State.IDLE)


def test_a_visitor_draws_types_and_watches_their_film(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    _type(visitor, "a red house")
    assert visitor.kiosk.session.state is State.CHECK
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    assert page(visitor.kiosk.moment(visitor.now), visitor._look).frame(Picture.FILM) is not None
    for _ in range(30):
        visitor.frame()
    _home(visitor)
    assert visitor.kiosk.moment(visitor.now).wish.text == ""
    assert not visitor.kiosk.moment(visitor.now).inked


RING = [(0.5 + 0.2 * math.cos(k / 4), 0.5 + 0.2 * math.sin(k / 4)) for k in range(26)]


def _paint_into(visitor: Visitor) -> State:
    """A ring on the picture, and a house in it."""
    visitor.draw(*RING)
    _type(visitor, "a red house")
    visitor.press(Event.PAINT)
    return visitor.until(State.FILM, State.SORRY)


def _film_of(visitor: Visitor) -> Bytes:
    return np.array(visitor.kiosk._pictures.first_of_film())


def test_a_picture_of_the_museums_is_changed_where_it_is_drawn_on(visitor: Visitor) -> None:
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Event.BROWSE)
    visitor.press(Tool("picture", 2))
    visitor.press(Event.BEGIN)
    assert _paint_into(visitor) is State.FILM
    before, after = visitor.kiosk._grounds[2].pixels, _film_of(visitor)
    changed = (before != after).any(-1)
    height, width = changed.shape
    assert changed[height // 2, width // 2]
    assert not changed[: height // 8].any()
    assert 0.01 < changed.mean() < 0.5
    _home(visitor)


def test_a_film_is_changed_by_drawing_on_it(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    _type(visitor, "a red house")
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    first = _film_of(visitor)
    visitor.press(Event.CHANGE)
    assert visitor.kiosk.session.state is State.SKETCH
    assert _paint_into(visitor) is State.FILM
    second = _film_of(visitor)
    assert second.shape == first.shape
    assert 0.01 < (second != first).any(-1).mean() < 0.5
    visitor.press(Event.AGAIN)
    assert visitor.kiosk.moment(visitor.now).given is False
    _home(visitor)


def test_nothing_drawn_on_a_picture_is_not_painted(visitor: Visitor) -> None:
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Event.BROWSE)
    visitor.press(Event.BEGIN)
    _type(visitor, "a red house")
    shown = page(visitor.kiosk.moment(visitor.now), visitor._look)
    assert Event.PAINT not in [getattr(element, "deed", None) for element in shown.elements]
    visitor.press(Event.TYPE)
    visitor.press(Event.BACK)
    _home(visitor)


def _dial(visitor: Visitor, digits: str) -> None:
    for digit in digits:
        visitor.press(Tool("digit", DIGITS.index(digit)))


def _hold_the_corner(visitor: Visitor) -> None:
    now = visitor.now
    visitor.kiosk.frame([_finger(pygame.FINGERDOWN, 40, 40)], now)
    visitor.kiosk.frame([], now + CORNER_S + 0.1)
    visitor.frame(_finger(pygame.FINGERUP, 40, 40))


def test_staff_behind_the_hidden_corner_stop_and_open_again(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    covers = []
    for digits in ("000000", PIN):
        _hold_the_corner(visitor)
        covers.append(visitor.kiosk.session.cover)
        _dial(visitor, digits)
        covers.append(visitor.kiosk.session.cover)
    assert covers == [Cover.DOOR, Cover.NOTHING, Cover.DOOR, Cover.STAFF]
    visitor.press(Event.STOP)
    assert visitor.kiosk.session.state is State.RESTING
    assert not visitor.kiosk.moment(visitor.now).inked
    visitor.press(Event.OPEN)
    visitor.press(Event.CLOSE)
    assert (visitor.kiosk.session.state, visitor.kiosk.session.cover) == (State.IDLE, Cover.NOTHING)


def test_an_observer_sees_only_frames_that_were_cleared_each_in_its_turn(visitor: Visitor) -> None:
    """What the display shows is compared with what the guard cleared, by somebody beside the player."""
    _to_the_sheet(visitor)
    _type(visitor, "a red house")
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    film = visitor.kiosk._pictures._film
    assert film is not None
    reel, since = film
    box = film_box(visitor._look)
    cleared = [_shown_as(reel._frames[k], box) for k in range(len(reel._frames))]
    assert [sha256(frame.tobytes()) for frame in reel._frames] == list(reel._digests)
    seen = []
    for tick in range(2 * len(cleared)):
        visitor.kiosk.frame([], since + (tick + 0.5) / FPS)
        seen.append(cleared.index(crc32(_part(visitor.display, box))))
    assert seen == [*range(len(cleared)), *range(len(cleared))]
    _home(visitor)


def _shown_as(frame: Bytes, box: Box) -> int:
    """A digest of a frame as large as it is shown."""
    surface = surface_of((box.w, box.h))
    fill(surface, frame)
    return crc32(_part(surface, Box(0, 0, box.w, box.h)))


def _part(surface: pygame.Surface, box: Box) -> bytes:
    """Its pixels in a box; no view stays, which would lock the surface."""
    return pixels_of(surface)[box.y : box.bottom, box.x : box.right, :3].tobytes()


def test_words_that_are_not_fit_are_never_shown_and_end_in_a_kind_word(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    visitor.press(Event.TYPE)
    shown = []
    for letter in "a gun":
        visitor.press(Tool("key", ord(letter)))
        shown.append(visitor.kiosk.moment(visitor.now).wish.text)
    visitor.press(Event.DONE)
    visitor.until(State.SORRY)
    assert not [text for text in shown if "gun" in text]
    assert visitor.kiosk.moment(visitor.now).wish.text == ""
    _home(visitor)


def test_without_words_a_drawing_can_be_painted_too(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    visitor.press(Event.TYPE)
    visitor.press(Event.DONE)
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    _home(visitor)


def test_a_making_that_is_left_is_over_and_the_next_one_is_made(visitor: Visitor) -> None:
    _to_the_sheet(visitor)
    visitor.press(Event.PICK)
    visitor.press(Event.PAINT)
    visitor.frame()
    visitor.press(Event.BACK)
    visitor.draw((0.3, 0.3), (0.6, 0.6))  # the sheet is not the one that was asked about any more
    for _ in range(200):
        visitor.frame()
        time.sleep(0.01)
    assert visitor.kiosk.session.state is State.SKETCH
    visitor.press(Event.PICK)
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    _home(visitor)


def _at_random(visitor: Visitor, rng: Random) -> None:
    """Something a visitor may do, sensible or not."""
    match rng.randrange(5):
        case 0 | 1:
            elements = page(visitor.kiosk.moment(visitor.now), visitor._look).elements
            deeds = [e.deed for e in elements if isinstance(e, Pill | Frame | Shade) and e.deed is not None]
            if deeds:
                visitor.press(rng.choice(deeds))
        case 2:
            visitor.draw(*((rng.random(), rng.random()) for _ in range(rng.randrange(1, 12))))
        case 3:
            visitor.touch(rng.random() * SIZE[0], rng.random() * SIZE[1])
        case _:
            visitor.ahead += rng.choice((0.1, 1.0, 5.0, 30.0))
            visitor.frame()


@pytest.mark.parametrize("seed", range(int(os.environ.get("DRAWN_ALOUD_VISITS", "50"))))
def test_whatever_visitors_do_they_end_idle_and_leave_nothing(visitor: Visitor, seed: int) -> None:
    rng, kiosk = Random(seed), visitor.kiosk
    for _ in range(30):
        _at_random(visitor, rng)
    give_up = time.monotonic() + PATIENCE_S
    while kiosk.session.state is not State.IDLE or kiosk.session.cover is not Cover.NOTHING:
        assert time.monotonic() < give_up, kiosk.session
        visitor.ahead += 0.5
        visitor.frame()
    moment = kiosk.moment(visitor.now)
    assert (moment.wish.text, moment.wish.doubts, moment.inked, moment.given) == ("", (), False, False)
    assert (kiosk._visit.sheet, kiosk._visit.asked, kiosk._typed) == (Sheet(), "", "")
    assert not [key for key in kiosk._pictures._surfaces if key[0] in OWN]
    assert kiosk._pictures._film is None


def test_a_studio_that_is_killed_leaves_a_kind_word_and_a_living_screen(
    visitor: Visitor, studio_and_line: Started
) -> None:
    _to_the_sheet(visitor)
    _type(visitor, "a cat")
    visitor.press(Event.PAINT)
    visitor.frame()
    os.kill(studio_and_line[0].process.pid, signal.SIGKILL)
    visitor.until(State.SORRY)
    assert not visitor.kiosk.studio.ready
    _home(visitor)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@pytest.fixture
def running(settings_file: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "installation.cli", "run", "--settings", str(settings_file)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    give_up = time.monotonic() + 30
    while len(_children(process.pid)) < 2:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    yield process
    process.kill()
    process.wait()
    assert process.stderr
    process.stderr.close()


def test_the_kiosk_ends_within_five_seconds_and_leaves_nothing(running: subprocess.Popen[bytes]) -> None:
    children = _children(running.pid)
    began = time.monotonic()
    running.terminate()
    _, said = running.communicate(timeout=30)
    assert running.returncode == 0, said
    assert b"the kiosk is closed" in said
    assert time.monotonic() - began < 30
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_a_screen_that_dies_comes_back(running: subprocess.Popen[bytes]) -> None:
    before = _children(running.pid)
    os.kill(before[0], signal.SIGKILL)
    give_up = time.monotonic() + 30
    while set(_children(running.pid)) & set(before) or len(_children(running.pid)) < 2:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    assert running.poll() is None


def test_processes_whose_keeper_is_killed_end_themselves(running: subprocess.Popen[bytes]) -> None:
    children = _children(running.pid)
    running.kill()
    give_up = time.monotonic() + PATIENCE_S
    while [pid for pid in children if Path(f"/proc/{pid}/cmdline").exists() and _runs(pid)]:
        assert time.monotonic() < give_up
        time.sleep(0.2)


def _runs(pid: int) -> bool:
    try:
        return b"installation" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
