"""Marks of a brush, drawn once as a map of which mark shows at each point, then coloured as often as needed.

A keyframe is coloured by looking every mark's colour up in that map, so six keyframes cost little more than one, and
the same mark stays the same mark through the whole film.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.types import Bytes, Floats
from models.warp import sample

FINE = 2  # the map is this much finer than the picture: its edges are smoothed by averaging
SHIFT = 4  # fractional bits of drawn coordinates
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """N marks, the lowest first; lengths in shares of the width, angles in radians."""

    anchor: Floats  # [N, 2], where the colour is taken
    angle: Floats  # [N]
    bend: Floats  # [N], change of the angle per width travelled
    ahead: Floats  # [N], length from the anchor on
    behind: Floats  # [N], length up to the anchor
    breadth: Floats  # [N]
    seed: Indices  # [N], picks the grain of the bristles

    def __len__(self) -> int:
        return len(self.anchor)


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Drawn marks: `owner` [FINE * S, FINE * S], 0 for bare ground, k + 1 for mark k; `light` [S, S], 1 where flat."""

    owner: Indices
    light: Floats


@dataclass(frozen=True, slots=True)
class Brush:
    """What leaves a mark: its outline, and how the paint lies in it."""

    outline: Callable[[Marks], Floats]  # [N, P, 2], shares of the width
    ridges: float  # how strongly bristles furrow the paint
    crown: float  # 2: round across; higher: flat with steeper edges


def joined(layers: list[Marks]) -> Marks:
    """Layers on top of each other, the first lowest."""
    fields = Marks.__dataclass_fields__
    return Marks(**{name: np.concatenate([getattr(layer, name) for layer in layers]) for name in fields})


def spread(count: int, rng: np.random.Generator) -> Floats:
    """About `count` places, one in each cell of a grid, so that nothing stays bare: [N, 2]."""
    side = max(1, round(count**0.5))
    cells = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)
    return np.asarray((cells + rng.uniform(-0.15, 1.15, cells.shape)) / side, np.float32)


def moved(marks: Marks, forward: Floats) -> Marks:
    """The marks carried along by a forward displacement [G, G, 2]: moved and turned, as long and broad as before."""
    step = np.stack([np.cos(marks.angle), np.sin(marks.angle)], -1).astype(np.float32) * np.float32(0.004)
    here = marks.anchor + sample(forward, marks.anchor)
    tip = marks.anchor + step + sample(forward, marks.anchor + step)
    turned = np.arctan2(tip[:, 1] - here[:, 1], tip[:, 0] - here[:, 0]).astype(np.float32)
    return replace(marks, anchor=here.astype(np.float32), angle=turned)


def bars(marks: Marks) -> Floats:
    """Outlines of brush strokes, bent bars with rounded, tapering ends: [N, 16, 2] in shares of the width."""
    along = np.array([0, 0.06, 0.2, 0.45, 0.75, 0.93, 0.985, 1], np.float32)
    half = np.array([0.3, 0.72, 1, 1, 0.86, 0.65, 0.4, 0.16], np.float32)
    s = -marks.behind[:, None] + (marks.ahead + marks.behind)[:, None] * along  # [N, 8]
    side = 0.5 * marks.breadth[:, None] * half
    sag, lean = 0.5 * marks.bend[:, None] * s * s, marks.bend[:, None] * s
    left = np.stack([s - side * lean, sag + side], -1)
    right = np.stack([s + side * lean, sag - side], -1)
    return _placed(marks, np.concatenate([left, right[:, ::-1]], 1))


def rounds(marks: Marks) -> Floats:
    """Outlines of dots, as long and broad as the marks: [N, 12, 2] in shares of the width."""
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False, dtype=np.float32)
    length = (0.5 * (marks.ahead + marks.behind))[:, None]
    return _placed(marks, np.stack([length * np.cos(turn), 0.5 * marks.breadth[:, None] * np.sin(turn)], -1))


def tiles(marks: Marks) -> Floats:
    """Outlines of cut stones, four-cornered and never quite square: [N, 4, 2] in shares of the width."""
    corner = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    chipped = 1 - 0.13 * ((marks.seed[:, None, None] >> np.arange(8).reshape(4, 2)) & 1).astype(np.float32)
    sides = np.stack([0.5 * (marks.ahead + marks.behind), 0.5 * marks.breadth], -1)[:, None]
    return _placed(marks, corner * chipped * sides)


BRISTLES = Brush(bars, 0.3, 2)
DOT = Brush(rounds, 0.12, 2)
STONE = Brush(tiles, 0.05, 6)


def _placed(marks: Marks, local: Floats) -> Floats:
    """Outlines [N, P, 2] given along and across each mark, put where the mark lies."""
    cos, sin = np.cos(marks.angle)[:, None], np.sin(marks.angle)[:, None]
    x = local[..., 0] * cos - local[..., 1] * sin
    y = local[..., 0] * sin + local[..., 1] * cos
    return (np.stack([x, y], -1) + marks.anchor[:, None]).astype(np.float32)


def draw_owner(shapes: Floats, size: int) -> Indices:
    """Fill outlines [N, P, 2] one over the other: which mark shows at each of (FINE * size)² points."""
    fine = FINE * size
    points = np.rint((shapes * fine - 0.5) * (1 << SHIFT)).astype(np.int32)
    owner = np.zeros((fine, fine), np.int32)
    for index, outline in enumerate(points, 1):
        cv2.fillPoly(owner, [outline], index, cv2.LINE_8, SHIFT)
    return owner


def draw(marks: Marks, brush: Brush, size: int, relief: float) -> Relief:
    """Draw marks for pictures of `size` pixels and light the ridges of their paint; `relief` 0 is flat."""
    owner = draw_owner(brush.outline(marks), size)
    return Relief(owner, lit(_thickness(marks, brush, owner[::FINE, ::FINE]), relief))


def lit(height: Floats, relief: float) -> Floats:
    """Shading of a height map [S, S] in pixels, lit from the upper left, 1 where flat (Lambert, with a soft glint)."""
    smooth = cv2.GaussianBlur(height, (0, 0), 0.7)
    slope = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125) + cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125)
    lean = np.tanh(relief * slope)
    glint = np.clip(lean - 0.45, 0, None)
    return np.asarray(1 + 0.30 * lean + 0.55 * glint * glint, np.float32)


def coloured(relief: Relief, palette: Floats) -> Bytes:
    """The picture, uint8 [S, S, 3], of marks in the colours [N + 1, 3] (0..255), the first being the bare ground's."""
    table = np.zeros((len(palette), 4), np.uint8)
    table[:, :3] = np.clip(np.rint(palette), 0, 255)
    packed = table.view(np.uint32)[:, 0][relief.owner]
    size = relief.light.shape[0]
    flat = cv2.resize(packed.view(np.uint8).reshape(*packed.shape, 4), (size, size), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(flat[..., :3] * relief.light[..., None], 0, 255), np.uint8)


def _thickness(marks: Marks, brush: Brush, owner: Indices) -> Floats:
    """Height of the paint in pixels: ridged, thick where the brush set down, thin where it left."""
    size = owner.shape[0]
    mark = np.maximum(owner - 1, 0)
    s, t = _local(marks, mark, size)
    body = np.sqrt(1 - 0.85 * np.clip(np.abs(t), 0, 1) ** brush.crown)
    rows = _bristles()[marks.seed[mark] & 63, np.clip((t + 1) * 31.5, 0, 63).astype(np.int32)]
    load = 1.25 - 0.6 * s
    height = marks.breadth[mark] * size * (0.55 * body * load + brush.ridges * rows * (0.5 + 0.5 * s))
    height += (marks.seed[mark] & 7) * np.float32(0.18)
    return np.where(owner > 0, height, 0).astype(np.float32)


def _local(marks: Marks, mark: Indices, size: int) -> tuple[Floats, Floats]:
    """Of each pixel in its mark: share of the length gone, 0..1, and place across, -1..1."""
    line = (np.arange(size, dtype=np.float32) + 0.5) / size
    x, y = line[None] - marks.anchor[mark, 0], line[:, None] - marks.anchor[mark, 1]
    cos, sin = np.cos(marks.angle)[mark], np.sin(marks.angle)[mark]
    along = x * cos + y * sin
    across = y * cos - x * sin - 0.5 * marks.bend[mark] * along * along
    whole = np.maximum(marks.ahead + marks.behind, 1e-6)[mark]
    return np.clip((along + marks.behind[mark]) / whole, 0, 1), 2 * across / marks.breadth[mark]


def _bristles() -> Floats:
    """64 cross-sections of a loaded brush, [64, 64], about -1..1."""
    rows = np.random.default_rng(1890).normal(size=(64, 64)).astype(np.float32)
    rows = cv2.GaussianBlur(rows, (0, 0), sigmaX=2.2, sigmaY=0.01)
    return np.asarray(rows / rows.std() * 0.5, np.float32)
