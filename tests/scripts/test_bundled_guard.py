"""What the guard's networks learn from: pens, and drawings that are counted once."""

from pathlib import Path

import numpy as np
import pytest

from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.pens import WEAPON_PENS, Pen, fitted
from scripts.bundled.guard.twins import have_twins, raster

LINE = (np.array([[0, 0.4], [1, 0.5]], np.float32),)
HOOK = (np.array([[0.5, 0], [0.5, 0.9], [0.2, 1], [0.1, 0.8]], np.float32), np.array([[0.3, 0], [0.7, 0]], np.float32))


def test_araster_of_a_drawing_is_its_twin_and_a_turned_one_is_not() -> None:
    hook = raster(HOOK)
    assert have_twins(np.stack([hook, hook[::-1], hook[:, ::-1]]), [LINE, HOOK]).tolist() == [True, False, False]


def test_without_drawings_there_are_no_twins() -> None:
    assert not have_twins(raster(HOOK)[None], []).any()


@pytest.mark.parametrize("pen", list(dict.fromkeys(WEAPON_PENS)), ids=lambda pen: pen.__name__)
def test_a_pen_never_draws_the_same_twice_and_stays_in_the_unit_square(pen: Pen) -> None:
    rng = np.random.default_rng(3)
    points = [np.concatenate(fitted(pen, rng)) for _ in range(20)]
    assert all(np.isfinite(p).all() and p.min() >= -1e-6 and p.max() <= 1 + 1e-6 for p in points)
    assert len({p.tobytes() for p in points}) == 20


@pytest.mark.data
def test_no_drawing_is_there_as_strokes_and_as_araster(data: Path) -> None:
    drawings = [d for d in load_drawings(data) if d.thing == "sword"]
    rasters = np.stack([d.bitmap for d in drawings if d.bitmap is not None])
    assert len(rasters) >= 50
    assert not have_twins(rasters, [d.strokes for d in drawings if d.bitmap is None]).any()
