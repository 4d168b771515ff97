"""Pages become pixels: what did not change is not drawn again, and what is drawn twice looks the same."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from installation.screen.lettering import Lettering
from installation.screen.page import Box, Frame, Picture
from installation.screen.raster import Raster
from installation.screen.session import State
from installation.screen.theme import DARK, Tint
from installation.screen.views import VIEWS, page
from installation.screen.views.sketch import sheet_box
from tests.installation.screen.conftest import look_of, moment_of

SIZE = (1920, 1080)


def _paper(frame: Frame) -> pygame.Surface:
    surface = pygame.Surface((frame.box.w, frame.box.h))
    surface.fill(DARK[Tint.PAPER])
    return surface


def _pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface)


def _raster() -> tuple[pygame.Surface, Raster]:
    surface = pygame.Surface(SIZE)
    return surface, Raster(surface, Lettering("en"), DARK, _paper)


def test_the_room_is_dark_and_the_sheet_is_bright() -> None:
    surface, raster = _raster()
    look = look_of(SIZE)
    raster.show(page(moment_of(State.SKETCH), look))
    assert tuple(surface.get_at((1700, 1000))) == (*DARK[Tint.ROOM], 255)
    assert tuple(surface.get_at(sheet_box(look).middle)) == (*DARK[Tint.PAPER], 255)


@pytest.mark.parametrize("state", VIEWS)
def test_a_page_that_stays_is_not_drawn_again(state: State) -> None:
    surface, raster = _raster()
    shown = page(moment_of(state), look_of(SIZE))
    assert raster.show(shown) == [surface.get_rect()]
    before = _pixels(surface)
    assert raster.show(page(moment_of(state), look_of(SIZE))) == []
    np.testing.assert_array_equal(_pixels(surface), before)


@pytest.mark.parametrize("state", VIEWS)
@pytest.mark.parametrize("earlier", [State.IDLE, State.SKETCH, State.CHECK])
def test_a_page_looks_the_same_whatever_was_there_before(earlier: State, state: State) -> None:
    look = look_of(SIZE)
    fresh, once = _raster()
    used, twice = _raster()
    once.show(page(moment_of(state), look))
    twice.show(page(moment_of(earlier), look))
    twice.show(page(moment_of(state), look))
    np.testing.assert_array_equal(_pixels(used), _pixels(fresh))


def test_a_pressed_button_changes_itself_only() -> None:
    surface, raster = _raster()
    look, moment = look_of(SIZE), moment_of(State.SKETCH)
    shown = page(moment, look)
    raster.show(shown)
    before = _pixels(surface)
    hit = shown.deed_at(SIZE[0] / 2, SIZE[1] - 100)
    assert hit is not None
    (touched,) = raster.show(page(replace(moment, pressed=hit[1]), look))
    box = hit[1]
    assert touched == pygame.Rect(box.x, box.y, box.w, box.h)
    changed = (_pixels(surface) != before).any(-1)
    assert changed.any()
    changed[box.x : box.right, box.y : box.bottom] = False
    assert not changed.any()


def test_a_living_picture_is_drawn_every_time() -> None:
    surface, raster = _raster()
    look = look_of(SIZE)
    shown = page(moment_of(State.FILM), look)
    raster.show(shown)
    box = shown.frame(Picture.FILM)
    assert box is not None
    assert raster.show(shown, (box,)) == [pygame.Rect(box.x, box.y, box.w, box.h)]
    assert raster.show(shown, (Box(-50, -50, 20, 20),)) == []
    assert surface.get_size() == SIZE
