"""Weights of the guard, read from a verified bundle."""

import torch
from safetensors.torch import load_file

from models.bundle import Bundle
from models.errors import BundleError
from safety.eye import Eye, Names


def load_eye(bundle: Bundle, name: str, channels: int) -> Eye:
    """The network `<name>.safetensors`, its shape from the bundle's settings, ready to score.

    Raises:
        BundleError: the bundle lacks it, or the weights do not fit the shape or are not finite.
    """
    try:
        shape = bundle.settings[name]
        names = Names(shape.get("names", 0), tuple(tuple(group) for group in shape.get("unfit", ())))
        eye = Eye(channels, shape["stem"], tuple(shape["widths"]), shape["outputs"], names)
        weights = {key: value.float() for key, value in load_file(bundle.path(f"{name}.safetensors")).items()}
        eye.load_state_dict(weights)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BundleError(f"expected the guard's {name} network in {bundle.directory}, got: {error}") from error
    if not all(bool(torch.isfinite(value).all()) for value in weights.values()):
        raise BundleError(f"expected finite weights of the {name} network in {bundle.directory}, got others")
    eye.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # a third faster on a CPU
    return eye.eval().requires_grad_(requires_grad=False)
