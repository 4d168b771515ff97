"""Gold ground, cut stones and curling ornament: Klimt's golden years."""

from dataclasses import replace
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.flow import angles_at, directions, edges
from models.brushwork.layout import MarksLayout, Mixture, Paint, laid
from models.brushwork.marks import Brush, Indices, Marks, joined, rounds, spread, tiles
from models.motion import Field as Motion
from models.types import Bytes, Floats
from models.warp import positions, sample

GOLD = np.array([72, 8, 58], np.float32)  # L*a*b* of leaf gold in soft light
BRONZE = np.array([34, 12, 30], np.float32)
PEARL = np.array([90, 0, 14], np.float32)
LEAF_KEEPS = np.array([0.45, 0, 0], np.float32)  # leaf stays lighter where the painting is light
NONE = np.zeros(3, np.float32)
INK = np.array([14, 2, 4], np.float32)


Numbers = NDArray[np.floating[Any]]


class Mosaic(BaseModel):
    """A hand that lays gold and stones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: Literal["mosaic"]
    leaf: int = Field(ge=100, le=20_000, description="squares of gold leaf over the whole sheet")
    stones: int = Field(ge=100, le=40_000, description="stones over the whole sheet; they follow edges")
    fine: int = Field(ge=0, le=40_000, description="small stones where the picture has edges")
    spirals: int = Field(ge=0, le=80, description="curls on the ground")
    eyes: int = Field(ge=0, le=400, description="ringed dots on the subject")
    gilding: float = Field(ge=0, le=1, description="share of the ground's stones that are gold")
    lightness: float = Field(ge=0, le=30, description="spread of lightness from stone to stone, L* units")
    chroma: float = Field(ge=0, le=40, description="spread of hue from stone to stone, a* and b* units")
    paint: Paint


class _Stones:
    """Marks being gathered with what each makes of the painting's colour."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.marks: list[Marks] = []
        self.keep: list[Floats] = []
        self.own: list[Floats] = []

    def seeds(self, count: int) -> Indices:
        """What makes each of `count` stones unlike its neighbours."""
        return self.rng.integers(0, 1 << 16, count, dtype=np.int32)

    def add(self, marks: Marks, keep: Numbers, own: Numbers) -> None:
        """Lay marks on top of what is there: `keep` [N, 3] of the painting's L*a*b*, and `own` [N, 3]."""
        self.marks.append(marks)
        self.keep.append(np.broadcast_to(keep, (len(marks), 3)).astype(np.float32))
        self.own.append(np.broadcast_to(own, (len(marks), 3)).astype(np.float32))

    def add_stones(self, marks: Marks, hand: Mosaic, golden: Floats) -> None:
        """Stones, gold with the chances `golden` [N], else of the painting's colour: gold mixed into blue is mud."""
        count = len(marks)
        spread_of = np.array([hand.lightness, hand.chroma, hand.chroma])
        jitter = self.rng.normal(0, 1, (count, 3)) * spread_of
        gold = (self.rng.uniform(size=count) < golden)[:, None]
        leaf = GOLD * (1 - LEAF_KEEPS) + self.rng.normal(0, 1, (count, 1)) * np.array([hand.lightness, -1, 5])
        self.add(marks, np.where(gold, LEAF_KEEPS, 1), np.where(gold, leaf + 0.3 * jitter, jitter))


def lay_mosaic(hand: Mosaic, first: Bytes, field: Motion, size: int, seed: int) -> MarksLayout:
    """Decide every stone from the first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    rng = np.random.default_rng(seed)
    angles, detail = directions(first, field.ambience.flow, 1.0), edges(first)
    laying = _Stones(rng)
    _lay_ground(laying, hand, field)
    _lay_stones(laying, hand, field, (angles, detail))
    _lay_spirals(laying, hand, _free(1 - field.body.weight, detail))
    _lay_eyes(laying, hand, _free(field.shape, detail))
    _lay_lines(laying, first, angles)
    marks, keep, own = joined(laying.marks), np.concatenate(laying.keep), np.concatenate(laying.own)
    phase = sample(field.ambience.phase[..., None], marks.anchor)[:, 0] + rng.normal(0, 0.2, len(marks))
    glow = hand.paint.glow * (1.2 - keep[:, 1]) * rng.uniform(0.15, 1, len(marks)) ** 2
    mixture = Mixture(marks.anchor, keep, own, phase.astype(np.float32), glow.astype(np.float32))
    return laid(hand.paint, marks, mixture, CUT, size)


def _stone_shapes(marks: Marks) -> Floats:
    """Squares, except for marks bent at all, which are round: [N, 12, 2]."""
    square = np.repeat(tiles(marks), 3, axis=1)
    return np.where((marks.bend != 0)[:, None, None], rounds(marks), square)


CUT = Brush(_stone_shapes, 0.04, 6)


def _lay_ground(laying: _Stones, hand: Mosaic, field: Motion) -> None:
    """Leaf over everything, in squares that overlap as leaf does."""
    anchor = spread(hand.leaf, laying.rng)
    laying.rng.shuffle(anchor)
    side = 1.7 / hand.leaf**0.5 * laying.rng.uniform(0.85, 1.15, len(anchor))
    marks = _marks(anchor, laying.rng.normal(0, 0.07, len(anchor)), (side, side), laying.seeds(len(anchor)))
    laying.add_stones(marks, hand, _golden(hand, field, anchor))


def _lay_stones(laying: _Stones, hand: Mosaic, field: Motion, guide: tuple[Floats, Floats]) -> None:
    """Stones along the flow and along edges: close together on the subject, strewn on the ground, fine at edges."""
    angles, detail = guide
    for count, strewn in ((hand.stones, 0.42), (hand.fine, 0.0)):
        anchor = spread(count, laying.rng)
        busy = np.clip(1.5 * sample(detail[..., None], anchor)[:, 0] - 0.1, 0, 1)
        wanted = np.maximum(busy, (strewn > 0) * np.clip(_inside(field, anchor) + strewn, 0, 1))
        anchor = anchor[laying.rng.uniform(size=len(anchor)) < wanted]
        laying.rng.shuffle(anchor)
        side = count**-0.5 * laying.rng.uniform(0.85, 1.2, len(anchor))
        sides = (side * 1.35, side * 0.95)
        marks = _marks(anchor, angles_at(angles, anchor), sides, laying.seeds(len(anchor)))
        laying.add_stones(marks, hand, _golden(hand, field, anchor) * (0.75 if strewn else 0.25))


def _lay_spirals(laying: _Stones, hand: Mosaic, free: Floats) -> None:
    """Curls as on the Stoclet frieze's tree of life, ever tighter: gold edged in bronze, a pearl in the middle."""
    rng = laying.rng
    turn = np.linspace(0, 1, 90)
    for _ in range(hand.spirals):
        radius = rng.uniform(0.035, 0.09)
        centre = _claim(free, radius, rng)
        if centre is None:
            continue
        angle = rng.uniform(0, 2 * np.pi) + rng.choice((-1, 1)) * turn * 2 * np.pi * 2.3
        path = centre + (radius * (1 - turn) ** 0.85)[:, None] * np.stack([np.cos(angle), np.sin(angle)], -1)
        along = np.gradient(path, axis=0)
        heading, length = np.arctan2(along[:, 1], along[:, 0]), np.linalg.norm(along, axis=1) * 2.2 + 0.002
        for share, tone in ((0.135, BRONZE), (0.075, GOLD + np.array([10, -2, 8], np.float32))):
            breadth = radius * share * (1.2 - 0.55 * turn)
            tones = tone + rng.normal(0, 3, (len(path), 1)) * np.array([1, 0, 0.5])
            laying.add(_marks(path, heading, (length, breadth), laying.seeds(len(path))), NONE, tones)
        _lay_rings(laying, centre, radius * 0.16, (BRONZE, PEARL))


def _lay_eyes(laying: _Stones, hand: Mosaic, free: Floats) -> None:
    """Ringed dots on the subject, gold around its own colour, a dark point inside."""
    for _ in range(hand.eyes):
        radius = laying.rng.uniform(0.009, 0.016)
        centre = _claim(free, radius * 1.3, laying.rng)
        if centre is not None:
            _lay_rings(laying, centre, radius, (BRONZE, GOLD + 8, INK, PEARL))


def _lay_rings(laying: _Stones, centre: Floats, radius: float, tones: tuple[Floats, ...]) -> None:
    for ring, tone in enumerate(tones):
        width = np.full(1, 2 * radius * (1 - ring / len(tones)))
        bead = _marks(centre[None], np.zeros(1), (width, width), laying.seeds(1))
        laying.add(replace(bead, bend=np.ones(1, np.float32)), NONE, tone)


def _lay_lines(laying: _Stones, first: Bytes, angles: Floats) -> None:
    """A thin dark line, laid in slivers, where the picture's shapes end."""
    grey = cv2.GaussianBlur(first, (0, 0), 1.2)
    found = np.max([cv2.Canny(np.ascontiguousarray(grey[..., channel]), 40, 90) for channel in range(3)], axis=0)
    rows, columns = np.nonzero(found)
    anchor = ((np.stack([columns, rows], -1) + 0.5) / len(first)).astype(np.float32)
    count = len(anchor)
    breadth = laying.rng.uniform(0.0020, 0.0032, count)
    marks = _marks(anchor, angles_at(angles, anchor), (np.full(count, 0.011), breadth), laying.seeds(count))
    laying.add(marks, np.full(3, 0.25, np.float32), INK + laying.rng.normal(0, 3, (count, 1)))


def _free(wanted: Floats, detail: Floats) -> Floats:
    """Where ornament may lie, [64, 64], 1 free: wanted places away from what the picture shows."""
    busy = cv2.resize(detail, wanted.shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(((wanted > 0.75) & (busy < 0.35)).astype(np.float32))


def _claim(free: Floats, radius: float, rng: np.random.Generator) -> Floats | None:
    """A random free place with that much room around it, now taken; none when there is none."""
    room = cv2.distanceTransform((free > 0).astype(np.uint8), cv2.DIST_L2, 3) / len(free)
    rows, columns = np.nonzero(room > radius * 1.05)
    if not len(rows):
        return None
    pick = rng.integers(len(rows))
    centre = positions(len(free))[rows[pick], columns[pick]] + rng.uniform(-0.004, 0.004, 2).astype(np.float32)
    free[np.linalg.norm(positions(len(free)) - centre, axis=-1) < radius * 1.05] = 0
    return np.asarray(centre, np.float32)


def _inside(field: Motion, where: Floats) -> Floats:
    return sample(field.shape[..., None], where)[:, 0]


def _golden(hand: Mosaic, field: Motion, where: Floats) -> Floats:
    """The chance of gold at each place, [N]: the ground as the hand says, the subject hardly."""
    return np.asarray(hand.gilding * (1 - 0.88 * np.clip(2 * _inside(field, where), 0, 1)), np.float32)


def _marks(anchor: Numbers, angle: Numbers, sides: tuple[Numbers, Numbers], seed: Indices) -> Marks:
    """Stones at places [N, 2], turned by angles [N], as long and broad as `sides` say."""
    half = (0.5 * sides[0]).astype(np.float32)
    place, turned, broad = (array.astype(np.float32) for array in (anchor, angle, sides[1]))
    return Marks(place, turned, np.zeros_like(half), half, half, broad, seed)
