"""Measure the kiosk on a virtual screen while two cores compute: how soon ink follows, how evenly frames come.

    python -m scripts.measure_kiosk [--touches 300] [--seconds 60] [--size 1920x1080]

A touch is injected into the X server; it has been answered when the pixel under it, read back from the server, has
the colour of ink. Frames are counted by the screen itself; beside it a bare loop shows what this machine allows.
"""

import os
import sys

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # this process only computes where buttons are

import argparse
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pygame

from installation.keeper.supervisor import Orders, Supervisor
from installation.messages import Presented
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.moment import Look, Moment
from installation.screen.page import Pill
from installation.screen.session import Event, Session, State
from installation.screen.theme import DARK, Tint
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, read_settings
from installation.studio.calibration import cores, processor
from scripts.pointer import Pointer
from scripts.stage import Stage
from telemetry.events import StageEvent

POLITE = 10  # nice, as the studio is
WAITS_S = 240.0
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


class Nowhere:
    """Events are not kept."""

    def append(self, event: StageEvent) -> None:
        """Forget it."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touches", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60)
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
        pointer = held.enter_context(Pointer(stage.environment["DISPLAY"]))
        to_the_sheet(stage, pointer, look)
        held.enter_context(_load())
        numbers = {"machine": f"{processor()}, {cores()} cores", "size": chosen.size}
        numbers |= _touches(stage, pointer, look, chosen.touches)
        numbers |= _frames(supervisor, stage, pointer, look, chosen.seconds)
        numbers |= memory(supervisor)
    print(json.dumps(numbers, indent=2))
    return 0


@contextmanager
def running_kiosk(stage: Stage) -> Iterator[Supervisor]:
    """Screen and studio under a keeper that can be asked."""
    os.environ.update(stage.environment)
    near, far = os.pipe()
    supervisor = Supervisor(Orders((CONFIGS / "default.toml").resolve(), "bundled"), Nowhere())
    thread = threading.Thread(target=supervisor.run, args=(near,))
    thread.start()
    try:
        yield supervisor
    finally:
        os.write(far, b".")
        thread.join()


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


def to_the_sheet(stage: Stage, pointer: Pointer, look: Look) -> None:
    """Touch until the paper lies there."""
    begin = _button(look, State.WELCOME, Event.BEGIN)
    sheet, give_up = sheet_box(look), time.monotonic() + WAITS_S
    while stage.display.pixel(*sheet.middle) != DARK[Tint.PAPER]:
        if time.monotonic() > give_up:
            sys.exit("expected the sheet to appear, but it did not")
        welcomed = stage.display.pixel(begin[0], begin[1] + 30) == DARK[Tint.ACCENT]
        tap(pointer, *(begin if welcomed else (900, 300)))
        time.sleep(1.0)


def _button(look: Look, state: State, event: Event) -> tuple[int, int]:
    pills = (e for e in page(Moment(Session(state)), look).elements if isinstance(e, Pill))
    return next(pill.box.middle for pill in pills if pill.deed is event)


def tap(pointer: Pointer, x: int, y: int) -> None:
    """A finger goes down and up again."""
    pointer.move(x, y)
    pointer.press(down=True)
    time.sleep(0.1)
    pointer.press(down=False)


def _touches(stage: Stage, pointer: Pointer, look: Look, count: int) -> dict[str, Any]:
    """From the injection to the pixel, ms."""
    sheet, rng = sheet_box(look), np.random.default_rng(1)
    places = [
        (x, y) for y in range(sheet.y + 30, sheet.bottom - 30, 30) for x in range(sheet.x + 30, sheet.right - 30, 30)
    ]
    spent = []
    for place in rng.permutation(places)[:count].tolist():
        pointer.move(*place)
        time.sleep(float(rng.uniform(0.02, 0.06)))
        began = time.perf_counter()
        pointer.press(down=True)
        while stage.display.pixel(*place) != DARK[Tint.INK] and time.perf_counter() - began < LATE_S:
            time.sleep(0.0005)
        spent.append(1000 * (time.perf_counter() - began))
        pointer.press(down=False)
    return {"touches": len(spent)} | {f"touch_p{p}_ms": round(float(np.percentile(spent, p)), 1) for p in (50, 95, 99)}


def _frames(supervisor: Supervisor, stage: Stage, pointer: Pointer, look: Look, seconds: int) -> dict[str, Any]:
    """Frames a second and the longest gap while a finger draws, beside a bare loop."""
    control = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(seconds)],
        env=os.environ | {"SDL_VIDEODRIVER": "dummy"},
        stdout=subprocess.PIPE,
        text=True,
    )
    said: list[Presented] = []
    sheet, until = sheet_box(look), time.monotonic() + seconds
    pointer.move(*sheet.middle)
    pointer.press(down=True)
    step = 0
    while time.monotonic() < until:
        step += 1
        angle = step / 20
        x, y = sheet.middle
        pointer.move(round(x + 200 * np.cos(angle)), round(y + 200 * np.sin(angle * 1.3)))
        if step % 300 == 0:  # a new line now and then
            pointer.press(down=False)
            pointer.press(down=True)
        if not said or supervisor.presented is not said[-1]:
            said.append(supervisor.presented)
        time.sleep(1 / 60)
    pointer.press(down=False)
    bare = float((control.communicate()[0] or "nan").split()[-1])
    told = said[1:]
    return {
        "frames_per_s": round(float(np.mean([each.frames for each in told])), 1),
        "frames_per_s_worst": min(each.frames for each in told),
        "longest_gap_ms": round(1000 * max(each.longest_s for each in told), 1),
        "longest_gap_of_a_bare_loop_ms": round(1000 * bare, 1),
    }


def memory(supervisor: Supervisor) -> dict[str, Any]:
    """Private memory of the screen, MiB (the sum of Private_* in smaps_rollup), and whether torch is in it."""
    pid = supervisor.screen_pid
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    private = sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))
    return {
        "screen_private_mib": round(private / 1024, 1),
        "screen_holds_torch": "libtorch" in Path(f"/proc/{pid}/maps").read_text(),
    }


if __name__ == "__main__":
    sys.exit(main())
