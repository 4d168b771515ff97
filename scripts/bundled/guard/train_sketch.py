"""Train the sketch network on real doodles. One fold of them is never learnt from, so that it can be measured on.

python -m scripts.bundled.guard.train_sketch --data ../shared/data
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from safety.eye import Eye
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.sheets import OUTPUTS, Sheets
from scripts.bundled.guard.training import Batch, Course, Pupil, train

SHAPE = {"stem": 24, "widths": [48, 96, 192], "outputs": OUTPUTS}
BATCH = 64


def build() -> Eye:
    """The untrained network."""
    return Eye(1, 24, (48, 96, 192), OUTPUTS)


def draw_from(sheets: Sheets, rng: np.random.Generator) -> Batch:
    """One batch of views."""
    views, labels, names = zip(*(sheets.sample(rng) for _ in range(BATCH)), strict=True)
    pictures = torch.from_numpy(np.stack(views))[:, None]
    return pictures, torch.from_numpy(np.stack(labels)), torch.tensor(names)


def main() -> None:
    """Train, resuming from the checkpoint if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--fold", type=int, default=0, help="the fold of drawings held out for measuring")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    sheets = Sheets([d for d in load_drawings(args.data) if d.fold != args.fold])
    torch.manual_seed(args.seed)
    pupil = Pupil(build(), len(sheets.things))
    course = Course(args.steps, args.seed, args.work / f"sketch-{args.fold}.pt")
    train(pupil, lambda rng: draw_from(sheets, rng), course)


if __name__ == "__main__":
    main()
