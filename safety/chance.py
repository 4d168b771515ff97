"""How likely an event is, and where that number comes from: counted, or assumed."""

from collections.abc import Callable
from math import comb
from random import Random
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

SURE: Final = 0.95
STEPS: Final = 60  # of a bisection: more than a double holds

Share = Annotated[float, Field(ge=0, le=1)]
Source = Annotated[str, Field(min_length=1, description="where the number comes from")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assumed(_Strict):
    """Nobody measured it; the source says why it was taken to be so."""

    assumed: Share
    source: Source

    @property
    def likely(self) -> float:
        """0..1."""
        return self.assumed


class Count(_Strict):
    """So many of so many, counted."""

    hits: int = Field(ge=0)
    of: int = Field(ge=1)
    source: Source

    @model_validator(mode="after")
    def _hits_are_of(self) -> "Count":
        if self.hits > self.of:
            raise ValueError(f"expected at most {self.of} hits, got {self.hits}")
        return self

    @property
    def likely(self) -> float:
        """0..1, the mean of what is known after counting (Jeffreys prior): never quite 0, however often nothing was."""
        return (self.hits + 0.5) / (self.of + 1)

    @property
    def bounds(self) -> tuple[float, float]:
        """The exact two-sided 95 % interval (Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404)."""
        tail = (1 - SURE) / 2
        low = _crossing(lambda p: 1 - self._at_most(self.hits - 1, p) >= tail) if self.hits else 0.0
        high = _crossing(lambda p: self._at_most(self.hits, p) <= tail) if self.hits < self.of else 1.0
        return low, high

    def drawn(self, dice: Random) -> float:
        """One share that would fit what was counted, from the same posterior as `likely`."""
        return dice.betavariate(self.hits + 0.5, self.of - self.hits + 0.5)

    def _at_most(self, hits: int, share: float) -> float:
        """The probability of so many hits or fewer."""
        return sum(comb(self.of, k) * share**k * (1 - share) ** (self.of - k) for k in range(hits + 1))


Chance = Assumed | Count


def _crossing(beyond: Callable[[float], bool]) -> float:
    """The least share 0..1 for which something holds that goes on holding."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return high
