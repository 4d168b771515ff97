"""The fonts of the screen: which file a face is in each language, and which letters that file has."""

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from installation.screen.page import Face

FONTS = Path(__file__).parent / "fonts"
LATIN = {
    Face.SAID: "EBGaramond12-Regular.otf",
    Face.FELT: "EBGaramond12-Italic.otf",
    Face.DONE: "Inter-Medium.otf",
    Face.TOLD: "Inter-Regular.otf",
}
HAN = {Face.SAID: "NotoSerifCJK", Face.FELT: "NotoSerifCJK", Face.DONE: "NotoSansCJK", Face.TOLD: "NotoSansCJK"}
OWN = "Names.otf"  # the languages' own names, in every language
HAN_LANGUAGES = frozenset({"ja", "zh"})  # their glyphs differ: each has fonts of its own


def typeface(face: Face, language: str) -> Path:
    """The font of a face in a language."""
    if face is Face.OWN:
        return FONTS / OWN
    return FONTS / (f"{HAN[face]}-{language}.otf" if language in HAN_LANGUAGES else LATIN[face])


def without_shape(text: str, language: str) -> str:
    """Those letters of a text that a face of a language has no shape for, each once."""
    shapes = [_letters(typeface(face, language)) for face in LATIN]
    return "".join(letter for letter in dict.fromkeys(text) if not all(ord(letter) in known for known in shapes))


@lru_cache(maxsize=32)
def _letters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
