"""How the kiosk lasts, on a virtual screen: films looped in real time, and memory over many visits.

    python -m scripts.endure [--loops 20] [--visits 10] [--size 1920x1080]

Somebody beside the player reads what stands on the display, learns the film's frames from its first loop and counts
what is missing afterwards. A visit draws, asks without words, sees the film begin and leaves; the private memory of the
screen is read after each.
"""

import argparse
import json
import os
import sys

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # this process only computes where buttons are

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pygame

from installation.keeper.supervisor import Supervisor
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.moment import Look, Moment
from installation.screen.page import Pill
from installation.screen.session import Event, Session, State
from installation.screen.theme import DARK, Tint
from installation.screen.views import page
from installation.screen.views.film import film_box
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, read_settings
from installation.studio.calibration import cores, processor
from scripts.measure_kiosk import memory, running_kiosk, tap, to_the_sheet
from scripts.pointer import Pointer
from scripts.stage import Stage

WAITS_S = 120.0
TOUCHES_S = 15.0  # a film that nobody touches ends the visit
PAGE_S = 0.7  # for the next page to come
PATCH = 160  # px: side of what is watched in the middle of the film


@dataclass(frozen=True, slots=True)
class Hand:
    """A finger on the stage, and what the page looks like."""

    stage: Stage
    pointer: Pointer
    look: Look

    def press(self, state: State, event: Event) -> None:
        """Touch the button of a page that is there."""
        tap(self.pointer, *self._pill(state, event).box.middle)
        time.sleep(PAGE_S)

    def wait_for(self, state: State, event: Event) -> None:
        """Until the page shows the main button that does this.

        Raises:
            SystemExit: it does not come.
        """
        box = self._pill(state, event).box
        give_up = time.monotonic() + WAITS_S
        while self.stage.display.pixel(box.x + box.h // 2, box.y + 12) != DARK[Tint.ACCENT]:
            if time.monotonic() > give_up:
                sys.exit(f"expected the page {state.name}, which did not come in {WAITS_S:.0f} s")
            time.sleep(0.02)

    def draw(self) -> None:
        """A house without words."""
        sheet = sheet_box(self.look)
        for number, (x, y) in enumerate(((0.3, 0.7), (0.3, 0.45), (0.5, 0.3), (0.7, 0.45), (0.7, 0.7), (0.3, 0.7))):
            self.pointer.move(sheet.x + round(x * sheet.w), sheet.y + round(y * sheet.h))
            if number == 0:
                self.pointer.press(down=True)
            time.sleep(0.05)
        self.pointer.press(down=False)

    def _pill(self, state: State, event: Event) -> Pill:
        pills = (e for e in page(Moment(Session(state), inked=True), self.look).elements if isinstance(e, Pill))
        return next(pill for pill in pills if pill.deed is event)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loops", type=int, default=20)
    parser.add_argument("--visits", type=int, default=10)
    parser.add_argument("--size", default="1920x1080")
    chosen = parser.parse_args()
    width, height = (int(side) for side in chosen.size.split("x"))
    pygame.display.init()
    pygame.font.init()
    look = open_house(read_settings(CONFIGS / "default.toml"), (width, height)).looks[0]
    with ExitStack() as held:
        stage = held.enter_context(Stage.set(width, height))
        Pin(stage.state / "drawn-aloud").choose("000000")
        supervisor = held.enter_context(running_kiosk(stage))
        hand = Hand(stage, held.enter_context(Pointer(stage.environment["DISPLAY"])), look)
        numbers: dict[str, Any] = {"machine": f"{processor()}, {cores()} cores", "size": chosen.size}
        _to_the_film(hand)
        numbers |= _loops(hand, chosen.loops)
        numbers |= {"visits": chosen.visits, "private_mib": list(_visits(hand, supervisor, chosen.visits))}
    print(json.dumps(numbers, indent=2))
    return 0


def _to_the_film(hand: Hand) -> None:
    to_the_sheet(hand.stage, hand.pointer, hand.look)
    hand.draw()
    hand.press(State.SKETCH, Event.TYPE)
    hand.wait_for(State.KEYBOARD, Event.DONE)
    hand.press(State.KEYBOARD, Event.DONE)
    hand.wait_for(State.CHECK, Event.PAINT)
    hand.press(State.CHECK, Event.PAINT)
    hand.wait_for(State.FILM, Event.AGAIN)


def _loops(hand: Hand, loops: int) -> dict[str, Any]:
    """Frames that were shown, one after another, and those that were left out."""
    shown = _frames(hand)
    first, at = next(shown)
    order, places, since = [first], {first: 0}, at
    for digest, _ in shown:  # the first loop: until its first frame comes again
        if digest == first:
            break
        places[digest] = len(order)
        order.append(digest)
    wanted, seen, missing, longest, last, before = loops * len(order), 0, 0, 0.0, 0, time.monotonic()
    for digest, at in shown:
        longest, before, seen = max(longest, at - before), at, seen + 1
        if digest in places:  # else one that the first loop left out
            missing += (places[digest] - last - 1) % len(order)
            last = places[digest]
        if seen + missing >= wanted:
            break
    return {
        "loops": loops, "frames_of_a_loop": len(order), "frames_seen": seen, "frames_left_out": missing,
        "frames_per_s": round((seen + len(order)) / (at - since), 2), "longest_a_frame_stood_ms": round(1000 * longest),
    }  # fmt: skip


def _frames(hand: Hand) -> Iterator[tuple[int, float]]:
    """A digest of what stands in the middle of the film, and since when, whenever it has changed and stands still."""
    x, y = film_box(hand.look).middle
    last, touched = 0, time.monotonic()
    while True:
        digest = crc32(hand.stage.display.part(x - PATCH // 2, y - PATCH // 2, PATCH, PATCH))
        time.sleep(0.002)
        again = crc32(hand.stage.display.part(x - PATCH // 2, y - PATCH // 2, PATCH, PATCH))
        now = time.monotonic()
        if digest == again != last:
            last = digest
            yield digest, now
        if now - touched > TOUCHES_S:
            touched = now
            tap(hand.pointer, x, y)


def _visits(hand: Hand, supervisor: Supervisor, count: int) -> Iterator[float]:
    """Private memory of the screen after each visit, MiB."""
    for _ in range(count):
        hand.press(State.FILM, Event.LEAVE)
        time.sleep(1.0)
        yield memory(supervisor)["screen_private_mib"]
        _to_the_film(hand)


if __name__ == "__main__":
    sys.exit(main())
