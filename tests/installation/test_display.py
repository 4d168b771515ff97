"""The kiosk on displays of other shapes and sizes than its canvas, read back from the X server."""

import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from installation.screen.display import Display, canvas_size
from installation.screen.page import SHORT
from installation.screen.session import Event, State
from installation.screen.theme import DARK, Rgb, Tint
from installation.screen.views.film import film_box
from installation.screen.views.sketch import sheet_box
from models.errors import BadInputError
from models.types import Drawing, Stroke
from scripts.hand import Hand
from scripts.pointer import Pointer
from scripts.stage import Stage, running

PATIENCE_S = 60.0
FOCUS_S = 0.5  # SDL takes no click for one that comes with the focus
CORNER = 60  # px of the canvas
TOUCHED = ((0.5, 0.5), (0.02, 0.03), (0.97, 0.99))  # shares of the display
RED, GREEN, BLUE, ROOM = (200, 0, 0), (0, 200, 0), (0, 0, 200), (90, 90, 90)
SHOWN = """
import sys
import pygame
from installation.screen.display import Display
from installation.screen.touch import only_fingers

only_fingers()
pygame.display.init()
display = Display.window(sys.argv[1], 1080) if len(sys.argv) > 1 else Display.whole(1080)
canvas = display.canvas
canvas.fill((90, 90, 90))
right, bottom = canvas.get_width() - 60, canvas.get_height() - 60
for colour, place in (((200, 0, 0), (0, 0)), ((0, 200, 0), (right, 0)), ((0, 0, 200), (0, bottom))):
    canvas.fill(colour, (*place, 60, 60))
while True:
    display.show([canvas.get_rect()])
    for event in pygame.event.get():
        if event.type == pygame.MOUSEBUTTONDOWN:
            print(*event.pos, flush=True)
        elif event.type == pygame.QUIT:
            sys.exit()
"""


def _until_shown(stage: Stage, corners: Mapping[tuple[int, int], Rgb]) -> None:
    """Every place has its colour."""
    give_up = time.monotonic() + PATIENCE_S
    while wrong := {place: seen for place, rgb in corners.items() if (seen := stage.display.pixel(*place)) != rgb}:
        assert time.monotonic() < give_up, wrong
        time.sleep(0.05)


def _touched(pointer: Pointer, shown: subprocess.Popen[str], x: float, y: float) -> list[int]:
    """Where on the canvas a touch landed."""
    pointer.move(round(x), round(y))
    pointer.press(down=True)
    pointer.press(down=False)
    assert shown.stdout
    assert select.select([shown.stdout], [], [], PATIENCE_S)[0]
    return [int(place) for place in shown.stdout.readline().split()]


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1080, 1920), (3840, 2160), (2560, 1440), (1200, 1920), (1280, 720), (1366, 768)]
)
def test_the_canvas_fills_the_display_and_touches_land_on_it(size: tuple[int, int]) -> None:
    canvas, (width, height) = np.array(canvas_size(*size, SHORT["usual"])), size
    edge, right, bottom = round(CORNER * width / canvas[0]) - 3, width - 1, height - 1
    corners = {(x, y): RED for x in (0, edge) for y in (0, edge)}
    corners |= {(right - x, y): GREEN for x in (0, edge) for y in (0, edge)}
    corners |= {(x, bottom - y): BLUE for x in (0, edge) for y in (0, edge)} | {(right, bottom): ROOM}
    with Stage.set(*size) as stage:
        command, silent = [sys.executable, "-c", SHOWN], stage.environment | {"PYGAME_HIDE_SUPPORT_PROMPT": "1"}
        shown = subprocess.Popen(command, env=silent, stdout=subprocess.PIPE, text=True)
        with shown, Pointer(stage.environment["DISPLAY"]) as pointer:
            try:
                _until_shown(stage, corners)
                time.sleep(FOCUS_S)
                touched = [_touched(pointer, shown, share[0] * width, share[1] * height) for share in TOUCHED]
            finally:
                shown.kill()
    assert np.abs(np.array(touched) - np.array(TOUCHED) * canvas).max() <= 2


def test_a_window_has_the_size_that_was_asked_for() -> None:
    with Stage.set(1920, 1080) as stage, running([sys.executable, "-c", SHOWN, "1280x720"], stage.environment):
        _until_shown(stage, {(960, 540): ROOM})
        pixels = stage.display.pixels()
    rows, columns = np.nonzero(pixels.any(-1))
    assert [int(np.ptp(places)) + 1 for places in (columns, rows)] == [1280, 720]


@pytest.mark.parametrize("size", ["big", "1280", "1280x", "x720", "0x720", "-4x5", "1280x720x3"])
def test_a_window_of_no_size_is_refused(size: str) -> None:
    with pytest.raises(BadInputError, match="expected a window like 1280x720"):
        Display.window(size, SHORT["usual"])


@pytest.mark.parametrize("size", [(1080, 1920), (3840, 2160)])
def test_a_visitor_draws_and_sees_their_film(size: tuple[int, int], settings_file: Path) -> None:
    """An upright display and one of four times as many pixels: ink lies under the finger, and the film moves."""
    with Hand.raised(*size) as hand:
        command = [sys.executable, "-m", "installation.cli", "run", "--settings", str(settings_file)]
        with running(command, hand.stage.environment):
            hand.begin()
            hand.press(State.WELCOME, Event.BEGIN)
            hand.sees(State.SKETCH, Event.LEAVE)
            hand.draw(
                Drawing(100, 100, (Stroke(np.array([(20, 30, 0.0), (50, 30, 0.1), (80, 30, 0.2)], np.float32), 1.0),))
            )
            sheet = sheet_box(hand.look)
            ink, paper = (
                [hand.pixel(sheet.x + x * sheet.w / 100, sheet.y + y * sheet.h / 100) for x in (22, 50, 78)]
                for y in (30, 35)
            )
            hand.press(State.SKETCH, Event.TYPE)
            hand.press(State.KEYBOARD, Event.DONE)
            hand.press(State.CHECK, Event.PAINT)
            hand.sees(State.FILM, Event.AGAIN)
            seen = []
            for _ in range(3):
                seen.append(hand.part(film_box(hand.look)))
                time.sleep(0.5)
    assert (ink, paper) == ([DARK[Tint.INK]] * 3, [DARK[Tint.PAPER]] * 3)
    assert len({frame.tobytes() for frame in seen}) == len(seen)
