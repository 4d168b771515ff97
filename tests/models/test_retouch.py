"""A given picture, changed where somebody drew on it."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.change import change_mask
from models.errors import BadInputError
from models.ink import SHEET
from models.retouch import LONGEST, Ground, Retouch, alive, authored, changed, ground_of, retouch_of, seen_by_painter
from models.style import Style, read_style
from models.types import Bytes, Drawing, Picture, Plan, Prompt, Request, Stroke
from tests.conftest import ROOT

NOISE = np.random.default_rng(3)


def picture(width: int, height: int) -> Picture:
    return Picture(NOISE.integers(0, 256, (height, width, 3), np.uint8))


def ring(width: int, height: int, x: float, y: float, radius: float) -> Drawing:
    """A circle drawn on a canvas."""
    turn = np.linspace(0, 2 * np.pi, 60)
    points = np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn), turn], 1).astype(np.float32)
    return Drawing(width, height, (Stroke(points, width / 100),))


def request(retouch: Retouch, verb: str = "fly") -> Request:
    return Request(retouch.sketch, Prompt("a red bird", (), (), verb), "monet", 3, Plan(2, 2, 512, 1))


@pytest.fixture(scope="module")
def monet() -> Style:
    return read_style("monet", ROOT / "configs" / "styles")


@given(st.integers(128, 1800), st.integers(128, 1800))
@settings(max_examples=25, deadline=None)
def test_a_ground_has_its_working_size(width: int, height: int) -> None:
    if max(width, height) > 4 * min(width, height):
        return
    ground = ground_of(Picture(np.zeros((height, width, 3), np.uint8)))
    tall, wide = ground.pixels.shape[:2]
    assert tall % 2 == wide % 2 == 0
    assert max(tall, wide) <= LONGEST
    assert abs(tall / wide - height / width) < 0.02 * height / width + 0.01
    assert ground.cut(ground.square()).shape == ground.pixels.shape


@pytest.mark.parametrize(("width", "height"), [(100, 400), (400, 100), (128, 600)])
def test_a_picture_too_small_or_too_long_is_refused(width: int, height: int) -> None:
    with pytest.raises(BadInputError, match=f"got {width} x {height}"):
        ground_of(picture(width, height))


def test_a_picture_of_its_working_size_is_kept_to_the_pixel() -> None:
    given_picture = picture(640, 400)
    ground = ground_of(given_picture)
    assert np.array_equal(ground.cut(ground.square()), given_picture.pixels)


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.03, 0.5), st.sampled_from([(640, 400), (300, 600)]))
@settings(max_examples=30, deadline=None)
def test_the_window_lies_on_the_square_and_the_ink_where_it_was_drawn(
    x: float, y: float, radius: float, size: tuple[int, int]
) -> None:
    width, height = size
    ground = Ground(np.zeros((height, width, 3), np.uint8))
    reach = radius * min(size)
    retouch = retouch_of(ring(width, height, x * width, y * height, reach), ground)
    window = retouch.window
    assert window.x >= 0 and window.y >= 0
    assert window.x + window.side <= ground.side and window.y + window.side <= ground.side
    ys, xs = np.nonzero(retouch.sketch.ink)
    corner = np.array([x * width, y * height]) + ground.corner
    for point in np.stack([xs, ys], 1)[::97] / SHEET * window.side + (window.x, window.y):
        assert abs(np.hypot(*(point - corner)) - reach) < 0.02 * ground.side


def test_nothing_drawn_changes_nothing() -> None:
    with pytest.raises(BadInputError, match="empty drawing"):
        retouch_of(Drawing(400, 400, ()), Ground(np.zeros((400, 400, 3), np.uint8)))


@pytest.mark.parametrize("size", [(512, 512), (640, 400), (300, 600)])
def test_only_what_was_drawn_on_changes(size: tuple[int, int], monet: Style) -> None:
    width, height = size
    ground = ground_of(picture(width, height))
    retouch = retouch_of(ring(width, height, width * 0.6, height * 0.4, 90), ground)
    painted = Picture(np.full((64, 64, 3), 200, np.uint8))
    square = changed(retouch, painted, monet, request(retouch))
    mask = np.zeros((ground.side, ground.side), np.float32)
    retouch.window.seen(mask)[:] = change_mask(retouch.sketch.ink, retouch.window.side)
    assert np.array_equal(square[mask == 0], ground.square()[mask == 0])
    assert np.abs(square[mask > 0.99].astype(float) - ground.square()[mask > 0.99]).mean() > 20
    assert (mask > 0).mean() < 0.5


def test_the_painter_sees_the_window(monet: Style) -> None:
    pixels = np.zeros((400, 640, 3), np.uint8)
    pixels[100:200, 300:400] = (255, 0, 0)
    retouch = retouch_of(ring(640, 400, 350, 150, 50), Ground(pixels))
    seen = seen_by_painter(retouch, 64).pixels
    assert seen.shape == (64, 64, 3)
    assert tuple(seen[32, 32]) == (255, 0, 0)


def test_the_film_begins_with_the_picture_and_what_was_drawn_moves(monet: Style) -> None:
    ground = ground_of(Picture(smooth(480, 320)))
    retouch = retouch_of(ring(480, 320, 240, 160, 60), ground)
    square = changed(retouch, Picture(np.full((64, 64, 3), 230, np.uint8)), monet, request(retouch))
    clip = alive(ground, square, authored(retouch, monet, request(retouch)), 2)
    assert clip.frames.shape == (144, 320, 480, 3)
    assert np.array_equal(clip.frames[0], ground.cut(square))
    moved = np.abs(clip.frames[72].astype(float) - clip.frames[0])
    assert moved.mean() > 1
    step = np.abs(clip.frames[-1].astype(float) - clip.frames[0]).mean()
    assert step < 0.5 * moved.mean()  # the last frame runs into the first


def smooth(width: int, height: int) -> Bytes:
    return np.asarray(cv2.resize(NOISE.integers(0, 256, (6, 8, 3), np.uint8), (width, height)), np.uint8)
