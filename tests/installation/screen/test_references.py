"""Every page in every language and both ways a display may stand, beside what somebody looked at and kept."""

import cv2
import numpy as np
import pytest

from tests.installation.screen.references import FOLDER, every, name, sheet

MEAN, WORST = 1.0, 60  # levels: letters may be smoothed in another way, nothing may stand elsewhere
LARGEST = 3 << 20  # bytes of all of them


@pytest.mark.parametrize(("language", "way"), every())
def test_every_page_looks_as_it_was_kept(language: str, way: str) -> None:
    kept = cv2.imread(str(name(language, way)))
    assert kept is not None, "missing: python -m tests.installation.screen.references"
    drawn = sheet(language, way)
    assert kept.shape == drawn.shape
    apart = np.abs(cv2.blur(kept, (3, 3)).astype(int) - cv2.blur(drawn, (3, 3)))
    assert apart.mean() < MEAN
    assert apart.max() < WORST, f"a page differs at {np.argwhere(apart.max(-1) == apart.max())[0]}; look at it"


def test_the_references_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < LARGEST
