"""The porter: opens and closes by the museum's hours, and lets staff in behind the hidden corner."""

import math
from dataclasses import replace
from datetime import datetime
from typing import Final

from installation.screen.door import DIGITS, Door, Pin
from installation.screen.session import Event
from installation.screen.touch import Contact, Phase, Touch
from installation.site import Hours

CORNER: Final = 130  # px: the hidden one, at the upper left,
CORNER_S: Final = 3.0  # and how long a finger rests there
CLOCK_S: Final = 1.0  # between two looks at the hours


class Porter:
    """Fingers in the corner, digits on the pad, the clock on the wall."""

    def __init__(self, pin: Pin, hours: Hours) -> None:
        self._pin, self._hours = pin, hours
        self._resting: dict[Contact, float] = {}
        self._looked = -math.inf
        self.door = Door()

    @property
    def has_a_pin(self) -> bool:
        """Whether staff chose one."""
        return self._pin.chosen

    def touched(self, touch: Touch) -> None:
        """Whether a finger begins or ceases to rest in the corner."""
        inside = max(touch.x, touch.y) < CORNER
        if touch.phase is Phase.DOWN and inside:
            self._resting[touch.contact] = touch.time
        elif touch.phase is not Phase.MOVE or not inside:
            self._resting.pop(touch.contact, None)

    def due(self, now: float) -> Event | None:
        """What time alone brings about at `now`, s."""
        if any(now - since >= CORNER_S for since in self._resting.values()):
            self._resting.clear()
            self.door = replace(self.door, digits="")
            return Event.CORNER
        if now - self._looked >= CLOCK_S:
            self._looked = now
            return Event.OPENING if self._hours.open_at(datetime.now().astimezone()) else Event.CLOSING
        return None

    def dialled(self, index: int, now: float) -> Event | None:
        """After one more sign of the pad."""
        self.door, event = self.door.dialled(DIGITS[index], self._pin, now)
        return event
