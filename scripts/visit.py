"""Replay a recorded visitor at the real kiosk on a virtual screen: our own finger strokes, and a spoken wish.

    python -m scripts.visit --out out/visit

Saves what the screen showed, as a film and as a contact sheet of its moments.
"""

import argparse
import sys
import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from installation.screen.page import Box, Deed, Tool
from installation.screen.session import Event, State
from installation.settings import CONFIGS
from models.drawing import read_drawing
from models.types import Bytes
from scripts.hand import PATIENCE_S, Hand
from scripts.stage import Display, running

SIZE: Final = (1920, 1080)
RATE: Final = 10  # pictures of the screen a second
FILMED: Final = (960, 540)
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


@dataclass(frozen=True, slots=True)
class Visitor:
    """A hand, and a camera that keeps what it sees before it touches."""

    hand: Hand
    camera: Camera

    def sees(self, state: State, deed: Deed) -> Box:
        """Wait for a button of a page."""
        box = self.hand.sees(state, deed)
        self.camera.moment()
        return box

    def press(self, state: State, deed: Deed) -> None:
        """Wait until the button of a page is to be seen, and touch it."""
        self.hand.touch(*self.sees(state, deed).middle)


def main() -> int:
    """One visit, from the idle picture to the idle picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/visit"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with Hand.raised(*SIZE) as hand:
        command = str(Path(sys.executable).with_name("drawn-aloud"))
        with running([command, "run"], hand.stage.environment):
            camera = Camera(hand.stage.display, out)
            try:
                _visit(Visitor(hand, camera))
            finally:
                camera.stop()
    print(f"what the screen showed is in {out / 'visit.mp4'}, its moments in {out / 'contact-sheet.png'}")
    return 0


def _visit(visitor: Visitor) -> None:
    hand, camera = visitor.hand, visitor.camera
    _until_something_is_shown(hand.stage.display)
    camera.moment()
    hand.begin()
    visitor.press(State.WELCOME, Event.BEGIN)
    visitor.sees(State.SKETCH, Event.SPEAK)  # the microphone is open
    hand.draw(read_drawing(EXAMPLES / "house-and-tree.json"))
    camera.moment()
    visitor.press(State.SKETCH, Event.SPEAK)
    visitor.sees(State.SPEAK, Event.DONE)
    hand.stage.say(EXAMPLES / "voice.flac")
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


if __name__ == "__main__":
    sys.exit(main())
