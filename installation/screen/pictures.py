"""The pixels that stand in a page's frames just now. Everything but live ink was cleared before it comes here."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pygame

from installation.screen.canvas import Line, Sheet
from installation.screen.moment import Look
from installation.screen.page import Box, Frame, Page, Picture
from installation.screen.player import FilmReel, Programme, Reel, StillReel
from installation.screen.reveal import Reveal
from installation.screen.surfaces import Backing, fill, ink, paper, picture, surface_of
from installation.screen.theme import Tint
from installation.screen.touch import Contact
from installation.screen.visit import Visit
from models.errors import GuardError
from models.types import Bytes, Sketch
from safety.types import Cleared

FPS: Final = 24  # of whatever moves
OWN: Final = (Picture.SHEET, Picture.REVEAL, Picture.FILM)  # a visitor's

Stills = Mapping[tuple[Picture, int], StillReel]  # what stands still: the pictures of styles, the museum's own


class Ink:
    """The live sheet: what came since the last look is drawn on, anything else is drawn anew."""

    def __init__(self, backing: Backing) -> None:
        self.backing, self.surface = backing, backing.surface.copy()
        self._done: tuple[Line, ...] = ()
        self._counts: dict[Contact, int] = {}

    def follow(self, sheet: Sheet) -> Box:
        """Show this sheet; the box of pixels that changed."""
        if not self._goes_on(sheet):
            return self._anew(sheet)
        longer = [(c, line) for c, line in sheet.drawn.items() if len(line.seen) != self._counts.get(c, 0)]
        colour = self.backing.ink
        boxes = [ink(self.surface, [line], colour, self._counts.get(contact, 0)) for contact, line in longer]
        boxes += [ink(self.surface, [line], colour) for line in sheet.done[len(self._done) :]]
        self._remember(sheet)
        return _union([box for box in boxes if box.w])

    def _goes_on(self, sheet: Sheet) -> bool:
        """Whether nothing that stands here was taken back."""
        kept = len(sheet.done) >= len(self._done) and all(a is b for a, b in zip(self._done, sheet.done, strict=False))
        ended = len(sheet.done) - len(self._done)
        return kept and len(self._counts) <= len(sheet.drawn) + ended

    def _anew(self, sheet: Sheet) -> Box:
        self.surface.blit(self.backing.surface, (0, 0))
        ink(self.surface, sheet.lines, self.backing.ink)
        self._remember(sheet)
        return Box(0, 0, *self.surface.get_size())

    def _remember(self, sheet: Sheet) -> None:
        self._done = sheet.done
        self._counts = {contact: len(line.seen) for contact, line in sheet.drawn.items()}


class Pictures:
    """Surfaces of the size they are shown at. Times are s on the loop's clock."""

    def __init__(self, look: Look, side: int, programme: Programme, stills: Stills) -> None:
        self._look, self._bare = look, paper((side, side), look.palette)
        self._ink = Ink(self._bare)
        self._programme, self._stills = programme, stills
        self._surfaces: dict[tuple[Picture, int, Box], pygame.Surface] = {}
        self._ticks: dict[Picture, int] = {}
        self._reveal: tuple[Reveal, float] | None = None
        self._film: tuple[FilmReel, float] | None = None
        self._now = 0.0

    def lay(self, pixels: Bytes, size: tuple[int, int]) -> None:
        """From now on this picture is drawn on, RGB uint8 [H, W, 3]."""
        self._ink = Ink(picture(pixels, size, self._look.palette))

    def forget(self) -> None:
        """Everything of a visitor's."""
        self._ink, self._reveal, self._film = Ink(self._bare), None, None
        self._surfaces = {key: s for key, s in self._surfaces.items() if key[0] not in OWN}

    def await_reveal(self) -> None:
        """A making was asked for; the live sheet stands until its drawing is cleared."""
        self._reveal = None

    def begin_reveal(self, visit: Visit, cleared: Cleared[Sketch], now: float) -> None:
        """The drawing of a making was cleared.

        Raises:
            GuardError: it is not this visit's.
        """
        self._reveal = (Reveal(visit, cleared, self._ink.backing, calm=self._look.calm), now)

    def spread(self, picture: StillReel, now: float) -> None:
        """The first picture of the making is there."""
        if self._reveal:
            self._reveal[0].paint(picture, now - self._reveal[1])

    def play(self, film: FilmReel, now: float) -> None:
        """A film begins."""
        self._film = (film, now)

    @property
    def film_shape(self) -> tuple[int, int]:
        """Width and height of the film that plays."""
        return self._film[0].size if self._film else (1, 1)

    def first_of_film(self) -> Bytes:
        """A copy of the first picture of the film that plays.

        Raises:
            GuardError: none plays, or the picture is not the one that was cleared.
        """
        if self._film is None:
            raise GuardError("expected a film that was cleared, got none")
        return np.array(self._film[0].frame(0.0))

    def moved(self, page: Page, sheet: Sheet, now: float) -> tuple[Box, ...]:
        """Where pictures on the page changed by themselves since the last time."""
        self._now = now
        boxes: list[Box] = []
        changed = self._ink.follow(sheet)
        for element in page.elements:
            if isinstance(element, Frame):
                if element.picture is Picture.SHEET and changed.w and _size(element.box) == self._ink.backing.size:
                    boxes.append(changed.moved(element.box.x, element.box.y))
                elif self._ticked(element):
                    boxes.append(element.box)
        return tuple(boxes)

    def source(self, frame: Frame) -> pygame.Surface | None:
        """The pixels of a frame, of its size."""
        match frame.picture:
            case Picture.SHEET:
                return self._sheet(frame.box)
            case Picture.STYLE | Picture.GALLERY | Picture.LOGO:
                return self._still(frame, self._stills.get((frame.picture, frame.index)))
            case Picture.CURATED:
                return self._played(frame, self._programme, 0.0)
            case Picture.REVEAL:
                return self._reveal[0].at(self._now - self._reveal[1]) if self._reveal else self._sheet(frame.box)
            case Picture.FILM:
                return self._played(frame, *self._film) if self._film else None

    def _sheet(self, box: Box) -> pygame.Surface:
        if _size(box) == self._ink.backing.size:
            return self._ink.surface
        return pygame.transform.smoothscale(self._ink.surface, _size(box))

    def _still(self, frame: Frame, reel: StillReel | None) -> pygame.Surface:
        key = (frame.picture, frame.index, frame.box)
        if key not in self._surfaces:
            self._surfaces[key] = surface_of((frame.box.w, frame.box.h))
            self._surfaces[key].fill(self._look.palette[Tint.RAISED])
            if reel:
                fill(self._surfaces[key], reel.frame(0.0))
        return self._surfaces[key]

    def _played(self, frame: Frame, reel: Reel, since: float) -> pygame.Surface:
        key = (frame.picture, frame.index, frame.box)
        if key not in self._surfaces:
            self._surfaces[key] = surface_of((frame.box.w, frame.box.h))
        fill(self._surfaces[key], reel.frame(self._now - since))
        return self._surfaces[key]

    def _ticked(self, frame: Frame) -> bool:
        """Whether a moving picture's next frame is due."""
        if frame.picture not in (Picture.CURATED, Picture.FILM, Picture.REVEAL):
            return False
        tick = int(self._now * FPS)
        due = self._ticks.get(frame.picture) != tick
        self._ticks[frame.picture] = tick
        return due


def _size(box: Box) -> tuple[int, int]:
    return box.w, box.h


def _union(boxes: list[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)
