"""Judge a painter on scenes from doodles it never saw: does the picture follow the ink, and the words the colour?

    python -m scripts.bundled.painter.evaluate --data ../shared/data --bundle models/bundled/painter --count 60

Prints a table and JSON; `--sheet FILE` also writes a contact sheet (true scene, sketch, painting). The first row judges
the true renders themselves: what a perfect painter would reach.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bundle import open_bundle
from models.painter import Painter
from models.types import Plan, Prompt, Request, Sketch
from scripts.bundled.painter.looks import SIZE
from scripts.bundled.painter.scenes import Scene, Scenes, doodles_of

Pixels = NDArray[np.uint8]
TOLERANCE = 0.03  # of the width, between ink and an edge


def main() -> None:
    """Judge the true renders and the painter side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--sheet", type=Path)
    arguments = parser.parse_args()
    generator = Scenes(doodles_of(arguments.data, held_out=True))
    scenes = [generator.draw(np.random.default_rng([11, k])) for k in range(arguments.count)]
    painter = Painter.load(open_bundle(arguments.bundle, "painter"))
    paintings = [
        painter.first(_request(scene, k, arguments.steps), scene.style).picture.pixels for k, scene in enumerate(scenes)
    ]
    rows = {
        "true render": judge(scenes, [s.picture for s in scenes], generator),
        "painter": judge(scenes, paintings, generator),
    }
    for name, row in rows.items():
        print(f"{name:12}", *(f"{key} {value:.3f}" for key, value in row.items()), sep="  ")
    print(json.dumps(rows))
    if arguments.sheet:
        write_sheet(arguments.sheet, scenes, paintings)


def _request(scene: Scene, seed: int, steps: int) -> Request:
    sketch = Sketch(cv2.resize(scene.ink, (512, 512), interpolation=cv2.INTER_NEAREST).astype(np.uint8))
    return Request(sketch, Prompt(scene.words, (), (), "still"), scene.style, seed, Plan(steps, 1, 512, 1))


def judge(scenes: Sequence[Scene], pictures: Sequence[Pixels], generator: Scenes) -> dict[str, float]:
    """Mean over the scenes; colours only of single things whose colour was asked for."""
    drawn = [(s, p) for s, p in zip(scenes, pictures, strict=True) if s.ink.any()]
    others = [s.ink for s, _ in drawn[1:]] + [drawn[0][0].ink]
    single = [(s, p) for s, p in zip(scenes, pictures, strict=True) if len(s.objects) == 1 and s.objects[0][1]]
    several = [(s, p) for s, p in zip(scenes, pictures, strict=True) if len(s.objects) > 1]
    asked = [(s, p, o) for s, p in several for o in s.objects if o[1]]
    return {
        "ink on an edge": float(np.mean([followed(s.ink, p) for s, p in drawn])),
        "another's ink": float(np.mean([followed(ink, p) for ink, (_, p) in zip(others, drawn, strict=True)])),
        "colour, one thing": float(np.mean([_colour_right(s, p, s.objects[0], generator) for s, p in single])),
        "colour, several": float(np.mean([_colour_right(s, p, o, generator) for s, p, o in asked])),
    }


def followed(ink: Pixels, picture: Pixels) -> float:
    """Share of the ink within 3 % of the width of an edge of the picture smoothed with sigma = 1 % of the width."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.01 * SIZE)
    edges = np.max([cv2.Canny(smooth[..., c], 20, 40) for c in range(3)], axis=0)
    distance = cv2.distanceTransform((edges == 0).astype(np.uint8), cv2.DIST_L2, 5)
    return float((distance[ink > 127] <= TOLERANCE * SIZE).mean())


def _colour_right(
    scene: Scene, picture: Pixels, thing: tuple[str, str, tuple[int, int, int, int]], generator: Scenes
) -> bool:
    """Whether the colour that fills most of the thing's place, against what surrounds it, is the one asked for."""
    x0, y0, x1, y1 = (int(np.clip(v, 0, SIZE)) for v in thing[2])
    truth = scene.picture[y0:y1, x0:x1].reshape(-1, 3).astype(np.float32)
    near = np.abs(truth - np.array(generator.colours[thing[1]], np.float32)).max(1) < 60
    if near.sum() < 30:
        return True
    pixels = picture[y0:y1, x0:x1].reshape(-1, 3)[near].astype(np.float32)
    return _name(np.median(pixels, 0), generator) == _name(np.median(truth[near], 0), generator)


def _name(rgb: NDArray[np.float32], generator: Scenes) -> str:
    names = list(generator.colours)
    table = np.array([generator.colours[n] for n in names], np.uint8)[None]
    lab = cv2.cvtColor(table, cv2.COLOR_RGB2LAB)[0].astype(np.float32)
    mine = cv2.cvtColor(rgb.round().astype(np.uint8)[None, None], cv2.COLOR_RGB2LAB)[0, 0].astype(np.float32)
    return names[int(np.argmin(((lab - mine) ** 2).sum(1)))]


def write_sheet(file: Path, scenes: Sequence[Scene], paintings: Sequence[Pixels]) -> None:
    """Columns of true scene, sketch and painting, twelve to a row."""
    columns = [
        np.concatenate([s.picture, 255 - np.repeat(s.ink[..., None], 3, 2), p])
        for s, p in zip(scenes, paintings, strict=True)
    ]
    rows = [np.concatenate(columns[k : k + 12], 1) for k in range(0, len(columns) - len(columns) % 12, 12)]
    cv2.imwrite(str(file), np.concatenate(rows)[..., ::-1])


if __name__ == "__main__":
    main()
