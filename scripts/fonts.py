"""Cut the letters of the screen out of Debian's fonts: what its languages say, and nothing else.

    apt-get install fonts-ebgaramond fonts-inter fonts-noto-cjk
    python -m scripts.fonts --out installation/screen/fonts

A language with a script of its own has fonts of its own, cut to the letters that stand in its file.
"""

import argparse
import tomllib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from installation.screen.typefaces import HAN, HAN_LANGUAGES, LATIN, OWN
from installation.settings import CONFIGS

DEBIAN = Path("/usr/share/fonts/opentype")
PLACES = {"EBGaramond": "ebgaramond", "Inter": "inter"}
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’‚“”„•…€←↑→↓")]
IN_COLLECTION = {"ja": 0, "zh": 2}  # Noto's collections: Japanese, Korean, simplified Chinese, ...


def main() -> None:
    """Write all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("installation/screen/fonts"))
    out: Path = parser.parse_args().out
    for name in LATIN.values():
        place = next(folder for start, folder in PLACES.items() if name.startswith(start))
        cut(TTFont(DEBIAN / place / name), LETTERS, out / name)
    names = [tomllib.loads(file.read_text("utf-8"))["name"] for file in (CONFIGS / "screen").glob("*.toml")]
    cut(_collected("NotoSansCJK", "zh"), [*LETTERS, *map(ord, "".join(names))], out / OWN)
    for language in HAN_LANGUAGES:
        said = (CONFIGS / "screen" / f"{language}.toml").read_text("utf-8")
        letters = sorted({*LETTERS, *map(ord, said)} - {ord("\n")})
        for name in set(HAN.values()):
            cut(_collected(name, language), letters, out / f"{name}-{language}.otf")


def _collected(name: str, language: str) -> TTFont:
    return TTFont(DEBIAN / "noto" / f"{name}-Regular.ttc", fontNumber=IN_COLLECTION[language])


def cut(font: TTFont, letters: list[int], file: Path) -> None:
    """The font with these letters only."""
    options = subset.Options(layout_features=["kern", "liga", "mark", "mkmk"], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font.save(file)


if __name__ == "__main__":
    main()
