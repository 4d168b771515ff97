"""A given picture, changed where somebody drew on it: before, afterwards, and as the film it becomes.

The picture lies on a square, mirrored beyond its own edges, so that whatever works on squares works on it; frames are
cut back to the picture's shape in the end. The painter sees a square window around the strokes, and what it paints
there is blended in by `models.change`: everything else stays exactly as it was.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.animator import FPS, FRAMES, OVERSIZE
from models.brushwork import lay
from models.change import blended, change_mask
from models.errors import BadInputError
from models.ink import ink_through
from models.motion import Field, author, subject_mask
from models.style import Style
from models.types import Bytes, Clip, Drawing, Picture, Request, Scalar, Sketch, read_only
from models.warp import warp_picture

LONGEST, SHORTEST = 1024, 128  # pixels a side of a picture may have here
WIDEST = 4.0  # the longer side, in shorter ones
ROOM = 1.8  # side of the window, in extents of the strokes
CLOSEST = 0.3  # the least side of the window, as a share of the square's


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A picture to draw on, RGB uint8 [h, w, 3], both sides even and at most LONGEST; made by `ground_of`."""

    pixels: Bytes

    def __post_init__(self) -> None:
        read_only(self.pixels)

    @property
    def side(self) -> int:
        """Of the square it lies on, pixels."""
        height, width = self.pixels.shape[:2]
        return int(max(height, width))

    @property
    def corner(self) -> tuple[int, int]:
        """Where on the square its upper left corner lies: x, y."""
        height, width = self.pixels.shape[:2]
        return (self.side - width) // 2, (self.side - height) // 2

    def square(self) -> Bytes:
        """The picture on its square [side, side, 3]."""
        x, y = self.corner
        height, width = self.pixels.shape[:2]
        around = ((y, self.side - height - y), (x, self.side - width - x), (0, 0))
        return np.pad(self.pixels, around, mode="symmetric")

    def cut(self, square: NDArray[Scalar]) -> NDArray[Scalar]:
        """What of a square [side, side, ...] lies where the picture is [h, w, ...]."""
        x, y = self.corner
        height, width = self.pixels.shape[:2]
        return square[y : y + height, x : x + width]


@dataclass(frozen=True, slots=True)
class Window:
    """A square part of a ground's square: its corner and its side, pixels."""

    x: int
    y: int
    side: int

    def seen(self, square: NDArray[Scalar]) -> NDArray[Scalar]:
        """Its pixels, a view."""
        return square[self.y : self.y + self.side, self.x : self.x + self.side]


@dataclass(frozen=True, slots=True, eq=False)
class Retouch:
    """What is to change in a picture: the window around the strokes, and their ink in it."""

    ground: Ground
    window: Window
    sketch: Sketch


def ground_of(picture: Picture) -> Ground:
    """The picture at its working size: no longer than LONGEST, with even sides, as films need them.

    Raises:
        BadInputError: it is too small or too long.
    """
    height, width = picture.pixels.shape[:2]
    if min(height, width) < SHORTEST or max(height, width) > WIDEST * min(height, width):
        raise BadInputError(
            f"expected a picture of at least {SHORTEST} pixels a side, at most {WIDEST:g} times as long as wide, "
            f"got {width} x {height}"
        )
    scale = min(1.0, LONGEST / max(height, width))
    size = (round(width * scale) // 2 * 2, round(height * scale) // 2 * 2)
    if size == (width, height):
        return Ground(np.array(picture.pixels))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return Ground(np.asarray(cv2.resize(picture.pixels, size, interpolation=way), np.uint8))


def retouch_of(drawing: Drawing, ground: Ground) -> Retouch:
    """What a drawing on a picture asks to change; the drawing's canvas is shaped like the picture, or its square.

    Raises:
        BadInputError: nothing was drawn.
    """
    points = [stroke.points[:, :2] for stroke in drawing.strokes if len(stroke.points)]
    if not points:
        raise BadInputError("expected ink where the picture is to change, got an empty drawing")
    long = max(drawing.width, drawing.height)
    offset = (long - np.array([drawing.width, drawing.height])) / 2
    shares = np.clip((np.concatenate(points) + offset) / long, 0, 1)  # [N, 2] of the square
    window = _window_around(shares.min(0), shares.max(0), ground.side)
    corner = (window.x / ground.side, window.y / ground.side)
    return Retouch(ground, window, ink_through(drawing, corner, window.side / ground.side))


def seen_by_painter(retouch: Retouch, size: int) -> Picture:
    """The window as the painter takes it, [size, size, 3]."""
    part = retouch.window.seen(retouch.ground.square())
    return Picture(np.asarray(cv2.resize(part, (size, size), interpolation=cv2.INTER_AREA), np.uint8))


def changed(retouch: Retouch, painted: Picture, style: Style, request: Request) -> Bytes:
    """The ground's square [side, side, 3] with the painted window finished by the brush and blended in.

    The ink is the request's, which was cleared.
    """
    window, sketch = retouch.window, request.sketch
    still = author("still", style.ambience, subject_mask(sketch), request.seed)
    layout = lay(style.brushwork, painted.pixels, still, round(window.side * OVERSIZE), request.seed)
    finished = layout.paint(painted.pixels, 0.0)
    sized = cv2.resize(finished, (window.side, window.side), interpolation=cv2.INTER_AREA)
    square = retouch.ground.square()
    window.seen(square)[:] = blended(window.seen(square), np.asarray(sized), change_mask(sketch.ink, window.side))
    return square


def authored(retouch: Retouch, style: Style, request: Request) -> Field:
    """The motion of the film: what was drawn moves as the words say, the picture lives as the style does."""
    mask = np.zeros((retouch.ground.side, retouch.ground.side), np.uint8)
    window = retouch.window
    shape = subject_mask(request.sketch)
    window.seen(mask)[:] = cv2.resize(shape, (window.side, window.side), interpolation=cv2.INTER_NEAREST)
    return author(request.prompt.motion, style.ambience, mask, request.seed)


def alive(ground: Ground, square: Bytes, field: Field, threads: int) -> Clip:
    """The film of a changed picture [side, side, 3]: frame 0 is the picture itself, the others ride on the field."""
    height, width = ground.pixels.shape[:2]
    frames = np.empty((FRAMES, height, width, 3), np.uint8)
    frames[0] = ground.cut(square)

    def write(frame: int) -> None:
        frames[frame] = ground.cut(warp_picture(square, field.backward(frame / FRAMES)))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(1, FRAMES)))
    return Clip(frames, FPS)


def _window_around(low: np.ndarray, high: np.ndarray, side: int) -> Window:
    """Around strokes between two points, in shares of the square; inside it."""
    share = float(np.clip(ROOM * max(*(high - low), 0.0), CLOSEST, 1.0))
    size = round(share * side)
    corner = np.clip(np.round((low + high) / 2 * side - size / 2), 0, side - size).astype(int)
    return Window(int(corner[0]), int(corner[1]), size)
