"""A hand before the kiosk on a stage: it sees which buttons are there, and touches them where they stand."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Self

import cv2
import numpy as np
import pygame

from installation.screen.display import canvas_size
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.moment import Look, Moment
from installation.screen.page import SHORT, Box, Deed, Pill
from installation.screen.raster import Raster
from installation.screen.session import Event, Session, State
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, STATE, read_settings
from models.types import Bytes, Drawing
from scripts.pointer import Pointer
from scripts.stage import Stage

PATIENCE_S: Final = 240.0  # for anything to appear, on a machine however busy
TOUCH_S: Final = 0.12
LIFT_S: Final = 0.15  # between two strokes
SETTLE_S: Final = 0.3  # until a page that comes stands still
ALIKE: Final = 4.0  # levels, mean difference of the letters of a button that is there
LETTERS: Final = (90, 20)  # px to each side of a button's middle, across and up, in which its words differ from others


@dataclass(frozen=True, slots=True, eq=False)
class Button:
    """Where a button of a page stands, and how its words look there: they tell it from all others."""

    box: Box
    words: Box
    letters: Bytes  # RGB [H, W, 3], of `words`

    def is_in(self, seen: Bytes) -> bool:
        """Whether its words are what is seen where they stand."""
        return bool(np.abs(seen.astype(int) - self.letters).mean() < ALIKE)


@dataclass(frozen=True, slots=True)
class Hand:
    """A finger on a stage, and an eye that knows how the kiosk's pages look. Places are px of the kiosk's canvas."""

    stage: Stage
    pointer: Pointer
    look: Look

    @classmethod
    @contextmanager
    def raised(cls, width: int, height: int) -> Iterator[Self]:
        """Before a display of a size, on which no kiosk runs yet; its PIN is chosen, for nobody will ask for it."""
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # this process only computes where buttons are
        pygame.display.init()
        pygame.font.init()
        settings = read_settings(CONFIGS / "default.toml")
        canvas = canvas_size(width, height, SHORT[settings.site.look.letters])
        look = open_house(settings, canvas).looks[0]
        with Stage.set(width, height) as stage, Pointer(stage.environment["DISPLAY"]) as pointer:
            Pin(stage.state / STATE).choose("000000")
            yield cls(stage, pointer, look)

    def touch(self, x: int, y: int) -> None:
        """A finger goes down and up again."""
        self.move(x, y)
        self.pointer.press(down=True)
        time.sleep(TOUCH_S)
        self.pointer.press(down=False)

    def move(self, x: float, y: float) -> None:
        """The finger goes to a place."""
        self.pointer.move(*self._on_display(x, y))

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """What is seen at a place, quickly."""
        return self.stage.display.pixel(*self._on_display(x, y))

    def part(self, box: Box) -> Bytes:
        """What is seen in a box, RGB [h, w, 3] of its size."""
        (left, top), (right, bottom) = self._on_display(box.x, box.y), self._on_display(box.right, box.bottom)
        seen = np.frombuffer(self.stage.display.part(left, top, right - left, bottom - top), np.uint8)
        pixels = seen.reshape(bottom - top, right - left, 4)[..., 2::-1]
        return np.asarray(cv2.resize(pixels, (box.w, box.h), interpolation=cv2.INTER_AREA), np.uint8)

    def begin(self) -> None:
        """Touch the idle picture until it is answered: before the painter is ready nobody is invited.

        Raises:
            SystemExit: it stays idle.
        """
        way_in, give_up = self._button(State.WELCOME, Event.BEGIN), time.monotonic() + PATIENCE_S
        while not way_in.is_in(self.part(way_in.words)):
            if time.monotonic() > give_up:
                sys.exit("expected the kiosk to welcome a visitor, but it stayed idle")
            self.touch(self.look.width // 2, self.look.height // 3)
            time.sleep(1.0)

    def press(self, state: State, deed: Deed) -> None:
        """Wait until the button of a page is to be seen, and touch it."""
        self.touch(*self.sees(state, deed).middle)

    def sees(self, state: State, deed: Deed) -> Box:
        """Wait for a button of a page.

        Raises:
            SystemExit: it does not come.
        """
        button, give_up = self._button(state, deed), time.monotonic() + PATIENCE_S
        while not button.is_in(self.part(button.words)):
            if time.monotonic() > give_up:
                sys.exit(f"expected the button {deed} on the page {state.name.lower()}, but it did not come")
            time.sleep(0.1)
        time.sleep(SETTLE_S)
        return button.box

    def draw(self, drawing: Drawing) -> None:
        """Strokes at their own pace, on the sheet."""
        sheet = sheet_box(self.look)
        scale = (sheet.w / drawing.width, sheet.h / drawing.height, 1.0)
        for stroke in drawing.strokes:
            places = (stroke.points * scale + (sheet.x, sheet.y, 0.0)).tolist()
            self.move(*places[0][:2])
            self.pointer.press(down=True)
            for (_, _, before), (x, y, now) in pairwise(places):
                time.sleep(max(0.0, now - before))
                self.move(x, y)
            self.pointer.press(down=False)
            time.sleep(LIFT_S)

    def _on_display(self, x: float, y: float) -> tuple[int, int]:
        """A place of the canvas, px of the display."""
        display = self.stage.display
        return round(x * display.width / self.look.width), round(y * display.height / self.look.height)

    def _button(self, state: State, deed: Deed) -> Button:
        elements = page(Moment(Session(state), inked=True), self.look).elements
        pill = next(e for e in elements if isinstance(e, Pill) and e.deed == deed)
        x, y = pill.box.middle
        across = min(LETTERS[0], pill.box.w // 2 - LETTERS[1])
        words = Box(x - across, y - LETTERS[1], 2 * across, 2 * LETTERS[1])
        return Button(pill.box, words, self._drawn(pill)[words.y : words.bottom, words.x : words.right])

    def _drawn(self, pill: Pill) -> Bytes:
        """The page with nothing but this button, RGB [H, W, 3]."""
        surface = pygame.Surface((self.look.width, self.look.height))
        one = replace(page(Moment(), self.look), elements=(pill,))
        Raster(surface, self.look.lettering, self.look.palette, lambda _: None).show(one)
        return np.ascontiguousarray(pygame.surfarray.array3d(surface).transpose(1, 0, 2), np.uint8)
