"""Loud flats, a screen of dots, black lines out of register, panels that change colour: Warhol's screen prints."""

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.colour import to_lab, to_rgb
from models.brushwork.flats import Inks, Labels, choose_inks, segment
from models.brushwork.lines import Drawn, draw_over, lines
from models.brushwork.marks import Marks, moved
from models.motion import Field as Motion
from models.types import Bytes, Floats
from models.warp import invert, positions, resize_field, sample, warp_picture

WHEEL = np.array(  # sRGB of the panels, each beside its neighbour in hue, so that no step between two turns grey
    [[255, 52, 130], [255, 96, 48], [255, 200, 0], [138, 216, 44], [0, 196, 180], [36, 132, 240], [132, 84, 232]],
    np.float32,
)
SWING = (
    0.36  # turns of the wheel, there and back in a film: neighbouring keyframes stay close enough to blend without grey
)
STARTS = 14  # places on the wheel tried for the first keyframe
BLACK = np.array([18, 16, 20], np.float32)


class Halftone(BaseModel):
    """A hand that pulls screen prints."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: Literal["halftone"]
    flats: int = Field(ge=3, le=16, description="how many colours are printed")
    saturation: float = Field(ge=1, le=3, description="factor on the subject's chroma")
    line: float = Field(gt=0, le=0.02, description="breadth of the black line, share of the width")
    misfit: float = Field(ge=0, le=0.03, description="how far the black lies off the colour, share of the width")
    screen: float = Field(ge=0.004, le=0.05, description="distance of the dots, share of the width")
    dots: float = Field(ge=0, le=1, description="how much darker a dot is than its flat")
    speckle: float = Field(ge=0, le=1, description="how unevenly the ink covers")


@dataclass(frozen=True, slots=True, eq=False)
class Printing:
    """Which colour every flat is printed in: things keep theirs, louder; the ground takes the wheel's."""

    loud: Floats  # [F, 3] L*a*b*, a flat where it is a thing
    order: Floats  # [F], 0 for the ground's largest flat, 1 for the next, ...
    behind: Floats  # [B, B], 1 where the first keyframe shows ground
    start: float  # turns, where on the wheel the first panel begins

    def table(self, turn: float) -> Floats:
        """sRGB [2 F, 3] where the wheel has turned so far (turns): F flats as things, then the same as ground."""
        along = (self.start + turn + 0.37 * self.order) % 1 * len(WHEEL)
        below = np.floor(along).astype(int)
        share = (along - below)[:, None]
        wheel = to_lab(WHEEL)
        ground = (1 - share) * wheel[below % len(WHEEL)] + share * wheel[(below + 1) % len(WHEEL)]
        ground[:, 0] += 0.14 * (self.loud[:, 0] - 60)  # the night stays darker than the day
        return to_rgb(np.concatenate([self.loud, ground]).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class HalftoneLayout:
    """Screens, ready to be pulled for any keyframe."""

    hand: Halftone
    inks: Inks
    printing: Printing
    marks: Marks
    drawn: Drawn
    backward: Floats  # [G, G, 2], where each place of this print comes from
    where: Floats  # [S, S, 2], the first keyframe's place at each pixel
    cover: Floats  # [S, S, 1], how the ink covers, around 1

    def paint(self, painting: Bytes, time: float) -> Bytes:
        """The finished picture, uint8 [S, S, 3], of a painting [H, H, 3] in the first keyframe's coordinates."""
        size = len(self.cover)
        here = warp_picture(painting, self.backward)
        behind = sample(self.printing.behind[..., None], self.where)[..., 0] > 0.5
        labels = segment(here, self.inks, size) + self.inks.count * behind
        panel = (self.where[..., 0] > 0.5) + 2 * (self.where[..., 1] > 0.5)
        turn = SWING * (0.5 - 0.5 * np.cos(2 * np.pi * time))
        table = np.stack([self.printing.table(turn + 0.25 * p) for p in (0, 1, 3, 2)])
        flat = cv2.GaussianBlur(table[panel, labels], (0, 0), 0.7)
        flat = flat * (1 - self.hand.dots * self._dots(here)[..., None])
        return np.clip(self.drawn.over(flat * self.cover), 0, 255).astype(np.uint8)

    def _dots(self, here: Bytes) -> Floats:
        """The screen: more of it where the painting is dark, and towards the foot of the sheet."""
        size = len(self.cover)
        light = cv2.cvtColor(cv2.GaussianBlur(here, (0, 0), len(here) / 40), cv2.COLOR_RGB2GRAY)
        dark = 1 - cv2.resize(light, (size, size), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
        low = np.clip(1.15 * self.where[..., 1] - 0.05, 0, 1) ** 0.8
        return _screen(self.where, self.hand.screen, 0.03 + 0.85 * dark**0.7 * low, size)

    def carried(self, forward: Floats) -> "HalftoneLayout":
        """The same screens pulled where a forward displacement [G, G, 2] has brought them."""
        size, backward = len(self.cover), invert(forward)
        where = positions(size) + resize_field(backward, size)
        marks = moved(self.marks, forward)
        drawn, cover = _black(marks, size), _cover(self.hand, where)
        return replace(self, marks=marks, drawn=drawn, backward=backward, where=where, cover=cover)


def lay_halftone(hand: Halftone, first: Bytes, field: Motion, size: int, seed: int) -> HalftoneLayout:
    """Prepare the screens from the first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    rng = np.random.default_rng(seed)
    inks = choose_inks(first, hand.flats)
    labels = segment(first, inks, 2 * len(first))
    printing = _printing(hand, inks, first, labels)
    marks = lines(first, labels, inks, hand.line, rng)
    shifted = replace(marks, anchor=marks.anchor + np.float32(hand.misfit) * np.array([0.8, -0.6], np.float32))
    where, still = positions(size), np.zeros((2, 2, 2), np.float32)
    return HalftoneLayout(hand, inks, printing, shifted, _black(shifted, size), still, where, _cover(hand, where))


def _printing(hand: Halftone, inks: Inks, first: Bytes, labels: Labels) -> Printing:
    lab = to_lab(cv2.resize(first, labels.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32))
    colours = np.stack(
        [lab[labels == k].mean(0) if (labels == k).any() else lab.mean((0, 1)) for k in range(inks.count)]
    )
    loud = colours * np.array([1, hand.saturation, hand.saturation], np.float32)
    loud[:, 0] = np.clip(50 + (colours[:, 0] - 50) * 1.2, 6, 97)
    loud[inks.thin] = to_lab(BLACK)
    behind = _ground(labels)
    share = np.bincount(labels[behind], minlength=inks.count)
    order = np.argsort(np.argsort(-share, kind="stable"), kind="stable").astype(np.float32)
    printing = Printing(loud, order, behind.astype(np.float32), 0.0)
    return replace(printing, start=_start(printing, share))


def _ground(labels: Labels) -> NDArray[np.bool_]:
    """Where the ground shows: patches of one flat that take up a good part of the sheet's rim."""
    ground = np.zeros(labels.shape, bool)
    for label in np.unique(labels):
        count, patches = cv2.connectedComponents((labels == label).astype(np.uint8))
        rim = np.concatenate([patches[0], patches[-1], patches[:, 0], patches[:, -1]])
        wide = np.nonzero(np.bincount(rim, minlength=count) > 0.025 * len(rim))[0]
        ground |= np.isin(patches, wide[wide > 0])
    return ground


def _start(printing: Printing, share: NDArray[np.int64]) -> float:
    """Where the wheel stands so that the panels differ most from the things they surround."""
    grounds = share > 0.02 * share.sum()
    things = printing.loud[~grounds]
    if not len(things) or not grounds.any():
        return 0.0

    def apart(start: float) -> float:
        tables = [replace(printing, start=start).table(0.25 * p)[len(share) :][grounds] for p in range(4)]
        gaps = np.linalg.norm(to_lab(np.concatenate(tables))[:, None] - things[None], axis=-1)
        return float(np.sort(gaps, axis=None)[: max(1, gaps.size // 4)].mean())

    return max((k / STARTS for k in range(STARTS)), key=apart)


def _black(marks: Marks, size: int) -> Drawn:
    return draw_over(marks, np.tile(BLACK, (len(marks), 1)), size)


def _screen(where: Floats, pitch: float, amount: Floats, size: int) -> Floats:
    """Round dots on a grid turned by 45 degrees, covering more where `amount` [S, S] 0..1 is larger: 0..1."""
    u = (where[..., 0] + where[..., 1]) / (pitch * 2**0.5)
    v = (where[..., 0] - where[..., 1]) / (pitch * 2**0.5)
    distance = np.hypot(u - np.rint(u), v - np.rint(v))
    edge = 0.9 / (pitch * size)
    return np.asarray(np.clip((0.52 * np.sqrt(amount) - distance) / edge + 0.5, 0, 1), np.float32)


def _cover(hand: Halftone, where: Floats) -> Floats:
    """Ink dragged through a mesh: fine specks and slow unevenness, [S, S, 1] around 1."""
    rng = np.random.default_rng(1962)
    fine = sample(rng.normal(size=(384, 384, 1)).astype(np.float32), where)
    slow = sample(
        cv2.resize(rng.normal(size=(9, 5)).astype(np.float32), (64, 64), interpolation=cv2.INTER_CUBIC)[..., None],
        where,
    )
    return np.asarray(1 + hand.speckle * (0.05 * fine + 0.07 * slow), np.float32)
