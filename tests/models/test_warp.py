"""Warping is exact where it can be: shifts, turns, inverses and compositions are compared with what they must give."""

import numpy as np
import pytest

from models.types import Floats
from models.warp import (
    compose,
    invert,
    pixel_map,
    positions,
    resize_field,
    sample,
    stretch,
    warp_ink,
    warp_noise,
    warp_picture,
)

TURN = 2 * np.pi


def waves(size: int = 64, height: float = 0.03) -> Floats:
    """A smooth field, nothing at the rim, steep enough to matter."""
    grid = positions(size)
    x, y = grid[..., 0], grid[..., 1]
    rim = np.sin(np.pi * x) ** 2 * np.sin(np.pi * y) ** 2
    moved = np.stack([np.sin(TURN * (y + 0.3)), np.cos(TURN * 1.5 * x)], -1) * (height * rim)[..., None]
    return np.asarray(moved, np.float32)


def shift(x: float, y: float, size: int = 8) -> Floats:
    return np.full((size, size, 2), (x, y), np.float32)


def picture(size: int = 48) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(0).integers(0, 256, (size, size, 3), dtype=np.uint8)


def test_a_still_field_changes_no_pixel() -> None:
    assert np.array_equal(warp_picture(picture(), shift(0, 0)), picture())


def test_a_backward_shift_shows_what_lies_there() -> None:
    moved = warp_picture(picture(), shift(6 / 48, -3 / 48))
    assert np.array_equal(moved[6:-6, 6:-6], np.roll(picture(), (3, -6), (0, 1))[6:-6, 6:-6])


def test_a_picture_can_be_shown_larger() -> None:
    assert warp_picture(picture(), shift(0, 0), 96).shape == (96, 96, 3)


def test_ink_does_not_come_in_from_beyond_the_sheet() -> None:
    ink = np.full((40, 40), 255, np.uint8)
    moved = warp_ink(ink, shift(0.25, 0))
    assert moved[:, :29].min() == 255
    assert moved[:, 31:].max() == 0


def test_noise_stays_the_gaussian_that_was_drawn() -> None:
    noise = np.random.default_rng(1).normal(size=(4, 32, 32)).astype(np.float32)
    moved = warp_noise(noise, waves())
    assert moved.shape == noise.shape
    assert moved.std() == pytest.approx(1, abs=0.05)
    assert set(moved.ravel().tolist()) <= set(noise.ravel().tolist())
    assert not np.array_equal(moved, noise)


def test_noise_moves_with_the_picture() -> None:
    noise = np.random.default_rng(1).normal(size=(2, 16, 16)).astype(np.float32)
    assert np.array_equal(warp_noise(noise, shift(2 / 16, 0))[:, :, :12], noise[:, :, 2:14])


@pytest.mark.parametrize("height", [0.01, 0.04, 0.07])
def test_a_field_and_its_inverse_cancel(height: float) -> None:
    field = waves(height=height)
    assert stretch(field).min() > 0
    assert np.abs(compose(invert(field), field)).max() < 2e-3
    assert np.abs(compose(field, invert(field))).max() < 2e-3


def test_a_turn_of_a_radian_is_inverted_by_the_turn_back() -> None:
    away = positions(64) - 0.5
    fade = np.clip(1 - np.linalg.norm(away, axis=-1) / 0.48, 0, 1)
    angle = fade * fade * (3 - 2 * fade)

    def turned(sign: float) -> Floats:
        cos, sin = np.cos(sign * angle) - 1, np.sin(sign * angle)
        x, y = away[..., 0], away[..., 1]
        return np.stack([cos * x - sin * y, sin * x + cos * y], -1).astype(np.float32)

    assert np.abs(invert(turned(1)) - turned(-1)).max() < 4e-3


def test_composing_shifts_adds_them() -> None:
    assert np.allclose(compose(shift(0.1, 0), shift(0.02, -0.05)), shift(0.12, -0.05))


def test_composing_is_warping_twice() -> None:
    smooth = np.cumsum(np.ones((96, 96), np.float32), 1)[..., None].repeat(3, -1).astype(np.uint8)
    twice = warp_picture(warp_picture(smooth, waves()), waves(height=-0.02))
    once = warp_picture(smooth, compose(waves(), waves(height=-0.02)))
    assert np.abs(twice.astype(int) - once.astype(int)).max() <= 2


def test_stretch_of_a_zoom_is_its_area() -> None:
    zoom = 0.2 * (positions(32) - 0.5)
    assert np.allclose(stretch(zoom.astype(np.float32)), 1.44, atol=1e-4)


def test_the_grid_does_not_matter() -> None:
    coarse, fine = waves(64), waves(256)
    assert np.abs(resize_field(coarse, 256) - fine).max() < 5e-4


def test_a_pixel_finds_itself() -> None:
    found = pixel_map(shift(0, 0), 5, 5)
    assert np.allclose(found[2, 3], (3, 2))


def test_sampling_takes_any_number_of_places() -> None:
    field = positions(16)
    places = np.random.default_rng(2).uniform(0.1, 0.9, (70_000, 2)).astype(np.float32)
    assert np.abs(sample(field, places) - places).max() < 1e-3  # cv2 interpolates in steps of 1/32 of a cell
    assert sample(field, places[:0]).shape == (0, 2)
