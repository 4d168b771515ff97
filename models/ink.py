"""Ink on the sheet: strokes are drawn, pictures are told ink from paper, both on one square of SHEET pixels."""

import io
import struct
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from models.errors import BadInputError
from models.types import Bytes, Drawing, Floats, Sketch

SHEET = 512  # pixels a side
THINNEST, THICKEST = 3.0, 12.0  # pixels of the sheet a line may be wide
MAX_LINES = 1_000  # more strokes than this only blacken the sheet; the longest are kept
TOLERANCE = 0.5  # pixels of the sheet a simplified line may stray (Douglas & Peucker 1973)
TINY = 0.25  # drawings smaller than this share of the sheet are enlarged ...
FILLED = 0.7  # ... to this share
DOT = 0.02  # but below this share it is a dot, which stays one
CONTRAST = 40  # least difference, of 255, between ink and paper
SOLID = 0.25  # more ink than this share of the sheet is colouring-in: its outlines say the shape
MAX_PICTURE_PIXELS = 32_000_000

DROPPED = "the drawing had {} strokes; the {} longest are used"
ENLARGED = "the drawing was very small and is enlarged"
OUTLINED = "the drawing was coloured in; its outlines are used"


def ink_of_drawing(drawing: Drawing) -> Sketch:
    """Draw strokes on the sheet, centred, their canvas letterboxed; simplified and enlarged where `notes` say so."""
    lines, widths = _laid(drawing)
    kept = _longest(lines)
    notes = (DROPPED.format(f"{len(lines):,}", f"{len(kept):,}"),) if len(kept) < len(lines) else ()
    lines, enlarged = _refit([lines[index] for index in kept])
    ink = _draw(lines, [widths[index] for index in kept])
    return Sketch(ink, notes + ((ENLARGED,) if enlarged else ()))


def ink_through(drawing: Drawing, corner: tuple[float, float], side: float) -> Sketch:
    """What of a drawing is seen through a square window of its sheet, filling a sheet of its own.

    `corner` and `side` are shares of the drawing's sheet; nothing is enlarged or centred beyond that.
    """
    lines, widths = _laid(drawing)
    kept = _longest(lines)
    notes = (DROPPED.format(f"{len(lines):,}", f"{len(kept):,}"),) if len(kept) < len(lines) else ()
    near = [((lines[k] - SHEET * np.array(corner)) / side).astype(np.float32) for k in kept]
    wide = [float(np.clip(widths[k] / side, THINNEST, THICKEST)) for k in kept]
    return Sketch(_draw(near, wide), notes)


def ink_of_picture(png: bytes, name: str) -> Sketch:
    """Tell ink from paper in a PNG, whichever of them is dark, and put the ink on the sheet.

    Raises:
        BadInputError: the PNG is truncated, malformed or too large.
    """
    mask = _ink_mask(_pixels(png, name))
    notes: tuple[str, ...] = ()
    if (mask > 0).mean() > SOLID:
        mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), np.uint8)
        notes = (OUTLINED,)
    box = _box(mask)
    if box is not None and DOT < _share(box, mask.shape) < TINY:
        left, top, right, bottom = box
        mask, notes = _pad(mask[top:bottom, left:right]), (*notes, ENLARGED)
    return Sketch(_fit(mask), notes)


def _laid(drawing: Drawing) -> tuple[list[Floats], list[float]]:
    """Lines, each [N, 2], and their widths, in pixels of a sheet on which the drawing's canvas is letterboxed."""
    scale = SHEET / max(drawing.width, drawing.height)
    offset = (SHEET - scale * np.array([drawing.width, drawing.height])) / 2
    lines = [(stroke.points[:, :2] * scale + offset).astype(np.float32) for stroke in drawing.strokes]
    return lines, [float(np.clip(stroke.width * scale, THINNEST, THICKEST)) for stroke in drawing.strokes]


def _longest(lines: Sequence[Floats]) -> list[int]:
    if len(lines) <= MAX_LINES:
        return list(range(len(lines)))
    lengths = [float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) for line in lines]
    return sorted(sorted(range(len(lines)), key=lambda index: -lengths[index])[:MAX_LINES])


def _refit(lines: list[Floats]) -> tuple[list[Floats], bool]:
    """Enlarge a tiny drawing about its middle onto the middle of the sheet."""
    if not lines:
        return lines, False
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    share = float((high - low).max()) / SHEET
    if not DOT < share < TINY:
        return lines, False
    scale, middle = FILLED / share, (low + high) / 2
    return [((line - middle) * scale + SHEET / 2).astype(np.float32) for line in lines], True


def _draw(lines: Sequence[Floats], widths: Sequence[float]) -> Bytes:
    ink = np.zeros((SHEET, SHEET), np.uint8)
    for line, width in zip(lines, widths, strict=True):
        simple = cv2.approxPolyDP(line.reshape(-1, 1, 2), TOLERANCE, closed=False)
        corners = np.rint(np.asarray(simple, np.float32)).astype(np.int32)  # [n, 1, 2]
        if len(corners) == 1:
            cv2.circle(ink, corners[0, 0].tolist(), max(1, round(width / 2)), 255, cv2.FILLED)
        else:
            cv2.polylines(ink, [corners], False, 255, round(width), cv2.LINE_8)
    return ink


def _pixels(png: bytes, name: str) -> Bytes:
    """Decode to uint8 [H, W, 4] RGBA; the size is checked before any pixel is decoded.

    The header comes first, by the format (W3C PNG, 11.2.1): width and height stand in bytes 16 to 24.
    """
    width, height = struct.unpack(">II", png[16:24].ljust(8, b"\0"))
    if not 0 < width * height <= MAX_PICTURE_PIXELS:
        megapixels = MAX_PICTURE_PIXELS // 1_000_000
        raise BadInputError(f"expected a PNG of 1 pixel to {megapixels} megapixels in {name}, got {width} x {height}")
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            image.load()
            return _rgba(image)
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInputError(f"expected a whole PNG in {name}, got one that cannot be decoded: {error}") from error


def _rgba(image: Image.Image) -> Bytes:
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow would clip instead of scaling
        grey = (np.asarray(image, np.uint32) >> 8).astype(np.uint8)
        return np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    return np.asarray(image.convert("RGBA"))


def _ink_mask(rgba: Bytes) -> Bytes:
    """uint8 [H, W], 255 where a pixel differs from the paper, which is what the rim mostly shows.

    The threshold between them comes from the picture itself (Otsu 1979).
    """
    colour = _opaque(rgba)
    rim = max(1, min(colour.shape[:2]) // 50)
    rims = (colour[:rim], colour[-rim:], colour[:, :rim], colour[:, -rim:])
    paper = np.median(np.concatenate([part.reshape(-1, 3) for part in rims]), axis=0)  # [3]
    contrast = cv2.absdiff(colour, np.broadcast_to(paper.astype(np.uint8), colour.shape)).max(axis=2)  # [H, W]
    if contrast.max() < CONTRAST:
        return np.zeros(contrast.shape, np.uint8)
    otsu, _ = cv2.threshold(contrast, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.where(contrast > max(otsu, CONTRAST / 2), np.uint8(255), np.uint8(0))


def _opaque(rgba: Bytes) -> Bytes:
    """Put a picture with transparency on paper its ink stands out from; uint8 [H, W, 3]."""
    alpha = rgba[..., 3:]
    colour = np.ascontiguousarray(rgba[..., :3])
    if alpha.min() > 127:
        return colour
    seen = colour[alpha[..., 0] > 127]
    dark = not len(seen) or float(np.median(seen.mean(axis=1))) < 128.0
    share = alpha.astype(np.float32) / 255.0
    mixed: Bytes = (colour * share + (255.0 if dark else 0.0) * (1.0 - share)).astype(np.uint8)
    return mixed


def _box(mask: Bytes) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom (exclusive) of the ink; None on bare paper."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _share(box: tuple[int, int, int, int], shape: tuple[int, ...]) -> float:
    return max(box[2] - box[0], box[3] - box[1]) / max(shape)


def _pad(mask: Bytes) -> Bytes:
    """Paper around the ink, so that it fills FILLED of the longer side."""
    margin = round(max(mask.shape) * (1.0 / FILLED - 1.0) / 2)
    return np.pad(mask, margin)


def _fit(mask: Bytes) -> Bytes:
    """Onto the sheet, centred, aspect kept; lines get as wide as the step first, so that none is lost."""
    height, width = mask.shape
    scale = SHEET / max(height, width)
    if scale < 1.0:
        side = max(1, round(1.0 / scale))
        mask = np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8)
    fitted_width, fitted_height = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    fitted = cv2.resize(mask, (fitted_width, fitted_height), interpolation=how)
    sheet = np.zeros((SHEET, SHEET), np.uint8)
    top, left = (SHEET - fitted_height) // 2, (SHEET - fitted_width) // 2
    sheet[top : top + fitted_height, left : left + fitted_width] = np.where(fitted > 96, 255, 0)
    return sheet
