"""The authored motion of a piece: one periodic field that camera, depth, verb and ambience share.

It is known exactly at every instant, so paintings can be brought back to where they began and strokes can ride on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np

from models.ambience import AMBIENCES, Ambience
from models.errors import BadInputError
from models.types import Bytes, Floats, Sketch, read_only
from models.verbs import VERBS as VERBS
from models.verbs import Body, measure_body
from models.warp import invert, positions, stretch

GRID = 64  # cells a side; the fields are smooth, so this is plenty
TURN = 2 * np.pi
TRAVEL = 0.06  # of the width, what a moving subject goes at least against the ground
SLACK = 0.2  # the least a place may be squeezed to, as a share of its area
CHECKS = 32  # instants at which a new field is examined
PUSH = 0.045  # how much the camera comes nearer, at most
REST = 0.3  # how much slower everything goes where the film begins and ends, so that its seam is the calmest step
PAN = 0.010  # how far it looks aside, shares of the width


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Motion of a piece over its film, t in 0..1; places are those of the first keyframe, in shares of the width."""

    verb: str
    body: Body
    shape: Floats  # float32 [G, G] 0..1, the subject itself
    ambience: Ambience

    def __post_init__(self) -> None:
        read_only(self.shape)

    def forward(self, time: float) -> Floats:
        """Where every place of the first keyframe has gone at time t: displacement float32 [G, G, 2]."""
        time = time - float(REST * np.sin(TURN * time) / TURN)
        weight = self.body.weight[..., None]
        moved = (1 - weight) * self.ambience.displacement(time) + weight * self._nearer(time)
        moved = moved + VERBS[self.verb](self.body, time)
        return np.asarray(moved + self._camera(positions(GRID) + moved, time), np.float32)

    def backward(self, time: float) -> Floats:
        """Position x of the frame at time t shows the place x + D(x) of the first keyframe: D, float32 [G, G, 2]."""
        return invert(self.forward(time))

    def _camera(self, places: Floats, time: float) -> Floats:
        zoom = PUSH * (0.5 - 0.5 * np.cos(TURN * time))
        pan = np.array([PAN * np.sin(TURN * time), 0], np.float32) * (zoom / PUSH)
        aim = 0.5 + 0.5 * (
            np.array(self.body.centre, np.float32) - 0.5
        )  # between the subject and the middle of the sheet
        return np.asarray(np.float32(zoom) * (places - aim) + pan, np.float32)

    def _nearer(self, time: float) -> Floats:
        """Parallax: the subject stands before the ground, so it answers the camera more."""
        return np.array([0.012 * np.sin(TURN * time), 0], np.float32)


def author(verb: str, ambience: str, mask: Bytes, seed: int) -> Field:
    """The motion of a piece: the subject, uint8 [S, S], does `verb` in a world that lives as `ambience` says.

    Raises:
        BadInputError: the verb or the ambience is not known.
    """
    if verb not in VERBS:
        raise BadInputError(f"expected a motion among {', '.join(VERBS)}, got {verb!r}")
    if ambience not in AMBIENCES:
        raise BadInputError(f"expected an ambience among {', '.join(AMBIENCES)}, got {ambience!r}")
    shape = cv2.resize(mask, (GRID, GRID), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    world = AMBIENCES[ambience](GRID, np.random.default_rng(seed))
    tries = (
        Field(verb, measure_body(shape, _feather(shape, reach), vigour), shape, world)
        for reach, vigour in product((0.2, 0.28, 0.38), (1.25, 1.0, 0.8, 0.64, 0.5))
    )
    return _best(tries)


def travel(field: Field) -> float:
    """How far the subject goes against the ground over the film, peak to peak, in shares of the width."""
    inside = field.shape / max(float(field.shape.sum()), 1e-6)
    ground = 1 - field.body.weight
    ground = ground / max(float(ground.sum()), 1e-6)
    weight = (inside - ground)[..., None]
    path = np.stack([(weight * field.forward(k / CHECKS)).sum((0, 1)) for k in range(CHECKS)])
    return float(np.ptp(path, axis=0).max())


def squeeze(field: Field) -> float:
    """The smallest share of its area any place is pressed to in the film; above 0 nothing tears or folds."""
    return float(min(stretch(field.forward(k / CHECKS)).min() for k in range(CHECKS)))


def subject_mask(sketch: Sketch) -> Bytes:
    """What the visitor's strokes enclose, uint8 [S, S] 0 or 255; gaps are closed, open lines count as their hull.

    A sheet with hardly any ink gives a soft ellipse in the middle, where a painter would put the subject.
    """
    size = sketch.ink.shape[0]
    ink = (sketch.ink > 127).astype(np.uint8)
    reach = max(3, round(size * 0.045)) | 1
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    mask = np.zeros_like(ink)
    for outline in cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        cv2.drawContours(mask, [_enclosing(outline)], -1, 255, cv2.FILLED)
    return mask if mask.mean() > 255 * 0.004 else _middle(size)


def _enclosing(
    outline: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    hull = cv2.convexHull(outline)
    filled = cv2.contourArea(outline) > 0.4 * max(cv2.contourArea(hull), 1.0)
    return outline if filled else np.asarray(hull, np.int32)


def _middle(size: int) -> Bytes:
    mask = np.zeros((size, size), np.uint8)
    cv2.ellipse(mask, (size // 2, round(size * 0.52)), (round(size * 0.22), round(size * 0.2)), 0, 0, 360, 255, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), size * 0.03), np.uint8)


def _feather(shape: Floats, reach: float) -> Floats:
    """1 in the shape, falling smoothly to 0 within `reach` of it."""
    outside = (shape < 0.5).astype(np.uint8)
    # Not DIST_MASK_PRECISE: its last bit depends on where the array lies in memory, and a film must repeat to the byte.
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5) / GRID
    share = np.clip(1 - distance / reach, 0, 1)
    smooth = share * share * (3 - 2 * share)
    return np.asarray(cv2.GaussianBlur(smooth.astype(np.float32), (0, 0), GRID * 0.018), np.float32)


def _best(tries: Iterable[Field]) -> Field:
    """The first that goes far enough with room to spare, else the farthest of those that crush nothing."""
    fields = list(tries)
    for field in fields:
        if _roomy(field) and (field.verb == "still" or travel(field) >= TRAVEL):
            return field
    seen = [(squeeze(field), min(travel(field), TRAVEL), field) for field in fields]
    return max(seen, key=lambda tried: (tried[0] >= SLACK / 2, tried[1], tried[0]))[2]


def _roomy(field: Field) -> bool:
    """Whether no place is ever pressed below SLACK; the widest swings are looked at first."""
    order = sorted(range(CHECKS), key=lambda k: -abs(np.sin(2 * TURN * k / CHECKS)))
    return all(stretch(field.forward(k / CHECKS)).min() >= SLACK for k in order)
