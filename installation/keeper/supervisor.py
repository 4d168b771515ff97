"""Keeps the screen and the studio running: starts them, listens to them, replaces what dies or hangs.

A studio that dies leaves the screen as it is, which shows something kind and gets a new line when the next one starts.
Without a screen nothing is worth keeping: both are started anew.
"""

import os
import select
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installation.keeper.wards import Ward, end, kill, start
from installation.link import LineError, line_ends
from installation.messages import Alive, NewStudio, Presented
from telemetry.events import Sink, StageEvent

SCREEN_BYTES: Final = 8 << 20  # of arrays under way from the screen: strokes and sound
FILM_BYTES: Final = 450 << 20  # and to it: one film of six seconds at 1024 pixels
LOADS_S: Final = 180.0  # silence of a studio that loads,
WORKS_S: Final = 40.0  # that works,
WAITS_S: Final = 15.0  # that waits
FROZEN_S: Final = 15.0  # without a presented frame
MANY: Final = 5  # studios started ...
WITHIN_S: Final = 60.0  # ... within so long: then the next one waits
LOOK_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class Orders:
    """What to run: the settings, the set of models, and options for the screen."""

    settings: Path
    profile: str
    screen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a process last spoke, s, and how long it may be silent."""

    last: float
    patience: float

    def late(self, now: float) -> bool:
        """Whether it has been silent for too long."""
        return now - self.last > self.patience


class Supervisor:
    """Both processes, their pulses, and when studios were started."""

    def __init__(self, orders: Orders, events: Sink) -> None:
        self._orders, self._events = orders, events
        self.presented = Presented(0, 0.0)  # the screen's latest word
        self._starts: list[float] = []
        self._generation = 0
        self._screen = self._new_screen()
        self._studio: Ward | None = self._new_studio()

    @property
    def screen_pid(self) -> int:
        """The process of the screen that lives now."""
        return self._screen.process.pid

    def run(self, stop: int) -> None:
        """Keep both running until the open file `stop` has something to read; then none of them is left."""
        try:
            while stop not in self._wait(stop):
                now = time.monotonic()
                self._hear(now)
                self._replace(now)
        finally:
            end([ward for ward in (self._studio, self._screen) if ward])

    def _wait(self, stop: int) -> Sequence[int]:
        lines = [ward.line.fileno() for ward in (self._screen, self._studio) if ward and not ward.gone]
        return select.select([stop, *lines], [], [], LOOK_S)[0]

    def _hear(self, now: float) -> None:
        """Everything both said."""
        for message in _said(self._screen):
            if isinstance(message, Presented):
                self._seen, self.presented = Pulse(now, FROZEN_S), message
            elif isinstance(message, StageEvent):
                self._events.append(message)
        for message in _said(self._studio):
            if isinstance(message, StageEvent):
                self._events.append(message)
            busy = isinstance(message, StageEvent) or (isinstance(message, Alive) and message.busy)
            self._heard = Pulse(now, WORKS_S if busy else WAITS_S)

    def _replace(self, now: float) -> None:
        """Start anew what is gone or silent."""
        if self._screen.gone or self._seen.late(now):
            kill([ward for ward in (self._studio, self._screen) if ward])
            self._screen, self._studio = self._new_screen(), None
        if self._studio and (self._studio.gone or self._heard.late(now)):
            kill([self._studio])
            self._studio = None
        recent = [start for start in self._starts if now - start < WITHIN_S]
        if self._studio is None and len(recent) < MANY:
            self._starts, self._studio = recent, self._new_studio()

    def _new_screen(self) -> Ward:
        self._seen = Pulse(time.monotonic(), LOADS_S)
        options = ("--settings", str(self._orders.settings), *self._orders.screen)
        return start("screen", "installation.screen.loop", (), options)

    def _new_studio(self) -> Ward | None:
        """A studio with a line of its own to the screen."""
        now = time.monotonic()
        self._heard = Pulse(now, LOADS_S)
        self._starts.append(now)
        self._generation += 1
        screen, studio = line_ends(SCREEN_BYTES, FILM_BYTES)
        options = ("--settings", str(self._orders.settings), "--profile", self._orders.profile)
        ward = start("studio", "installation.studio.worker", [("--line", studio)], options)
        try:
            self._screen.line.send(NewStudio(self._generation), screen.descriptors)
        except LineError:
            kill([ward])  # the screen is gone: both come anew
            return None
        finally:
            for descriptor in screen.descriptors:
                os.close(descriptor)
        return ward


def _said(ward: Ward | None) -> list[object]:
    """What a process said; one that is gone says what it still had to say."""
    said: list[object] = []
    if ward:
        try:
            said += (message for message, _ in ward.line.receive())
        except LineError:
            ward.process.kill()  # who hung up cannot be told anything any more, even where it still runs
    return said
