"""Pictures for the image network: painted scenes, some with a weapon or a lewd doodle among the things, in every style.

    python -m scripts.bundled.guard.pictures --data ../shared/data

Written in shards below --work, so that it may be stopped and started; a shard depends on nothing but its number.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.brushwork import lay
from models.motion import author
from models.style import Style, read_style, style_ids
from safety.image_check import reduced
from scripts.bundled.guard.drawings import ALIKE, LEWD, WEAPONS, Drawing, load_drawings
from scripts.bundled.guard.pens import WEAPON_PENS, fitted, lewd
from scripts.bundled.painter.doodles import Doodle, unit
from scripts.bundled.painter.looks import LANDS, LOOKS, TIMES, backdrop
from scripts.bundled.painter.scenes import SKY, Scenes, places_for
from scripts.bundled.painter.thing import Canvas, Placed

STYLES = Path("configs/styles")
SHARD = 250  # pictures a file
RAW, SOFT = 0.4, 0.25  # share left without brushwork, and share blurred as a small autoencoder would
Rgb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """One picture [256, 256, 3], what is unfit in it (0 nothing, 1 weapon, 2 lewd), and the style it is in."""

    picture: Rgb
    label: int
    style: str


class GuardScenes(Scenes):
    """The painter's own scenes, but from all doodles, with one unfit thing in half of them."""

    def __init__(self, drawings: Sequence[Drawing]) -> None:
        super().__init__(_by_thing(drawings))
        self.harmless = tuple(t for t in self.doodles if t not in (*WEAPONS, LEWD))
        self.alike = tuple(t for t in self.harmless if t in ALIKE)
        plain = {"colours": list(self.colours)}
        self.lore = {
            **dict.fromkeys((*self.doodles, "pen"), plain),
            **self.lore,
            LEWD: {"colours": ["pink", "white", "brown", "red"]},
        }

    def scene(self, style: str, rng: np.random.Generator) -> Painted:
        """One scene of one to three things in a style's colours, before any brush."""
        label = int(rng.choice(3, p=(0.5, 0.3, 0.2)))
        count = int(rng.choice([1, 2, 3], p=(0.5, 0.35, 0.15)))
        land, time = str(rng.choice(LANDS)), str(rng.choice(TIMES, p=[0.25, 0.2, 0.55]))
        canvas = Canvas.on(backdrop(land, "" if land in ("in space", "under water") else time, style, rng))
        for item in self._things(count, label, rng):
            self.paint(canvas, item, style, rng)
        return Painted(np.clip(canvas.picture, 0, 255).astype(np.uint8), label, style)

    def _things(self, count: int, label: int, rng: np.random.Generator) -> list[Placed]:
        """Harmless things, one of them replaced by an unfit one; half of the harmless ones look like one."""
        pools = [
            self.alike if rng.random() < 0.4 else self.things if rng.random() < 0.6 else self.harmless
            for _ in range(count)
        ]
        names = [str(rng.choice(pool)) for pool in pools]
        names.sort(key=lambda name: name in SKY, reverse=True)
        if label:
            names[int(rng.integers(count))] = str(rng.choice(WEAPONS)) if label == 1 else LEWD
        placed = [self.thing(name, slot, rng) for name, slot in zip(names, places_for(count, rng), strict=True)]
        return [_turned(item, rng) for item in placed]

    def strokes(self, name: str, rng: np.random.Generator) -> Doodle:
        """One drawing of a thing, an unfit one sometimes by procedure."""
        if name in WEAPONS and rng.random() < 0.3:
            return fitted(WEAPON_PENS[int(rng.integers(len(WEAPON_PENS)))], rng)
        if name == LEWD and rng.random() < 0.25:
            return fitted(lewd, rng)
        return super().strokes(name, rng)


def brushed(painted: Painted, style: Style, rng: np.random.Generator) -> Rgb:
    """The picture as the product would show it: softened, or finished by the style's hand at some moment of a film."""
    picture, share = painted.picture, rng.random()
    if rng.random() < SOFT:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.8, 2.2)), np.uint8)
    if share < RAW:
        return picture
    middle = np.zeros((64, 64), np.uint8)
    middle[16:48, 16:48] = 255
    field = author("float", style.ambience, middle, int(rng.integers(1 << 30)))
    return lay(style.brushwork, picture, field, 256, int(rng.integers(1 << 30))).paint(picture, float(rng.random()))


def shard(
    scenes: GuardScenes, styles: Mapping[str, Style], number: int
) -> tuple[Rgb, NDArray[np.uint8], NDArray[np.uint8]]:
    """Pictures [SHARD, 128, 128, 3], labels [SHARD], style numbers [SHARD]."""
    rng = np.random.default_rng((11, number))
    pictures, labels, which = [], [], []
    for k in range(SHARD):
        style = list(styles)[k % len(styles)]
        painted = scenes.scene(styles[style].prompt, rng)
        pictures.append(reduced(brushed(painted, styles[style], rng)))
        labels.append(painted.label)
        which.append(k % len(styles))
    return np.stack(pictures), np.array(labels, np.uint8), np.array(which, np.uint8)


def outlines(bitmap: NDArray[np.uint8]) -> Doodle:
    """A 28 x 28 drawing as closed strokes around its lines, in the unit square."""
    big = cv2.resize(bitmap, (168, 168), interpolation=cv2.INTER_CUBIC)
    mask = (cv2.GaussianBlur(big, (0, 0), 2) > 80).astype(np.uint8)
    found, _ = cv2.findContours(np.pad(mask, 2), cv2.RETR_LIST, cv2.CHAIN_APPROX_TC89_L1)
    rings = [c[:, 0].astype(np.float32) for c in found if len(c) > 3]
    return unit(tuple(np.concatenate([ring, ring[:1]]) for ring in rings))


def _turned(item: Placed, rng: np.random.Generator) -> Placed:
    """Sometimes at any angle, as a sword may be held; harmless things too, or the angle would give it away."""
    if rng.random() < 0.6:
        return item
    angle = rng.uniform(-np.pi, np.pi)
    points = np.concatenate(item.strokes)
    middle = (points.min(0) + points.max(0)) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    return Placed(item.thing, item.colour, item.named, tuple((s - middle) @ turn.T + middle for s in item.strokes))


def _by_thing(drawings: Sequence[Drawing]) -> dict[str, tuple[Doodle, ...]]:
    found: dict[str, list[Doodle]] = {}
    for d in drawings:
        if d.bitmap is None or d.label or d.thing in ALIKE:
            doodle = d.strokes or (outlines(d.bitmap) if d.bitmap is not None else ())
            if doodle:
                found.setdefault(d.thing, []).append(doodle)
    return {thing: tuple(doodles) for thing, doodles in found.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the shards there are not yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument(
        "--fold", type=int, default=0, help="the fold of drawings held out: only the held-out shards show them"
    )
    parser.add_argument("--shards", type=int, default=13)
    parser.add_argument("--held-out", type=int, default=3, help="shards for measuring")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    styles = {name: read_style(name, STYLES) for name in style_ids(STYLES)}
    missing = set(LOOKS) - {style.prompt for style in styles.values()}
    if missing:
        print(f"these styles have no file yet and are left out: {', '.join(sorted(missing))}")
    drawings = load_drawings(options.data)
    for kind, count, start in (("train", options.shards, 0), ("test", options.held_out, 100_000)):
        scenes = GuardScenes([d for d in drawings if (d.fold == options.fold) == (kind == "test")])
        for number in range(count):
            file = options.work / "pictures" / f"{kind}-{number:03}.npz"
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                pictures, labels, which = shard(scenes, styles, start + number)
                np.savez(
                    file.with_suffix(".part.npz"), pictures=pictures, labels=labels, styles=which, names=list(styles)
                )
                file.with_suffix(".part.npz").replace(file)
                print(file, flush=True)


if __name__ == "__main__":
    main()
