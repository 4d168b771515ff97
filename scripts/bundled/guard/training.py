"""One training loop for both networks of the guard: seeded, resumable, a line of progress now and then."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from safety.eye import Eye

Batch = tuple[Tensor, Tensor, Tensor]  # pictures [N, C, S, S] in 0..1, labels [N, outputs], thing [N] or -1
AVERAGED = 0.998  # decay of the moving average
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


class Teaching:
    """What a checkpoint holds: the network, its moving average (which is what ships), the optimiser and its rate."""

    def __init__(self, pupil: Pupil, course: Course) -> None:
        self.pupil, self.course = pupil, course
        self.optimiser = torch.optim.AdamW(pupil.parameters(), lr=course.rate, weight_decay=0.02)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, course.rate, max(course.steps, 2), pct_start=0.15
        )
        self.average = AveragedModel(pupil, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED), use_buffers=True)
        self.step = 0

    @property
    def _parts(self) -> dict[str, Any]:
        parts = {"learning": self.pupil, "average": self.average, "optimiser": self.optimiser}
        return {**parts, "schedule": self.schedule}

    def learn(self, batch: Batch) -> float:
        """One step; its loss."""
        loss = self.pupil.loss(batch, self.course.aside)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.pupil.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.average.update_parameters(self.pupil)
        self.step += 1
        return loss.item()

    def resume(self) -> None:
        """Go on where the checkpoint stands, if there is one of a course."""
        if self.course.checkpoint.exists():
            state = torch.load(self.course.checkpoint, weights_only=True)
            for name, part in self._parts.items():
                part.load_state_dict(state[name])
            self.step = state["step"]

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {name: part.state_dict() for name, part in self._parts.items()}
        path = self.course.checkpoint
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({**state, "step": self.step, "pupil": self.average.module.state_dict()}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)


def train(pupil: Pupil, draw: Draw, course: Course) -> None:
    """AdamW under a one-cycle rate; batch k is drawn from (seed, k), so a resumed course sees what is next."""
    torch.manual_seed(course.seed)
    pupil.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    teaching = Teaching(pupil, course)
    teaching.resume()
    pupil.train()
    running, first, began = 0.0, teaching.step, time.monotonic()
    while teaching.step < course.steps:
        loss = teaching.learn(draw(np.random.default_rng((course.seed, teaching.step))))
        running = 0.98 * running + 0.02 * loss if running else loss
        if teaching.step % course.every == 0 or teaching.step == course.steps:
            rate = (teaching.step - first) / (time.monotonic() - began)
            print(f"step {teaching.step}/{course.steps} loss {running:.4f} {rate:.2f} steps/s", flush=True)
            teaching.save()
