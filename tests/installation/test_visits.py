"""Visits at a real kiosk: a studio process with tiny networks, fingers as SDL sends them."""

import math
import os
import time
from random import Random
from zlib import crc32

import numpy as np
import pygame
import pytest

from installation.screen.canvas import Sheet
from installation.screen.page import Box, Frame, Picture, Pill, Shade, Tool
from installation.screen.pictures import OWN
from installation.screen.player import FPS
from installation.screen.session import Cover, Event, State
from installation.screen.surfaces import fill, pixels_of, surface_of
from installation.screen.views import page
from installation.screen.views.film import film_box
from installation.screen.visit import MOST_LETTERS
from models.types import Bytes
from safety.digests import sha256
from telemetry.events import Detail, Outcome, Stage
from tests.installation.visitor import (
    PATIENCE_S,
    PIN,
    SIZE,
    Visitor,
    dial,
    finger,
    hold_the_corner,
    home,
    to_the_sheet,
    type_in,
)


def test_a_visitor_draws_types_and_watches_their_film(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    type_in(visitor, "a red house")
    assert visitor.kiosk.session.state is State.CHECK
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    assert page(visitor.kiosk.moment(visitor.now), visitor._look).frame(Picture.FILM) is not None
    for _ in range(30):
        visitor.frame()
    home(visitor)
    assert visitor.kiosk.moment(visitor.now).wish.text == ""
    assert not visitor.kiosk.moment(visitor.now).inked


def test_a_wish_typed_in_german_is_painted(visitor: Visitor) -> None:
    english, kiosk = visitor._look, visitor.kiosk
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Tool("language", 1))
    visitor._look = kiosk._look
    visitor.press(Event.BEGIN)
    visitor.draw((0.2, 0.8), (0.2, 0.4), (0.5, 0.2), (0.8, 0.4), (0.8, 0.8), (0.2, 0.8))
    type_in(visitor, "ein rotes haus")
    assert (kiosk._visit.asked, kiosk.moment(visitor.now).wish.unpainted) == ("a red house", "")
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    home(visitor)
    visitor._look = english


LOOPS = 20  # of one film; in real time, on a virtual screen: python -m scripts.endure --loops 1000
RING = [(0.5 + 0.2 * math.cos(k / 4), 0.5 + 0.2 * math.sin(k / 4)) for k in range(26)]


def _paint_into(visitor: Visitor) -> State:
    """A ring on the picture, and a house in it."""
    visitor.draw(*RING)
    type_in(visitor, "a red house")
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
    home(visitor)


def test_a_film_is_changed_by_drawing_on_it(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    type_in(visitor, "a red house")
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
    home(visitor)


def test_nothing_drawn_on_a_picture_is_not_painted(visitor: Visitor) -> None:
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Event.BROWSE)
    visitor.press(Event.BEGIN)
    type_in(visitor, "a red house")
    shown = page(visitor.kiosk.moment(visitor.now), visitor._look)
    assert Event.PAINT not in [getattr(element, "deed", None) for element in shown.elements]
    visitor.press(Event.TYPE)
    visitor.press(Event.BACK)
    home(visitor)


def test_staff_behind_the_hidden_corner_stop_and_open_again(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    covers = []
    for digits in ("000000", PIN):
        hold_the_corner(visitor)
        covers.append(visitor.kiosk.session.cover)
        dial(visitor, digits)
        covers.append(visitor.kiosk.session.cover)
    assert covers == [Cover.DOOR, Cover.NOTHING, Cover.DOOR, Cover.STAFF]
    visitor.press(Event.STOP)
    assert visitor.kiosk.session.state is State.RESTING
    assert not visitor.kiosk.moment(visitor.now).inked
    visitor.press(Event.OPEN)
    visitor.press(Event.CLOSE)
    assert (visitor.kiosk.session.state, visitor.kiosk.session.cover) == (State.IDLE, Cover.NOTHING)


def test_a_face_for_the_film_is_remembered_without_a_name(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    type_in(visitor, "a red house")
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    visitor.kiosk.events.clear()
    visitor.ahead += 7.0
    visitor.press(Tool("rate", 2))
    assert visitor.kiosk.moment(visitor.now).face == 2
    home(visitor)
    (event,) = visitor.kiosk.events
    assert (event.stage, event.outcome, event.detail) == (Stage.FILM, Outcome.DONE, Detail.LIKED)
    assert 7_000 <= event.duration_ms < 60_000


def test_an_observer_sees_only_frames_that_were_cleared_each_in_its_turn(visitor: Visitor) -> None:
    """What the display shows is compared with what the guard cleared, by somebody beside the player."""
    to_the_sheet(visitor)
    type_in(visitor, "a red house")
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    film = visitor.kiosk._pictures._film
    assert film is not None
    reel, since = film
    box = film_box(visitor._look)
    cleared = [_shown_as(reel._frames[k], box) for k in range(len(reel._frames))]
    assert [sha256(frame.tobytes()) for frame in reel._frames] == list(reel._digests)
    seen = []
    for tick in range(LOOPS * len(cleared)):
        now = since + (tick + 0.5) / FPS
        if tick % len(cleared) == 0:  # somebody is still there
            visitor.kiosk.frame([finger(pygame.FINGERDOWN, *box.middle), finger(pygame.FINGERUP, *box.middle)], now)
        visitor.kiosk.frame([], now)
        seen.append(cleared.index(crc32(_part(visitor.display, box))))
    assert seen == [*range(len(cleared))] * LOOPS
    visitor.ahead += LOOPS * len(cleared) / FPS  # the visit's clock was that far
    home(visitor)


def _shown_as(frame: Bytes, box: Box) -> int:
    """A digest of a frame as large as it is shown."""
    surface = surface_of((box.w, box.h))
    fill(surface, frame)
    return crc32(_part(surface, Box(0, 0, box.w, box.h)))


def _part(surface: pygame.Surface, box: Box) -> bytes:
    """Its pixels in a box; no view stays, which would lock the surface."""
    return pixels_of(surface)[box.y : box.bottom, box.x : box.right, :3].tobytes()


def test_words_that_are_not_fit_are_never_shown_and_end_in_a_kind_word(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    visitor.press(Event.TYPE)
    shown = []
    for letter in "a gun":
        visitor.press(Tool("key", ord(letter)))
        shown.append(visitor.kiosk.moment(visitor.now).wish.text)
    visitor.press(Event.DONE)
    visitor.until(State.SORRY)
    assert not [text for text in shown if "gun" in text]
    assert visitor.kiosk.moment(visitor.now).wish.text == ""
    home(visitor)


def test_without_words_a_drawing_can_be_painted_too(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    visitor.press(Event.TYPE)
    visitor.press(Event.DONE)
    visitor.press(Event.PAINT)
    assert visitor.until(State.FILM, State.SORRY) is State.FILM
    home(visitor)


def test_a_making_that_is_left_is_over_and_the_next_one_is_made(visitor: Visitor) -> None:
    to_the_sheet(visitor)
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
    home(visitor)


def test_a_wish_that_never_ends_is_taken_only_so_far(visitor: Visitor) -> None:
    to_the_sheet(visitor)
    visitor.press(Event.TYPE)
    for _ in range(MOST_LETTERS // 2 + 20):
        visitor.press(Tool("key", ord("a")))
        visitor.press(Tool("key", ord(" ")))
    assert len(visitor.kiosk._visit.typed) == MOST_LETTERS
    visitor.press(Tool("key", ord("\b")))
    assert len(visitor.kiosk._visit.typed) == MOST_LETTERS - 1
    visitor.press(Event.BACK)
    home(visitor)


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
    assert (kiosk._visit.sheet, kiosk._visit.asked, kiosk._visit.typed) == (Sheet(), "", "")
    assert not [key for key in kiosk._pictures._surfaces if key[0] in OWN]
    assert kiosk._pictures._film is None
