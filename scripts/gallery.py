"""Make the six pictures of the demo site's gallery, by our own procedure and brushes, label and approve them.

    python -m scripts.gallery --out configs/sites/demo/gallery

Pictures that lie there already are kept.
"""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from installation.cli import main as drawn_aloud
from installation.gallery import RIGHTS
from models.brushwork import lay
from models.motion import author
from models.style import read_style
from models.types import Bytes
from safety.curated import MANIFEST
from scripts.bundled.painter.looks import SIZE, backdrop
from scripts.bundled.painter.scenes import Scenes
from scripts.bundled.painter.thing import Canvas

STYLES = Path("configs/styles")
SQUARE = 1280  # pixels a side, before it is cut to shape
OURS = "Made by Drawn Aloud's own procedure; CC0 1.0, free for everyone."


@dataclass(frozen=True, slots=True)
class Work:
    """A picture: where and when, in whose manner, with which seed, and its shape."""

    name: str
    title: str
    land: str
    time: str
    style: str
    seed: int
    size: tuple[int, int]  # width, height
    things: tuple["Thing", ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a picture: its colour, and its middle and size in shares of the square."""

    name: str
    colour: str
    x: float
    y: float
    size: float


WORKS = (
    Work("evening-by-the-sea", "Evening by the sea", "by the sea", "at sunset", "monet", 4, (640, 480),
         (Thing("boat", "white", 0.3, 0.66, 0.2),)),
    Work("night-over-the-hills", "Night over the hills", "in the mountains", "at night", "van-gogh", 7, (640, 480),
         (Thing("moon", "yellow", 0.74, 0.3, 0.16), Thing("house", "orange", 0.3, 0.66, 0.2),
          Thing("tree", "green", 0.12, 0.6, 0.28))),
    Work("boat-and-mountain", "Boat and mountain", "by the sea", "", "hokusai", 9, (480, 640),
         (Thing("mountain", "blue", 0.54, 0.5, 0.56), Thing("boat", "red", 0.34, 0.78, 0.18))),
    Work("noon-in-the-meadow", "Noon in the meadow", "in a meadow", "", "seurat", 5, (640, 480),
         (Thing("tree", "green", 0.2, 0.56, 0.42), Thing("house", "red", 0.72, 0.64, 0.17))),
    Work("golden-desert", "Golden desert", "in the desert", "at sunset", "klimt", 2, (560, 560),
         (Thing("cactus", "green", 0.72, 0.66, 0.34), Thing("sun", "orange", 0.3, 0.3, 0.26))),
    Work("light-at-the-coast", "Light at the coast", "by the sea", "at night", "van-gogh", 11, (640, 480),
         (Thing("lighthouse", "white", 0.8, 0.52, 0.4), Thing("moon", "yellow", 0.24, 0.28, 0.14))),
)  # fmt: skip


def main() -> int:
    """Make, label and approve what is missing; the exit code of the first command that does not end well, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("configs/sites/demo/gallery"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    labels = [f'["{work.name}.png"]\ntitle = "{work.title}"\nrights = "{OURS}"\n' for work in WORKS]
    (out / RIGHTS).write_text("\n".join(labels), "utf-8")
    codes = (_hang(work, out) for work in WORKS if not (out / f"{work.name}.png").exists())
    return next((code for code in codes if code), 0)


def _hang(work: Work, out: Path) -> int:
    file = out / f"{work.name}.png"
    Image.fromarray(_painted(work)).save(file, optimize=True)
    return drawn_aloud(("approve", str(file), "--manifest", str(out / MANIFEST)))


def _painted(work: Work) -> Bytes:
    """The place and its things under the brush of its style, cut to its shape."""
    style = read_style(work.style, STYLES)
    ground = _ground(work, style.prompt)
    field = author("still", style.ambience, np.zeros((64, 64), np.uint8), work.seed)
    sheet = lay(style.brushwork, ground, field, SQUARE, work.seed).paint(ground, 0.0)
    width, height = work.size
    scale = max(width, height) / SQUARE
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (small.shape[0] - height) // 2, (small.shape[1] - width) // 2
    return np.ascontiguousarray(small[top : top + height, left : left + width], np.uint8)


def _ground(work: Work, manner: str) -> Bytes:
    """Before the brush."""
    rng, scenes = np.random.default_rng(work.seed), Scenes({}, drawn=1.0)
    canvas = Canvas.on(backdrop(work.land, work.time, manner, rng))
    for thing in work.things:
        x, y, size = (SIZE * share for share in (thing.x, thing.y, thing.size))
        placed = scenes.thing(thing.name, (x, y, size), rng)
        scenes.paint(canvas, replace(placed, colour=thing.colour), manner, rng)
    return canvas.picture.astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
