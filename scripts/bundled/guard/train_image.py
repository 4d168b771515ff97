"""Train the image network on the scenes of `scripts.bundled.guard.pictures` and the paintings of `…guard.paintings`.

python -m scripts.bundled.guard.train_image
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from safety.eye import Eye, Names
from safety.image_check import SIDE, montage
from scripts.bundled.guard.collage import Collage
from scripts.bundled.guard.drawings import Drawing, load_drawings, names_of
from scripts.bundled.guard.sheets import Sheets
from scripts.bundled.guard.training import Batch, Course, Pupil, train

OUTPUTS = 2  # violence, indecency: the order of safety.image_check.CATEGORIES
SHAPE = {"stem": 24, "widths": [48, 96, 192], "outputs": OUTPUTS}
BATCH = 32
MONTAGES = 0.2  # share of samples that are four pictures in one
PAINTED = 0.3  # share that are whole painted scenes; the others are quick collages
Rgb = NDArray[np.uint8]


def build(drawings: Sequence[Drawing]) -> Eye:
    """The untrained network; of the sketch network's shape, whose weights it begins with."""
    names, unfit = names_of(drawings)
    return Eye(3, 24, (48, 96, 192), OUTPUTS, Names(len(names), tuple(map(tuple, unfit[:OUTPUTS]))))


def begin(pupil: Pupil, checkpoint: Path) -> None:
    """Begin with what the sketch network knows of shapes; its lines are light, a painter's are dark."""
    known = torch.load(checkpoint, weights_only=True)["pupil"]
    known["eye.stem.0.weight"] = -known["eye.stem.0.weight"].repeat(1, 3, 1, 1) / 3
    for part in ("weight", "bias"):
        known[f"eye.head.{part}"] = known[f"eye.head.{part}"][:OUTPUTS]
    pupil.load_state_dict(known)


class Pictures:
    """All training shards in memory, and collages on the harmless ones."""

    def __init__(self, work: Path, sheets: Sheets) -> None:
        folders = (work / "pictures", work / "paintings")
        shards = [np.load(file) for folder in folders for file in sorted(folder.glob("train-???.npz"))]
        self.pictures: Rgb = np.concatenate([_shrunk(shard["pictures"]) for shard in shards])
        self.labels = np.concatenate([shard["labels"] for shard in shards])
        self.collage = Collage(sheets, self.pictures[self.labels == 0])

    def draw(self, rng: np.random.Generator) -> Batch:
        """One batch; labels come with the pictures, a montage has what any of its four shows."""
        samples = [self._sample(rng) for _ in range(BATCH)]
        pictures = torch.from_numpy(np.stack([s[0] for s in samples])).permute(0, 3, 1, 2).float() / 255
        labels = torch.from_numpy(np.stack([s[1] for s in samples]))
        return pictures, labels, torch.tensor([s[2] for s in samples])

    def _sample(self, rng: np.random.Generator) -> tuple[Rgb, NDArray[np.float32], int]:
        labels = np.zeros(OUTPUTS, np.float32)
        count = 4 if rng.random() < MONTAGES else 1
        looks, name = [], -1
        for _ in range(count):
            picture, label, name = self._one(rng)
            looks.append(altered(picture, rng))
            if label:
                labels[label - 1] = 1
        return (looks[0] if count == 1 else montage(np.stack(looks))), labels, name if count == 1 else -1

    def _one(self, rng: np.random.Generator) -> tuple[Rgb, int, int]:
        if rng.random() > PAINTED:
            return self.collage.sample(rng)
        k = int(rng.integers(len(self.pictures)))
        return self.pictures[k], int(self.labels[k]), -1


def _shrunk(pictures: Rgb) -> Rgb:
    """[N, side, side, 3] as the layer sees them, [N, SIDE, SIDE, 3]."""
    return np.stack([cv2.resize(p, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for p in pictures])


def altered(picture: Rgb, rng: np.random.Generator) -> Rgb:
    """Mirrored, turned, moved, nearer or further, in other light, out of focus: what leaves the label as it is."""
    angle, zoom = rng.normal(0, 8), rng.uniform(0.85, 1.25)
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), angle, zoom)
    matrix[:, 2] += rng.normal(0, 4, 2)
    if rng.random() < 0.5:
        matrix[0] = (0, 0, SIDE - 1) - matrix[0]
    seen = cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if rng.random() < 0.2:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.5, 1.4))
    if rng.random() < 0.3:
        seen = seen[..., rng.permutation(3)]
    light = seen * rng.uniform(0.75, 1.2) + rng.normal(0, 12, 3) + rng.normal(0, rng.uniform(0, 8), seen.shape)
    return np.clip(light, 0, 255).astype(np.uint8)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, resuming from the checkpoint if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--fold", type=int, default=0, help="the fold of drawings held out for measuring")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--begin", type=Path, help="checkpoint of an earlier course of the same network")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    drawings = [d for d in load_drawings(options.data) if d.fold != options.fold]
    sheets = Sheets(drawings)
    pictures = Pictures(options.work, sheets)
    print(f"{len(pictures.pictures)} pictures, {np.bincount(pictures.labels).tolist()} a label", flush=True)
    torch.manual_seed(options.seed)
    pupil = Pupil(build(drawings))
    if options.begin:
        pupil.load_state_dict(torch.load(options.begin, weights_only=True)["pupil"])
    else:
        begin(pupil, options.work / f"sketch-{options.fold}.pt")
    train(pupil, pictures.draw, Course(options.steps, options.seed, options.work / "image.pt", rate=2e-3))


if __name__ == "__main__":
    main()
