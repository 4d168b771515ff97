"""Draw scenes, encode them once, and pack them into shards the training reads while more are being made.

python -m scripts.bundled.painter.pack --data ../shared/data --work build/painter --shards 24
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny

from scripts.bundled.painter.architecture import SHIPPED, autoencoder
from scripts.bundled.painter.changes import draw_change
from scripts.bundled.painter.scenes import Scene, Scenes, doodles_of

SHARD, BATCH = 1000, 2  # pictures encoded at once: more fall out of the processor's cache
BLANK = 0.08  # share of pairs without a sketch
CHANGES = 0.2  # share of pairs in which a thing is painted into another picture
SCALE = "latent_scale.txt"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the shards that are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=24)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bare", type=float, default=0.22, help="share of sketches that are bare shapes")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    scenes = Scenes(doodles_of(options.data, held_out=False), vague=(BLANK, options.bare))
    model = trained_autoencoder(options.work)
    for k in range(options.shards):
        file = options.work / "shards" / f"{k:03}.npz"
        if not file.exists():
            _write_shard(file, scenes, model, np.random.default_rng([options.seed, k]))
            print(file.name, flush=True)


def trained_autoencoder(work: Path) -> AutoencoderTiny:
    """The autoencoder of `train_autoencoder`, ready to encode and decode."""
    model = autoencoder(SHIPPED)
    file = (
        work / "decoder.pt" if (work / "decoder.pt").exists() else work / "autoencoder.pt"
    )  # the same encoder in both
    model.load_state_dict(torch.load(file, weights_only=True)["model"])
    return model.eval()


def encode(model: AutoencoderTiny, pictures: np.ndarray) -> np.ndarray:
    """Latents float16 [B, 4, h, w] of RGB uint8 [B, H, W, 3]."""
    x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float().contiguous() / 127.5 - 1
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        mean = model.encode(x).latents
    return mean.float().numpy().astype(np.float16)


def latent_scale(work: Path) -> float:
    """Makes the latents' standard deviation one; fixed by the first shard, or by the bundle that is taken up."""
    file = work / SCALE
    if not file.exists():
        first = np.load(work / "shards" / "000.npz")["latents"].astype(np.float32)
        file.write_text(f"{1.0 / float(first.std())!r}\n", "utf-8")
    return float(file.read_text("utf-8"))


def _pair(scenes: Scenes, rng: np.random.Generator) -> Scene:
    return draw_change(scenes, rng).after if rng.random() < CHANGES else scenes.draw(rng)


def _write_shard(file: Path, scenes: Scenes, model: AutoencoderTiny, rng: np.random.Generator) -> None:
    drawn = [_pair(scenes, rng) for _ in range(SHARD)]
    latents = [encode(model, np.stack([s.picture for s in drawn[k : k + BATCH]])) for k in range(0, SHARD, BATCH)]
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.stem}.partial.npz")
    np.savez(
        partial,
        latents=np.concatenate(latents),
        ink=np.packbits(np.stack([s.ink > 0 for s in drawn]), axis=-1),
        labels=np.stack([s.labels for s in drawn]),
        words=np.frombuffer(json.dumps([f"{s.words}, {s.style}" for s in drawn]).encode(), np.uint8),
    )
    partial.replace(file)


if __name__ == "__main__":
    main()
