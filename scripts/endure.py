"""How the kiosk lasts, on a virtual screen: films looped in real time, and memory over many visits.

    python -m scripts.endure [--loops 20] [--visits 10] [--size 1920x1080]

Somebody beside the player reads what stands on the display, learns the film's frames from its first loop and counts
what is missing afterwards. A visit draws, asks without words, sees the film begin and leaves; the private memory of the
screen is read after each.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np

from installation.screen.page import Box
from installation.screen.session import Event, State
from installation.screen.views.film import film_box
from installation.studio.calibration import cores, processor
from models.types import Drawing, Stroke
from scripts.hand import Hand
from scripts.kiosk import Kiosk

TOUCHES_S = 15.0  # a film that nobody touches ends the visit
PATCH = 160  # px: side of what is watched in the middle of the film
HOUSE = ((30, 70, 0.0), (30, 45, 0.05), (50, 30, 0.1), (70, 45, 0.15), (70, 70, 0.2), (30, 70, 0.25))  # x, y, s


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loops", type=int, default=20)
    parser.add_argument("--visits", type=int, default=10)
    parser.add_argument("--size", default="1920x1080")
    chosen = parser.parse_args()
    width, height = (int(side) for side in chosen.size.split("x"))
    numbers: dict[str, Any] = {"machine": f"{processor()}, {cores()} cores", "size": chosen.size}
    with Hand.raised(width, height) as hand, Kiosk.running(hand.stage) as kiosk:
        _to_the_film(hand)
        numbers |= _loops(hand, chosen.loops)
        numbers |= {"visits": chosen.visits, "private_mib": list(_visits(hand, kiosk, chosen.visits))}
    print(json.dumps(numbers, indent=2))
    return 0


def _to_the_film(hand: Hand) -> None:
    """A house without words."""
    hand.begin()
    hand.press(State.WELCOME, Event.BEGIN)
    hand.sees(State.SKETCH, Event.TYPE)
    hand.draw(Drawing(100, 100, (Stroke(np.array(HOUSE, np.float32), 1.0),)))
    hand.press(State.SKETCH, Event.TYPE)
    hand.press(State.KEYBOARD, Event.DONE)
    hand.press(State.CHECK, Event.PAINT)
    hand.sees(State.FILM, Event.AGAIN)


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
    patch = Box(x - PATCH // 2, y - PATCH // 2, PATCH, PATCH)
    last, touched = 0, time.monotonic()
    while True:
        digest = crc32(hand.part(patch).tobytes())
        time.sleep(0.002)
        again = crc32(hand.part(patch).tobytes())
        now = time.monotonic()
        if digest == again != last:
            last = digest
            yield digest, now
        if now - touched > TOUCHES_S:
            touched = now
            hand.touch(x, y)


def _visits(hand: Hand, kiosk: Kiosk, count: int) -> Iterator[float]:
    """Private memory of the screen after each visit, MiB."""
    for _ in range(count):
        hand.press(State.FILM, Event.LEAVE)
        time.sleep(1.0)
        yield kiosk.memory()["screen_private_mib"]
        _to_the_film(hand)


if __name__ == "__main__":
    sys.exit(main())
