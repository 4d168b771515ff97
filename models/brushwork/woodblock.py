"""Flats of few inks, a cut line in blue-black, wood grain, and a wiped gradation: Hokusai's prints."""

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.colour import shadowed, to_lab, to_rgb
from models.brushwork.flats import Inks, choose_inks, filled, segment
from models.brushwork.lines import Drawn, draw_over, lines
from models.brushwork.marks import Marks, joined, moved, spread
from models.motion import Field as Motion
from models.types import Bytes, Floats
from models.warp import invert, positions, resize_field, sample, warp_picture

INKS = np.array(  # sRGB, by eye after the Thirty-six Views: Prussian blue and indigo, paper, ochre, reds, greens, sumi
    [
        [24, 52, 96], [46, 84, 130], [98, 142, 172], [172, 202, 206], [240, 230, 204], [250, 246, 234], [214, 172, 100],
        [228, 184, 66], [202, 104, 66], [182, 56, 44], [228, 164, 142], [68, 100, 76], [140, 162, 122], [122, 88, 62],
        [104, 72, 104], [34, 38, 54],
    ],
    np.float32,
)  # fmt: skip
LIFT = np.array([16, 1, -3], np.float32)  # L*a*b*, so that the line still shows on what is black
LINE = np.array([26, 36, 62], np.float32)
FOAM = np.array([240, 238, 224], np.float32)
PAPER = np.array([248, 240, 220], np.float32)


class Woodblock(BaseModel):
    """A hand that cuts and prints blocks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: Literal["woodblock"]
    flats: int = Field(ge=3, le=16, description="how many inks a print takes")
    pull: float = Field(ge=0, le=1, description="how far colours go to the inks of the time")
    line: float = Field(gt=0, le=0.02, description="breadth of the cut line, share of the width")
    grain: float = Field(ge=0, le=0.3, description="how strongly the wood shows")
    gradation: float = Field(ge=0, le=1, description="bokashi: how dark the wiped band at the top is")
    waves: int = Field(ge=0, le=3000, description="wave lines on the whole sheet; they lie on water only")


@dataclass(frozen=True, slots=True, eq=False)
class WoodblockLayout:
    """Cut blocks, ready to be inked from any keyframe."""

    hand: Woodblock
    inks: Inks
    marks: Marks  # cut lines and waves
    tones: Floats  # [N, 3] sRGB of the marks
    drawn: Drawn
    ground: Floats  # [G, G] 1 where the subject is not
    backward: Floats  # [G, G, 2], where each place of this print comes from
    plate: Floats  # [S, S, 1] how the wood prints, around 1
    band: Floats  # [S, S, 1] bokashi 0..1

    def paint(self, painting: Bytes, time: float) -> Bytes:
        """The finished picture, uint8 [S, S, 3], of a painting [H, H, 3] in the first keyframe's coordinates."""
        size = len(self.plate)
        here = warp_picture(painting, self.backward)
        labels = segment(here, self.inks, size)
        flat = filled(here, labels, lambda lab: _period(lab, self.hand.pull))
        flat = np.where(self.inks.thin[labels][..., None], LINE, flat)
        flat = cv2.GaussianBlur(flat, (0, 0), 0.6)
        flat = flat + self.band * (INKS[0] - flat)
        printed = self.drawn.over(flat * self.plate)
        return np.clip(printed * (PAPER / 255), 0, 255).astype(np.uint8)

    def carried(self, forward: Floats) -> "WoodblockLayout":
        """The same blocks printed where a forward displacement [G, G, 2] has brought them."""
        size, backward = len(self.plate), invert(forward)
        marks = moved(self.marks, forward)
        plate, band = _plate(self.hand, positions(size) + resize_field(backward, size), self.ground)
        drawn = draw_over(marks, self.tones, size)
        return replace(self, marks=marks, drawn=drawn, backward=backward, plate=plate, band=band)


def lay_woodblock(hand: Woodblock, first: Bytes, field: Motion, size: int, seed: int) -> WoodblockLayout:
    """Cut the blocks from the first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    rng = np.random.default_rng(seed)
    chosen = choose_inks(first, hand.flats)
    cut = lines(first, segment(first, chosen, 2 * len(first)), chosen, hand.line, rng)
    waves, tones = _waves(hand, first, field, rng)
    marks, tones = joined([waves, cut]), np.concatenate([tones, np.tile(LINE, (len(cut), 1))])
    ground = np.ascontiguousarray(1 - field.body.weight)
    plate, band = _plate(hand, positions(size), ground)
    still = np.zeros((2, 2, 2), np.float32)
    drawn = draw_over(marks, tones, size)
    return WoodblockLayout(hand, chosen, marks, tones, drawn, ground, still, plate, band)


def _period(lab: Floats, pull: float) -> Floats:
    """Colours [h, h, 3] (L*a*b*) as the inks of the time would print them, sRGB."""
    lab = shadowed(lab, LIFT)
    known = to_lab(INKS)
    distance = np.square(lab[..., None, :] - known).sum(-1)
    weight = np.exp(-(distance - distance.min(-1, keepdims=True)) / (2 * 11.0**2))
    nearest = weight @ known / weight.sum(-1, keepdims=True)
    return to_rgb(lab + np.float32(pull) * (nearest - lab))


def _plate(hand: Woodblock, where: Floats, ground: Floats) -> tuple[Floats, Floats]:
    """Grain of the plank and the wiped band, at places [S, S, 2] of the first keyframe: [S, S, 1] each."""
    rng = np.random.default_rng(1831)
    x, y = where[..., 0], where[..., 1]
    bow = 0.012 * np.sin(2 * np.pi * (x * 0.8 + 0.15)) + 0.006 * np.sin(2 * np.pi * (x * 2.1 + y))
    rings = rng.normal(size=(420, 14)).astype(np.float32)
    rings = cv2.resize(rings, (420, 420), interpolation=cv2.INTER_CUBIC)
    rings = 0.6 * rings + 1.4 * cv2.GaussianBlur(rings, (1, 0), sigmaX=0.01, sigmaY=2.5)
    wood = sample(np.ascontiguousarray(rings[..., None]), np.stack([x, y + bow], -1).astype(np.float32))
    fibre = sample(rng.normal(size=(256, 256, 1)).astype(np.float32), where)
    plate = 1 + hand.grain * (0.5 * np.tanh(wood) + 0.16 * fibre)
    top = np.clip(1 - (y + 0.5 * bow) / 0.24, 0, 1) ** 1.6
    band = hand.gradation * top[..., None] * sample(ground[..., None], where)
    return plate.astype(np.float32), band.astype(np.float32)


def _waves(hand: Woodblock, first: Bytes, field: Motion, rng: np.random.Generator) -> tuple[Marks, Floats]:
    """Lines of water, foam above and deep below, on what is blue and low in the picture."""
    anchor = spread(max(hand.waves, 1), rng)
    blue = sample(_water(first)[..., None], anchor)[:, 0] > 0.5
    low = anchor[:, 1] > 0.42 + 0.12 * rng.uniform(size=len(anchor))
    away = sample(field.shape[..., None], anchor)[:, 0] < 0.2
    anchor = anchor[blue & low & away & (hand.waves > 0)]
    count = len(anchor)
    flow = sample(field.ambience.flow[..., None], anchor)[:, 0] + rng.normal(0, 0.05, count)
    near = 0.4 + 0.9 * anchor[:, 1]
    half = 0.028 * near * rng.uniform(0.6, 1.3, count)
    bend = rng.choice((-1, 1), count) * rng.uniform(3, 9, count) / near
    kind = rng.uniform(size=count) < 0.5
    tones = np.where(kind[:, None], FOAM, INKS[0])
    breadth = 0.0038 * near * rng.uniform(0.7, 1.2, count)
    place, turned, bent, long, wide = (array.astype(np.float32) for array in (anchor, flow, bend, half, breadth))
    seed = rng.integers(0, 1 << 16, count, dtype=np.int32)
    return Marks(place, turned, bent, long, long, wide, seed), tones.astype(np.float32)


def _water(first: Bytes) -> Floats:
    """Where the picture is blue, and blue from there down to its foot, as sky over land is not: 0..1 [H, H]."""
    lab = to_lab(cv2.GaussianBlur(first, (0, 0), 3).astype(np.float32))
    blue = ((lab[..., 2] < -9) & (lab[..., 0] > 20) & (lab[..., 0] < 72)).astype(np.float32)
    below = np.cumsum(blue[::-1], 0)[::-1] / np.arange(len(blue), 0, -1)[:, None]
    return np.asarray(blue * (below > 0.6), np.float32)
