"""Replay a recorded visitor at the real kiosk on a virtual screen: our own finger strokes, and a spoken wish.

    python -m scripts.visit --out out/visit

Saves what the screen showed, as a film and as a contact sheet of its moments.
"""

import argparse
import os
import sys
import threading
import time
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # this process only draws what it expects to see

import av
import cv2
import numpy as np
import pygame

from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Deed, Pill, Tool
from installation.screen.raster import Raster
from installation.screen.session import Event, Session, State
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, read_settings
from models.drawing import read_drawing
from models.types import Bytes, Drawing
from scripts.stage import Display, Stage, running

SIZE: Final = (1920, 1080)
RATE: Final = 10  # pictures of the screen a second
FILMED: Final = (960, 540)
PATIENCE_S: Final = 180.0  # for anything to appear, on a machine however busy
ALIKE: Final = 4.0  # levels, mean difference of the letters of a button that is there
LETTERS: Final = (90, 20)  # px to each side of a button's middle, across and up, in which its words differ from others
WATCHED_S: Final = 6.0
EXAMPLES: Final = CONFIGS / "examples"
COLUMNS: Final = 3


class Camera:
    """Films the screen, and keeps its moments."""

    def __init__(self, display: Display, out: Path) -> None:
        self._display, self._out = display, out
        self._over = threading.Event()
        self._moments: list[Bytes] = []
        self._thread = threading.Thread(target=self._film)
        self._thread.start()

    def moment(self) -> None:
        """Keep what is to be seen just now."""
        self._moments.append(self._seen())

    def stop(self) -> None:
        """Write both down."""
        self._over.set()
        self._thread.join()
        rows = [self._moments[k : k + COLUMNS] for k in range(0, len(self._moments), COLUMNS)]
        bare = np.zeros_like(self._moments[0])
        sheet = np.vstack([np.hstack([*row, *[bare] * (COLUMNS - len(row))]) for row in rows])
        cv2.imwrite(str(self._out / "contact-sheet.png"), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))

    def _seen(self) -> Bytes:
        return np.asarray(cv2.resize(self._display.pixels(), FILMED, interpolation=cv2.INTER_AREA), np.uint8)

    def _film(self) -> None:
        with av.open(str(self._out / "visit.mp4"), "w") as file:
            stream = file.add_stream("libx264", Fraction(RATE), {"crf": "24", "preset": "veryfast"})
            stream.width, stream.height, stream.pix_fmt = *FILMED, "yuv420p"
            while not self._over.wait(1 / RATE):
                file.mux(stream.encode(av.VideoFrame.from_ndarray(self._seen(), "rgb24")))
            file.mux(stream.encode(None))


class Visitor:
    """Sees what is on the screen, and touches it where buttons are."""

    def __init__(self, stage: Stage, look: Look, camera: Camera) -> None:
        self._stage, self._look, self._camera = stage, look, camera

    def touch(self, x: int, y: int) -> None:
        """A short touch."""
        self._stage.move(f"mousemove {x} {y}\nsleep 0.05\nmousedown 1\nsleep 0.12\nmouseup 1\n")

    def begin(self) -> None:
        """Touch the idle picture until it is answered: before the painter is ready nobody is invited."""
        give_up = time.monotonic() + PATIENCE_S
        while not self._is_there(State.WELCOME, Event.BEGIN):
            if time.monotonic() > give_up:
                sys.exit("expected the kiosk to welcome a visitor, but it stayed idle")
            self.touch(900, 400)
            time.sleep(1.0)

    def press(self, state: State, deed: Deed) -> None:
        """Wait until the button of a page is to be seen, and touch it."""
        self.touch(*self.sees(state, deed).middle)

    def sees(self, state: State, deed: Deed) -> Box:
        """Wait for a button of a page.

        Raises:
            SystemExit: it does not come.
        """
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            if self._is_there(state, deed):
                time.sleep(0.3)
                self._camera.moment()
                return self._button(state, deed).box
            time.sleep(0.1)
        sys.exit(f"expected the button {deed} on the page {state.name.lower()}, but it did not come")

    def draw(self, drawing: Drawing) -> None:
        """Strokes at their own pace, on the sheet."""
        sheet = sheet_box(self._look)
        lines: list[str] = []
        for stroke in drawing.strokes:
            places = [
                (sheet.x + x * sheet.w / drawing.width, sheet.y + y * sheet.h / drawing.height, t)
                for x, y, t in stroke.points.tolist()
            ]
            lines += [_to(*places[0][:2]), "mousedown 1"]
            for (_, _, before), (x, y, now) in pairwise(places):
                lines += [f"sleep {max(0.0, now - before):.3f}", _to(x, y)]
            lines += ["mouseup 1", "sleep 0.15"]
        self._stage.move("\n".join(lines) + "\n")
        self._camera.moment()

    def _button(self, state: State, deed: Deed) -> Pill:
        elements = page(Moment(Session(state), inked=True), self._look).elements
        return next(e for e in elements if isinstance(e, Pill) and e.deed == deed)

    def _is_there(self, state: State, deed: Deed) -> bool:
        """Whether the button of a page is on the screen: its words tell it from all others."""
        pill = self._button(state, deed)
        x, y = pill.box.middle
        across = min(LETTERS[0], pill.box.w // 2 - LETTERS[1])
        inner = (slice(y - LETTERS[1], y + LETTERS[1]), slice(x - across, x + across))
        there = self._stage.display.pixels()[inner].astype(int)
        return bool(np.abs(there - self._drawn(pill)[inner]).mean() < ALIKE)

    def _drawn(self, pill: Pill) -> Bytes:
        """The page with nothing but this button, RGB [H, W, 3]."""
        surface = pygame.Surface(SIZE)
        one = replace(page(Moment(), self._look), elements=(pill,))
        Raster(surface, self._look.lettering, self._look.palette, lambda _: None).show(one)
        return np.ascontiguousarray(pygame.surfarray.array3d(surface).transpose(1, 0, 2), np.uint8)


def main() -> int:
    """One visit, from the idle picture to the idle picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/visit"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    pygame.display.init()
    pygame.font.init()
    look = open_house(read_settings(CONFIGS / "default.toml"), SIZE).looks[0]
    with Stage.set(*SIZE) as stage:
        Pin(stage.state / "drawn-aloud").choose("000000")  # nobody will ask for it
        with running([str(Path(sys.executable).with_name("drawn-aloud")), "run"], stage.environment):
            camera = Camera(stage.display, out)
            try:
                _visit(Visitor(stage, look, camera), stage, camera)
            finally:
                camera.stop()
    print(f"what the screen showed is in {out / 'visit.mp4'}, its moments in {out / 'contact-sheet.png'}")
    return 0


def _visit(visitor: Visitor, stage: Stage, camera: Camera) -> None:
    _until_something_is_shown(stage.display)
    camera.moment()
    visitor.begin()
    visitor.press(State.WELCOME, Event.BEGIN)
    visitor.sees(State.SKETCH, Event.SPEAK)  # the microphone is open
    visitor.draw(read_drawing(EXAMPLES / "house-and-tree.json"))
    visitor.press(State.SKETCH, Event.SPEAK)
    visitor.sees(State.SPEAK, Event.DONE)
    stage.say(EXAMPLES / "voice.flac")
    visitor.press(State.CHECK, Event.PAINT)
    for _ in range(2):
        time.sleep(WATCHED_S / 4)
        camera.moment()
    visitor.sees(State.FILM, Event.AGAIN)
    time.sleep(WATCHED_S)
    camera.moment()
    visitor.press(State.FILM, Tool("rate", 2))
    visitor.press(State.FILM, Event.LEAVE)
    time.sleep(1.0)
    camera.moment()


def _until_something_is_shown(display: Display) -> None:
    """A curated film is playing, and the studio had time to load."""
    give_up = time.monotonic() + PATIENCE_S
    while display.pixels().std() < 10:
        if time.monotonic() > give_up:
            sys.exit("expected the kiosk to show something, but the screen stayed dark")
        time.sleep(0.2)


def _to(x: float, y: float) -> str:
    return f"mousemove {round(x)} {round(y)}"


if __name__ == "__main__":
    sys.exit(main())
