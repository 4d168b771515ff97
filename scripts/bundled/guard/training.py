"""One training loop for both networks of the guard: seeded, resumable, a line of progress now and then."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from safety.eye import Eye

Batch = tuple[Tensor, Tensor, Tensor]  # pictures [N, C, S, S] in 0..1, labels [N, outputs], thing [N] or -1
Draw = Callable[[np.random.Generator], Batch]


@dataclass(frozen=True, slots=True)
class Course:
    """How long and from which seed."""

    steps: int
    seed: int
    checkpoint: Path
    rate: float = 2e-3
    every: int = 100  # steps between checkpoints
    aside: float = 1.0  # weight of naming the thing, which teaches shapes the few unfit ones could not


class Pupil(nn.Module):
    """The network with what it is graded by."""

    def __init__(self, eye: Eye) -> None:
        super().__init__()
        self.eye = eye

    def loss(self, batch: Batch, aside: float) -> Tensor:
        """Binary cross-entropy a category (targets softened by 1 %), and cross-entropy of the names there are."""
        pictures, labels, names = batch
        with torch.autocast("cpu", torch.bfloat16):
            features = self.eye.features(pictures.contiguous(memory_format=torch.channels_last))
        features = features.float()
        loss = functional.binary_cross_entropy_with_logits(self.eye.head(features), labels * 0.98 + 0.01)
        known = names >= 0
        if self.eye.namer is not None and bool(known.any()):
            loss = loss + aside * functional.cross_entropy(self.eye.namer(features[known]), names[known])
        return loss


def train(pupil: Pupil, draw: Draw, course: Course) -> None:
    """AdamW under a one-cycle rate; batch k is drawn from (seed, k), so a resumed course sees what is next."""
    torch.manual_seed(course.seed)
    optimiser = torch.optim.AdamW(pupil.parameters(), lr=course.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, course.rate, course.steps, pct_start=0.15)
    pupil.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    first = _resume(pupil, optimiser, schedule, course)
    pupil.train()
    running, began = 0.0, time.monotonic()
    for step in range(first, course.steps):
        loss = pupil.loss(draw(np.random.default_rng((course.seed, step))), course.aside)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(pupil.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if running else loss.item()
        if (step + 1) % course.every == 0 or step + 1 == course.steps:
            rate = (step + 1 - first) / (time.monotonic() - began)
            print(f"step {step + 1}/{course.steps} loss {running:.4f} {rate:.2f} steps/s", flush=True)
            _save(pupil, optimiser, schedule, course.checkpoint, step + 1)


def _save(pupil: Pupil, optimiser: torch.optim.Optimizer, schedule: object, path: Path, step: int) -> None:
    state = {"pupil": pupil.state_dict(), "optimiser": optimiser.state_dict(), "step": step}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "schedule": schedule.state_dict()}, path.with_suffix(".part"))  # type: ignore[attr-defined]
    path.with_suffix(".part").replace(path)


def _resume(pupil: Pupil, optimiser: torch.optim.Optimizer, schedule: object, course: Course) -> int:
    if not course.checkpoint.exists():
        return 0
    state = torch.load(course.checkpoint, weights_only=True)
    pupil.load_state_dict(state["pupil"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])  # type: ignore[attr-defined]
    return int(state["step"])
