"""Letters as pixels: the faces of the look, for every script that is spoken here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import pygame

from installation.screen.page import Face, Type
from installation.screen.theme import Rgb
from installation.screen.typefaces import typeface

CACHED = 400  # lines of lettering
MEASURED = 4000
CUT = "…"
LEAST = 26  # px: letters of what a visitor said are no smaller


class Lettering:
    """Measures and draws lines of text in one language. pygame.font must be initialised."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._font = lru_cache(maxsize=64)(self._load)
        self.width = lru_cache(maxsize=MEASURED)(self._width)  # pages are laid out anew for every frame
        self.drawn = lru_cache(maxsize=CACHED)(self._draw)

    def _width(self, text: str, style: Type) -> int:
        """Of one line, px."""
        return self._font(style.face, style.size).size(text)[0]

    def fitting(self, text: str, style: Type, width: int) -> int:
        """The largest size up to its own at which a line is at most so wide."""
        return next((s for s in range(style.size, 12, -2) if self.width(text, replace(style, size=s)) <= width), 12)

    def balanced(self, text: str, style: Type, width: int) -> tuple[str, ...]:
        """As few lines as fit the width, of much the same length: no word is left alone on the last one."""
        fewest, pieces = self.lines(text, style, width), self._pieces(text, style, width)
        narrower = (self._broken(pieces, style, round(width * share / 100)) for share in range(50, 100, 4))
        return next((lines for lines in narrower if len(lines) == len(fewest)), fewest)

    def lines(self, text: str, style: Type, width: int) -> tuple[str, ...]:
        """The text in lines at most so wide, broken between words; anywhere where there are no spaces for long."""
        return self._broken(self._pieces(text, style, width), style, width)

    def filling(self, text: str, style: Type, room: tuple[int, int], leading: float) -> tuple[Type, tuple[str, ...]]:
        """The lines of a text that fit a width and a height: smaller where it is long, cut where it is very long."""
        for size in range(style.size, min(LEAST, style.size) - 1, -2):
            smaller = replace(style, size=size)
            lines = self.lines(text, smaller, room[0])
            if len(lines) * round(size * leading) <= room[1]:
                return smaller, lines
        most = max(1, room[1] // round(smaller.size * leading))
        return smaller, (*lines[: most - 1], self._cut(lines[most - 1], smaller, room[0]))

    def _cut(self, line: str, style: Type, width: int) -> str:
        """A line after which more would come: cut behind a word, where it holds one."""
        ends = range(len(line), 0, -1)
        behind = [end for end in ends if line[end : end + 1] in ("", " ")]
        cuts = (line[:end].rstrip(" ,.、。") + CUT for end in (*behind, *ends))
        return next((cut for cut in cuts if self.width(cut, style) <= width), CUT)

    def _broken(self, pieces: Sequence[str], style: Type, width: int) -> tuple[str, ...]:
        lines = [""]
        for piece in pieces:
            longer = lines[-1] + piece
            if lines[-1] and self.width(longer.rstrip(), style) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
        return tuple(line.strip() for line in lines)

    def _pieces(self, text: str, style: Type, width: int) -> tuple[str, ...]:
        """What stays together on a line: words, and the letters of a word that no line holds."""
        words = ([word] if self.width(word.rstrip(), style) <= width else word for word in _words(text))
        return tuple(piece for pieces in words for piece in pieces)

    def _draw(self, text: str, style: Type, colour: Rgb) -> pygame.Surface:
        return self._font(style.face, style.size).render(text, True, colour)

    def _load(self, face: Face, size: int) -> pygame.font.Font:
        return pygame.font.Font(typeface(face, self._language), size)


def _words(text: str) -> Iterator[str]:
    """Words with the space behind them; ideographs one by one."""
    word = ""
    for letter in text:
        word += letter
        if letter == " " or ord(letter) >= 0x2E80:
            yield word
            word = ""
    yield word
