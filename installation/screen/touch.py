"""Fingers: SDL's events become contacts on the logical canvas, each with a name, and an end even if none is told.

SDL may lose the lifting of a finger, repeats a touch as a mouse, and knows no contact area (wiki.libsdl.org,
SDL_TouchFingerEvent); so mouse events made from touches are switched off, a contact that says nothing for long is over,
and an arm that rests on the glass is told by how many contacts come at once and how near to each other.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto, unique
from typing import Final

import pygame

Contact = tuple[int, int]  # touch device, finger; the mouse of a developer is (MOUSE, 0)
MOUSE: Final = -1
STALE: Final = 8.0  # s without a word from a contact
ARM_AT_ONCE: Final = 3  # contacts ...
ARM_TIME: Final = 0.15  # ... that begin within s ...
ARM_SPREAD: Final = 260.0  # ... and px of each other are an arm


@unique
class Phase(Enum):
    """What a contact does."""

    DOWN = auto()
    MOVE = auto()
    UP = auto()
    LOST = auto()  # over, though nobody saw it lifted: ink stays, no button is pressed
    VOID = auto()  # it was an arm: whatever it did is undone


@dataclass(frozen=True, slots=True)
class Touch:
    """One word of a contact: where (px of the logical canvas) and when (s)."""

    contact: Contact
    phase: Phase
    x: float
    y: float
    time: float


@dataclass(frozen=True, slots=True)
class _Known:
    first: Touch
    last: Touch
    arm: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """All contacts on the glass, as a value."""

    known: Mapping[Contact, _Known] = field(default_factory=dict)

    def told(self, touch: Touch) -> tuple["Contacts", tuple[Touch, ...]]:
        """After one more word: what is known now, and what it means."""
        if touch.phase is Phase.DOWN:
            return self._pressed(touch)
        known = self.known.get(touch.contact)
        if known is None:
            return self, ()
        rest = {name: other for name, other in self.known.items() if name != touch.contact}
        if touch.phase is not Phase.UP:
            rest[touch.contact] = replace(known, last=touch)
        return Contacts(rest), () if known.arm else (touch,)

    def aged(self, now: float) -> tuple["Contacts", tuple[Touch, ...]]:
        """After a time `now`, s: contacts that fell silent are over."""
        silent = [known for known in self.known.values() if now - known.last.time > STALE]
        if not silent:
            return self, ()
        gone = {known.last.contact for known in silent}
        kept = {name: known for name, known in self.known.items() if name not in gone}
        return Contacts(kept), tuple(replace(k.last, phase=Phase.LOST, time=now) for k in silent if not k.arm)

    def _pressed(self, touch: Touch) -> tuple["Contacts", tuple[Touch, ...]]:
        """A contact that comes again without having gone was lost."""
        again = self.known.get(touch.contact)
        lost = (replace(again.last, phase=Phase.LOST, time=touch.time),) if again and not again.arm else ()
        known = {**self.known, touch.contact: _Known(touch, touch)}
        near = [other for other in known.values() if _together(other.first, touch)]
        if len(near) < ARM_AT_ONCE:
            return Contacts(known), (*lost, touch)
        void = tuple(replace(o.last, phase=Phase.VOID) for o in near if not o.arm and o.first is not touch)
        arm = {other.first.contact: replace(other, arm=True) for other in near}
        return Contacts({**known, **arm}), (*lost, *void)


def _together(one: Touch, other: Touch) -> bool:
    near = abs(one.x - other.x) <= ARM_SPREAD and abs(one.y - other.y) <= ARM_SPREAD
    return near and abs(one.time - other.time) <= ARM_TIME


def only_fingers() -> None:
    """Tell SDL, before it starts, to keep touches and mouse apart."""
    os.environ["SDL_TOUCH_MOUSE_EVENTS"] = "0"
    os.environ["SDL_MOUSE_TOUCH_EVENTS"] = "0"


def touches(events: Iterable[pygame.event.Event], size: tuple[int, int], now: float) -> Iterator[Touch]:
    """What SDL's events say of fingers, and of a mouse's left button, on a canvas of that size."""
    fingers = {pygame.FINGERDOWN: Phase.DOWN, pygame.FINGERMOTION: Phase.MOVE, pygame.FINGERUP: Phase.UP}
    buttons = {pygame.MOUSEBUTTONDOWN: Phase.DOWN, pygame.MOUSEBUTTONUP: Phase.UP}
    for event in events:
        if event.type in fingers:
            contact = (event.touch_id, event.finger_id)
            yield Touch(contact, fingers[event.type], event.x * size[0], event.y * size[1], now)
        elif getattr(event, "touch", False):
            continue  # a mouse made from a finger
        elif event.type in buttons and event.button == 1:
            yield Touch((MOUSE, 0), buttons[event.type], event.pos[0], event.pos[1], now)
        elif event.type == pygame.MOUSEMOTION and event.buttons[0]:
            yield Touch((MOUSE, 0), Phase.MOVE, event.pos[0], event.pos[1], now)
