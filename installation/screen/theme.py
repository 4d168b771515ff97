"""The look: colours, sizes and times that every page shares. Measures are px of the logical canvas."""

from typing import Final

Rgb = tuple[int, int, int]

ROOM: Final[Rgb] = (0x15, 0x12, 0x0F)
RAISED: Final[Rgb] = (0x26, 0x21, 0x1B)
TEXT: Final[Rgb] = (0xF4, 0xEE, 0xE2)
SECOND: Final[Rgb] = (0xB9, 0xAD, 0x9A)
PAPER: Final[Rgb] = (0xF6, 0xF1, 0xE6)
INK: Final[Rgb] = (0x21, 0x1C, 0x17)
ACCENT: Final[Rgb] = (0xE4, 0x57, 0x2E)
ON_ACCENT: Final[Rgb] = (0xFF, 0xF8, 0xEF)

EDGE: Final = 70
BUTTON: Final = 92  # height: 20 mm or more on a display of 43 inches
MAIN: Final = 104  # height of the one button that leads on
APART: Final = 24
BRUSHES: Final = (6, 11, 20)  # px
