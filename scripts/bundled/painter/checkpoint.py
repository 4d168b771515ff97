"""Checkpoints of a training: written whole or not at all, so that a session may end at any moment."""

from collections.abc import Mapping
from pathlib import Path

import torch


def save_checkpoint(
    file: Path, models: Mapping[str, torch.nn.Module], optimizer: torch.optim.Optimizer, step: int
) -> None:
    """Write everything a resumed training needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    torch.save(
        {"step": step, "optimizer": optimizer.state_dict(), **{k: m.state_dict() for k, m in models.items()}}, partial
    )
    partial.replace(file)


def load_checkpoint(file: Path, models: Mapping[str, torch.nn.Module], optimizer: torch.optim.Optimizer) -> int:
    """Restore models and optimizer; the number of steps already done, 0 without a checkpoint."""
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    for name, model in models.items():
        model.load_state_dict(state[name])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
