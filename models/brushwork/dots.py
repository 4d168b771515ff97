"""Dots of broken colour that the eye mixes: Seurat's."""

from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.flow import edges
from models.brushwork.layout import MarksLayout, Mixture, Paint, laid
from models.brushwork.marks import DOT, Marks, joined, spread
from models.motion import Field as Motion
from models.types import Bytes, Floats
from models.warp import sample


class DotLayer(BaseModel):
    """Dots of one size."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(ge=10, le=60_000, description="dots on the sheet")
    breadth: float = Field(gt=0.001, le=0.05, description="share of the width")
    detail: float = Field(ge=0, le=1, description="0: everywhere alike; 1: only where the picture has edges")


class Dots(BaseModel):
    """A hand that paints in dots."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: Literal["dots"]
    layers: tuple[DotLayer, ...] = Field(min_length=1, max_length=5)
    oval: float = Field(ge=1, le=2.5, description="length of a dot against its breadth")
    lightness: float = Field(ge=0, le=30, description="spread of lightness from dot to dot, L* units")
    chroma: float = Field(ge=0, le=40, description="spread of hue from dot to dot, a* and b* units")
    contrary: float = Field(ge=0, le=0.4, description="share of dots in the complementary colour (Chevreul, 1839)")
    paint: Paint


def lay_dots(hand: Dots, first: Bytes, field: Motion, size: int, seed: int) -> MarksLayout:
    """Decide every dot from the first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    rng = np.random.default_rng(seed)
    detail = edges(first)
    marks = joined([_layer(hand, layer, detail, field.ambience.flow, rng) for layer in hand.layers])
    count = len(marks)
    contrary = rng.uniform(size=(count, 1)) < hand.contrary
    keep = np.where(contrary, np.array([[1, -0.75, -0.75]]), np.ones((1, 3)))  # opposite hue, same lightness
    light = rng.normal(0, hand.lightness, (count, 1)) + 5 * contrary
    own = np.concatenate([light, rng.normal(0, hand.chroma, (count, 2))], 1)
    phase = sample(field.ambience.phase[..., None], marks.anchor)[:, 0] + rng.normal(0, 0.08, count)
    glow = np.full(count, hand.paint.glow)
    mixture = Mixture(marks.anchor, *(array.astype(np.float32) for array in (keep, own, phase, glow)))
    return laid(hand.paint, marks, mixture, DOT, size)


def _layer(hand: Dots, layer: DotLayer, detail: Floats, flow: Floats, rng: np.random.Generator) -> Marks:
    anchor = spread(layer.count, rng)
    busy = sample(detail[..., None], anchor)[:, 0]
    anchor = anchor[rng.uniform(size=len(anchor)) < 1 - layer.detail * (1 - np.clip(busy * 1.5, 0, 1))]
    rng.shuffle(anchor)
    count = len(anchor)
    angle = sample(np.stack([np.cos(flow), np.sin(flow)], -1), anchor)
    breadth = (layer.breadth * rng.uniform(0.75, 1.2, count)).astype(np.float32)
    half = 0.5 * hand.oval * breadth
    seed = rng.integers(0, 1 << 16, count, dtype=np.int32)
    turned = np.arctan2(angle[:, 1], angle[:, 0]) + rng.normal(0, 0.3, count)
    return Marks(anchor, turned.astype(np.float32), np.zeros(count, np.float32), half, half, breadth, seed)
