"""Every hand paints the same marks for a seed, keeps shapes readable, and lays its marks once for a whole film."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from models.brushwork import Layout, lay
from models.brushwork.flats import choose_inks, filled, segment
from models.brushwork.flow import directions, edges
from models.brushwork.halftone import HalftoneLayout
from models.brushwork.layout import MarksLayout
from models.brushwork.marks import BRISTLES, DOT, STONE, Marks, draw_owner, joined, moved, spread
from models.motion import Field, author
from models.style import read_style
from models.types import Bytes, Floats

STYLES = Path(__file__).parents[2] / "configs" / "styles"
HANDS = ("van-gogh", "monet", "seurat", "klimt", "hokusai", "warhol")
SIDE, SIZE = 128, 192


def scene() -> Bytes:
    """A red disc on a meadow under a fading sky."""
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)
    fade = np.linspace(0, 1, 80)[:, None, None]
    picture[:80] = ((1 - fade) * (70, 120, 200) + fade * (190, 215, 235)).astype(np.uint8)
    picture[80:] = (90, 150, 70)
    cv2.circle(picture, (64, 66), 30, (200, 50, 40), -1, cv2.LINE_AA)
    return picture


def motion(style_id: str, verb: str = "still") -> Field:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (64, 66), 30, 255, -1)
    return author(verb, read_style(style_id, STYLES).ambience, mask, 4)


def layout(style_id: str, seed: int = 7, size: int = SIZE) -> Layout:
    return lay(read_style(style_id, STYLES).brushwork, scene(), motion(style_id), size, seed)


def lab(rgb: Floats | Bytes) -> Floats:
    flat = (np.asarray(rgb, np.float32) / 255).reshape(1, -1, 3)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2LAB).reshape(-1, 3), np.float32)


def mean(picture: Bytes, rows: tuple[float, float], columns: tuple[float, float]) -> Floats:
    side = len(picture)
    part = picture[int(rows[0] * side) : int(rows[1] * side), int(columns[0] * side) : int(columns[1] * side)]
    return np.asarray(lab(part.reshape(-1, 3).mean(0)[None])[0], np.float32)


def row(x: float, y: float, *, angle: float = 0.0, length: float = 0.2, breadth: float = 0.05) -> Marks:
    def one(value: float) -> Floats:
        return np.array([value], np.float32)

    anchor = np.array([[x, y]], np.float32)
    return Marks(anchor, one(angle), one(0), one(length / 2), one(length / 2), one(breadth), np.array([1], np.int32))


@pytest.mark.parametrize("style_id", HANDS)
def test_a_hand_repeats_itself_to_the_byte(style_id: str) -> None:
    first, again = (layout(style_id).paint(scene(), 0.4) for _ in range(2))
    assert first.shape == (SIZE, SIZE, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)


@pytest.mark.parametrize("style_id", HANDS)
def test_another_seed_is_another_hand(style_id: str) -> None:
    assert not np.array_equal(layout(style_id).paint(scene(), 0), layout(style_id, seed=8).paint(scene(), 0))


@pytest.mark.parametrize("style_id", HANDS)
def test_a_red_disc_stays_a_red_disc(style_id: str) -> None:
    painted = layout(style_id).paint(scene(), 0)
    disc = mean(painted, (0.42, 0.6), (0.42, 0.58))
    assert disc[1] > 30  # red
    for ground in (mean(painted, (0.02, 0.15), (0.1, 0.4)), mean(painted, (0.8, 0.95), (0.1, 0.4))):
        assert np.linalg.norm(disc - ground) > 40
    near, far = mean(painted, (0.5, 0.54), (0.3, 0.34)), mean(painted, (0.5, 0.54), (0.18, 0.22))
    assert np.linalg.norm(near - far) > 25  # the rim is where it was: inside and outside differ


@pytest.mark.parametrize("style_id", ["van-gogh", "monet", "seurat", "hokusai"])
def test_places_keep_their_colour(style_id: str) -> None:
    painted = layout(style_id).paint(scene(), 0)
    meadow = mean(painted, (0.8, 0.95), (0.1, 0.9))
    assert meadow[1] < -5  # green
    sky = mean(painted, (0.05, 0.2), (0.1, 0.9))
    assert sky[2] < -8  # blue


@pytest.mark.parametrize("style_id", HANDS)
def test_marks_stay_while_colours_change(style_id: str) -> None:
    laid = layout(style_id)
    rough = [cv2.Canny(laid.paint(picture, 0), 60, 140) > 0 for picture in (scene(), cv2.add(scene(), 14))]
    shared = (cv2.dilate(rough[0].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & rough[1]
    assert shared.sum() > 0.85 * rough[1].sum()


@pytest.mark.parametrize("style_id", HANDS)
def test_marks_that_are_carried_nowhere_stay(style_id: str) -> None:
    laid = layout(style_id)
    still = laid.carried(np.zeros((64, 64, 2), np.float32))
    difference = np.abs(laid.paint(scene(), 0.2).astype(int) - still.paint(scene(), 0.2))
    assert difference.mean() < 0.5


@pytest.mark.parametrize("style_id", HANDS)
def test_marks_go_where_they_are_carried(style_id: str) -> None:
    laid = layout(style_id)
    step = np.full((64, 64, 2), (12 / SIZE, 0), np.float32)
    there, here = laid.carried(step).paint(scene(), 0).astype(int), laid.paint(scene(), 0).astype(int)
    inner = slice(20, -20)
    followed = np.abs(there[inner, 32:-20] - here[inner, 20:-32]).mean()
    assert followed < 0.5 * np.abs(there[inner, 32:-20] - here[inner, 32:-20]).mean()


def test_gold_glints_and_panels_turn_but_begin_as_painted() -> None:
    for style_id in ("klimt", "warhol", "van-gogh"):
        laid = layout(style_id)
        start, later, end = (laid.paint(scene(), time) for time in (0.0, 0.4, 1.0))
        assert np.abs(start.astype(int) - later).mean() > 1
        assert np.abs(start.astype(int) - end).max() <= 1


def test_a_thing_keeps_its_colour_where_panels_turn() -> None:
    laid = layout("warhol")
    assert isinstance(laid, HalftoneLayout)
    hues = [mean(laid.paint(scene(), time), (0.42, 0.6), (0.42, 0.58)) for time in (0, 0.25, 0.5, 0.75)]
    assert np.ptp(hues, axis=0).max() < 6
    sky = [mean(laid.paint(scene(), time), (0.05, 0.15), (0.1, 0.3)) for time in (0, 0.25, 0.5, 0.75)]
    assert np.ptp(sky, axis=0).max() > 40


@pytest.mark.parametrize("style_id", ["van-gogh", "monet", "seurat", "klimt"])
def test_no_canvas_stays_bare(style_id: str) -> None:
    laid = layout(style_id)
    assert isinstance(laid, MarksLayout)
    assert (laid.relief.owner == 0).mean() < 0.01


def test_marks_cover_what_their_outline_says() -> None:
    for brush, area in ((BRISTLES, 0.8), (DOT, np.pi / 4), (STONE, 0.95)):
        owner = draw_owner(brush.outline(row(0.5, 0.5)), 500)
        assert (owner == 1).mean() == pytest.approx(0.2 * 0.05 * area, rel=0.2)


def test_the_last_mark_lies_on_top() -> None:
    owner = draw_owner(BRISTLES.outline(joined([row(0.5, 0.5), row(0.5, 0.5, angle=1.5)])), 64)
    assert owner[64, 64] == 2
    assert set(np.unique(owner)) == {0, 1, 2}


def test_a_turning_field_turns_the_marks() -> None:
    angle = 0.3
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    grid = (np.stack(np.meshgrid(*[np.arange(64)] * 2), -1) + 0.5) / 64 - 0.5
    carried = moved(row(0.6, 0.5), (grid @ turn - grid).astype(np.float32))
    assert carried.angle[0] == pytest.approx(angle, abs=0.01)
    assert np.allclose(carried.anchor[0], (0.5 + 0.1 * np.cos(angle), 0.5 + 0.1 * np.sin(angle)), atol=2e-3)


def test_strokes_run_along_edges() -> None:
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)
    picture[:, 64:] = 255
    angles = directions(picture, np.zeros((64, 64), np.float32), 1.0)
    assert abs(np.cos(angles[64, 64])) < 0.1  # upright at the edge
    assert abs(np.cos(angles[64, 5])) > 0.95  # along the flow away from it
    assert edges(picture)[64, 64] > 0.8
    assert edges(picture)[64, 5] < 0.1


def test_places_are_spread_evenly() -> None:
    places = spread(900, np.random.default_rng(0))
    counts = np.histogram2d(places[:, 0], places[:, 1], bins=5, range=[[0, 1]] * 2)[0]
    assert counts.min() > 24


def test_a_fading_sky_is_one_flat_and_a_disc_is_another() -> None:
    inks = choose_inks(scene(), 9)
    labels = segment(scene(), inks, SIZE)
    assert labels[6, 30] == labels[int(0.5 * SIZE), 8]
    assert len({int(labels[6, 30]), int(labels[99, 96]), int(labels[180, 30])}) == 3
    disc = labels == labels[99, 96]
    assert disc.sum() == pytest.approx(np.pi * (30 / SIDE * SIZE) ** 2, rel=0.05)


def test_a_painted_outline_is_known_as_a_line() -> None:
    picture = scene()
    cv2.circle(picture, (64, 66), 30, (40, 34, 30), 2, cv2.LINE_AA)
    assert choose_inks(picture, 9).thin.any()
    assert not choose_inks(scene(), 9).thin.any()


def test_nothing_leaks_across_the_edge_of_a_flat() -> None:
    labels = segment(scene(), choose_inks(scene(), 9), SIZE)
    smooth = filled(scene(), labels, lambda colours: colours)
    red = lab(np.array([[200, 50, 40]]))[0]
    assert np.abs(smooth[labels == labels[99, 96]] - red).max() < 6
