"""A bare shape is told from a drawing, and gets what the words name."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from models.bundle import open_bundle
from models.errors import BundleError
from models.sketchbook import FILE, Sketchbook, bare_shape, read_sketchbook
from models.types import Bytes
from scripts.bundled.manifest import write_manifest

SHEET = 512
CROSS = (np.array([[0, 0.5], [1, 0.5]], np.float32), np.array([[0.5, 0], [0.5, 1]], np.float32))
FLAT = (np.array([[0, 0.4], [1, 0.4], [1, 0.6], [0, 0.6], [0, 0.4]], np.float32),)
SKETCHBOOK = Sketchbook({"cat": (CROSS, FLAT), "black cat": (FLAT,), "sea": (CROSS,)})
SHIPPED = Path(__file__).parents[2] / "models" / "bundled" / "painter"


def sheet() -> Bytes:
    return np.zeros((SHEET, SHEET), np.uint8)


def circle() -> Bytes:
    return np.asarray(cv2.circle(sheet(), (200, 240), 120, 255, 6), np.uint8)


def box() -> Bytes:
    return np.asarray(cv2.rectangle(sheet(), (60, 100), (400, 220), 255, 6), np.uint8)


def face() -> Bytes:
    return np.asarray(cv2.circle(circle(), (180, 220), 12, 255, 6), np.uint8)


def arc() -> Bytes:
    return np.asarray(cv2.ellipse(sheet(), (200, 240), (120, 120), 0, 0, 250, 255, 6), np.uint8)


def crescent() -> Bytes:
    outline = np.array([[100, 100], [300, 250], [100, 400], [200, 250]])
    return np.asarray(cv2.polylines(sheet(), [outline], isClosed=True, color=255, thickness=6), np.uint8)


def two() -> Bytes:
    return np.asarray(cv2.circle(circle(), (420, 100), 50, 255, 6), np.uint8)


@pytest.mark.parametrize(("ink", "expected"), [(circle(), (77, 117, 247, 247)), (box(), (57, 97, 347, 127))])
def test_a_closed_outline_with_nothing_in_it_is_a_bare_shape(ink: Bytes, expected: tuple[int, ...]) -> None:
    assert bare_shape(ink) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("ink", [sheet(), face(), arc(), crescent(), two()])
def test_anything_else_is_a_drawing(ink: Bytes) -> None:
    assert bare_shape(ink) is None
    assert SKETCHBOOK.completed(ink, "a cat", 0) is ink


def test_what_the_words_name_is_laid_into_the_shape_and_the_shape_stays() -> None:
    ink = box()
    laid = SKETCHBOOK.completed(ink, "a red cat, by a lake", 0)
    assert (laid[ink > 0] == 255).all()
    ys, xs = np.nonzero((laid > 0) & (ink == 0))
    assert (xs.min() >= 60, xs.max() <= 400, ys.min() >= 100, ys.max() <= 220) == (True,) * 4
    assert xs.max() - xs.min() > 2 * (ys.max() - ys.min())  # drawn as wide as the shape


def test_the_seed_chooses_the_drawing_and_the_same_seed_the_same() -> None:
    one, same, other = (SKETCHBOOK.completed(circle(), "a cat", seed) for seed in (0, 2, 1))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("words", ["", "a dog", "a cat and a cat", "a cat by the sea", "a catalogue"])
def test_without_exactly_one_known_thing_the_sheet_stays(words: str) -> None:
    ink = circle()
    assert SKETCHBOOK.completed(ink, words, 0) is ink


def test_the_longest_name_counts() -> None:
    laid = SKETCHBOOK.completed(circle(), "a black cat", 0)
    assert (laid == Sketchbook({"cat": (FLAT,)}).completed(circle(), "a cat", 0)).all()


def test_the_shipped_painter_can_draw_everything_it_knows() -> None:
    sketchbook = read_sketchbook(open_bundle(SHIPPED, "painter"))
    assert len(sketchbook.drawings) == 116
    assert all((sketchbook.completed(circle(), f"a {thing}", 3) != circle()).any() for thing in sketchbook.drawings)


@pytest.mark.parametrize("text", ["[", "[1]", '{"cat": []}', '{"cat": [[]]}', '{"cat": [[[1]]]}', '{"cat": 3}'])
def test_a_malformed_sketchbook_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    header = {"id": "x", "version": "1", "kind": "painter", "licence": "CC0-1.0", "pipeline": "x", "provenance": "x"}
    write_manifest(tmp_path, {**header, "settings": {}})
    with pytest.raises(BundleError, match="expected drawings"):
        read_sketchbook(open_bundle(tmp_path, "painter"))


def test_a_painter_without_one_follows_the_sketch_alone(tmp_path: Path) -> None:
    header = {"id": "x", "version": "1", "kind": "painter", "licence": "CC0-1.0", "pipeline": "x", "provenance": "x"}
    (tmp_path / "LICENCE").write_text("CC0")
    write_manifest(tmp_path, {**header, "settings": {}})
    ink = circle()
    assert read_sketchbook(open_bundle(tmp_path, "painter")).completed(ink, "a cat", 0) is ink
