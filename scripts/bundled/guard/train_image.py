"""Train the image network on the pictures that `scripts.bundled.guard.pictures` has made.

python -m scripts.bundled.guard.train_image
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from safety.eye import Eye
from safety.image_check import SIDE, montage
from scripts.bundled.guard.training import Batch, Course, Pupil, train

OUTPUTS = 2  # violence, indecency: the order of safety.image_check.CATEGORIES
SHAPE = {"stem": 16, "widths": [32, 64, 128, 192], "outputs": OUTPUTS}
BATCH = 32
MONTAGES = 0.08  # share of samples that are four pictures in one
Rgb = NDArray[np.uint8]


def build() -> Eye:
    """The untrained network."""
    return Eye(3, 16, (32, 64, 128, 192), OUTPUTS)


class Pictures:
    """All training shards in memory."""

    def __init__(self, folder: Path) -> None:
        shards = [np.load(file) for file in sorted(folder.glob("train-???.npz"))]
        self.pictures: Rgb = np.concatenate([shard["pictures"] for shard in shards])
        self.labels = np.concatenate([shard["labels"] for shard in shards])

    def draw(self, rng: np.random.Generator) -> Batch:
        """One batch; labels come with the pictures, a montage has what any of its four shows."""
        samples = [self._sample(rng) for _ in range(BATCH)]
        pictures = torch.from_numpy(np.stack([picture for picture, _ in samples])).permute(0, 3, 1, 2).float() / 255
        labels = torch.from_numpy(np.stack([label for _, label in samples]))
        return pictures, labels, torch.full((BATCH,), -1)

    def _sample(self, rng: np.random.Generator) -> tuple[Rgb, NDArray[np.float32]]:
        chosen = rng.integers(0, len(self.pictures), 4 if rng.random() < MONTAGES else 1)
        labels = np.zeros(OUTPUTS, np.float32)
        for k in self.labels[chosen]:
            if k:
                labels[k - 1] = 1
        looks = np.stack([altered(self.pictures[k], rng) for k in chosen])
        return (looks[0] if len(looks) == 1 else montage(looks)), labels


def altered(picture: Rgb, rng: np.random.Generator) -> Rgb:
    """Mirrored, turned, moved, nearer or further, in other light, out of focus: what leaves the label as it is."""
    angle, zoom = rng.normal(0, 8), rng.uniform(0.86, 1.3)
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


def main() -> None:
    """Train, resuming from the checkpoint if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not needed: the pictures are made already")
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    pictures = Pictures(args.work / "pictures")
    print(f"{len(pictures.pictures)} pictures, {np.bincount(pictures.labels).tolist()} a label")
    torch.manual_seed(args.seed)
    train(Pupil(build(), 1), pictures.draw, Course(args.steps, args.seed, args.work / "image.pt", aside=0.0))


if __name__ == "__main__":
    main()
