"""The lessons of the bundled painter: what is drawn, what stands where, and how its paintings are measured."""

import tomllib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.change import PICTURE, change_mask
from scripts.bundled.painter.changes import draw_change
from scripts.bundled.painter.hand import bare
from scripts.bundled.painter.judge import CROP, crop
from scripts.bundled.painter.looks import LANDS, LOOKS, SIZE, TIMES, backdrop
from scripts.bundled.painter.measures import colour_at, coloured, followed
from scripts.bundled.painter.museum import museum_picture
from scripts.bundled.painter.pens import PENS
from scripts.bundled.painter.scenes import CELLS, VOCABULARY, Scenes, doodles_of, places_for
from scripts.bundled.painter.train_painter import grammar_words
from scripts.bundled.painter.trials import draw_trials, shuffled

LIBRARY = tomllib.loads(VOCABULARY.read_text("utf-8"))
DRAWN = Scenes({}, 1.0, (0.0, 0.0))  # procedure alone: needs nobody's data


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_there_is_as_much_to_learn_as_promised(data: Path) -> None:
    doodles = doodles_of(data, held_out=False)
    assert len(PENS) >= 40
    assert sum(bool(found) for found in doodles.values()) >= 100
    assert len(LIBRARY["colours"]) == 12
    assert len([land for land in LANDS if land]) + len([time for time in TIMES if time]) >= 8
    assert len(LOOKS) == 6


def test_every_thing_can_be_drawn_and_coloured(data: Path) -> None:
    scenes = Scenes(doodles_of(data, held_out=False))
    assert set(scenes.things) == set(LIBRARY["things"]) == set(scenes.lore)
    for entry in scenes.lore.values():
        assert set(entry["colours"]) <= set(scenes.colours)


def test_every_pen_is_a_thing_of_the_vocabulary() -> None:
    assert set(PENS) <= set(LIBRARY["things"])


@pytest.mark.parametrize("thing", sorted(PENS))
def test_a_pen_draws_within_its_square_and_never_the_same_twice(thing: str) -> None:
    one, two = PENS[thing](rng(1)), PENS[thing](rng(2))
    points = np.concatenate(one)
    assert np.isfinite(points).all()
    assert points.min() > -0.25
    assert points.max() < 1.25
    assert not np.array_equal(points, np.concatenate(two))


def test_the_same_number_draws_the_same_scene() -> None:
    one, two = DRAWN.draw(rng(5)), DRAWN.draw(rng(5))
    assert np.array_equal(one.picture, two.picture)
    assert np.array_equal(one.ink, two.ink)
    assert one.words == two.words


def test_the_words_say_what_stands_there_in_the_painter_s_grammar() -> None:
    known = grammar_words() | {","}
    for seed in range(20):
        scene = DRAWN.draw(rng(seed))
        assert all(thing in scene.words for thing, _, _ in scene.objects)
        assert set(scene.words.replace(",", " ,").split()) <= known


def test_labels_name_the_thing_and_the_colour_in_their_cells() -> None:
    placed = replace(DRAWN.thing("apple", (128, 128, 150), rng()), colour="blue", named=True)
    scene = DRAWN.compose([placed], backdrop("", "", "hokusai", rng()), ("hokusai", "", ""), rng())
    things, colours = scene.labels
    assert scene.labels.shape == (2, CELLS, CELLS)
    assert things[16, 16] == DRAWN.names.index("apple") + 1
    assert colours[16, 16] == list(DRAWN.colours).index("blue") + 1
    assert things[0, 0] == colours[0, 0] == 0


def test_things_lie_within_the_picture() -> None:
    for count in (1, 2, 3, 4):
        for x, _, size in places_for(count, rng(count)):
            assert size * 0.4 < x < SIZE - size * 0.4


def test_a_bare_shape_says_nothing_of_its_thing() -> None:
    placed = DRAWN.thing("bicycle", (128, 128, 120), rng())
    for seed in range(10):
        (outline,) = bare(placed, rng(seed))
        assert np.allclose(outline[0], outline[-1], atol=1)
        assert np.abs(outline.min(0) - np.concatenate(placed.strokes).min(0)).max() < 8


@pytest.mark.parametrize("style", sorted(LOOKS))
def test_a_backdrop_is_a_picture_of_its_own_in_every_style(style: str) -> None:
    sea, desert = (backdrop(land, "", style, rng()) for land in ("by the sea", "in the desert"))
    assert sea.shape == (SIZE, SIZE, 3)
    assert 0 <= sea.min() < sea.max() <= 255
    assert np.abs(sea - desert).mean() > 5


def test_museum_pictures_are_quiet_enough_to_paint_into() -> None:
    for seed in range(8):
        picture = museum_picture(rng(seed))
        assert picture.shape == (SIZE, SIZE, 3)
        assert picture.std() > 5


def test_a_change_differs_from_its_picture_where_it_was_drawn() -> None:
    for seed in range(6):
        change = draw_change(DRAWN, rng(seed))
        moved = np.abs(change.after.picture.astype(int) - change.before).max(-1) > 8
        assert change.after.words.endswith(PICTURE)
        assert np.array_equal(change.mask, change_mask(change.after.ink, SIZE))
        assert moved[change.mask == 1].mean() > 3 * moved[change.mask == 0].mean()


def test_trials_show_only_what_was_never_taught(data: Path) -> None:
    taught, held_out = (doodles_of(data, held_out=flag) for flag in (False, True))
    trials = draw_trials(data, 20)
    assert [len(part) for part in (trials.scenes, trials.vague, trials.exchanges, trials.changes)] == [20, 2, 2, 2]
    assert all(scene.manner == "drawn" for scene in trials.scenes)
    cats = [{stroke.tobytes() for doodle in part["cat"] for stroke in doodle} for part in (taught, held_out)]
    assert not cats[0] & cats[1]


def test_shuffled_words_all_move() -> None:
    assert shuffled(["a", "b", "c"]) == ["b", "c", "a"]


def test_ink_on_an_edge_is_followed_and_ink_beside_it_is_not() -> None:
    picture = np.full((SIZE, SIZE, 3), 240, np.uint8)
    cv2.circle(picture, (90, 90), 50, (200, 30, 30), -1)
    on, off = (cv2.circle(np.zeros((SIZE, SIZE), np.uint8), (90, 90), radius, 255, 3) for radius in (50, 20))
    assert followed(on, picture) == 1
    assert followed(off, picture) == 0


def test_a_colour_is_named_where_the_true_render_has_it() -> None:
    truth = np.full((SIZE, SIZE, 3), 128, np.uint8)
    truth[60:120, 60:120] = DRAWN.colours["red"]
    where = coloured(truth, (50, 50, 130, 130), DRAWN.colours["red"])
    assert where is not None
    assert where.sum() == 60 * 60
    assert colour_at(truth, where, DRAWN.colours) == "red"
    assert colour_at(np.full_like(truth, DRAWN.colours["green"]), where, DRAWN.colours) == "green"
    assert coloured(truth, (50, 50, 130, 130), DRAWN.colours["turquoise"]) is None


@pytest.mark.parametrize("box", [(10, 10, 60, 90), (-20, 200, 300, 260), (250, 250, 256, 256)])
def test_a_crop_is_square_wherever_the_thing_stands(box: tuple[int, int, int, int]) -> None:
    assert crop(np.zeros((SIZE, SIZE, 3), np.uint8), box).shape == (CROP, CROP, 3)
