"""The screen as a process: it draws what is, listens to fingers, and never waits for anybody. A process root.

python -m installation.screen.loop --keeper 5,6,7 --settings FILE [--window 1280x720]
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Final, Never

import pygame

from installation.link import End, Line, LineError
from installation.messages import Leave, NewStudio, Presented
from installation.screen.display import Display
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.kiosk import Kiosk
from installation.screen.microphone import EAR, Microphone
from installation.screen.page import SHORT
from installation.screen.touch import only_fingers
from installation.settings import read_settings, state_directory

RATE: Final = 60  # frames a second
SAYS_S: Final = 1.0  # between two words to the keeper


def main(arguments: Sequence[str] | None = None) -> int:
    """Show what is until told to leave, or until nobody keeps this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keeper", required=True, type=lambda text: End(*map(int, text.split(","))))
    parser.add_argument("--settings", required=True, type=Path)
    parser.add_argument("--window", default="", help="WIDTHxHEIGHT; else the whole display")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the keeper's terminal is the keeper's to answer
    signal.signal(signal.SIGTERM, _leave)
    settings = read_settings(chosen.settings)
    only_fingers()
    pygame.display.init()
    pygame.font.init()
    pygame.mouse.set_visible(False)
    short = SHORT[settings.site.look.letters]
    display = Display.window(chosen.window, short) if chosen.window else Display.whole(short)
    house = open_house(settings, display.canvas.get_size())
    with Line(chosen.keeper) as keeper:
        try:
            present(Kiosk(display.canvas, house, Microphone(EAR), Pin(state_directory())), display, keeper)
        except LineError:
            return 0  # the keeper hung up
        finally:
            pygame.quit()
    return 0


def present(kiosk: Kiosk, display: Display, keeper: Line) -> None:
    """Frame after frame, until told to leave by the keeper or by staff.

    Raises:
        LineError: nobody keeps this process.
    """
    said, frames = time.monotonic(), 0
    shown, longest = said, 0.0
    while not kiosk.ended:
        for message, descriptors in keeper.receive():
            if isinstance(message, Leave):
                return
            if isinstance(message, NewStudio):
                kiosk.studio.joined(descriptors)
        events = _events(shown + 1 / RATE)
        now = time.monotonic()
        changed = kiosk.frame(events, now)
        if changed:
            display.show(changed)
        frames, longest, shown = frames + 1, max(longest, now - shown), now
        while kiosk.events:
            keeper.send(kiosk.events.pop(0))
        if now - said >= SAYS_S:
            keeper.send(Presented(frames, longest))
            said, frames, longest = now, 0, 0.0


def _events(until: float) -> list[pygame.event.Event]:
    """What came by a time, s; a touch is not kept waiting for it."""
    first = pygame.event.wait(max(1, round(1000 * (until - time.monotonic()))))
    return [first, *pygame.event.get()] if first.type != pygame.NOEVENT else []


def _leave(number: int, frame: FrameType | None) -> Never:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
