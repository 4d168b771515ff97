"""The making on the sheet: cleared lines come again at their own pace, then the paint grows out of them."""

import numpy as np
import pygame
import pytest

from installation.screen.canvas import Sheet, line_from
from installation.screen.player import picture_of
from installation.screen.reveal import REPLAY_S, SPREADS_S, Reveal
from installation.screen.surfaces import paper, pixels_of
from installation.screen.theme import DARK, Tint
from installation.screen.visit import Visit
from models.errors import GuardError
from models.ink import ink_of_drawing
from models.types import Bytes, Picture, Sketch
from safety.digests import digests_of
from safety.types import _SEAL, Cleared

SIDE = 800
RED = (200, 30, 20)


def _sheet() -> Sheet:
    sheet = Sheet()
    for finger, x in enumerate((200.0, 600.0)):
        contact = (1, finger)
        sheet = sheet.begun(contact, line_from(x, 200, 10.0 + finger, 10.0))
        for k in range(1, 60):
            sheet = sheet.extended(contact, x, 200 + 6.0 * k, 10.0 + finger + k / 60)
        sheet = sheet.ended(contact)
    return sheet


def _cleared(sheet: Sheet) -> Cleared[Sketch]:
    sketch = ink_of_drawing(sheet.drawing((SIDE, SIDE)))
    return Cleared(sketch, digests_of(sketch), "family/1", (), "", _SEAL)


def _dark(surface: pygame.Surface) -> Bytes:
    return np.asarray(pixels_of(surface)[..., :3].max(-1) < 120, np.uint8)


def test_lines_come_again_one_after_the_other() -> None:
    reveal = Reveal(Visit(_sheet()), _cleared(_sheet()), paper((SIDE, SIDE), DARK))
    early = _dark(reveal.at(0.5)).copy()
    assert early[:, :400].any()
    assert not early[:, 400:].any()
    assert _dark(reveal.at(REPLAY_S + 0.1))[:, 400:].any()


def test_lines_boil() -> None:
    reveal = Reveal(Visit(_sheet()), _cleared(_sheet()), paper((SIDE, SIDE), DARK))
    one, two = (pixels_of(reveal.at(REPLAY_S + t)).copy() for t in (1.0, 1.3))
    assert (one != two).any()


def test_the_calm_way_lines_stand_still_and_the_picture_comes_all_at_once() -> None:
    reveal = Reveal(Visit(_sheet()), _cleared(_sheet()), paper((SIDE, SIDE), DARK), calm=True)
    one, two = (pixels_of(reveal.at(REPLAY_S + t)).copy() for t in (1.0, 1.3))
    np.testing.assert_array_equal(one, two)
    pixels = np.full((64, 64, 3), RED, np.uint8)
    picture = Picture(pixels)
    reveal.paint(picture_of(Cleared(picture, digests_of(picture), "family/1", (), "", _SEAL)), REPLAY_S)
    fading = pixels_of(reveal.at(REPLAY_S + SPREADS_S * 0.1))[..., 2].astype(int)
    assert fading[790, 790] == fading[10, 10]  # far from every line and near one alike
    np.testing.assert_array_equal(pixels_of(reveal.at(REPLAY_S + SPREADS_S))[400, 400, 2::-1], RED)


def test_paint_grows_out_of_the_lines_until_it_covers_the_sheet() -> None:
    pixels = np.full((64, 64, 3), RED, np.uint8)
    picture = Picture(pixels)
    reveal = Reveal(Visit(_sheet()), _cleared(_sheet()), paper((SIDE, SIDE), DARK))
    reveal.paint(picture_of(Cleared(picture, digests_of(picture), "family/1", (), "", _SEAL)), 3.0)
    half = pixels_of(reveal.at(3.0 + SPREADS_S * 0.3)).copy()
    assert abs(int(half[300, 215, 2]) - RED[0]) < 40
    assert tuple(half[790, 790, 2::-1]) == DARK[Tint.PAPER]
    whole = pixels_of(reveal.at(3.1 + SPREADS_S))
    assert tuple(whole[5, 5, 2::-1]) == RED
    assert tuple(whole[790, 790, 2::-1]) == RED


def test_another_drawing_than_the_cleared_one_is_never_replayed() -> None:
    other = _sheet().undone()
    with pytest.raises(GuardError, match="drawing that was cleared"):
        Reveal(Visit(other), _cleared(_sheet()), paper((SIDE, SIDE), DARK))


def test_words_alone_spread_from_the_middle() -> None:
    reveal = Reveal(Visit(Sheet()), _cleared(Sheet()), paper((SIDE, SIDE), DARK))
    assert tuple(pixels_of(reveal.at(1.0))[400, 400, 2::-1]) == DARK[Tint.PAPER]
