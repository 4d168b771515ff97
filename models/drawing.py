"""A drawing comes in: finger strokes or a PNG become ink on a square sheet."""

from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.complaint import complaint
from models.errors import BadInputError
from models.ink import SHEET, ink_of_drawing, ink_of_picture
from models.types import Drawing, Sketch, Stroke

MAX_BYTES = 32 << 20  # 10,000 strokes of a hundred points are about 20 MiB
MAX_STROKES = 10_000
MAX_POINTS = 1_000_000
MAX_SIDE = 16_384  # pixels
LONGEST = 86_400.0  # s; later points are taken to come at this time
REACH = 10.0  # coordinates may lie this many canvases away from the origin
BLANK = 0.002  # less ink than this share of the sheet says nothing about shape: words alone decide
PNG = b"\x89PNG\r\n\x1a\n"

Finite = Annotated[float, Field(allow_inf_nan=False)]
Clock = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]  # ms; up to this, a calendar clock fits too
Side = Annotated[float, Field(gt=0, le=MAX_SIDE, allow_inf_nan=False)]


class _StrokeEntry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    width: Side = Field(description="pixels")
    points: list[tuple[Finite, Finite, Clock]] = Field(description="x, y in pixels, time in ms")


class _DrawingEntry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    width: Side = Field(description="pixels")
    height: Side = Field(description="pixels")
    strokes: list[_StrokeEntry] = Field(max_length=MAX_STROKES)


def read_sketch(path: Path) -> Sketch:
    """Read strokes (.json) or a picture of ink (.png), told apart by their content, onto a sheet of SHEET pixels.

    Raises:
        BadInputError: neither, truncated, or out of bounds.
    """
    data = _content(path)
    if data.startswith(PNG):
        return ink_of_picture(data, str(path))
    return ink_of_drawing(_parse(data, path))


def read_drawing(path: Path) -> Drawing:
    """Read strokes with their timing, unchanged.

    Raises:
        BadInputError: it is not a drawing, or out of bounds.
    """
    return _parse(_content(path), path)


def blank_sheet(*notes: str) -> Sketch:
    """Bare paper."""
    return Sketch(np.zeros((SHEET, SHEET), np.uint8), notes)


def is_blank(sketch: Sketch) -> bool:
    """Whether there is too little ink to say anything about shape: nothing, or a dot."""
    return sketch.coverage < BLANK


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInputError(f"expected a drawing at {path}, which cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise BadInputError(f"expected a drawing of at most {MAX_BYTES >> 20} MiB, got a larger file: {path}")
    return data


def _parse(data: bytes, path: Path) -> Drawing:
    try:
        entry = _DrawingEntry.model_validate_json(data)
    except ValidationError as error:
        raise BadInputError(f"expected strokes as JSON or a PNG in {path}, got {complaint(error)}") from error
    if sum(len(stroke.points) for stroke in entry.strokes) > MAX_POINTS:
        raise BadInputError(f"expected at most {MAX_POINTS:,} points in {path}, got more")
    strokes = _strokes([stroke for stroke in entry.strokes if stroke.points])
    _check_reach(entry, strokes, path)
    return Drawing(max(1, round(entry.width)), max(1, round(entry.height)), strokes)


def _strokes(entries: list[_StrokeEntry]) -> tuple[Stroke, ...]:
    """The strokes in float32, with time in seconds from the first touch; a clock that steps back stands still."""
    if not entries:
        return ()
    points = np.concatenate([np.asarray(entry.points, np.float64) for entry in entries])  # [sum N, 3]
    points[:, 2] = np.clip(np.maximum.accumulate(points[:, 2]) - points[0, 2], 0.0, LONGEST * 1000.0) / 1000.0
    pieces = np.split(points.astype(np.float32), np.cumsum([len(entry.points) for entry in entries])[:-1])
    return tuple(Stroke(piece.copy(), entry.width) for piece, entry in zip(pieces, entries, strict=True))


def _check_reach(entry: _DrawingEntry, strokes: tuple[Stroke, ...], path: Path) -> None:
    for stroke in strokes:
        farthest = np.abs(stroke.points[:, :2]).max(axis=0)  # [2]
        if farthest[0] > REACH * entry.width or farthest[1] > REACH * entry.height:
            x, y = (float(value) for value in farthest)
            raise BadInputError(
                f"expected points within {REACH:.0f} canvases of {entry.width:g} x {entry.height:g} pixels in {path}, "
                f"got one as far as {x:g}, {y:g}"
            )
