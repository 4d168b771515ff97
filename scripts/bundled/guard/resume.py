"""Take up the shipped guard networks where their weights stand, on a machine without their checkpoints.

python -m scripts.bundled.guard.resume --bundle models/bundled/guard
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from models.bundle import open_bundle

CHECKPOINTS = {"sketch": "sketch-0.pt", "image": "shipped-image.pt"}


def main() -> None:
    """Write a checkpoint of each network that holds its weights and no course."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    options = parser.parse_args()
    bundle = open_bundle(options.bundle, "guard")
    options.work.mkdir(parents=True, exist_ok=True)
    for name, file in CHECKPOINTS.items():
        torch.save({"pupil": _pupil(bundle.path(f"{name}.safetensors"))}, options.work / file)


def _pupil(weights: Path) -> dict[str, Tensor]:
    """The state of `training.Pupil` around an eye in half precision."""
    state = load_file(weights)
    return {f"eye.{k}": v.float() if v.is_floating_point() else v for k, v in state.items()}


if __name__ == "__main__":
    main()
