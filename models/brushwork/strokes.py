"""Bent strokes in layers: van Gogh's long ones along a flow, Monet's short level dabs."""

from typing import Literal

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.colour import to_lab
from models.brushwork.flow import angles_at, directions, edges
from models.brushwork.layout import MarksLayout, Mixture, Paint, laid
from models.brushwork.marks import BRISTLES, Marks, joined, spread
from models.motion import Field as Motion
from models.types import Bytes, Floats
from models.warp import sample

STEPS = 8  # places at which a stroke looks whether it still lies on its own colour


class Layer(BaseModel):
    """Strokes of one size."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(ge=10, le=40_000, description="strokes on the sheet")
    length: float = Field(gt=0.005, le=0.2, description="longest a stroke gets, share of the width")
    breadth: float = Field(gt=0.001, le=0.05, description="share of the width")
    detail: float = Field(ge=0, le=1, description="0: everywhere alike; 1: only where the picture has edges")


class Strokes(BaseModel):
    """A hand that paints in strokes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: Literal["strokes"]
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=5)
    turning: float = Field(ge=0, le=1, description="how much strokes follow edges instead of the flow")
    wander: float = Field(ge=0, le=1.6, description="spread of a stroke's angle, radians")
    keep: float = Field(gt=1, le=60, description="colour difference (Lab) at which a stroke stops, so that shapes stay")
    lightness: float = Field(ge=0, le=30, description="spread of lightness from stroke to stroke, L* units")
    chroma: float = Field(ge=0, le=40, description="spread of hue from stroke to stroke, a* and b* units")
    accents: float = Field(ge=0, le=0.3, description="share of strokes in a broken neighbour colour")
    paint: Paint


def lay_strokes(hand: Strokes, first: Bytes, field: Motion, size: int, seed: int) -> MarksLayout:
    """Decide every stroke from the first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    rng = np.random.default_rng(seed)
    angles, detail = directions(first, field.ambience.flow, hand.turning), edges(first)
    marks = joined([_layer(hand, layer, first, (angles, detail), rng) for layer in hand.layers])
    phase = sample(field.ambience.phase[..., None], marks.anchor)[:, 0] * 3 + rng.normal(0, 0.1, len(marks))
    ground = 1 - sample(field.body.weight[..., None], marks.anchor)[:, 0]  # light runs over the world, not the subject
    glow = hand.paint.glow * (0.15 + 0.85 * ground)
    keep = np.ones((len(marks), 1), np.float32)
    mixture = Mixture(marks.anchor, keep, _jitter(hand, len(marks), rng), phase.astype(np.float32), glow)
    return laid(hand.paint, marks, mixture, BRISTLES, size)


def _layer(hand: Strokes, layer: Layer, first: Bytes, guide: tuple[Floats, Floats], rng: np.random.Generator) -> Marks:
    angles, detail = guide
    anchor = spread(layer.count, rng)
    busy = sample(detail[..., None], anchor)[:, 0]
    anchor = anchor[rng.uniform(size=len(anchor)) < 1 - layer.detail * (1 - np.clip(busy * 1.6, 0, 1))]
    rng.shuffle(anchor)
    angle = angles_at(angles, anchor) + rng.normal(0, hand.wander, len(anchor)).astype(np.float32)
    length = layer.length * rng.uniform(0.65, 1.1, len(anchor)).astype(np.float32)
    bend = _bend(angles, anchor, length)
    ahead, behind = _reach(hand, first, (anchor, angle, bend), length)
    breadth = layer.breadth * rng.uniform(0.75, 1.2, len(anchor)).astype(np.float32)
    breadth = np.minimum(breadth, 0.75 * (ahead + behind) + 0.4 * layer.breadth)
    seed = rng.integers(0, 1 << 16, len(anchor), dtype=np.int32)
    return Marks(anchor, angle, bend, ahead, behind, breadth.astype(np.float32), seed)


def _bend(angles: Floats, anchor: Floats, length: Floats) -> Floats:
    """How the direction changes along each stroke: radians per width."""
    middle = angles_at(angles, anchor)
    step = np.stack([np.cos(middle), np.sin(middle)], -1) * (0.5 * length)[:, None]
    turn = angles_at(angles, anchor + step) - angles_at(angles, anchor - step)
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    return np.asarray(np.clip(turn, -1.4, 1.4) / length, np.float32)


def _reach(hand: Strokes, first: Bytes, course: tuple[Floats, Floats, Floats], length: Floats) -> tuple[Floats, Floats]:
    """How far each stroke goes ahead and behind before the colour under it changes (Hertzmann, SIGGRAPH 1998)."""
    anchor, angle, bend = course
    lab = to_lab(cv2.GaussianBlur(first, (0, 0), 0.8).astype(np.float32))
    own = sample(lab, anchor)
    found = []
    for way in (1.0, -1.0):
        on = np.ones(len(anchor), bool)
        gone = np.zeros(len(anchor), np.float32)
        for step in range(1, STEPS + 1):
            s = way * 0.5 * length * step / STEPS
            x, y = s, 0.5 * bend * s * s
            cos, sin = np.cos(angle), np.sin(angle)
            place = anchor + np.stack([x * cos - y * sin, x * sin + y * cos], -1)
            on &= np.linalg.norm(sample(lab, place) - own, axis=-1) < hand.keep
            gone = np.where(on, np.abs(s), gone)
        found.append(np.maximum(gone, 0.1 * length).astype(np.float32))
    return found[0], found[1]


def _jitter(hand: Strokes, count: int, rng: np.random.Generator) -> Floats:
    light = rng.normal(0, hand.lightness, (count, 1))
    hue = rng.normal(0, hand.chroma, (count, 2))
    broken = (rng.uniform(size=(count, 1)) < hand.accents) * rng.normal(0, 1, (count, 3)) * np.array([9, 20, 26])
    return np.asarray(np.concatenate([light, hue], 1) + broken, np.float32)
