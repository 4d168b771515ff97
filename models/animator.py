"""From a few paintings to a film: paintings go back to where they began, are finished there, and ride on the field.

All keyframes are brought back by the field to the coordinates of the first one, where the painter's hand lays its marks
once. A frame blends the two finished keyframes around it and is resampled once, so strokes travel instead of being
scattered anew, and the last keyframe runs into the first: the loop closes by itself.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from models.brushwork import Layout, lay
from models.errors import GenerationError
from models.motion import Field
from models.style import Style
from models.types import Bytes, Clip, Floats, Picture, Plan, read_only
from models.warp import EDGE, pixel_map, warp_picture

FPS = 24
SECONDS = 6
FRAMES = FPS * SECONDS
OVERSIZE = 1.5  # marks are drawn this much finer than the film, so that resampling them costs no sharpness


@dataclass(frozen=True, slots=True, eq=False)
class Finisher:
    """A begun piece: the marks laid from its first painting, and that painting finished."""

    layout: Layout
    field: Field
    plan: Plan
    sheet: Bytes  # the first keyframe finished, at the marks' own size [R, R, 3]

    def __post_init__(self) -> None:
        read_only(self.sheet)

    @property
    def first(self) -> Picture:
        """The first keyframe as it will be shown, `plan.size` pixels a side: the film's frame 0."""
        return Picture(_shown(self.sheet, self.field.backward(0.0), self.plan.size))


def finish_first(painting: Picture, field: Field, style: Style, seed: int, plan: Plan) -> Finisher:
    """Lay the marks of a piece and finish its first keyframe, before the other ones are painted."""
    layout = lay(style.brushwork, painting.pixels, field, round(plan.size * OVERSIZE), seed)
    return Finisher(layout, field, plan, layout.paint(painting.pixels, 0.0))


def animate(paintings: Sequence[Picture], begun: Finisher) -> Clip:
    """The film of a piece from its K paintings, the i-th as seen in the frame at i/K of the film.

    Raises:
        GenerationError: the paintings are not as many as the plan says, or not square.
    """
    _expect_keyframes(paintings, begun.plan)
    with ThreadPoolExecutor(begun.plan.threads) as pool:
        rest = list(pool.map(lambda i: _finished(paintings, begun, i), range(1, len(paintings))))
        sheets = [begun.sheet, *rest]
        frames = np.empty((FRAMES, begun.plan.size, begun.plan.size, 3), np.uint8)
        list(pool.map(lambda k: _write_frame(frames, sheets, begun, k), range(FRAMES)))
    return Clip(frames, FPS)


def direct_frame(paintings: Sequence[Picture], begun: Finisher, frame: int) -> Picture:
    """The frame as if painted anew at its own time, nothing resampled: what a film's sharpness is measured against."""
    time = frame / FRAMES
    before, after, share = _neighbours(time, len(paintings))
    carried = begun.layout.carried(begun.field.forward(time))
    sheets = [
        carried.paint(_brought_back(paintings, begun.field, i), keyframe_time(i, begun.plan)) for i in (before, after)
    ]
    mixed = cv2.addWeighted(sheets[0], 1 - share, sheets[1], share, 0)
    return Picture(_shown(mixed, np.zeros((2, 2, 2), np.float32), begun.plan.size))


def sharpness(pixels: Bytes) -> float:
    """Variance of the Laplacian of the luminance (Pech-Pacheco et al., "Diatom autofocusing", ICPR 2000)."""
    return float(cv2.Laplacian(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


def keyframe_time(index: int, plan: Plan) -> float:
    """When in the film, 0..1, a keyframe stands."""
    return index / plan.keyframes


def _finished(paintings: Sequence[Picture], begun: Finisher, index: int) -> Bytes:
    time = keyframe_time(index, begun.plan)
    return begun.layout.paint(_brought_back(paintings, begun.field, index), time)


def _brought_back(paintings: Sequence[Picture], field: Field, index: int) -> Bytes:
    """A painting in the coordinates and the light of the first one, as it is coloured there."""
    if index == 0:
        return paintings[0].pixels
    back = warp_picture(paintings[index].pixels, field.forward(index / len(paintings)))
    return _relit(back, paintings[0].pixels)


def _relit(painting: Bytes, first: Bytes) -> Bytes:
    """Colour mean and spread of the first painting, so no film pumps (Reinhard et al., "Color transfer", 2001)."""
    lab, wanted = (cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32) for pixels in (painting, first))
    mean, spread = lab.mean((0, 1)), lab.std((0, 1))
    gain = np.clip(wanted.std((0, 1)) / np.maximum(spread, 1), 0.8, 1.25)
    even = np.clip((lab - mean) * gain + wanted.mean((0, 1)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(even, cv2.COLOR_LAB2RGB), np.uint8)


def _write_frame(frames: Bytes, sheets: Sequence[Bytes], begun: Finisher, frame: int) -> None:
    time = frame / FRAMES
    before, after, share = _neighbours(time, len(sheets))
    mixed = cv2.addWeighted(sheets[before], 1 - share, sheets[after], share, 0)
    frames[frame] = _shown(mixed, begun.field.backward(time), begun.plan.size)


def _neighbours(time: float, count: int) -> tuple[int, int, float]:
    """The keyframes before and after a time, and how far it is from the one to the other, eased at both ends."""
    place = time * count
    before = int(place)
    share = place - before
    return before, (before + 1) % count, share * share * (3 - 2 * share)


def _shown(sheet: Bytes, backward: Floats, size: int) -> Bytes:
    where = pixel_map(backward, size, sheet.shape[0])
    return np.asarray(cv2.remap(sheet, where, None, cv2.INTER_CUBIC, borderMode=EDGE), np.uint8)


def _expect_keyframes(paintings: Sequence[Picture], plan: Plan) -> None:
    if len(paintings) != plan.keyframes:
        raise GenerationError(f"expected {plan.keyframes} keyframes as planned, got {len(paintings)}")
    for painting in paintings:
        height, width = painting.pixels.shape[:2]
        if height != width:
            raise GenerationError(f"expected square keyframes, got one of {width} x {height} pixels")
