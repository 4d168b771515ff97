"""Where a picture may change when something is drawn on it."""

import cv2
import numpy as np
import pytest

from models.change import blended, change_mask

RING = cv2.circle(np.zeros((256, 256), np.uint8), (100, 120), 40, 255, 4)


def test_what_a_line_encloses_may_change() -> None:
    mask = change_mask(RING, 256)
    assert mask[120, 100] == 1
    assert mask.min() == 0
    assert mask[200, 220] == 0


def test_an_outline_that_nearly_closes_is_closed() -> None:
    gap = RING.copy()
    gap[72:90, 95:103] = 0
    assert change_mask(gap, 256)[120, 100] == 1


def test_a_single_line_may_change_around_itself_only() -> None:
    line = cv2.line(np.zeros((256, 256), np.uint8), (30, 200), (220, 200), 255, 4)
    mask = change_mask(line, 256)
    rows = np.flatnonzero(mask.any(1))
    assert 200 - 20 < rows[0] < 200 < rows[-1] < 200 + 20


def test_the_edge_is_soft() -> None:
    mask = change_mask(RING, 256)
    assert ((mask > 0) & (mask < 1)).sum() > 200
    assert float(np.abs(np.diff(mask, axis=1)).max()) < 0.25


def test_an_empty_sheet_changes_nothing() -> None:
    assert not change_mask(np.zeros((512, 512), np.uint8), 128).any()


@pytest.mark.parametrize("side", [64, 256, 300])
def test_the_mask_has_the_picture_s_size_whatever_the_sheet_s(side: int) -> None:
    mask = change_mask(cv2.resize(RING, (512, 512)), side)
    assert mask.shape == (side, side)
    assert mask.dtype == np.float32


def test_pixels_outside_the_mask_are_untouched() -> None:
    rng = np.random.default_rng(0)
    before, after = (rng.integers(0, 256, (256, 256, 3), np.uint8) for _ in range(2))
    mask = change_mask(RING, 256)
    result = blended(before, after, mask)
    assert np.array_equal(result[mask == 0], before[mask == 0])
    assert np.array_equal(result[mask == 1], after[mask == 1])
