"""The sheet: strokes as values. Raw points are kept for the painter; what is shown is smoothed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from installation.screen.smoothing import OneEuro
from installation.screen.touch import Contact, Phase, Touch
from models.types import Drawing, Floats, Stroke

ERASER = 34.0  # px around the finger
MOST_POINTS = 20_000  # of a whole drawing; a finger that goes on and on draws no more


@dataclass(frozen=True, slots=True)
class Line:
    """One stroke on its way: raw points (x, y in px of the sheet, time in s), and the same smoothed for the eye."""

    width: float
    raw: tuple[tuple[float, float, float], ...]
    seen: tuple[tuple[float, float], ...]
    filter: OneEuro

    def to(self, x: float, y: float, time: float) -> "Line":
        """The line drawn on to a point."""
        smooth = self.filter.after(x, y, time)
        return Line(self.width, (*self.raw, (x, y, time)), (*self.seen, (smooth.x, smooth.y)), smooth)


def line_from(x: float, y: float, time: float, width: float) -> Line:
    """A line that begins with a point."""
    return Line(width, ((x, y, time),), ((x, y),), OneEuro(x, y, time))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the paper, as a value: finished lines, those under a finger, and what fingers that erase found."""

    done: tuple[Line, ...] = ()
    drawn: Mapping[Contact, Line] = field(default_factory=dict)
    erasing: Mapping[Contact, tuple[Line, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.done, *self.drawn.values())

    @property
    def hands(self) -> frozenset[Contact]:
        """Fingers that are on the paper."""
        return frozenset({*self.drawn, *self.erasing})

    @property
    def bare(self) -> bool:
        return not self.done and not self.drawn

    @property
    def full(self) -> bool:
        return sum(len(line.raw) for line in self.lines) >= MOST_POINTS

    def told(self, touch: Touch, brush: float | None) -> "Sheet":
        """What a finger does on the paper, in px of it, with a brush of a width, or with the eraser."""
        match touch.phase:
            case Phase.DOWN if brush is not None:
                return self.begun(touch.contact, line_from(touch.x, touch.y, touch.time, brush))
            case Phase.DOWN:
                return self.rubbed(touch.contact, touch.x, touch.y)
            case Phase.MOVE if touch.contact in self.erasing:
                return self.rubbed(touch.contact, touch.x, touch.y)
            case Phase.MOVE:
                return self.extended(touch.contact, touch.x, touch.y, touch.time)
            case Phase.UP | Phase.LOST:
                return self.ended(touch.contact)
            case Phase.VOID:
                return self.voided(touch.contact)

    def begun(self, contact: Contact, line: Line) -> "Sheet":
        """A finger comes down."""
        return self if self.full else replace(self.ended(contact), drawn={**self.ended(contact).drawn, contact: line})

    def extended(self, contact: Contact, x: float, y: float, time: float) -> "Sheet":
        """A finger moves on."""
        if contact not in self.drawn or self.full:
            return self
        return replace(self, drawn={**self.drawn, contact: self.drawn[contact].to(x, y, time)})

    def rubbed(self, contact: Contact, x: float, y: float) -> "Sheet":
        """A finger erases."""
        found = self.erasing.get(contact, self.done)
        return replace(self.erased(x, y), erasing={**self.erasing, contact: found})

    def ended(self, contact: Contact) -> "Sheet":
        """A finger is lifted."""
        line = (self.drawn[contact],) if contact in self.drawn else ()
        return replace(self._without(contact), done=(*self.done, *line)) if contact in self.hands else self

    def lifted(self) -> "Sheet":
        """All fingers are lifted, or have nothing to draw on any more."""
        return Sheet(self.lines) if self.hands else self

    def voided(self, contact: Contact) -> "Sheet":
        """It was no finger: what it did, and what was erased since, is undone."""
        rest, found = self._without(contact), self.erasing.get(contact)
        return rest if found is None else replace(rest, done=found, erasing=dict.fromkeys(rest.erasing, found))

    def undone(self) -> "Sheet":
        """Without the last line."""
        return Sheet(self.done[:-1]) if not self.drawn else Sheet(self.done)

    def erased(self, x: float, y: float) -> "Sheet":
        """Without what lies under the eraser: lines are cut there."""
        return replace(self, done=tuple(part for line in self.done for part in _cut(line, x, y)))

    def drawing(self, size: tuple[int, int]) -> Drawing:
        """For the painter: raw points on a sheet of that width and height, px, time from the first of them."""
        lines = [line for line in self.lines if line.raw]
        start = min((line.raw[0][2] for line in lines), default=0.0)
        strokes = (Stroke(_points(line, start), line.width) for line in lines)
        return Drawing(*size, tuple(strokes))

    def _without(self, contact: Contact) -> "Sheet":
        """A finger is not on the paper any more."""
        drawn = {other: line for other, line in self.drawn.items() if other != contact}
        return replace(self, drawn=drawn, erasing={k: found for k, found in self.erasing.items() if k != contact})


def _points(line: Line, start: float) -> Floats:
    points = np.array(line.raw, np.float32)
    points[:, 2] -= start
    return points


def _cut(line: Line, x: float, y: float) -> list[Line]:
    """What is left of a line: itself, or its parts on both sides of the eraser."""
    reach = ERASER + line.width / 2
    kept = [(px - x) ** 2 + (py - y) ** 2 > reach**2 for px, py in line.seen]
    if all(kept):
        return [line]
    parts: list[list[int]] = [[]]
    for k, keep in enumerate(kept):
        if keep:
            parts[-1].append(k)
        elif parts[-1]:
            parts.append([])
    return [
        replace(line, raw=tuple(line.raw[k] for k in part), seen=tuple(line.seen[k] for k in part))
        for part in parts
        if part
    ]
