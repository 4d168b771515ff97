"""What the guard's networks learn from, and how it is judged."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.findings import Finding
from scripts.bundled.guard.interval import at_least, at_most, wilson
from scripts.bundled.guard.pens import WEAPON_PENS, Pen, fitted
from scripts.bundled.guard.tables import tables
from scripts.bundled.guard.texts import OURS, PARTIPROMPTS, read_texts
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


@pytest.mark.parametrize(
    ("misses", "count", "bound"), [(0, 150, 0.02), (0, 300, 0.01), (0, 3000, 0.001), (1, 473, 0.01), (3, 773, 0.01)]
)
def test_bounds_are_the_published_ones(misses: int, count: int, bound: float) -> None:
    """Clopper & Pearson: no miss in 150, 300, 3,000 says at most 2, 1, 0.1 %; for 1 % with 1 or 3 misses 473 or 773."""
    assert at_most(misses, count) == pytest.approx(bound, rel=0.02)
    assert at_least(count - misses, count) == pytest.approx(1 - bound, abs=0.0005)


def test_an_interval_holds_its_share_and_stays_within_0_and_1() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    for hits in (0, 1, 29, 58):
        low, high = wilson(hits, 58)
        assert 0 <= low <= hits / 58 <= high <= 1


@pytest.mark.data
def test_texts_are_labelled_for_our_policy(data: Path) -> None:
    texts = read_texts(data)
    ours = [text for text in texts if text.source == OURS]
    assert Counter(text.fit for text in ours) == {True: 600, False: 600}
    assert not any("sword" in text.text for text in texts if text.source == PARTIPROMPTS and text.fit)


def test_the_worst_slice_comes_first_and_a_bound_beside_its_bar() -> None:
    told = [
        Finding("words", OURS, "en violence", f"text {k}", fit=False, blocked=k % 4 > 0, reason="", took_ms=1.0)
        for k in range(8)
    ]
    good = [replace(finding, slice="en hate", blocked=True) for finding in told]
    bars, slices, *_ = tables([*good, *told])
    assert bars.rows[0][:3] == ("our phrasings, unfit", "16", "87.5%")
    assert [row[0] for row in slices.rows] == [f"{OURS}: en violence", f"{OURS}: en hate"]
