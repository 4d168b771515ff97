"""Make the curated pieces that ship: six wishes through the whole product, and a picture of each style; all approved.

    python -m scripts.curate --out configs/curated

A piece that is blocked or stays too large ends the run; pieces that lie there already are kept.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from PIL import Image

from installation.cli import main as drawn_aloud
from models.film import encode, read_film, read_provenance
from models.style import style_ids
from safety.curated import MANIFEST

LARGEST = 680 << 10  # bytes a piece: six fit into 4 MiB
BUTTON = 256  # pixels of a style's picture
STYLES = Path("configs/styles")
CRFS = (24, 27, 30, 33, 36, 39)


@dataclass(frozen=True, slots=True)
class Wish:
    """A piece by its name: one of our own drawings, the words for it, a style and a seed."""

    name: str
    drawing: str
    words: str
    style: str
    seed: int


WISHES = (
    Wish("house-at-night", "house-and-tree", "a red house and a green tree at night", "van-gogh", 7),
    Wish("golden-cat", "cat", "a golden cat dancing", "klimt", 3),
    Wish("sailing", "boat", "a red boat sailing by the sea", "hokusai", 5),
    Wish("orange-cat", "cat", "an orange cat in a meadow", "van-gogh", 4),
    Wish("evening-boat", "boat", "a white boat floating by the sea at sunset", "monet", 2),
    Wish("violet-cat", "cat", "a purple cat dancing in the snow", "seurat", 6),
)


def main() -> int:
    """Make what is missing; the exit code of the first command that does not end well, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("configs/curated"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    (out / "styles").mkdir(exist_ok=True)
    films = (_make(wish, out) for wish in WISHES if not (out / f"{wish.name}.mp4").exists())
    pictures = (_portray(style, out) for style in style_ids(STYLES) if not _portrait(style, out).exists())
    return next((code for code in chain(films, pictures) if code), 0)


def _make(wish: Wish, out: Path) -> int:
    """One film."""
    with tempfile.TemporaryDirectory() as folder:
        code = _painted(wish, Path(folder) / "piece")
        if code:
            return code
        file = out / f"{wish.name}.mp4"
        file.write_bytes(_small((Path(folder) / "piece" / "film.mp4").read_bytes()))
    return _approved(file, out)


def _portray(style: str, out: Path) -> int:
    """One picture for the button of a style: the same drawing and words in all of them."""
    with tempfile.TemporaryDirectory() as folder:
        code = _painted(Wish("", "house-and-tree", "a red house and a green tree", style, 7), Path(folder) / "piece")
        if code:
            return code
        with Image.open(Path(folder) / "piece" / "poster.png") as poster:
            poster.convert("RGB").resize((BUTTON, BUTTON), Image.Resampling.LANCZOS).save(_portrait(style, out))
    return _approved(_portrait(style, out), out)


def _portrait(style: str, out: Path) -> Path:
    return out / "styles" / f"{style}.png"


def _painted(wish: Wish, piece: Path) -> int:
    return drawn_aloud(["create", "--sketch", f"configs/examples/{wish.drawing}.json", "--words", wish.words,
                "--style", wish.style, "--seed", str(wish.seed), "--out", str(piece)])  # fmt: skip


def _approved(file: Path, out: Path) -> int:
    return drawn_aloud(["approve", str(file), "--manifest", str(out / MANIFEST)])


def _small(film: bytes) -> bytes:
    clip, provenance = read_film(film), read_provenance(film)
    sizes = (encode(clip, provenance, crf) for crf in CRFS)
    return next(data for data in sizes if len(data) <= LARGEST)


if __name__ == "__main__":
    sys.exit(main())
