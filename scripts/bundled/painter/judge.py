"""The judges of the painter: one names a thing in a crop, one the style of a picture; neither ever saw a painting.

    python -m scripts.bundled.painter.judge --data ../shared/data --out models/bundled/judge

Both learn from true renders only, raw and blurred, the style also from renders under the brush.
"""

import argparse
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.nn import functional

from models.bundle import Bundle
from models.style import read_style, style_ids
from safety.eye import Eye
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.pictures import STYLES, Painted, brushed, outlines
from scripts.bundled.manifest import write_manifest
from scripts.bundled.painter.changes import draw_change
from scripts.bundled.painter.doodles import Doodle
from scripts.bundled.painter.looks import LOOKS, SIZE
from scripts.bundled.painter.scenes import VOCABULARY, Scenes, doodles_of

CROP, WHOLE = 64, 96  # pixels: of a thing, of a picture
AROUND = 0.12  # of a thing's box: how much of its surroundings is seen
THINGS_FILE, STYLE_FILE = "things.safetensors", "style.safetensors"
Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Course:
    """How long, how many at once, how fast."""

    steps: int
    batch: int = 64
    rate: float = 2e-3


@dataclass(frozen=True, slots=True, eq=False)
class Judges:
    """Both networks and the names they give."""

    things: Eye
    style: Eye
    names: tuple[str, ...]

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """From a verified bundle."""
        names = tuple(bundle.settings["things"])
        things, style = build(len(names))
        things.load_state_dict({k: v.float() for k, v in load_file(bundle.path(THINGS_FILE)).items()})
        style.load_state_dict({k: v.float() for k, v in load_file(bundle.path(STYLE_FILE)).items()})
        return cls(things.eval(), style.eval(), names)

    def odds(self, picture: Pixels, box: Box) -> NDArray[np.float32]:
        """Log-probability of each name for what stands in the box of a picture [SIZE, SIZE, 3]."""
        seen = crop(picture, box)
        return _logits(self.things, np.stack([seen, seen[:, ::-1]])).log_softmax(1).mean(0).numpy()

    def named(self, picture: Pixels, box: Box) -> str:
        """The likeliest thing."""
        return self.names[int(self.odds(picture, box).argmax())]

    def styled(self, picture: Pixels) -> str:
        """The likeliest style of a whole picture."""
        return list(LOOKS)[int(_logits(self.style, whole(picture)[None])[0].argmax())]


def build(things: int) -> tuple[Eye, Eye]:
    """Untrained judges of things and of styles."""
    return Eye(3, 24, (48, 96, 192), things), Eye(3, 16, (32, 48), len(LOOKS))


def crop(picture: Pixels, box: Box) -> Pixels:
    """A square around the box and a little more, [CROP, CROP, 3]; beyond the edge the picture is mirrored."""
    x0, y0, x1, y1 = box
    half = max(4, round((0.5 + AROUND) * max(x1 - x0, y1 - y0)))
    x, y = (x0 + x1) // 2, (y0 + y1) // 2
    x, y = int(np.clip(x, 0, SIZE - 1)), int(np.clip(y, 0, SIZE - 1))
    padded = cv2.copyMakeBorder(picture, half, half, half, half, cv2.BORDER_REFLECT_101)
    return np.asarray(
        cv2.resize(padded[y : y + 2 * half, x : x + 2 * half], (CROP, CROP), interpolation=cv2.INTER_AREA), np.uint8
    )


def whole(picture: Pixels) -> Pixels:
    """The picture as the judge of styles sees it."""
    return np.asarray(cv2.resize(picture, (WHOLE, WHOLE), interpolation=cv2.INTER_AREA), np.uint8)


def _logits(eye: Eye, pictures: Pixels) -> torch.Tensor:
    with torch.inference_mode():
        result: torch.Tensor = eye(_tensor(pictures)).float()
    return result


def _tensor(pictures: Pixels) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 255


def train(eye: Eye, pictures: Pixels, labels: NDArray[np.int64], course: Course) -> Iterator[tuple[int, float]]:
    """Cross-entropy under a one-cycle rate, pictures altered in light, sharpness and side; now and then the loss."""
    rng = np.random.default_rng(5)
    optimizer = torch.optim.AdamW(eye.parameters(), lr=course.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, course.rate, course.steps, pct_start=0.1)
    eye.train()
    for step in range(course.steps):
        rows = rng.integers(0, len(labels), course.batch)
        seen = _tensor(np.stack([altered(pictures[r], rng) for r in rows]))
        with torch.autocast("cpu", torch.bfloat16):
            logits = eye(seen)
        loss = functional.cross_entropy(logits.float(), torch.from_numpy(labels[rows]), label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 199:
            yield step + 1, float(loss.detach())
    eye.eval()


def altered(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Mirrored, moved, blurred, in other light."""
    side = len(picture)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), rng.normal(0, 5), rng.uniform(0.9, 1.15))
    matrix[:, 2] += rng.normal(0, side / 40, 2)
    seen = cv2.warpAffine(picture, matrix, (side, side), borderMode=cv2.BORDER_REFLECT)
    seen = seen[:, ::-1] if rng.random() < 0.5 else seen
    if rng.random() < 0.5:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.3, side / 60))
    return np.clip(seen * rng.uniform(0.85, 1.15) + rng.normal(0, 8, 3) + rng.normal(0, 4, seen.shape), 0, 255).astype(
        np.uint8
    )


def thing_lessons(scenes: Scenes, count: int) -> tuple[Pixels, NDArray[np.int64]]:
    """Crops of the things of so many true renders, one in three a change to another picture, and their numbers."""
    found: list[tuple[Pixels, int]] = []
    for k in range(count):
        rng = np.random.default_rng([21, k])
        scene = draw_change(scenes, rng).after if k % 3 == 0 else scenes.draw(rng)
        found += [(crop(scene.picture, box), scenes.names.index(name)) for name, _, box in scene.objects]
    return np.stack([seen for seen, _ in found]), np.array([number for _, number in found])


def style_lessons(scenes: Scenes, count: int) -> tuple[Pixels, NDArray[np.int64]]:
    """So many true renders, raw or under the brush, and the numbers of their styles."""
    styles = {style.prompt: style for style in (read_style(name, STYLES) for name in style_ids(STYLES))}
    pictures, numbers = [], []
    for k in range(count):
        rng = np.random.default_rng([22, k])
        scene = scenes.draw(rng)
        pictures.append(whole(brushed(Painted(scene.picture, 0, scene.style), styles[scene.style], rng)))
        numbers.append(list(LOOKS).index(scene.style))
    return np.stack(pictures), np.array(numbers)


def every_doodle(data: Path) -> dict[str, tuple[Doodle, ...]]:
    """The taught doodles, and the outlines of the small bitmaps of the same things."""
    found = {thing: list(doodles) for thing, doodles in doodles_of(data, held_out=False).items()}
    library = tomllib.loads(VOCABULARY.read_text("utf-8"))["things"]
    names = {entry.get("doodle", thing): thing for thing, entry in library.items()}
    for drawing in load_drawings(data):
        if drawing.bitmap is not None and drawing.thing in names and (doodle := outlines(drawing.bitmap)):
            found[names[drawing.thing]].append(doodle)
    return {thing: tuple(doodles) for thing, doodles in found.items()}


def _taught(eye: Eye, name: str, lessons: Callable[[], tuple[Pixels, NDArray[np.int64]]], course: Course) -> Eye:
    pictures, labels = lessons()
    print(f"{name}: {len(labels)} pictures", flush=True)
    for step, loss in train(eye, pictures, labels, course):
        print(f"{name} step {step} loss {loss:.3f}", flush=True)
    return eye


def write(judges: Judges, directory: Path, provenance: str) -> None:
    """As a bundle, in fp16."""
    directory.mkdir(parents=True, exist_ok=True)
    for eye, name in ((judges.things, THINGS_FILE), (judges.style, STYLE_FILE)):
        save_file({k: v.half() if v.is_floating_point() else v for k, v in eye.state_dict().items()}, directory / name)
        (directory / name).chmod(0o644)
    header = {
        "id": "drawn-aloud-judge", "version": "2", "kind": "judge", "pipeline": "drawn-aloud-eye",
        "licence": "CC-BY-4.0", "provenance": provenance, "settings": {"things": list(judges.names)},
    }  # fmt: skip
    write_manifest(directory, header)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make both judges from nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    scenes = Scenes(every_doodle(options.data), drawn=0.3)
    things, style = build(len(scenes.names))
    _taught(style, "style", lambda: style_lessons(scenes, options.scenes // 4), Course(1200, 32))
    _taught(things, "things", lambda: thing_lessons(scenes, options.scenes), Course(6000))
    provenance = (
        f"Trained from nothing by scripts/bundled/painter/judge.py (seed {options.seed}, {options.scenes} scenes) on "
        "true renders of scenes with real doodles of Quick, Draw! (Google, CC BY 4.0); it never saw a painting."
    )
    write(Judges(things, style, scenes.names), options.out, provenance)


if __name__ == "__main__":
    main()
