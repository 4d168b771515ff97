"""Train the bundled speech model on the clips of `make_clips`; stops and resumes at its checkpoint.

python -m scripts.bundled.speech.train --work DIR --steps 7000
"""

import argparse
import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from whisper.tokenizer import Tokenizer, get_tokenizer

from scripts.bundled.speech.lessons import Collator, Lessons
from scripts.bundled.speech.network import Batch, Losses, Student, export

PEAK, WARM_UP = 2e-3, 400
EMA = 0.998
SAVE_EVERY = 250


@dataclass(frozen=True, slots=True)
class Pace:
    """The rate rises to its peak at the first step and falls as a cosine to the last; a course taken up again with new
    lessons has a first step and a peak of its own (warm restarts, Loshchilov and Hutter 2017)."""

    last: int
    first: int = 0
    peak: float = PEAK

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last:
            raise ValueError(f"expected a first step before the last, got {self.first} and {self.last}")

    def rate(self, step: int) -> float:
        """At a step between the first and the last."""
        done = (step - self.first) / (self.last - self.first)
        return self.peak * min(1, (step - self.first + 1) / WARM_UP) * max(0.01, 0.5 + 0.5 * math.cos(math.pi * done))


class Course:
    """Student, its running average, optimisers and place in the lessons: what a checkpoint holds."""

    def __init__(self, student: Student, average: Student) -> None:
        self.student, self.average = student, average
        self.optimisers = optimisers(student)
        self.step = 0
        average.load_state_dict(student.state_dict())

    def learn(self, batch: Batch, pace: Pace) -> Losses:
        """One step of the optimisers."""
        for optimiser in self.optimisers:
            optimiser.param_groups[0]["lr"] = pace.rate(self.step)
        with torch.autocast("cpu", torch.bfloat16):
            losses: Losses = self.student(batch)
        self.student.zero_grad()
        losses.total.backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        keep = min(EMA, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.student.parameters()), 1 - keep)
        return losses

    def save(self, path: Path) -> None:
        """Written beside and moved into place: a checkpoint is whole or absent."""
        part = path.with_suffix(".part")
        networks = {"student": self.student.state_dict(), "average": self.average.state_dict()}
        states = [optimiser.state_dict() for optimiser in self.optimisers]
        torch.save({**networks, "optimisers": states, "step": self.step}, part)
        part.rename(path)

    def load(self, path: Path) -> None:
        """Go on where the checkpoint stopped."""
        saved = torch.load(path, weights_only=True)
        self.student.load_state_dict(saved["student"])
        self.average.load_state_dict(saved["average"])
        for optimiser, state in zip(self.optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.step = saved["step"]


def optimisers(student: Student) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """Muon (Jordan et al. 2024) for the matrices between the layers, AdamW for the rest."""
    blocks = [*student.whisper.encoder.blocks.parameters(), *student.whisper.decoder.blocks.parameters()]
    matrices = [parameter for parameter in blocks if parameter.ndim == 2]
    inside = {id(parameter) for parameter in matrices}
    others = [parameter for parameter in student.parameters() if id(parameter) not in inside]
    muon = torch.optim.Muon(matrices, lr=PEAK, weight_decay=0.02, adjust_lr_fn="match_rms_adamw")
    return muon, torch.optim.AdamW(others, lr=PEAK, betas=(0.9, 0.98), weight_decay=0.02)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train until the last step; every 250 the weights are written out."""
    options = _options(arguments)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    tokenizer = get_tokenizer(multilingual=False)
    lessons = Lessons(options.work / "clips", tokenizer)
    lessons.refresh()
    known, phonemes = _vocabulary(options.work / "vocabulary.json", lessons, tokenizer)
    course = Course(Student(len(known), len(phonemes)), Student(len(known), len(phonemes)))
    checkpoint = options.work / "checkpoint.pt"
    if checkpoint.exists():
        course.load(checkpoint)
    if course.step < options.first:
        raise SystemExit(f"expected a checkpoint of step {options.first} or later, got one of step {course.step}")
    pace = Pace(options.steps, options.first, options.peak)
    collator = Collator(lessons, known, phonemes, tokenizer)
    for batch in _batches(lessons, collator, Random(options.seed * 1_000_003 + course.step)):
        losses = course.learn(batch, pace)
        _report(course.step, losses, len(lessons.clips))
        if course.step % SAVE_EVERY == 0 or course.step >= options.steps:
            course.save(checkpoint)
            export(course.average, known, options.work / "speech.pt")
        if course.step >= options.steps:
            return


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--first", type=int, default=0, help="step at which this course takes up the checkpoint")
    parser.add_argument("--peak", type=float, default=PEAK)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _vocabulary(path: Path, lessons: Lessons, tokenizer: Tokenizer) -> tuple[list[int], list[str]]:
    """The tokens and phonemes of the course, fixed when it first starts."""
    if not path.exists():
        special = {tokenizer.sot, tokenizer.eot, tokenizer.no_timestamps, tokenizer.no_speech}
        path.write_text(json.dumps([sorted(lessons.tokens() | special), lessons.phonemes()]), "utf-8")
    known, phonemes = json.loads(path.read_text("utf-8"))
    return known, phonemes


def _batches(lessons: Lessons, collator: Collator, rng: Random) -> Iterator[Batch]:
    """Without end; shards made meanwhile join at the next round."""
    while True:
        lessons.refresh()
        lessons.keep(collator.known)
        for indices in lessons.epoch(rng):
            yield collator(indices, rng)


def _report(step: int, losses: Losses, clips: int) -> None:
    if step % 25 == 0:
        figures = " ".join(f"{part.item():.3f}" for part in (losses.text, losses.phoneme, losses.place))
        print(f"{time.strftime('%H:%M:%S')} step {step} clips {clips} text/phoneme/place {figures}", flush=True)


if __name__ == "__main__":
    main()
