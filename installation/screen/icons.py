"""Drawn signs on a square of 100 units: strokes and discs, no pictures to load."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

import pygame

from installation.screen.page import Icon
from installation.screen.theme import Rgb

Points = list[tuple[float, float]]
FINE: Final = 4  # times finer than it is shown


class _Pen:
    """Draws round strokes on a square of 100 units."""

    def __init__(self, side: int, colour: Rgb) -> None:
        self.surface = pygame.Surface((side, side), pygame.SRCALPHA)
        self._unit, self._colour = side / 100, colour

    def line(self, points: Points, width: float = 8) -> None:
        """A stroke through points."""
        for a, b in pairwise(points):
            self._limb(a, b, width)

    def disc(self, x: float, y: float, radius: float) -> None:
        """A filled circle."""
        middle = (round(x * self._unit), round(y * self._unit))
        pygame.draw.circle(self.surface, self._colour, middle, round(radius * self._unit))

    def circle(self, x: float, y: float, radius: float, width: float = 8) -> None:
        """An outline."""
        middle = (round(x * self._unit), round(y * self._unit))
        pygame.draw.circle(self.surface, self._colour, middle, round(radius * self._unit), round(width * self._unit))

    def arc(self, x: float, y: float, radius: float, turn: tuple[float, float], width: float = 8) -> None:
        """A part of a circle between two angles, degrees, clockwise from the right."""
        step = (turn[1] - turn[0]) / 24
        arm = pygame.Vector2(radius, 0)
        ends = [arm.rotate(turn[0] + k * step) for k in range(25)]
        self.line([(x + end.x, y + end.y) for end in ends], width)

    def _limb(self, a: tuple[float, float], b: tuple[float, float], width: float) -> None:
        start, end = pygame.Vector2(a) * self._unit, pygame.Vector2(b) * self._unit
        half = width * self._unit / 2
        for point in (start, end):
            pygame.draw.circle(self.surface, self._colour, point, half)
        if start != end:
            side = (end - start).normalize().rotate(90) * half
            pygame.draw.polygon(self.surface, self._colour, [start + side, end + side, end - side, start - side])


def _microphone(pen: _Pen) -> None:
    pen.line([(50, 24), (50, 48)], 26)
    pen.arc(50, 48, 26, (0, 180), 7)
    pen.line([(50, 74), (50, 88)], 7)
    pen.line([(36, 88), (64, 88)], 7)


def _undo(pen: _Pen) -> None:
    pen.arc(52, 56, 28, (-150, 100))
    pen.line([(26, 20), (26, 42), (48, 42)])


def _bin(pen: _Pen) -> None:
    pen.line([(22, 30), (78, 30)])
    pen.line([(40, 30), (42, 18), (58, 18), (60, 30)], 7)
    pen.line([(28, 30), (34, 84), (66, 84), (72, 30)])


def _eraser(pen: _Pen) -> None:
    pen.line([(30, 78), (16, 62), (58, 20), (82, 44), (48, 78), (30, 78)])
    pen.line([(36, 42), (60, 66)], 7)
    pen.line([(30, 80), (84, 80)], 7)


def _keys(pen: _Pen) -> None:
    pen.line([(12, 28), (88, 28), (88, 74), (12, 74), (12, 28)], 7)
    for x in (28, 42, 58, 72):
        pen.disc(x, 43, 5)
    pen.line([(34, 60), (66, 60)], 7)


def _face(mouth: Callable[[_Pen], None]) -> Callable[[_Pen], None]:
    def draw(pen: _Pen) -> None:
        pen.circle(50, 50, 40, 6)
        pen.disc(36, 42, 5)
        pen.disc(64, 42, 5)
        mouth(pen)

    return draw


_DRAWN: Final[Mapping[Icon, Callable[[_Pen], None]]] = {
    Icon.MICROPHONE: _microphone,
    Icon.UNDO: _undo,
    Icon.BIN: _bin,
    Icon.ERASER: _eraser,
    Icon.KEYS: _keys,
    Icon.HAPPY: _face(lambda pen: pen.arc(50, 52, 20, (20, 160), 6)),
    Icon.FAIR: _face(lambda pen: pen.line([(36, 66), (64, 66)], 6)),
    Icon.SAD: _face(lambda pen: pen.arc(50, 80, 20, (-150, -30), 6)),
}


def icon(which: Icon, side: int, colour: Rgb) -> pygame.Surface:
    """A sign with smooth edges on a clear square."""
    pen = _Pen(side * FINE, colour)
    _DRAWN[which](pen)
    return pygame.transform.smoothscale(pen.surface, (side, side))
