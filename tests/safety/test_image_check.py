"""How frames are looked at."""

import numpy as np
import pytest
import torch

from safety.eye import Eye
from safety.image_check import CATEGORIES, SIDE, ImageCheck, montage, reduced


@pytest.fixture(scope="module")
def check() -> ImageCheck:
    torch.manual_seed(2)
    return ImageCheck(Eye(3, 4, (4, 4), len(CATEGORIES)).eval())


def frames(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(0).integers(0, 255, (count, 64, 96, 3), dtype=np.uint8)


def test_every_frame_and_the_montage_are_scored(check: ImageCheck) -> None:
    names = [score.subject for score in check.judge(frames(37)) if score.category is CATEGORIES[0]]
    assert names == [f"frame {i}" for i in range(1, 38)] + ["montage"]


def test_a_single_picture_has_no_montage(check: ImageCheck) -> None:
    assert [score.subject for score in check.judge(frames(1))] == ["frame 1"] * len(CATEGORIES)


def test_a_frame_scores_the_same_alone_and_in_a_clip(check: ImageCheck) -> None:
    clip = frames(20)
    together = [s.value for s in check.judge(clip) if s.subject == "frame 18"]
    alone = [s.value for s in check.judge(clip[17:18])]
    assert together == pytest.approx(alone, abs=1e-5)


def test_reduction_keeps_the_whole_frame() -> None:
    frame = np.zeros((512, 1024, 3), np.uint8)
    frame[:, 512:] = 200
    small = reduced(frame)
    assert small.shape == (SIDE, SIDE, 3)
    assert small[:, : SIDE // 2 - 1].max() == 0
    assert small[:, SIDE // 2 + 1 :].min() == 200


def test_the_montage_holds_first_and_last_moment() -> None:
    clip = np.stack([np.full((SIDE, SIDE, 3), 10 * i, np.uint8) for i in range(10)])
    picture = montage(clip)
    corners = [picture[0, 0, 0], picture[0, -1, 0], picture[-1, 0, 0], picture[-1, -1, 0]]
    assert corners == [0, 30, 60, 90]
