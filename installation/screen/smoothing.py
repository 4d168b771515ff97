"""The one-euro filter: less jitter when the finger is slow, less lag when it is fast (Casiez, Roussel & Vogel 2012)."""

import math
from dataclasses import dataclass, replace
from typing import Final

STILL: Final = 1.2  # Hz, cut-off of a finger at rest
LIVELY: Final = 0.012  # 1/px: how fast the cut-off rises with the finger's speed
SPEED: Final = 1.0  # Hz, cut-off of the speed itself


@dataclass(frozen=True, slots=True)
class OneEuro:
    """The filter after some points; positions in px, time in s."""

    x: float
    y: float
    time: float
    dx: float = 0.0
    dy: float = 0.0

    def after(self, x: float, y: float, time: float) -> "OneEuro":
        """The filter after one more point. Points at the same time are taken as they are."""
        span = time - self.time
        if span <= 0:
            return replace(self, x=x, y=y)
        keep = _share(SPEED, span)
        dx = self.dx + keep * ((x - self.x) / span - self.dx)
        dy = self.dy + keep * ((y - self.y) / span - self.dy)
        near = _share(STILL + LIVELY * math.hypot(dx, dy), span)
        return OneEuro(self.x + near * (x - self.x), self.y + near * (y - self.y), time, dx, dy)


def _share(cutoff: float, span: float) -> float:
    """How much of a new value counts at a cut-off in Hz after a span in s."""
    turn = 2 * math.pi * cutoff * span
    return turn / (turn + 1)
