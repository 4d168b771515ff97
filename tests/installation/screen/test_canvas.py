"""The sheet: what was drawn, by whom, and taken back."""

import math

import numpy as np

from installation.screen.canvas import MOST_POINTS, Sheet, line_from
from installation.screen.smoothing import OneEuro

ONE, TWO = (1, 1), (1, 2)


def _drawn(contact: tuple[int, int], *points: tuple[float, float], sheet: Sheet | None = None) -> Sheet:
    sheet = (sheet or Sheet()).begun(contact, line_from(*points[0], 10.0, 8.0))
    for k, (x, y) in enumerate(points[1:], 1):
        sheet = sheet.extended(contact, x, y, 10.0 + k / 60)
    return sheet


def test_a_drawing_keeps_the_raw_points_and_their_pace() -> None:
    points = [(10.0 + 5 * k, 20.0 + (k % 2)) for k in range(30)]
    drawing = _drawn(ONE, *points).ended(ONE).drawing((800, 800))
    (stroke,) = drawing.strokes
    np.testing.assert_allclose(stroke.points[:, :2], points)
    np.testing.assert_allclose(stroke.points[:, 2], np.arange(30) / 60, atol=1e-5)
    assert (drawing.width, drawing.height, stroke.width) == (800, 800, 8.0)


def test_what_is_seen_trembles_less_than_the_finger() -> None:
    rng = np.random.default_rng(4)
    points = [(100.0 + k, 300 + float(rng.normal(0, 2))) for k in range(120)]
    (line,) = _drawn(ONE, *points).lines
    raw = np.diff([y for _, y, _ in line.raw], 2).std()
    seen = np.diff([y for _, y in line.seen], 2).std()
    assert seen < raw / 2


def test_a_fast_finger_is_followed_closely() -> None:
    finger = OneEuro(0, 0, 0)
    for k in range(1, 40):
        finger = finger.after(40.0 * k, 0.0, k / 60)
    assert abs(finger.x - 40 * 39) < 25
    assert math.isclose(finger.y, 0.0)


def test_two_fingers_draw_two_lines_and_an_arm_none() -> None:
    sheet = _drawn(TWO, (5, 5), (6, 6), sheet=_drawn(ONE, (1, 1), (2, 2)))
    assert len(sheet.lines) == 2
    assert len(sheet.voided(TWO).lines) == 1
    assert len(sheet.ended(ONE).ended(TWO).done) == 2


def test_the_last_line_can_be_taken_back_until_the_paper_is_bare() -> None:
    sheet = _drawn(TWO, (5, 5), (6, 6), sheet=_drawn(ONE, (1, 1), (2, 2)).ended(ONE)).ended(TWO)
    assert len(sheet.undone().lines) == 1
    assert sheet.undone().undone().bare
    assert sheet.undone().undone().undone().bare


def test_the_eraser_cuts_a_line_in_two() -> None:
    sheet = _drawn(ONE, *((10.0 * k, 100.0) for k in range(60))).ended(ONE).erased(300, 100)
    first, second = sheet.done
    assert max(x for x, _, _ in first.raw) < 270
    assert min(x for x, _, _ in second.raw) > 330
    assert sheet.erased(300, 100) == sheet


def test_erasing_everything_leaves_bare_paper() -> None:
    sheet = _drawn(ONE, (100, 100), (101, 101)).ended(ONE).erased(100, 100)
    assert sheet.bare
    assert sheet.drawing((800, 800)).strokes == ()


def test_a_finger_that_never_stops_is_not_followed_for_ever() -> None:
    long = line_from(0, 0, 0, 8)
    long = type(long)(8, long.raw * MOST_POINTS, long.seen * MOST_POINTS, long.filter)
    sheet = Sheet((long,))
    assert sheet.full
    assert sheet.begun(ONE, line_from(1, 1, 1, 8)) == sheet


def test_a_finger_that_loses_its_sheet_draws_no_further() -> None:
    sheet = _drawn(ONE, (5, 5), (6, 6)).lifted()
    assert sheet.extended(ONE, 900, 900, 11.0) == sheet
    assert len(sheet.done) == 1
    assert sheet.lifted() is sheet


def test_what_an_arm_erased_comes_back() -> None:
    drawn = _drawn(ONE, *((10.0 * k, 100.0) for k in range(60))).ended(ONE)
    arm = drawn.rubbed(ONE, 100, 100).rubbed(TWO, 300, 100).rubbed(ONE, 120, 100)
    assert arm.hands == {ONE, TWO}
    assert len(arm.done) == 3
    assert arm.voided(ONE).voided(TWO) == drawn
    assert len(arm.ended(ONE).ended(TWO).done) == 3
    assert arm.ended(ONE).ended(TWO).hands == frozenset()
