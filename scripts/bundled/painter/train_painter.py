"""Train the bundled painter: U-Net, ControlNet and both text encoders together, v-prediction, on packed scenes.

    python -m scripts.bundled.painter.train_painter --work build/painter

Resumes from its checkpoint. Keeps an exponential moving average, which is what ships.
"""

import argparse
import copy
import json
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTokenizer

from scripts.bundled.painter.architecture import SHIPPED, controlnet, scheduler, text_encoders, tokenizer, unet
from scripts.bundled.painter.checkpoint import load_checkpoint, save_checkpoint
from scripts.bundled.painter.looks import LOOKS
from scripts.bundled.painter.scenes import VOCABULARY

BATCH = 16
LEARNING_RATE = 5e-4
EMA = 0.998
NO_WORDS = 0.12  # share of pairs trained without words, for classifier-free guidance (Ho & Salimans 2022)
SIDE = 256.0  # pixels; SDXL's size conditioning, constant here


@dataclass(frozen=True, slots=True)
class Batch:
    """Latents [B, 4, 32, 32], sketches [B, 3, 256, 256] in 0..1, tokens [B, T], kept [B] 1 where words are kept."""

    latents: Tensor
    sketches: Tensor
    tokens: Tensor
    kept: Tensor


class Networks(nn.Module):
    """Everything of the painter that learns here."""

    def __init__(self, vocabulary_size: int) -> None:
        super().__init__()
        self.unet = unet(SHIPPED)
        self.controlnet = controlnet(self.unet)
        self.text_encoder, self.text_encoder_2 = text_encoders(vocabulary_size)

    def forward(self, noisy: Tensor, t: Tensor, batch: Batch) -> Tensor:
        """Predicted v [B, 4, 32, 32]."""
        first = self.text_encoder(batch.tokens, output_hidden_states=True)
        second = self.text_encoder_2(batch.tokens, output_hidden_states=True)
        text = torch.cat([first.hidden_states[-2], second.hidden_states[-2]], -1) * batch.kept[:, None, None]
        sizes = torch.tensor([SIDE, SIDE, 0.0, 0.0, SIDE, SIDE]).repeat(len(noisy), 1)
        added = {"text_embeds": second.text_embeds * batch.kept[:, None], "time_ids": sizes}
        down, middle = self.controlnet(noisy, t, text, batch.sketches, added_cond_kwargs=added, return_dict=False)
        return self.unet(
            noisy,
            t,
            text,
            added_cond_kwargs=added,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
        ).sample


def main() -> None:
    """Train until the steps are done."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    tokens = tokenizer(grammar_words(), arguments.work / "tokenizer")
    networks = Networks(len(tokens))
    average = copy.deepcopy(networks).requires_grad_(requires_grad=False)
    optimizer = torch.optim.AdamW(networks.parameters(), lr=LEARNING_RATE, weight_decay=1e-2, betas=(0.9, 0.99))
    file = arguments.work / "painter.pt"
    step = load_checkpoint(file, {"networks": networks, "average": average}, optimizer)
    scale = latent_scale(arguments.work)
    signals = scheduler().alphas_cumprod
    rng = np.random.default_rng([arguments.seed, step])
    torch.manual_seed(arguments.seed * 1_000_003 + step)
    losses: list[float] = []
    for batch in _batches(arguments.work / "shards", tokens, scale, rng):
        if step >= arguments.steps:
            break
        _set_rate(optimizer, step, arguments.steps)
        losses.append(_step(networks, optimizer, batch, signals))
        _follow(average, networks, min(EMA, (1 + step) / (10 + step)))
        step += 1
        if step % 50 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {step} loss {np.mean(losses[-50:]):.4f}", flush=True)
        if step % 250 == 0:
            save_checkpoint(file, {"networks": networks, "average": average}, optimizer, step)
    save_checkpoint(file, {"networks": networks, "average": average}, optimizer, step)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=3)
    return parser.parse_args()


def grammar_words() -> set[str]:
    """Every word of the painter's grammar."""
    vocabulary = tomllib.loads(VOCABULARY.read_text("utf-8"))
    phrases = [*vocabulary["things"], *vocabulary["colours"], *vocabulary["places"], *LOOKS, "a an and drawing ,"]
    return {word for phrase in phrases for word in phrase.split()}


def latent_scale(work: Path) -> float:
    """Makes the latents' standard deviation one; fixed by the first shard."""
    return 1.0 / float(np.load(work / "shards" / "000.npz")["latents"].astype(np.float32).std())


def _batches(shards: Path, tokens: CLIPTokenizer, scale: float, rng: np.random.Generator) -> Iterator[Batch]:
    """Endless shuffled batches; shards that appear while training are taken up at the next pass."""
    while True:
        for file in rng.permutation(sorted(shards.glob("[0-9][0-9][0-9].npz"))):
            yield from _shard_batches(np.load(file), tokens, scale, rng)


def _shard_batches(
    shard: Mapping[str, np.ndarray], tokens: CLIPTokenizer, scale: float, rng: np.random.Generator
) -> Iterator[Batch]:
    words = json.loads(bytes(shard["words"]))
    latents, ink = shard["latents"], shard["ink"]
    for rows in rng.permutation(len(words))[: len(words) // BATCH * BATCH].reshape(-1, BATCH):
        sketches = np.unpackbits(ink[rows], axis=-1).astype(np.float32)
        ids = tokens([words[r] for r in rows], padding="max_length", truncation=True, return_tensors="pt").input_ids
        yield Batch(
            latents=torch.from_numpy(latents[rows].astype(np.float32) * scale),
            sketches=torch.from_numpy(sketches)[:, None].repeat(1, 3, 1, 1),
            tokens=ids,
            kept=torch.from_numpy((rng.random(BATCH) > NO_WORDS).astype(np.float32)),
        )


def _step(networks: Networks, optimizer: torch.optim.Optimizer, batch: Batch, signals: Tensor) -> float:
    noise = torch.randn_like(batch.latents)
    # the noisier half more often: there the words, not what shows through, decide the colours
    t = torch.randint(0, len(signals), (2, len(noise))).amax(0)
    a, s = (signals[t].sqrt()[:, None, None, None], (1 - signals[t]).sqrt()[:, None, None, None])
    with torch.autocast("cpu", torch.bfloat16):
        v = networks(a * batch.latents + s * noise, t, batch)
    loss = functional.mse_loss(v.float(), a * noise - s * batch.latents)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(networks.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def _follow(average: nn.Module, networks: nn.Module, decay: float) -> None:
    with torch.no_grad():
        torch._foreach_lerp_(list(average.parameters()), list(networks.parameters()), 1 - decay)


def _set_rate(optimizer: torch.optim.Optimizer, step: int, steps: int) -> None:
    """Warm up over 200 steps, hold, and fall linearly to 2 % over the last 40 %."""
    rate = min(1.0, (step + 1) / 200) * min(1.0, max(0.02, (1 - step / steps) / 0.4))
    for group in optimizer.param_groups:
        group["lr"] = LEARNING_RATE * rate


if __name__ == "__main__":
    main()
