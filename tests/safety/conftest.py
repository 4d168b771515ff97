"""A real guard with tiny real networks, and layers that fail in every way a layer can."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from models.bundle import Bundle, open_bundle
from models.types import Bytes, Clip, ModelId, Picture, Sketch
from safety.eye import Eye
from safety.guard import CONTRACT, Guard, Layers
from safety.image_check import CATEGORIES as SEEN
from safety.layers import Score
from safety.policy import Policy, load_policy
from safety.sketch_check import CATEGORIES as DRAWN
from safety.types import Category
from scripts.bundled.manifest import write_manifest

POLICY = Path(__file__).parents[2] / "configs" / "policy" / "family.toml"
MODEL = ModelId("test-guard", "1")
Judge = Callable[[Any], Sequence[Score]]


class Layer:
    """A layer that does as it is told."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge


def words_scores(value: float) -> Judge:
    return lambda texts: [Score(c, f"hypothesis {i}", value) for i in range(1, len(texts) + 1) for c in Category]


def sketch_scores(value: float) -> Judge:
    return lambda _: [Score(c, "as drawn", value) for c in DRAWN]


def image_scores(value: float) -> Judge:
    def judge(frames: Bytes) -> list[Score]:
        names = [f"frame {i}" for i in range(1, len(frames) + 1)] + ["montage"] * (len(frames) > 1)
        return [Score(c, name, value) for name in names for c in SEEN]

    return judge


def guard_of(
    policy: Policy, words: Judge | None = None, sketch: Judge | None = None, image: Judge | None = None
) -> Guard:
    """A guard whose layers are content unless told otherwise."""
    layers = (words or words_scores(0.01), sketch or sketch_scores(0.01), image or image_scores(0.01))
    return Guard(policy, Layers(*map(Layer, layers)), MODEL)


def write_guard(directory: Path, **header: Any) -> Path:
    """A guard bundle of untrained networks, in the format of the one that ships."""
    torch.manual_seed(3)
    directory.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {"contract": CONTRACT}
    for name, channels, outputs in (("sketch", 1, len(DRAWN)), ("image", 3, len(SEEN))):
        save_file(Eye(channels, 4, (4, 4), outputs).state_dict(), directory / f"{name}.safetensors")
        settings[name] = {"stem": 4, "widths": [4, 4], "outputs": outputs}
    plain = {"id": "test-guard", "version": "1", "kind": "guard", "pipeline": "eye", "licence": "CC0-1.0"}
    write_manifest(directory, {**plain, "provenance": "made by a test", "settings": settings, **header})
    return directory


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(POLICY)


@pytest.fixture
def hasty(policy: Policy) -> Policy:
    """The policy with deadlines a test can wait for."""
    brief = dict.fromkeys(("words", "sketch", "picture", "clip"), 0.2)
    return policy.model_copy(update={"deadlines": policy.deadlines.model_copy(update=brief)})


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return open_bundle(write_guard(tmp_path / "guard"), "guard")


@pytest.fixture
def sketch() -> Sketch:
    ink = np.zeros((128, 128), np.uint8)
    ink[30:90, 40] = 255
    return Sketch(ink)


@pytest.fixture
def picture() -> Picture:
    return Picture(np.full((96, 96, 3), 120, np.uint8))


@pytest.fixture
def clip() -> Clip:
    frames = np.zeros((5, 64, 64, 3), np.uint8)
    frames += np.arange(5, dtype=np.uint8)[:, None, None, None]
    return Clip(frames, 24)
