"""What every page looks like, small: one sheet for each language and each way a display may stand.

python -m tests.installation.screen.references    # draws them anew; look at what changed before it is committed
"""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pygame

from installation.screen.moment import Moment
from installation.screen.page import Frame, Picture
from installation.screen.raster import Raster
from installation.screen.session import Cover, State
from installation.screen.surfaces import pixels_of, surface_of
from installation.screen.theme import PALETTES
from installation.screen.views import COVERS, VIEWS, page
from models.types import Bytes
from tests.installation.screen.conftest import LANGUAGES, look_of, moment_of


@dataclass(frozen=True, slots=True)
class Way:
    """The canvas of a display, and what a museum chose."""

    size: tuple[int, int]
    palette: str = "dark"
    low: bool = False


FOLDER: Final = Path(__file__).parent / "references"
WAYS: Final = {"landscape": Way((1920, 1080)), "portrait": Way((1080, 1920))}  # in every language
OTHERS: Final = {
    "light": Way((1920, 1080), "light"), "contrast": Way((1920, 1080), "contrast"),
    "low-landscape": Way((1920, 1080), low=True), "low-portrait": Way((1080, 1920), low=True),
    "large-landscape": Way((1600, 900)), "large-portrait": Way((900, 1600)),
}  # fmt: skip
SMALLER: Final = 6
COLUMNS: Final = 6
PAGES: Final = [(state, Cover.NOTHING) for state in VIEWS] + [(State.SKETCH, cover) for cover in COVERS]
TONES: Final = {
    Picture.CURATED: (96, 70, 60), Picture.GALLERY: (60, 96, 120), Picture.SHEET: (246, 241, 230),
    Picture.REVEAL: (230, 200, 150), Picture.FILM: (40, 90, 150), Picture.STYLE: (120, 100, 60),
    Picture.LOGO: (200, 90, 60),
}  # fmt: skip


def every() -> list[tuple[str, str]]:
    """Language and way of every sheet: a museum's other looks are kept in English."""
    return [(language, way) for language in LANGUAGES for way in WAYS] + [("en", way) for way in OTHERS]


def sheet(language: str, way: str) -> Bytes:
    """All pages in rows, uint8 [H, W, 3]; pictures are flat, letters and places are what counts."""
    small = [_page(language, (WAYS | OTHERS)[way], state, cover) for state, cover in PAGES]
    bare = np.zeros_like(small[0])
    small += [bare] * (-len(small) % COLUMNS)
    return np.vstack([np.hstack(small[k : k + COLUMNS]) for k in range(0, len(small), COLUMNS)])


def name(language: str, way: str) -> Path:
    """Where a sheet lies."""
    return FOLDER / f"{language}-{way}.png"


def _page(language: str, way: Way, state: State, cover: Cover) -> Bytes:
    look = replace(look_of(way.size, language, low=way.low), palette=PALETTES[way.palette])
    size, surface = way.size, surface_of(way.size)
    moment: Moment = replace(moment_of(state, cover, look.chips), picture=1)
    Raster(surface, look.lettering, look.palette, _flat).show(page(moment, look))
    pixels = pixels_of(surface)[..., :3]
    small = cv2.resize(pixels, (size[0] // SMALLER, size[1] // SMALLER), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _flat(frame: Frame) -> pygame.Surface:
    surface = surface_of((frame.box.w, frame.box.h))
    surface.fill(TONES[frame.picture])
    return surface


def main() -> None:
    """Write all of them."""
    pygame.display.init()
    pygame.font.init()
    FOLDER.mkdir(exist_ok=True)
    for language, way in every():
        cv2.imwrite(str(name(language, way)), sheet(language, way), [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
