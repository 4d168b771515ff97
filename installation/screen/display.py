"""The display: a window that shows a canvas as large as it gets, scaled by SDL, touches and all.

pygame's own way (SCALED) shows but the middle of a canvas where a whole display is not of its size.
"""

import os
from collections.abc import Iterable
from typing import Self

import pygame
from pygame._sdl2.video import Renderer, Texture, Window

from installation.screen.surfaces import surface_of
from models.errors import BadInputError

NAME = "Drawn Aloud"


class Display:
    """One window; `canvas` is what it shows. Made by `whole` and `window`."""

    def __init__(self, window: Window, short: int) -> None:
        width, height = window.size
        self.canvas = surface_of(canvas_size(width, height, short))
        exact = width % self.canvas.get_width() == height % self.canvas.get_height() == 0
        os.environ["SDL_RENDER_SCALE_QUALITY"] = "nearest" if exact else "linear"  # whole multiples stay crisp
        self._renderer = Renderer(window)
        self._renderer.logical_size = self.canvas.get_size()
        self._texture = Texture(self._renderer, self.canvas.get_size(), streaming=True)
        self._texture.blend_mode = pygame.BLENDMODE_NONE

    @classmethod
    def whole(cls, short: int) -> Self:
        """All of the machine's display, the canvas `short` px on its short side."""
        return cls(Window(NAME, pygame.display.get_desktop_sizes()[0], fullscreen_desktop=True), short)

    @classmethod
    def window(cls, size: str, short: int) -> Self:
        """A window of a size like 1280x720.

        Raises:
            BadInputError: the size is none.
        """
        width, cross, height = size.partition("x")
        if not (cross and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
            raise BadInputError(f"expected a window like 1280x720, got {size!r}")
        return cls(Window(NAME, (int(width), int(height))), short)

    def show(self, changed: Iterable[pygame.Rect]) -> None:
        """Bring what changed on the canvas to the eye."""
        for rect in changed:
            self._texture.update(self.canvas.subsurface(rect), rect)
        self._texture.draw()
        self._renderer.present()


def canvas_size(width: int, height: int, short: int) -> tuple[int, int]:
    """Of the logical canvas of a display: as it is shaped, `short` on its short side."""
    scale = short / min(width, height)
    return round(width * scale), round(height * scale)
