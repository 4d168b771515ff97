"""How ink is looked at."""

import cv2
import numpy as np
import pytest
import torch

from models.types import Bytes
from safety.eye import Eye
from safety.sketch_check import CATEGORIES, SketchCheck
from safety.views import SIDE, glance, is_blank, views


def sheet(width: int = 4) -> Bytes:
    ink = np.zeros((256, 256), np.uint8)
    cv2.circle(ink, (90, 90), 40, 255, width)
    cv2.line(ink, (90, 90), (120, 60), 255, width)
    return ink


@pytest.fixture(scope="module")
def check() -> SketchCheck:
    torch.manual_seed(1)
    return SketchCheck(Eye(1, 4, (4, 4), len(CATEGORIES)).eval())


def test_an_empty_sheet_and_a_dot_clear(check: SketchCheck) -> None:
    dot = np.zeros((256, 256), np.uint8)
    assert all(score.value == 0 for score in check.judge(dot))
    cv2.circle(dot, (100, 100), 2, 255, -1)
    assert is_blank(dot)
    assert all(score.value == 0 for score in check.judge(dot))


def test_a_line_is_not_blank() -> None:
    ink = np.zeros((256, 256), np.uint8)
    ink[100, 20:120] = 255
    assert not is_blank(ink)


def test_several_views_are_scored(check: SketchCheck) -> None:
    names = {score.subject for score in check.judge(sheet())}
    assert {"as drawn", "mirrored", "blurred", "small", "turned -20", "turned 20"} <= names
    assert len(check.judge(sheet())) == len(CATEGORIES) * len(names)


def test_place_and_size_on_the_sheet_make_no_difference() -> None:
    moved = np.roll(sheet(), (40, 60), (0, 1))
    assert np.array_equal(glance(sheet()), glance(moved))
    large = cv2.resize(sheet(), (512, 512), interpolation=cv2.INTER_NEAREST)
    assert np.abs(glance(sheet()) - glance(large.astype(np.uint8))).mean() < 0.05


def test_thin_lines_are_as_dark_as_thick_ones() -> None:
    thin, thick = glance(sheet(1)), glance(sheet(9))
    assert thin.max() == pytest.approx(1)
    assert thick.max() == pytest.approx(1)
    assert thin.shape == (SIDE, SIDE)


def test_separate_parts_are_looked_at_alone() -> None:
    ink = sheet()
    cv2.rectangle(ink, (170, 170), (240, 240), 255, 3)
    parts = [view for name, view in views(ink) if name.startswith("part")]
    assert len(parts) == 2
    alone = [np.abs(part - glance(sheet())).mean() for part in parts]
    assert min(alone) < 0.001


@pytest.mark.parametrize("size", [16, 64, 512])
def test_any_sheet_size(size: int, check: SketchCheck) -> None:
    assert check.judge(np.full((size, size), 255, np.uint8))
