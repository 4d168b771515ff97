"""The look: tints a page is made of, what they are in each palette, sizes and times. Measures are px of the canvas."""

from collections.abc import Mapping
from enum import Enum, auto, unique
from typing import Final

Rgb = tuple[int, int, int]


@unique
class Tint(Enum):
    """What a colour is for; a page names tints, its palette says which colours they are."""

    ROOM = auto()
    RAISED = auto()  # buttons
    TEXT = auto()
    SECOND = auto()  # smaller text
    PAPER = auto()
    INK = auto()
    ACCENT = auto()  # what leads on
    ON_ACCENT = auto()


Palette = Mapping[Tint, Rgb]

DARK: Final[Palette] = {
    Tint.ROOM: (0x15, 0x12, 0x0F),
    Tint.RAISED: (0x26, 0x21, 0x1B),
    Tint.TEXT: (0xF4, 0xEE, 0xE2),
    Tint.SECOND: (0xB9, 0xAD, 0x9A),
    Tint.PAPER: (0xF6, 0xF1, 0xE6),
    Tint.INK: (0x21, 0x1C, 0x17),
    Tint.ACCENT: (0xE4, 0x57, 0x2E),
    Tint.ON_ACCENT: (0xFF, 0xF8, 0xEF),
}
LIGHT: Final[Palette] = {
    Tint.ROOM: (0xDC, 0xD3, 0xC3),
    Tint.RAISED: (0xC6, 0xBA, 0xA6),
    Tint.TEXT: (0x21, 0x1C, 0x17),
    Tint.SECOND: (0x4C, 0x43, 0x38),
    Tint.PAPER: (0xFD, 0xFA, 0xF3),
    Tint.INK: (0x21, 0x1C, 0x17),
    Tint.ACCENT: (0xB8, 0x3A, 0x14),
    Tint.ON_ACCENT: (0xFF, 0xF8, 0xEF),
}
CONTRAST: Final[Palette] = {
    Tint.ROOM: (0x00, 0x00, 0x00),
    Tint.RAISED: (0x56, 0x56, 0x56),
    Tint.TEXT: (0xFF, 0xFF, 0xFF),
    Tint.SECOND: (0xFF, 0xFF, 0xFF),
    Tint.PAPER: (0xFF, 0xFF, 0xFF),
    Tint.INK: (0x00, 0x00, 0x00),
    Tint.ACCENT: (0xFF, 0xD4, 0x00),
    Tint.ON_ACCENT: (0x00, 0x00, 0x00),
}
PALETTES: Final[Mapping[str, Palette]] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}

EDGE: Final = 70
BUTTON: Final = 92  # height: 20 mm or more on a display of 43 inches
MAIN: Final = 104  # height of the one button that leads on
APART: Final = 24
BRUSHES: Final = (6, 11, 20)  # px
