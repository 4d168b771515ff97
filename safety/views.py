"""How the sketch layer looks at ink: cropped to what is drawn, and again blurred, small, turned, mirrored, in parts."""

import cv2
import numpy as np

from models.types import Bytes, Floats

SIDE = 64  # pixels of one view
MARGIN = 0.06  # of the crop, on each side
BLANK = 0.03  # of the sheet: drawings smaller than this are dots, with nothing to see in them
PARTS = 5  # separate parts looked at on their own, the largest ones
APART = 0.03  # of the sheet: ink nearer than this belongs together

View = tuple[str, Floats]  # what was done, and float32 [SIDE, SIDE] in 0..1


def is_blank(ink: Bytes) -> bool:
    """Whether ink uint8 [S, S] holds nothing, or no more than a dot."""
    box = cv2.boundingRect(_black_and_white(ink))
    return bool(max(box[2:]) < BLANK * len(ink))


def views(ink: Bytes) -> list[View]:
    """Every way one sheet [S, S] is looked at; the first is "as drawn"."""
    seen = glance(ink)
    found = [("as drawn", seen), ("mirrored", np.ascontiguousarray(seen[:, ::-1])), ("blurred", blurred(seen)),
             ("small", small(seen))]  # fmt: skip
    found += [(f"turned {angle}", turned(seen, angle)) for angle in (-20, 20)]
    parts = _parts(ink)
    return found + [(f"part {i}", glance(part)) for i, part in enumerate(parts, 1)]


def glance(ink: Bytes) -> Floats:
    """Ink cropped to a square around what is drawn, at SIDE pixels, lines of any width equally dark: float32 0..1."""
    x, y, width, height = cv2.boundingRect(_black_and_white(ink))
    side = max(width, height, 1)
    pad = round(side * MARGIN) + (side - min(width, height)) // 2 + 1
    cut = cv2.copyMakeBorder(ink[y : y + height, x : x + width], pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    middle_y, middle_x, half = cut.shape[0] // 2, cut.shape[1] // 2, side // 2 + round(side * MARGIN) + 1
    square = cut[max(0, middle_y - half) : middle_y + half, max(0, middle_x - half) : middle_x + half]
    view = np.asarray(cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)
    return _even(view * np.float32(1 / 255))


def _black_and_white(ink: Bytes) -> Bytes:
    return (ink > 127).astype(np.uint8)


def _even(view: Floats) -> Floats:
    """Scaled so that a line is 1 in its middle, however thin it was."""
    lines = view[view > 0.02]
    top = float(np.quantile(lines, 0.9)) if lines.size else 1.0
    return np.asarray(np.minimum(view / max(top, 0.05), 1), np.float32)


def blurred(view: Floats) -> Floats:
    """A view out of focus: what is hidden in fine strokes comes out."""
    return _even(np.asarray(cv2.GaussianBlur(view, (0, 0), 1.3), np.float32))


def small(view: Floats) -> Floats:
    """A view from further away, five eighths the size."""
    tiny = cv2.resize(view, (SIDE * 5 // 8, SIDE * 5 // 8), interpolation=cv2.INTER_AREA)
    pad = (SIDE - len(tiny)) // 2
    return _even(np.pad(tiny, pad).astype(np.float32))


def turned(view: Floats, angle: int) -> Floats:
    """A view turned by some degrees, a little smaller so that nothing is cut off."""
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), angle, 0.85)
    return np.asarray(cv2.warpAffine(view, matrix, (SIDE, SIDE)), np.float32)


def _parts(ink: Bytes) -> list[Bytes]:
    """The separate parts of a drawing, largest first; none where all hangs together."""
    reach = max(3, round(APART * len(ink)))
    near = cv2.dilate(_black_and_white(ink), np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    extents = [(int(max(stats[i, cv2.CC_STAT_WIDTH], stats[i, cv2.CC_STAT_HEIGHT])), i) for i in range(1, count)]
    large = sorted((extent, i) for extent, i in extents if extent > 0.12 * len(ink))[::-1][:PARTS]
    return [np.where(labels == i, ink, 0).astype(np.uint8) for _, i in large] if count > 2 else []
