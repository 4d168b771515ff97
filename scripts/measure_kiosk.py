"""Measure the kiosk on a virtual screen while two cores compute: how soon ink follows, how evenly frames come.

    python -m scripts.measure_kiosk [--touches 300] [--seconds 60] [--size 1920x1080]

A touch is injected into the X server; it has been answered when the pixel under it, read back from the server, has
the colour of ink. Frames are counted by the screen itself; beside it a bare loop shows what this machine allows.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from installation.messages import Presented
from installation.screen.session import Event, State
from installation.screen.theme import DARK, Tint
from installation.screen.views.sketch import sheet_box
from installation.studio.calibration import cores, processor
from scripts.hand import Hand
from scripts.kiosk import Kiosk

POLITE = 10  # nice, as the studio is
LATE_S = 2.0  # a touch that is not answered by then is lost
BUSY = "while True: sum(range(10_000))"
LOOP = """
import pygame, time, sys
clock, last, longest, until = pygame.time.Clock(), time.monotonic(), 0.0, time.monotonic() + float(sys.argv[1])
while last < until:
    clock.tick(60)
    now = time.monotonic()
    longest, last = max(longest, now - last), now
print(longest)
"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touches", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--size", default="1920x1080")
    chosen = parser.parse_args()
    width, height = (int(side) for side in chosen.size.split("x"))
    numbers: dict[str, Any] = {"machine": f"{processor()}, {cores()} cores", "size": chosen.size}
    with Hand.raised(width, height) as hand, Kiosk.running(hand.stage) as kiosk:
        hand.begin()
        hand.press(State.WELCOME, Event.BEGIN)
        hand.sees(State.SKETCH, Event.TYPE)
        with _load():
            numbers |= _touches(hand, chosen.touches)
            numbers |= _frames(hand, kiosk, chosen.seconds)
        numbers |= kiosk.memory()
    print(json.dumps(numbers, indent=2))
    return 0


@contextmanager
def _load() -> Iterator[None]:
    """Every core computes, as politely as the studio."""
    command = ["nice", "-n", str(POLITE), sys.executable, "-c", BUSY]
    busy = [subprocess.Popen(command) for _ in range(cores())]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _touches(hand: Hand, count: int) -> dict[str, Any]:
    """From the injection to the pixel, ms."""
    sheet, rng = sheet_box(hand.look), np.random.default_rng(1)
    places = [
        (x, y) for y in range(sheet.y + 30, sheet.bottom - 30, 30) for x in range(sheet.x + 30, sheet.right - 30, 30)
    ]
    spent = []
    for place in rng.permutation(places)[:count].tolist():
        hand.move(*place)
        time.sleep(float(rng.uniform(0.02, 0.06)))
        began = time.perf_counter()
        hand.pointer.press(down=True)
        while hand.pixel(*place) != DARK[Tint.INK] and time.perf_counter() - began < LATE_S:
            time.sleep(0.0005)
        spent.append(1000 * (time.perf_counter() - began))
        hand.pointer.press(down=False)
    return {"touches": len(spent)} | {f"touch_p{p}_ms": round(float(np.percentile(spent, p)), 1) for p in (50, 95, 99)}


def _frames(hand: Hand, kiosk: Kiosk, seconds: int) -> dict[str, Any]:
    """Frames a second and the longest gap while a finger draws, beside a bare loop."""
    control = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(seconds)],
        env=os.environ | {"SDL_VIDEODRIVER": "dummy"},
        stdout=subprocess.PIPE,
        text=True,
    )
    said: list[Presented] = []
    (x, y), until, step = sheet_box(hand.look).middle, time.monotonic() + seconds, 0
    hand.move(x, y)
    hand.pointer.press(down=True)
    while time.monotonic() < until:
        step += 1
        angle = step / 20
        hand.move(x + 200 * np.cos(angle), y + 200 * np.sin(angle * 1.3))
        if step % 300 == 0:  # a new line now and then
            hand.pointer.press(down=False)
            hand.pointer.press(down=True)
        if not said or kiosk.presented is not said[-1]:
            said.append(kiosk.presented)
        time.sleep(1 / 60)
    hand.pointer.press(down=False)
    bare = float((control.communicate()[0] or "nan").split()[-1])
    told = said[1:]
    return {
        "frames_per_s": round(float(np.mean([each.frames for each in told])), 1),
        "frames_per_s_worst": min(each.frames for each in told),
        "longest_gap_ms": round(1000 * max(each.longest_s for each in told), 1),
        "longest_gap_of_a_bare_loop_ms": round(1000 * bare, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
