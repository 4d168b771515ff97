"""A screen without a display: the pages, their letters, and six artists on offer."""

import os
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from installation.screen.lettering import Lettering
from installation.screen.moment import LEVELS, Doubt, Exhibit, Look, Moment, Offer, Wish
from installation.screen.phrases import read_phrases
from installation.screen.session import Cover, Session, State

USUAL = ((1920, 1080), (1080, 1920), (1440, 1080), (2560, 1080))
LARGE = ((1600, 900), (900, 1600), (1440, 900), (1200, 900))  # where letters are large
SIZES = USUAL + LARGE
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "nl", "zh")
ARTISTS = ("Vincent van Gogh", "Gustav Klimt", "Katsushika Hokusai", "Claude Monet", "Georges Seurat", "Andy Warhol")
OURS = "Made by Drawn Aloud's own procedure; CC0 1.0, free for everyone."
SHAPES = ((640, 480), (640, 480), (480, 640), (640, 480), (560, 560), (640, 480))
EXHIBITS = tuple(Exhibit("Evening by the sea", OURS, shape) for shape in SHAPES)
CHIPS = ("at night", "by the sea", "in the snow", "flying", "swimming", "dancing", "a cat", "a boat", "a bird", "red")
SCREEN = Path(__file__).parents[3] / "configs" / "screen"


@pytest.fixture(scope="session", autouse=True)
def no_display() -> Iterator[None]:
    """SDL's dummy driver: surfaces and letters are real, only nobody sees them."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    yield
    pygame.quit()


def look_of(size: tuple[int, int], language: str = "en", *, low: bool = False) -> Look:
    """The look on a display of that shape."""
    offers = tuple(Offer(name.split()[-1].lower(), name) for name in ARTISTS)
    names = tuple(read_phrases(file).name for file in sorted(SCREEN.glob("*.toml")))
    phrases = read_phrases(SCREEN / f"{language}.toml")
    return Look(
        *size, phrases, offers, Lettering(language), language == "en", names, EXHIBITS, "Museum of the Sea", low=low
    )


def moment_of(state: State, cover: Cover = Cover.NOTHING, chips: tuple[str, ...] = CHIPS) -> Moment:
    """A moment with much in it."""
    wish = Wish("a red house and a tree under the moon", (Doubt(5, ("three", "sea", "key")),), "", chips)
    levels = tuple(k % 9 / 8 for k in range(LEVELS))
    return Moment(Session(state, cover), left=6, turn=0.3, inked=True, levels=levels, wish=wish, done=0.6)
