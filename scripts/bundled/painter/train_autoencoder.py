"""Train the bundled autoencoder on scenes, then its decoder alone, which may go on while the painter learns.

Resumes from its checkpoints; the same seed gives the same scenes.

python -m scripts.bundled.painter.train_autoencoder --data ../shared/data --work build/painter [--phase decoder]
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from torch.nn import functional

from scripts.bundled.painter.architecture import SHIPPED, autoencoder
from scripts.bundled.painter.checkpoint import load_checkpoint, save_checkpoint
from scripts.bundled.painter.scenes import Scene, Scenes, doodles_of

BATCH, CROP = 16, 64
LEARNING_RATE = 1e-3
NOISE = 0.1  # added to the latents while learning, so that neighbouring latents mean neighbouring pictures
AT_THINGS = 0.75
EDGES = 1.5  # weight of lines and borders beside colours
SQUARES = 3.0  # weight of the squared error: beside the plain one alone, a line that may stand here or there vanishes
SPREAD = 1e-3  # weight of the latents' mean square, so that the noise stays felt
ANCHOR = 0.3  # weight of the wish that the first three latents be the mean colour of their 8 x 8 pixels, doubled;
# without it the latents stayed one channel of light and dark for 600 steps


def main(arguments: Sequence[str] | None = None) -> None:
    """Train a phase until its steps are done."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = _starting(options)
    learning = model if options.phase == "autoencoder" else model.decoder
    optimizer = torch.optim.AdamW(learning.parameters(), lr=LEARNING_RATE, weight_decay=1e-4, betas=(0.9, 0.99))
    file = options.work / f"{options.phase}.pt"
    step = load_checkpoint(file, {"model": model}, optimizer)
    rng = np.random.default_rng([options.seed, step, len(options.phase)])
    for batch in _batches(Scenes(doodles_of(options.data, held_out=False)), rng, options.steps, step):
        _set_rate(optimizer, step / options.steps)
        losses = _learn(model, optimizer, batch)
        if step % 50 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {step} l1 {losses[0]:.4f} anchor {losses[1]:.3f}", flush=True)
        step += 1
        if step % 500 == 0:
            save_checkpoint(file, {"model": model}, optimizer, step)
    save_checkpoint(file, {"model": model}, optimizer, options.steps)


def _starting(options: argparse.Namespace) -> AutoencoderTiny:
    """A fresh autoencoder, or the trained one with its encoder locked: what was encoded with it stays readable."""
    model = autoencoder(SHIPPED)
    if options.phase == "decoder":
        model.load_state_dict(torch.load(options.work / "autoencoder.pt", weights_only=True)["model"])
        model.encoder.requires_grad_(requires_grad=False)
    return model


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--phase", choices=("autoencoder", "decoder"), default="autoencoder")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _set_rate(optimizer: torch.optim.Optimizer, progress: float) -> None:
    """Warm up over the first 3 %, then a cosine down to 2 %."""
    warm = min(1.0, progress / 0.03 + 0.02)
    for group in optimizer.param_groups:
        group["lr"] = float(LEARNING_RATE * warm * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * min(progress, 1.0)))))


def _batches(scenes: Scenes, rng: np.random.Generator, steps: int, done: int) -> Iterator[torch.Tensor]:
    """Crops [16, 3, 64, 64] from a pool that keeps renewing; whole pictures [1, 3, 256, 256] in the last tenth."""
    pool = [scenes.draw(rng) for _ in range(96)]
    for step in range(done, steps):
        pool[int(rng.integers(len(pool)))] = scenes.draw(rng)
        whole = step > 0.9 * steps
        count, size = (1, 256) if whole else (BATCH, CROP)
        crops = [_crop(pool[int(rng.integers(len(pool)))], size, rng) for _ in range(count)]
        yield torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float().contiguous() / 127.5 - 1


def _crop(scene: Scene, size: int, rng: np.random.Generator) -> np.ndarray:
    """Three times in four around a place of one of the things: there the lines are."""
    y, x = (int(rng.integers(0, 256 - size + 1)) for _ in range(2))
    if scene.objects and rng.random() < AT_THINGS:
        _, _, (left, top, right, bottom) = scene.objects[int(rng.integers(len(scene.objects)))]
        x, y = int(rng.integers(left, right + 1)) - size // 2, int(rng.integers(top, bottom + 1)) - size // 2
    x, y = int(np.clip(x, 0, 256 - size)), int(np.clip(y, 0, 256 - size))
    return scene.picture[y : y + size, x : x + size]


def _learn(model: AutoencoderTiny, optimizer: torch.optim.Optimizer, x: torch.Tensor) -> tuple[float, float]:
    with torch.autocast("cpu", torch.bfloat16):
        z = model.encode(x).latents.float()
        y = model.decode(z + NOISE * torch.randn_like(z)).sample.float()
    l1 = functional.l1_loss(y, x)
    edges = sum(functional.l1_loss(y.diff(dim=d), x.diff(dim=d)) for d in (2, 3))
    spread = z.square().mean()
    anchor = functional.l1_loss(z[:, :3], 2 * functional.avg_pool2d(x, 8))
    optimizer.zero_grad(set_to_none=True)
    (l1 + SQUARES * functional.mse_loss(y, x) + EDGES * edges + SPREAD * spread + ANCHOR * anchor).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(l1.detach()), float(anchor.detach())


if __name__ == "__main__":
    main()
