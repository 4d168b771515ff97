"""The motion is authored: it begins and ends at rest, tears nothing, and each word moves the subject in its own way."""

import json
import tomllib
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.ambience import AMBIENCES
from models.drawing import read_sketch
from models.errors import BadInputError
from models.motion import GRID, VERBS, Field, author, squeeze, subject_mask, travel
from models.types import Bytes, Floats, Sketch
from models.warp import compose

VOCABULARY = Path(__file__).parents[2] / "models" / "bundled" / "painter" / "vocabulary.toml"
MOVING = [verb for verb in VERBS if verb != "still"]
SIDE = 128


def blot(kind: str) -> Bytes:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    if kind == "disc":
        cv2.circle(mask, (64, 70), 26, 255, -1)
    elif kind == "bar":
        cv2.line(mask, (24, 60), (104, 68), 255, 7)
    elif kind == "tall":
        cv2.rectangle(mask, (56, 20), (76, 118), 255, -1)
    elif kind == "corner":
        cv2.rectangle(mask, (0, 0), (45, 40), 255, -1)
    elif kind == "huge":
        cv2.ellipse(mask, (64, 64), (58, 54), 0, 0, 360, 255, -1)
    elif kind == "two":
        cv2.circle(mask, (34, 40), 16, 255, -1)
        cv2.circle(mask, (94, 90), 18, 255, -1)
    return mask


def drawn(*lines: list[tuple[int, int]]) -> Sketch:
    ink = np.zeros((SIDE, SIDE), np.uint8)
    for line in lines:
        cv2.polylines(ink, [np.array(line, np.int32)], False, 255, 3)
    return Sketch(ink)


def ring(start: float, end: float, radius: int = 36) -> list[tuple[int, int]]:
    return [(round(64 + radius * np.cos(a)), round(64 + radius * np.sin(a))) for a in np.linspace(start, end, 60)]


def course(field: Field) -> Floats:
    """How the subject moves and deforms against the ground over the film: [24, 6], moments of its displacement."""
    weight = field.shape / field.shape.sum()
    offset = field.body.offset / np.array(field.body.reach, np.float32)
    rows = []
    for k in range(24):
        moved = field.forward(k / 24)
        mean = (weight[..., None] * moved).sum((0, 1))
        slope = np.einsum("yx,yxi,yxj->ij", weight, offset, moved - mean)
        rows.append(np.concatenate([mean, slope.ravel()]))
    return np.array(rows, np.float32)


def test_every_verb_of_the_vocabulary_has_a_motion() -> None:
    verbs = tomllib.loads(VOCABULARY.read_text("utf-8"))["verbs"]
    assert set(VERBS) == {*verbs, "still"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_film_begins_as_painted_and_comes_back_without_a_jump(verb: str) -> None:
    field = author(verb, "swirls", blot("disc"), 3)
    assert np.abs(field.forward(0)).max() < 1e-12
    assert np.abs(field.backward(0)).max() < 1e-12
    assert np.abs(field.forward(1)).max() < 1e-5
    path = np.stack([field.forward(k / 144) for k in range(145)])
    steps = np.abs(np.diff(path, axis=0)).max((1, 2, 3))
    assert steps.max() < 0.02  # of the width from frame to frame
    assert steps[-1] <= np.quantile(steps[:-1], 0.95)
    jerk = np.abs(np.diff(np.concatenate([path[:-1], path[:2]]), 2, axis=0)).max((1, 2, 3))
    assert jerk[-1] <= 1.5 * jerk.max()


@pytest.mark.parametrize("kind", ["disc", "bar", "tall", "corner", "huge", "two"])
@pytest.mark.parametrize("verb", MOVING)
def test_a_moving_subject_goes_far_and_tears_nothing(verb: str, kind: str) -> None:
    field = author(verb, "sea", blot(kind), 1)
    assert squeeze(field) > 0.05
    assert travel(field) >= 0.05


@pytest.mark.parametrize("ambience", AMBIENCES)
def test_the_way_back_undoes_the_way_there(ambience: str) -> None:
    field = author("fly", ambience, blot("disc"), 5)
    assert squeeze(field) > 0.05
    for time in (0.2, 0.45, 0.8):
        left = compose(field.backward(time), field.forward(time))
        inner = slice(GRID // 12, -GRID // 12)
        assert np.abs(left[inner, inner]).max() < 0.012


def test_no_two_verbs_move_alike() -> None:
    courses = {verb: course(author(verb, "panels", blot("disc"), 2)) for verb in VERBS}
    for one, other in combinations(courses, 2):
        apart = np.abs(courses[one] - courses[other]).max()
        assert apart > 0.015, f"{one} and {other} are {apart:.3f} of the width apart"


def test_a_resting_subject_rests() -> None:
    assert travel(author("still", "swirls", blot("disc"), 1)) < 0.04


def test_the_world_lives_where_the_subject_is_not() -> None:
    moved = author("still", "swirls", blot("disc"), 1).forward(0.3)
    quiet = author("still", "panels", blot("disc"), 1).forward(0.3)
    assert np.abs(moved - quiet)[:12].max() > 0.005
    assert np.abs(moved - quiet)[34:38, 30:34].max() < 1e-4


def test_a_seed_gives_one_motion_and_another_seed_another() -> None:
    one, same, other = (author("fly", "swirls", blot("disc"), seed).forward(0.4) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(BadInputError, match=r"expected a motion among fly, .* got 'explode'"):
        author("explode", "sea", blot("disc"), 1)
    with pytest.raises(BadInputError, match=r"expected an ambience among swirls, .* got 'storm'"):
        author("fly", "storm", blot("disc"), 1)


def test_a_ring_with_a_gap_is_filled() -> None:
    mask = subject_mask(drawn(ring(0.1, 2 * np.pi - 0.1)))
    disc = np.zeros_like(mask)
    cv2.circle(disc, (64, 64), 36, 255, -1)
    assert ((mask > 127) & (disc > 127)).sum() > 0.95 * (disc > 127).sum()


def test_an_open_line_counts_as_what_it_embraces() -> None:
    mask = subject_mask(drawn(ring(0, np.pi)))
    assert mask[80, 64] == 255
    assert mask[30, 64] == 0


def test_two_things_stay_two() -> None:
    mask = subject_mask(
        drawn([(10, 10), (40, 10), (40, 40), (10, 40), (10, 10)], [(80, 80), (110, 80), (95, 110), (80, 80)])
    )
    assert cv2.connectedComponents(mask)[0] == 3


@pytest.mark.parametrize("sketch", [drawn(), drawn([(5, 5), (5, 6)])])
def test_a_sheet_with_hardly_any_ink_has_a_soft_middle(sketch: Sketch) -> None:
    mask = subject_mask(sketch)
    assert mask[66, 64] == 255
    assert mask[0, 0] == 0
    assert ((mask > 20) & (mask < 235)).any()


def test_peoples_own_drawings_all_move(data: Path, tmp_path: Path) -> None:
    for thing in ("cat", "snake", "bicycle"):
        lines = (data / "sketches" / "quickdraw" / f"{thing}.ndjson").read_text("utf-8").splitlines()
        drawing = json.loads(lines[1])["drawing"]
        points = [[[x, y, 0] for x, y in zip(line[0], line[1], strict=True)] for line in drawing]
        strokes = [{"width": 4, "points": line} for line in points]
        far = max(max(x, y) for line in points for x, y, _ in line) + 1
        file = tmp_path / f"{thing}.json"
        file.write_text(json.dumps({"width": far, "height": far, "strokes": strokes}))
        mask = subject_mask(read_sketch(file))
        for verb in ("fly", "spin"):
            field = author(verb, "swirls", mask, 4)
            assert squeeze(field) > 0.02
            assert travel(field) >= 0.05
