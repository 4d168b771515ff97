"""Train the bundled painter: U-Net, ControlNet and both text encoders together, v-prediction, on packed scenes.

    python -m scripts.bundled.painter.train_painter --work build/painter

Resumes from its checkpoint, its own or that of `resume`. Keeps an exponential moving average, which is what ships.
"""

import argparse
import json
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from transformers import CLIPTokenizer

from models.change import PICTURE
from scripts.bundled.painter.architecture import tokenizer
from scripts.bundled.painter.course import Batch, Course, Losses, Words
from scripts.bundled.painter.looks import LOOKS
from scripts.bundled.painter.pack import latent_scale
from scripts.bundled.painter.scenes import VOCABULARY

BATCH = 16
NO_WORDS = 0.12  # share of pairs trained without words, for classifier-free guidance (Ho & Salimans 2022)
SAVE_EVERY, REPORT_EVERY = 250, 50


def main(arguments: Sequence[str] | None = None) -> None:
    """Train until the steps are done."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokens = tokenizer(grammar_words(), options.work / "tokenizer")
    course = Course(words_of(tokens))
    file = options.work / "painter.pt"
    course.load(file)
    course.networks.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if options.compile:
        course.networks.unet.compile()
        course.networks.controlnet.compile()
    rng = np.random.default_rng([options.seed, course.step])
    torch.manual_seed(options.seed * 1_000_003 + course.step)
    reported: list[Losses] = []
    batches = _batches(options.work / "shards", tokens, latent_scale(options.work), rng)
    with sdpa_kernel(SDPBackend.MATH):  # backwards, on a CPU, twice as fast as the fused one
        while course.step < options.steps:
            reported.append(course.learn(next(batches), options.steps))
            if course.step % REPORT_EVERY == 0:
                _report(course.step, reported)
                reported.clear()
            if course.step % SAVE_EVERY == 0 or course.step == options.steps:
                course.save(file)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--compile", action="store_true", help="a fifth faster after minutes of a C++ compiler's work")
    return parser.parse_args(arguments)


def words_of(tokens: CLIPTokenizer) -> Words:
    """The tokens of today's things and colours."""
    vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
    known = tokens.get_vocab()
    things, colours = (tuple(known[f"{name.split()[0]}</w>"] for name in vocabulary[k]) for k in ("things", "colours"))
    return Words(len(tokens), things, colours)


def grammar_words() -> set[str]:
    """Every word of the painter's grammar."""
    vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
    phrases = [
        *vocabulary["things"],
        *vocabulary["colours"],
        *vocabulary["places"],
        *LOOKS,
        PICTURE,
        "a an and drawing ,",
    ]
    return {word for phrase in phrases for word in phrase.split()}


def _batches(shards: Path, tokens: CLIPTokenizer, scale: float, rng: np.random.Generator) -> Iterator[Batch]:
    """Endless shuffled batches; shards that appear while training are taken up at the next pass."""
    while True:
        for file in rng.permutation(sorted(shards.glob("[0-9][0-9][0-9].npz"))):
            yield from _shard_batches(np.load(file), tokens, scale, rng)


def _shard_batches(
    shard: Mapping[str, np.ndarray], tokens: CLIPTokenizer, scale: float, rng: np.random.Generator
) -> Iterator[Batch]:
    words = json.loads(bytes(shard["words"]))
    latents, ink, labels = shard["latents"], shard["ink"], shard["labels"]
    for rows in rng.permutation(len(words))[: len(words) // BATCH * BATCH].reshape(-1, BATCH):
        sketches = np.unpackbits(ink[rows], axis=-1).astype(np.float32)
        ids = tokens([words[r] for r in rows], padding="max_length", truncation=True, return_tensors="pt").input_ids
        yield Batch(
            latents=torch.from_numpy(latents[rows].astype(np.float32) * scale),
            sketches=torch.from_numpy(sketches)[:, None].repeat(1, 3, 1, 1),
            tokens=ids,
            kept=torch.from_numpy((rng.random(BATCH) > NO_WORDS).astype(np.float32)),
            labels=torch.from_numpy(labels[rows].astype(np.int64)),
        )


def _report(step: int, losses: list[Losses]) -> None:
    parts = torch.tensor([[float(getattr(x, part.name).detach()) for part in fields(x)] for x in losses])
    means = " ".join(f"{mean:.4f}" for mean in parts.mean(0).tolist())
    print(
        f"{time.strftime('%H:%M:%S')} step {step} {'/'.join(part.name for part in fields(Losses))} {means}", flush=True
    )


if __name__ == "__main__":
    main()
