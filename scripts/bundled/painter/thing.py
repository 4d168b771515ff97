"""A thing at its place, and how a painter lays it on the canvas: body, parts, light and outline."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.bundled.painter.doodles import Doodle
from scripts.bundled.painter.looks import SIZE, Colour, Look, Rgb

Ink = NDArray[np.uint8]
GAPS = (3, 9, 17, 27)  # pixels bridged between strokes until enough is inside
SMALLEST = 150  # pixels of body below which the lines themselves carry the colour


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A thing at its place: strokes in pixels."""

    thing: str
    colour: str
    named: bool  # whether the words say the colour
    strokes: Doodle

    @property
    def box(self) -> tuple[int, int, int, int]:
        """x0 y0 x1 y1 in pixels."""
        points = np.concatenate(self.strokes)
        (x0, y0), (x1, y1) = points.min(0), points.max(0)
        return int(x0), int(y0), int(x1), int(y1)


@dataclass(frozen=True, slots=True, eq=False)
class Coat:
    """A colour by its number in the vocabulary, and the part of a thing's height that has another one."""

    number: int
    rgb: Colour
    part: tuple[int, Colour, float, float] | None  # number, colour, from, to


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """The picture [SIZE, SIZE, 3] as it grows, and what stands at each pixel: 0 nothing, else its number plus one."""

    picture: Rgb
    things: Ink
    colours: Ink

    @classmethod
    def on(cls, backdrop: Rgb) -> Self:
        """A canvas on which nothing stands yet."""
        return cls(backdrop, np.zeros((SIZE, SIZE), np.uint8), np.zeros((SIZE, SIZE), np.uint8))

    def paint(self, item: Placed, thing: int, coat: Coat, look: Look, rng: np.random.Generator) -> None:
        """Lay one thing on top."""
        lines = raster(item.strokes, 2)
        body = silhouette(lines, item.strokes)
        numbers, base = _base(body, coat)
        colour = _fills(body, lines, base, look, rng)
        alpha = cv2.GaussianBlur(body.astype(np.float32), (0, 0), 0.6)[..., None]
        self.picture[:] = self.picture * (1 - alpha) + colour * alpha
        ink = _outline(item, body, look)
        tone = np.array(look.outline) * 0.75 + np.array(coat.rgb) * 0.25
        if body.sum() < SMALLEST:
            tone = np.array(coat.rgb, np.float64)
        self.picture[:] = self.picture * (1 - ink) + tone * ink
        there = (body > 0) | (lines > 128)
        self.things[there] = thing + 1
        self.colours[there] = numbers[there] + 1

    def labels(self, cells: int) -> NDArray[np.uint8]:
        """What stands in the middle of each cell: things and colours [2, cells, cells]."""
        step = SIZE // cells
        return np.stack(
            [self.things[step // 2 :: step, step // 2 :: step], self.colours[step // 2 :: step, step // 2 :: step]]
        )


def _base(body: Ink, coat: Coat) -> tuple[Ink, Rgb]:
    numbers = np.full((SIZE, SIZE), coat.number, np.uint8)
    base = np.zeros((SIZE, SIZE, 3), np.float32) + np.array(coat.rgb, np.float32)
    if coat.part and body.any():
        number, rgb, start, end = coat.part
        rows = np.flatnonzero(body.any(1))
        top, height = rows[0], rows[-1] - rows[0] + 1
        band = slice(int(top + start * height), int(top + end * height) + 1)
        base[band], numbers[band] = rgb, number
    return numbers, base


def _outline(item: Placed, body: Ink, look: Look) -> Rgb:
    rim = cv2.morphologyEx(body, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    strokes = np.maximum(raster(item.strokes, look.outline_width), rim * 200)
    return cv2.GaussianBlur(strokes, (0, 0), 0.5)[..., None].astype(np.float32) / 255


def raster(strokes: Doodle, width: float) -> Ink:
    """Strokes as lines, uint8 [SIZE, SIZE]; widths below a pixel are fainter."""
    lines = np.zeros((SIZE, SIZE), np.uint8)
    level = 255 if width >= 1 else int(255 * width)
    cv2.polylines(
        lines,
        [np.round(s * 16).astype(np.int32) for s in strokes],
        isClosed=False,
        color=level,
        thickness=max(1, round(width)),
        lineType=cv2.LINE_AA,
        shift=4,
    )
    return lines


def silhouette(lines: Ink, strokes: Doodle) -> Ink:
    """Filled shape, 0 or 1: strokes that nearly close are filled, wider gaps are bridged until enough is inside."""
    points = np.concatenate(strokes)
    span = points.max(0) - points.min(0)
    loops = np.zeros((SIZE, SIZE), np.uint8)
    for stroke in filter(_nearly_closed, strokes):
        cv2.fillPoly(loops, [np.round(stroke).astype(np.int32)], 1)
    for gap in GAPS:
        body = np.maximum(_enclosed(lines, gap), loops)
        if body.sum() > 0.33 * span.prod():
            break
    return body


def _nearly_closed(stroke: NDArray[np.float32]) -> bool:
    gap = float(np.hypot(*(stroke[0] - stroke[-1])))
    length = float(np.hypot(*np.diff(stroke, axis=0).T).sum()) if len(stroke) > 1 else 0.0
    return len(stroke) > 5 and gap < 0.16 * length


def _enclosed(lines: Ink, gap: int) -> Ink:
    closed = cv2.morphologyEx((lines > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    outside = np.pad(closed, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return (outside[1:-1, 1:-1] != 2).astype(np.uint8)


def _fills(body: Ink, lines: Ink, base: Rgb, look: Look, rng: np.random.Generator) -> Rgb:
    """Colour of every pixel of the body: parts between the lines differ a little, light comes from above left."""
    _, parts = cv2.connectedComponents(((body > 0) & (lines < 60)).astype(np.uint8), connectivity=4)
    tones = rng.normal(1, look.fill_variation, parts.max() + 1).clip(0.75, 1.25).astype(np.float32)
    depth = cv2.distanceTransform(body, cv2.DIST_L2, 3)
    roundness = np.clip(depth / max(float(depth.max()), 1.0), 0, 1)
    ys, xs = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    inside = body > 0
    cx, cy = (float(v[inside].mean()) if inside.any() else 0.0 for v in (xs, ys))
    light = ((cx - xs) + (cy - ys)) / SIZE + 0.5 * (roundness - 0.4)
    return np.clip(base * tones[parts][..., None] * (1 + look.shading * 0.8 * light[..., None]), 0, 255)
