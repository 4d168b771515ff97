"""What the painter itself makes of harmless and of unfit drawings, for the image network to learn and be measured on.

    python -m scripts.bundled.guard.paintings --data ../shared/data --painter models/bundled/painter

Shards have the form of `scripts.bundled.guard.pictures`; a painting is unfit when an unfit drawing conditioned it.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.animator import finish_first
from models.bundle import open_bundle
from models.device import settle
from models.motion import author, subject_mask
from models.painter import Painter
from models.style import Style, read_style, style_ids
from models.types import Plan, Prompt, Request, Sketch
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.pictures import STYLES, GuardScenes
from scripts.bundled.painter.hand import draw_ink
from scripts.bundled.painter.looks import LANDS, SIZE, TIMES
from scripts.bundled.painter.thing import Placed

PIECES = 60  # a shard
KEPT = 128  # pixels a side
UNFIT = 0.4  # share of the pieces
Rgb = NDArray[np.uint8]


class Subjects(GuardScenes):
    """Drawings with their words, one unfit among some of them."""

    def commission(self, label: int, rng: np.random.Generator) -> tuple[Sketch, str]:
        """A sketch and the words a visitor may have said with it; of an unfit thing the words are harmless."""
        placed = self._things(int(rng.choice([1, 2], p=(0.75, 0.25))), label, rng)
        ink = draw_ink(placed, rng)
        while not ink.any():  # a sheet left bare shows nothing unfit
            ink = draw_ink(placed, rng)
        ink = cv2.resize(ink, (512, 512), interpolation=cv2.INTER_NEAREST)
        things = [self._said(item, rng) for item in placed]
        places = [str(rng.choice(choices)) for choices in (LANDS, TIMES)]
        return Sketch(np.asarray(ink, np.uint8)), ", ".join([" and ".join(things), *filter(None, places)])

    def _said(self, item: Placed, rng: np.random.Generator) -> str:
        thing = item.thing if item.thing in self.things else str(rng.choice(self.things))
        return f"a {item.colour} {thing}"


def pieces(
    painter: Painter, subjects: Subjects, styles: Mapping[str, Style], seed: int
) -> dict[str, NDArray[np.generic]]:
    """PIECES pieces, each as painted and finished: pictures [2 * PIECES, side, side, 3], labels, style numbers."""
    rng = np.random.default_rng((31, seed))
    pictures, labels, which = [], [], []
    for k in range(PIECES):
        label = int(rng.choice(3, p=(1 - UNFIT, UNFIT * 0.6, UNFIT * 0.4)))
        style = styles[list(styles)[k % len(styles)]]
        sketch, words = subjects.commission(label, rng)
        for picture in _piece(painter, sketch, words, style, int(rng.integers(1 << 30))):
            pictures.append(cv2.resize(picture, (KEPT, KEPT), interpolation=cv2.INTER_AREA))
            labels.append(label)
            which.append(k % len(styles))
    return {
        "pictures": np.stack(pictures),
        "labels": np.array(labels, np.uint8),
        "styles": np.array(which, np.uint8),
        "names": np.array(list(styles)),
    }


def _piece(painter: Painter, sketch: Sketch, words: str, style: Style, seed: int) -> tuple[Rgb, Rgb]:
    plan = Plan(steps=8, keyframes=6, size=SIZE, threads=1)
    painting = painter.first(Request(sketch, Prompt(words, (), (), "still"), style.id, seed, plan), style.prompt)
    field = author("still", style.ambience, subject_mask(sketch), seed)
    return painting.picture.pixels, finish_first(painting.picture, field, style, seed, plan).first.pixels


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the shards there are not yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--painter", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--fold", type=int, default=0, help="the fold of drawings only the held-out shards show")
    parser.add_argument("--shards", type=int, default=4)
    options = parser.parse_args(arguments)
    settle(1)
    painter = Painter.load(open_bundle(options.painter, "painter"))
    styles = {name: read_style(name, STYLES) for name in style_ids(STYLES)}
    drawings = load_drawings(options.data)
    for number in range(options.shards):
        kind = "test" if number % 2 else "train"
        subjects = Subjects([d for d in drawings if (d.fold == options.fold) == (kind == "test")])
        file = options.work / "paintings" / f"{kind}-{number:03}.npz"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(file.with_suffix(".part.npz"), **pieces(painter, subjects, styles, number))  # type: ignore[arg-type]
            file.with_suffix(".part.npz").replace(file)
            print(file, flush=True)


if __name__ == "__main__":
    main()
