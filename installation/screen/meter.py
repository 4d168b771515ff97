"""How loud it was lately: a bar for every moment, the loudest of it."""

from typing import Final

from installation.screen.microphone import loudness
from installation.screen.moment import LEVELS
from models.types import Floats

METER_S: Final = 0.08  # between two bars


class Meter:
    """The last LEVELS bars, 0..1, the newest last."""

    def __init__(self) -> None:
        self.levels: tuple[float, ...] = ()
        self._since, self._loudest = 0.0, 0.0

    def heard(self, samples: Floats, now: float) -> None:
        """Sound that came until `now`, s."""
        self._loudest = max(self._loudest, loudness(samples))
        if now - self._since >= METER_S:
            self.levels = (*self.levels, round(self._loudest, 2))[-LEVELS:]
            self._since, self._loudest = now, 0.0

    def forget(self) -> None:
        """Nothing was heard."""
        self.levels = ()
