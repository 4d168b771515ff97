"""Pixels for SDL: pictures become surfaces of the size they are shown at; ink is drawn where it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import pygame

from installation.screen.canvas import Line
from installation.screen.page import Box
from installation.screen.theme import Palette, Rgb, Tint
from models.types import Bytes

LIGHT = 110  # of 255
SUBPIXEL = 4  # bits of a coordinate that are a fraction: cv2 draws between pixels


def surface_of(size: tuple[int, int]) -> pygame.Surface:
    """An empty surface whose bytes are blue, green, red, unused."""
    return pygame.Surface(size, depth=32, masks=(0xFF0000, 0xFF00, 0xFF, 0))


def pixels_of(surface: pygame.Surface) -> Bytes:
    """Its bytes as uint8 [H, W, 4], to draw into; valid while the surface is not locked by anybody else."""
    width, height = surface.get_size()
    return np.asarray(surface.get_view("0"), np.uint8).reshape(height, surface.get_pitch() // 4, 4)[:, :width]


def fill(surface: pygame.Surface, picture: Bytes) -> None:
    """Show a picture, RGB uint8 [H, W, 3], over the whole surface; what does not fit is cut off evenly."""
    width, height = surface.get_size()
    cut = picture[_middle(picture.shape[0], picture.shape[1] * height / width)]
    cut = cut[:, _middle(cut.shape[1], cut.shape[0] * width / height)]
    shrinks = cut.shape[0] > height
    sized = cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    cv2.cvtColor(sized, cv2.COLOR_RGB2BGRA, dst=pixels_of(surface))


def _middle(length: int, wanted: float) -> slice:
    kept = min(length, max(1, round(wanted)))
    return slice((length - kept) // 2, (length - kept) // 2 + kept)


@dataclass(frozen=True, slots=True)
class Backing:
    """What is drawn on, and the colour of ink that shows on it."""

    surface: pygame.Surface
    ink: Rgb

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.surface.get_size()
        return width, height


def paper(size: tuple[int, int], palette: Palette) -> Backing:
    """A bare sheet."""
    sheet = surface_of(size)
    sheet.fill(palette[Tint.PAPER])
    return Backing(sheet, palette[Tint.INK])


def picture(pixels: Bytes, size: tuple[int, int], palette: Palette) -> Backing:
    """A picture, RGB uint8 [H, W, 3], to be drawn on: with dark ink where most of it is light, else with light ink."""
    sheet = surface_of(size)
    fill(sheet, pixels)
    light = float(np.median(pixels.mean(-1))) > LIGHT
    return Backing(sheet, palette[Tint.INK if light else Tint.PAPER])


def ink(surface: pygame.Surface, lines: Iterable[Line], colour: Rgb, since: int = 0) -> Box:
    """Draw lines from their point number `since` on; the box in which pixels changed."""
    view, boxes = pixels_of(surface), []
    for line in lines:
        points = np.array(line.seen[max(0, since - 1) :], np.float32)
        if len(points):
            _stroke(view, points, line.width, colour)
            boxes.append(_around(points, line.width))
    if not boxes:
        return Box(0, 0, 0, 0)
    low, high = np.min([b[0] for b in boxes], 0), np.max([b[1] for b in boxes], 0)
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


def _stroke(view: Bytes, points: np.ndarray, width: float, rgb: Rgb) -> None:
    colour = (*rgb[::-1], 255)
    fine = np.rint(points * (1 << SUBPIXEL)).astype(np.int32)
    radius = max(1, round(width / 2 * (1 << SUBPIXEL)))
    for point in fine[:: max(1, len(fine) - 1)]:
        cv2.circle(view, point.tolist(), radius, colour, cv2.FILLED, cv2.LINE_AA, SUBPIXEL)
    cv2.polylines(view, [fine[:, None]], False, colour, max(1, round(width)), cv2.LINE_AA, SUBPIXEL)


def _around(points: np.ndarray, width: float) -> tuple[np.ndarray, np.ndarray]:
    room = width / 2 + 2
    return np.floor(points.min(0) - room).astype(int), np.ceil(points.max(0) + room).astype(int)
