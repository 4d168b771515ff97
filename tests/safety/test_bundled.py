"""The guard that ships: whole, small, and able to tell a pistol from an empty sheet."""

from pathlib import Path

import numpy as np
import pytest

from models.bundle import open_bundle
from models.types import Sketch
from safety.guard import Guard
from safety.policy import Policy
from safety.types import Blocked, Cleared
from scripts.bundled.guard.pens import Pen, fitted, lewd, pistol
from scripts.bundled.guard.sheets import drawn

BUNDLE = Path(__file__).parents[2] / "models" / "bundled" / "guard"
LARGEST = 4 << 20  # bytes


@pytest.fixture(scope="module")
def guard(policy: Policy) -> Guard:
    return Guard.load(open_bundle(BUNDLE, "guard"), policy)


def test_it_is_small_enough() -> None:
    assert sum(file.stat().st_size for file in BUNDLE.iterdir()) <= LARGEST


def test_an_empty_sheet_clears(guard: Guard) -> None:
    assert isinstance(guard.clear_sketch(Sketch(np.zeros((512, 512), np.uint8))), Cleared)


@pytest.mark.parametrize("pen", [pistol, lewd])
def test_most_unfit_drawings_are_blocked(pen: Pen, guard: Guard) -> None:
    rng = np.random.default_rng(97)
    sheets = [Sketch(drawn(fitted(pen, rng), rng)) for _ in range(20)]
    assert sum(isinstance(guard.clear_sketch(sheet), Blocked) for sheet in sheets) >= 16
