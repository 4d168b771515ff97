"""Train the sketch network on real doodles. One fold of them is never learnt from, so that it can be measured on.

python -m scripts.bundled.guard.train_sketch --data ../shared/data
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from safety.eye import Eye, Names
from scripts.bundled.guard.drawings import Drawing, load_drawings, names_of
from scripts.bundled.guard.sheets import OUTPUTS, Sheets
from scripts.bundled.guard.training import Batch, Course, Pupil, train

SHAPE = {"stem": 24, "widths": [48, 96, 192], "outputs": OUTPUTS}
BATCH = 64


def build(drawings: Sequence[Drawing]) -> Eye:
    """The untrained network, which knows as many names as there are things."""
    names, unfit = names_of(drawings)
    return Eye(1, 24, (48, 96, 192), OUTPUTS, Names(len(names), tuple(map(tuple, unfit))))


def draw_from(sheets: Sheets, rng: np.random.Generator) -> Batch:
    """One batch of views."""
    views, labels, names = zip(*(sheets.sample(rng) for _ in range(BATCH)), strict=True)
    pictures = torch.from_numpy(np.stack(views))[:, None]
    return pictures, torch.from_numpy(np.stack(labels)), torch.tensor(names)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, resuming from the checkpoint if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--fold", type=int, default=0, help="the fold of drawings held out for measuring")
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--begin", type=Path, help="checkpoint of an earlier course of the same network")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    drawings = [d for d in load_drawings(options.data) if d.fold != options.fold]
    sheets = Sheets(drawings)
    torch.manual_seed(options.seed)
    pupil = Pupil(build(drawings))
    if options.begin:
        pupil.load_state_dict(torch.load(options.begin, weights_only=True)["pupil"])
    course = Course(options.steps, options.seed, options.work / f"sketch-{options.fold}.pt")
    train(pupil, lambda rng: draw_from(sheets, rng), course)


if __name__ == "__main__":
    main()
