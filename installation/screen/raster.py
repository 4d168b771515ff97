"""A page becomes pixels: what differs from the page before is drawn again, nothing else."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import pygame

from installation.screen.icons import icon
from installation.screen.lettering import Lettering
from installation.screen.page import (
    Align,
    Bar,
    Box,
    Dots,
    Element,
    Face,
    Frame,
    Icon,
    Label,
    Page,
    Pill,
    Ring,
    Shade,
    Type,
)
from installation.screen.theme import Palette, Rgb, Tint

FINE = 4  # times finer than shown: round shapes are drawn large and shrunk
PRESSED = 0.97  # of its size
BRIGHTER = 24  # of 255
CORNER = 12  # px, of pictures
MARK = 5  # px, of the frame around what is chosen

Source = Callable[[Frame], pygame.Surface | None]  # the pixels of a picture, of the frame's size


class Raster:
    """Draws pages on one surface, and knows what stands there."""

    def __init__(self, surface: pygame.Surface, lettering: Lettering, palette: Palette, source: Source) -> None:
        self._surface, self._lettering, self._palette, self._source = surface, lettering, palette, source
        self._shown: tuple[Element, ...] | None = None
        self._draw: Mapping[type, Callable[..., None]] = {
            Label: self._label, Pill: self._pill, Frame: self._frame, Bar: self._bar, Dots: self._dots,
            Shade: self._shade, Ring: self._ring,
        }  # fmt: skip

    def show(self, page: Page, living: tuple[Box, ...] = ()) -> list[pygame.Rect]:
        """Draw what differs from the last page, and the `living` pictures, which move by themselves; where it did."""
        whole = self._surface.get_rect()
        changed = [*_changed(self._shown, page.elements), *living] if self._shown is not None else []
        merged = _merged([_rect(box).clip(whole) for box in changed]) if self._shown is not None else [whole]
        self._shown = page.elements
        for rect in merged:
            self._surface.set_clip(rect)
            self._surface.fill(self._palette[Tint.ROOM], rect)
            for element in page.elements:
                if rect.colliderect(_rect(_reach(element))):
                    self._draw[type(element)](element)
        self._surface.set_clip(None)
        return merged

    def forget(self) -> None:
        """Draw everything anew the next time."""
        self._shown = None

    def _label(self, label: Label) -> None:
        line = self._written(label.text, label.type)
        room = label.box.w - line.get_width()
        x = label.box.x + (room // 2 if label.align is Align.MIDDLE else 0)
        self._surface.blit(line, (x, label.box.y))

    def _pill(self, pill: Pill) -> None:
        face = self._pill_face(pill)
        box = face.get_rect(center=pill.box.middle)
        self._surface.blit(face, box)

    def _pill_face(self, pill: Pill) -> pygame.Surface:
        fill = _brighter(self._palette[pill.fill]) if pill.pressed else self._palette[pill.fill]
        face = rounded((pill.box.w, pill.box.h), pill.box.h // 2, fill).copy()
        self._pill_words(face, pill)
        if not pill.pressed:
            return face
        return pygame.transform.smoothscale_by(face, PRESSED)

    def _pill_words(self, face: pygame.Surface, pill: Pill) -> None:
        middle = face.get_rect().center
        ink = self._palette[pill.ink]
        for width in pill.dots:
            pygame.draw.circle(face, ink, middle, width)
        words, side = self._words(pill), pill.side
        whole = words.get_width() + ((side + (14 if pill.text else 0)) if pill.icon is not Icon.NONE else 0)
        x = (face.get_width() - whole) // 2
        if pill.icon is not Icon.NONE:
            face.blit(drawn_icon(pill.icon, side, ink), (x, (face.get_height() - side) // 2))
            x += side + 14
        face.blit(words, (x, (face.get_height() - words.get_height()) // 2))

    def _words(self, pill: Pill) -> pygame.Surface:
        style = Type(pill.face, pill.size, pill.ink)
        size = self._lettering.fitting(pill.text, style, pill.room)
        return self._written(pill.text, replace(style, size=size))

    def _written(self, text: str, style: Type) -> pygame.Surface:
        return self._lettering.drawn(text, style, self._palette[style.tint])

    def _frame(self, frame: Frame) -> None:
        picture = self._source(frame)
        if picture is not None:
            self._surface.blit(picture, (frame.box.x, frame.box.y))
        if frame.text:
            veil = fading((frame.box.w, 64), 0.85, self._palette[Tint.ROOM])
            self._surface.blit(veil, (frame.box.x, frame.box.bottom - 64))
            style = Type(Face.TOLD, self._lettering.fitting(frame.text, Type(Face.TOLD, 22), frame.box.w - 24))
            words = self._written(frame.text, style)
            self._surface.blit(words, (frame.box.x + 12, frame.box.bottom - 36))
        if frame.chosen:
            pygame.draw.rect(self._surface, self._palette[Tint.ACCENT], _rect(frame.box.grown(MARK + 3)), MARK, CORNER)

    def _bar(self, bar: Bar) -> None:
        radius = min(bar.box.w, bar.box.h) // 2
        pygame.draw.rect(self._surface, self._palette[bar.tint], _rect(bar.box), border_radius=radius)

    def _dots(self, dots: Dots) -> None:
        for x in range(dots.box.x + 4, dots.box.right - 2, 12):
            pygame.draw.circle(self._surface, self._palette[dots.tint], (x, dots.box.middle[1]), 3)

    def _shade(self, shade: Shade) -> None:
        size = (shade.box.w, shade.box.h)
        veil = (even if shade.even else fading)(size, shade.opacity, self._palette[Tint.ROOM])
        self._surface.blit(veil, (shade.box.x, shade.box.y))

    def _ring(self, ring: Ring) -> None:
        breath = 0.5 - 0.5 * math.cos(2 * math.pi * ring.turn)
        self._surface.blit(
            ring_face(ring.box.w, round(breath * 16), self._palette[Tint.TEXT]), (ring.box.x, ring.box.y)
        )


@lru_cache(maxsize=128)
def rounded(size: tuple[int, int], radius: int, colour: Rgb) -> pygame.Surface:
    """A rectangle with round corners and smooth edges."""
    large = pygame.Surface((size[0] * FINE, size[1] * FINE), pygame.SRCALPHA)
    pygame.draw.rect(large, colour, large.get_rect(), border_radius=radius * FINE)
    return pygame.transform.smoothscale(large, size)


@lru_cache(maxsize=64)
def drawn_icon(which: Icon, side: int, colour: Rgb) -> pygame.Surface:
    """A sign, kept."""
    return icon(which, side, colour)


@lru_cache(maxsize=8)
def fading(size: tuple[int, int], opacity: float, room: Rgb) -> pygame.Surface:
    """The room's colour, from clear at the top to `opacity` at the bottom."""
    column = pygame.Surface((1, 64), pygame.SRCALPHA)
    for y in range(64):
        share = y / 63
        column.set_at((0, y), (*room, round(255 * opacity * share * share * (3 - 2 * share))))
    return pygame.transform.smoothscale(column, size)


@lru_cache(maxsize=4)
def even(size: tuple[int, int], opacity: float, room: Rgb) -> pygame.Surface:
    """The room's colour, alike all over."""
    veil = pygame.Surface(size)
    veil.fill(room)
    veil.set_alpha(round(255 * opacity))
    return veil


@lru_cache(maxsize=20)
def ring_face(side: int, breath: int, colour: Rgb) -> pygame.Surface:
    """A circle around a disc that breathes by so many sixteenths."""
    large = pygame.Surface((side * FINE, side * FINE), pygame.SRCALPHA)
    middle = large.get_rect().center
    pygame.draw.circle(large, colour, middle, side * FINE // 2 - FINE, 3 * FINE)
    pygame.draw.circle(large, colour, middle, round(side * FINE * (0.17 + 0.04 * breath / 16)))
    return pygame.transform.smoothscale(large, (side, side))


def _rect(box: Box) -> pygame.Rect:
    return pygame.Rect(box.x, box.y, box.w, box.h)


def _brighter(colour: Rgb) -> Rgb:
    return (min(255, colour[0] + BRIGHTER), min(255, colour[1] + BRIGHTER), min(255, colour[2] + BRIGHTER))


def _reach(element: Element) -> Box:
    """Where an element may leave pixels: letters hang below their line, a mark stands around a picture."""
    if isinstance(element, Label):
        return Box(element.box.x, element.box.y - 8, element.box.w, round(element.type.size * 1.5) + 16)
    if isinstance(element, Frame) and element.chosen:
        return element.box.grown(MARK + 4)
    return element.box


def _changed(before: tuple[Element, ...], after: tuple[Element, ...]) -> list[Box]:
    """The places of everything that came, went or changed."""
    earlier, later = set(before), set(after)
    if before == after:
        return []
    moved = [e for e in before if e not in later] + [e for e in after if e not in earlier]
    return [_reach(element) for element in moved]


def _merged(rects: list[pygame.Rect]) -> list[pygame.Rect]:
    """Rectangles that overlap become one; few remain."""
    apart: list[pygame.Rect] = []
    for rect in rects:
        if rect.w and rect.h:
            grown = rect
            while (hit := grown.collidelist(apart)) >= 0:
                grown = grown.union(apart.pop(hit))
            apart.append(grown)
    return apart
