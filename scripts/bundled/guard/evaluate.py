"""Measure the guard's networks on drawings and pictures they never saw.

    python -m scripts.bundled.guard.evaluate --data ../shared/data

Half of what was held out chose the operating point, the other half is reported, with 95 % Wilson intervals.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.bundle import open_bundle
from models.ink import ink_of_drawing
from models.types import Drawing as Sheet
from models.types import Stroke
from safety.eye import Eye
from safety.image_check import ImageCheck
from safety.sketch_check import SketchCheck
from safety.weights import load_eye
from scripts.bundled.guard.drawings import ALIKE, LEWD, WEAPONS, Drawing, load_drawings
from scripts.bundled.guard.pens import WEAPON_PENS, fitted
from scripts.bundled.guard.sheets import drawn, inked

FALSE_ALARMS = {"sketch": 0.04, "image": 0.03}  # share of harmless things an output may block, where it is calibrated
HARMLESS = 1_200  # held-out harmless drawings looked at
LINE = 0.5
HELD_OUT = 0
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Worst scores [N, outputs] of N held-out things, what they are, and which of them only calibrate."""

    name: str
    scores: NDArray[np.float64]
    labels: NDArray[np.int64]  # 0 harmless, 1 weapon, 2 lewd
    slices: NDArray[np.str_]  # the thing, or the style
    calibration: Mask


def sketch_scores(eye: Eye, data: Path) -> Judged:
    """The held-out fold through every view of the sketch layer, drawn with a plain pen."""
    rng = np.random.default_rng(23)
    held_out = [d for d in load_drawings(data) if d.fold == HELD_OUT]
    harmless = [d for d in held_out if d.label == 0]
    picked = [harmless[k] for k in rng.permutation(len(harmless))[:HARMLESS]]
    alike = [d for d in harmless if d.thing in ALIKE and d.bitmap is None]
    drawings = [d for d in held_out if d.label] + list({id(d): d for d in picked + alike}.values())
    check = SketchCheck(eye)
    scores = [_worst(check.judge(_plain(d))) for d in drawings]
    labels = np.array([d.label for d in drawings])
    half = np.arange(len(drawings)) % 2 == 0
    return Judged("sketch", np.array(scores), labels, np.array([d.thing for d in drawings]), half)


def pen_scores(eye: Eye) -> NDArray[np.float64]:
    """Violence scores of pistols, bombs, tanks and grenades from the pens, with other dice than in training."""
    rng, check = np.random.default_rng(29), SketchCheck(eye)
    return np.array([_worst(check.judge(drawn(fitted(pen, rng), rng)))[0] for pen in WEAPON_PENS for _ in range(20)])


def image_scores(eye: Eye, folder: Path) -> Judged:
    """The held-out pictures, each alone."""
    shards = [np.load(file) for file in sorted(folder.glob("test-???.npz"))]
    check = ImageCheck(eye)
    scores = np.concatenate([_per_frame(check, shard["pictures"]) for shard in shards])
    labels = np.concatenate([shard["labels"] for shard in shards]).astype(np.int64)
    styles = np.concatenate([shard["names"][shard["styles"]] for shard in shards])
    half = np.arange(len(labels)) // len(set(styles.tolist())) % 2 == 0
    return Judged("image", scores, labels, styles, half)


def clip_scores(eye: Eye, file: Path) -> Judged:
    """The films of `scripts.bundled.guard.clips`, each by its worst frame or montage, as the guard judges it."""
    clips, check = np.load(file), ImageCheck(eye)
    scores = np.array([_worst(check.judge(frames)) for frames in clips["frames"]])
    half = np.arange(len(scores)) // len(set(clips["styles"].tolist())) % 2 == 0
    return Judged("image", scores, clips["labels"].astype(np.int64), clips["styles"], half)


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    z, p = 1.96, hits / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def _plain(drawing: Drawing) -> NDArray[np.uint8]:
    """The drawing as the product would put it on a visitor's sheet, without the tricks of training."""
    if drawing.bitmap is not None:
        return inked(drawing, _Still())  # type: ignore[arg-type]
    strokes = [np.column_stack([s * 400 + 56, np.zeros(len(s))]).astype(np.float32) for s in drawing.strokes]
    return ink_of_drawing(Sheet(512, 512, tuple(Stroke(points, 6.0) for points in strokes))).ink


class _Still:
    """A generator that always answers with the middle: no turn, no wobble, a pen of medium width."""

    def uniform(self, low: float, high: float, size: object = None) -> object:
        return (low + high) / 2 if size is None else np.full(size, (low + high) / 2)  # type: ignore[call-overload]

    def normal(self, middle: float, _: float, size: object = None) -> object:
        return middle if size is None else np.full(size, middle)  # type: ignore[call-overload]

    def random(self) -> float:
        return 0.5

    def integers(self, low: int, high: int) -> int:
        return (low + high) // 2

    def choice(self, _: object) -> int:
        return 1


def _worst(scores: Iterable[object]) -> list[float]:
    rows: dict[str, float] = {}
    for score in scores:
        rows[score.category] = max(rows.get(score.category, 0.0), score.value)  # type: ignore[attr-defined]
    return list(rows.values())


def _per_frame(check: ImageCheck, frames: NDArray[np.uint8]) -> NDArray[np.float64]:
    values = [score.value for score in check.judge(frames)]
    return np.array(values).reshape(-1, 2)[: len(frames)]


def share(
    judged: Judged, chosen: Mask, output: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> dict[str, object]:
    """How many of the chosen, reported things are blocked."""
    mask = chosen & ~judged.calibration
    hits, count = int((output(judged.scores[mask]) >= LINE).sum()), int(mask.sum())
    low, high = wilson(hits, count)
    return {
        "blocked": hits,
        "of": count,
        "share": round(hits / max(count, 1), 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def table(judged: Judged) -> dict[str, object]:
    """Recall of each unfit kind, false alarms, and both a slice."""
    weapon, lewd, harmless = (judged.labels == k for k in (1, 2, 0))

    def anything(scores: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(scores.max(1))

    rows: dict[str, object] = {
        "weapons": share(judged, weapon, lambda s: s[:, 0]),
        "lewd": share(judged, lewd, lambda s: s[:, 1]),
        "harmless": share(judged, harmless, anything),
    }
    if judged.name == "sketch":
        alike = np.isin(judged.slices, ALIKE)
        rows |= {
            "look-alikes": share(judged, harmless & alike, anything),
            "other harmless": share(judged, harmless & ~alike, anything),
        }
        rows |= {thing: share(judged, judged.slices == thing, anything) for thing in (*WEAPONS, LEWD)}
        return rows
    for style in sorted(set(judged.slices.tolist())):
        here = judged.slices == style
        rows[f"{style}: weapons"] = share(judged, weapon & here, lambda s: s[:, 0])
        rows[f"{style}: lewd"] = share(judged, lewd & here, lambda s: s[:, 1])
        rows[f"{style}: harmless"] = share(judged, harmless & here, anything)
    return rows


def main() -> None:
    """Print the tables, and write them as JSON beside the checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--bundle", type=Path, default=Path("models/bundled/guard"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    bundle = open_bundle(args.bundle, "guard")
    sketch = load_eye(bundle, "sketch", 1)
    tables = {
        "sketch": table(sketch_scores(sketch, args.data)),
        "image": table(image_scores(load_eye(bundle, "image", 3), args.work / "pictures")),
    }
    pens = pen_scores(sketch)
    tables["pens"] = {"pistol, bomb, tank, grenade": {"blocked": int((pens >= LINE).sum()), "of": len(pens)}}
    (args.work / "evaluation.json").write_text(json.dumps(tables, indent=1))
    for name, rows in tables.items():
        print(name)
        for label, row in rows.items():
            print(f"  {label:28} {row}")


if __name__ == "__main__":
    main()
