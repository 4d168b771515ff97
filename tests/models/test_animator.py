"""Films loop, stay sharp, repeat to the byte, and begin with the picture that was shown first."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.animator import (
    FPS,
    FRAMES,
    SECONDS,
    Finisher,
    animate,
    direct_frame,
    finish_first,
    keyframe_time,
    sharpness,
)
from models.errors import GenerationError
from models.motion import author
from models.style import read_style
from models.types import Bytes, Clip, Picture, Plan
from models.warp import warp_picture

STYLES = Path(__file__).parents[2] / "configs" / "styles"
PLAN = Plan(steps=2, keyframes=3, size=160, threads=2)
PIECES = {
    "van-gogh": "fly",
    "monet": "float",
    "seurat": "dance",
    "klimt": "spin",
    "hokusai": "swim",
    "warhol": "grow",
}


def scene(side: int = 128) -> Bytes:
    picture = np.zeros((side, side, 3), np.uint8)
    picture[:] = (110, 160, 210)
    picture[int(0.6 * side) :] = (70, 120, 150)
    cv2.ellipse(picture, (side // 2, int(0.55 * side)), (side // 4, side // 6), 0, 0, 360, (226, 150, 60), -1)
    cv2.circle(picture, (int(0.62 * side), int(0.5 * side)), side // 40, (30, 30, 40), -1)
    return picture


@cache
def piece(style_id: str, threads: int = PLAN.threads) -> tuple[tuple[Picture, ...], Finisher, Clip]:
    """A piece whose painter repaints the warped first keyframe a little differently each time."""
    style, plan = read_style(style_id, STYLES), replace(PLAN, threads=threads)
    mask = np.zeros((128, 128), np.uint8)
    cv2.ellipse(mask, (64, 70), (32, 21), 0, 0, 360, 255, -1)
    field = author(PIECES[style_id], style.ambience, mask, 5)
    rng = np.random.default_rng(2)
    paintings = [Picture(scene())]
    for k in range(1, plan.keyframes):
        warped = warp_picture(scene(), field.backward(keyframe_time(k, plan))).astype(int)
        paintings.append(Picture(np.clip(warped + rng.integers(-4, 5, 3), 0, 255).astype(np.uint8)))
    begun = finish_first(paintings[0], field, style, 9, plan)
    return tuple(paintings), begun, animate(paintings, begun)


def changes(clip: Clip) -> list[float]:
    """Mean change from each frame to the next, the last one being that from the last frame to the first."""
    after = np.roll(clip.frames, -1, axis=0)
    return [float(np.abs(a.astype(np.int16) - b).mean()) for a, b in zip(clip.frames, after, strict=True)]


@pytest.mark.parametrize("style_id", PIECES)
def test_a_film_is_six_seconds_and_begins_with_the_first_picture(style_id: str) -> None:
    _, begun, clip = piece(style_id)
    assert clip.frames.shape == (FPS * SECONDS, PLAN.size, PLAN.size, 3) == (FRAMES, 160, 160, 3)
    assert clip.fps == 24
    assert np.array_equal(clip.frames[0], begun.first.pixels)


@pytest.mark.parametrize("style_id", PIECES)
def test_the_seam_is_no_larger_than_other_steps(style_id: str) -> None:
    steps = changes(piece(style_id)[2])
    assert steps[-1] <= np.quantile(steps[:-1], 0.95)
    assert max(steps) < 4 * float(np.median(steps))  # nothing blinks


@pytest.mark.parametrize("style_id", PIECES)
def test_every_frame_is_as_sharp_as_one_painted_directly(style_id: str) -> None:
    paintings, begun, clip = piece(style_id)
    for frame in (17, 48, 71, 101):
        direct = direct_frame(paintings, begun, frame)
        assert sharpness(clip.frames[frame]) >= 0.8 * sharpness(direct.pixels)


@pytest.mark.parametrize("style_id", PIECES)
def test_a_frame_shows_what_a_directly_painted_one_shows(style_id: str) -> None:
    paintings, begun, clip = piece(style_id)
    for frame in (17, 101):
        soft = [
            cv2.GaussianBlur(p, (0, 0), 4).astype(int)
            for p in (clip.frames[frame], direct_frame(paintings, begun, frame).pixels)
        ]
        assert np.abs(soft[0] - soft[1]).mean() < 6


def test_the_subject_is_where_the_field_has_brought_it() -> None:
    _, begun, clip = piece("hokusai")
    for frame in (36, 108):
        rows, columns = np.nonzero(orange(clip.frames[frame]))
        was_rows, was_columns = np.nonzero(orange(clip.frames[0]))
        found = np.array([columns.mean() - was_columns.mean(), rows.mean() - was_rows.mean()]) / PLAN.size
        moved = begun.field.forward(frame / FRAMES)
        weight = begun.field.shape / begun.field.shape.sum()
        assert np.abs(found - (weight[..., None] * moved).sum((0, 1))).max() < 0.02


def orange(picture: Bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return (picture[..., 0] > 170) & (picture[..., 2] < 120)


@pytest.mark.parametrize("style_id", ["van-gogh", "warhol"])
def test_a_film_repeats_to_the_byte_however_many_threads(style_id: str) -> None:
    one = piece(style_id, threads=1)[2]
    assert np.array_equal(one.frames, piece(style_id)[2].frames)


def test_a_film_does_not_pump_when_the_painter_drifts() -> None:
    paintings, begun, _ = piece("monet")
    drifted = [paintings[0], *(Picture(cv2.add(painting.pixels, 25)) for painting in paintings[1:])]
    light = animate(drifted, begun).frames.mean((1, 2, 3))
    assert np.ptp(light) < 8


def test_too_few_keyframes_are_refused() -> None:
    paintings, begun, _ = piece("monet")
    with pytest.raises(GenerationError, match="expected 3 keyframes as planned, got 2"):
        animate(paintings[:2], begun)


def test_keyframes_that_are_not_square_are_refused() -> None:
    paintings, begun, _ = piece("monet")
    wide = Picture(np.zeros((64, 128, 3), np.uint8))
    with pytest.raises(GenerationError, match="expected square keyframes, got one of 128 x 64"):
        animate([paintings[0], wide, wide], begun)


def test_sharpness_falls_when_a_picture_is_blurred() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert sharpness(cv2.GaussianBlur(noise, (0, 0), 1)) < 0.2 * sharpness(noise)
