"""The guard fails closed: whatever goes wrong, nothing is cleared."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.bundle import Bundle, open_bundle
from models.errors import BundleError, GuardError
from models.types import Clip, Picture, Sketch
from safety.digests import frame_digests, intact, sha256
from safety.guard import Guard
from safety.layers import Score
from safety.policy import Policy
from safety.types import Blocked, Category, Cleared, Film, Verdict

from .conftest import guard_of, image_scores, sketch_scores, write_guard

Fault = Callable[[Any], Sequence[Score]]


def cleared_by(guard: Guard, sketch: Sketch, picture: Picture, clip: Clip) -> dict[str, bool]:
    """Which of the four things a guard clears."""
    answers = {
        "words": guard.clear_words(("a red cat",)),
        "sketch": guard.clear_sketch(sketch),
        "picture": guard.clear_picture(picture, {}),
        "clip": guard.clear_clip(clip, {}, lambda _: b"film"),
    }
    return {name: isinstance(answer, Cleared) for name, answer in answers.items()}


def raises(_: Any) -> Sequence[Score]:
    raise RuntimeError("the layer broke")


def leaves(_: Any) -> Sequence[Score]:
    raise SystemExit(0)


def nothing(_: Any) -> Sequence[Score]:
    return []


def none(_: Any) -> Any:
    return None


def spoilt(value: float) -> Fault:
    """All subjects are scored, one of them with something that is no score."""

    def judge(given: Any) -> Sequence[Score]:
        many = len(given)
        names = [*(f"hypothesis {i}" for i in range(1, many + 1)), *(f"frame {i}" for i in range(1, many + 1))]
        scores = [Score(c, name, 0.0) for name in (*names, "montage", "as drawn") for c in Category]
        return [*scores[:-1], replace(scores[-1], value=0.0), Score(Category.VIOLENCE, scores[0].subject, value)]

    return judge


def partial(given: Any) -> Sequence[Score]:
    """Everything but one category."""
    return [score for score in spoilt(0.0)(given) if score.category is not Category.VIOLENCE]


FAULTS = {
    "exception": raises, "exit": leaves, "no scores": nothing, "None": none, "NaN": spoilt(math.nan),
    "inf": spoilt(math.inf), "minus inf": spoilt(-math.inf), "above 1": spoilt(1.5),
    "below 0": spoilt(-0.1), "a category missing": partial,
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_layer_clears_nothing(
    fault: Fault, policy: Policy, sketch: Sketch, picture: Picture, clip: Clip
) -> None:
    guard = guard_of(policy, fault, fault, fault)
    assert not any(cleared_by(guard, sketch, picture, clip).values())


def test_the_same_layers_without_a_fault_clear_everything(
    policy: Policy, sketch: Sketch, picture: Picture, clip: Clip
) -> None:
    healthy = spoilt(0.0)
    assert all(cleared_by(guard_of(policy, healthy, healthy, healthy), sketch, picture, clip).values())


def test_each_layer_is_mandatory_for_its_own_stage(
    policy: Policy, sketch: Sketch, picture: Picture, clip: Clip
) -> None:
    assert cleared_by(guard_of(policy, sketch=raises), sketch, picture, clip) == {
        "words": True, "sketch": False, "picture": True, "clip": True,
    }  # fmt: skip


@pytest.fixture
def stuck() -> Iterator[Fault]:
    """A layer that hangs until the test is over."""
    end = threading.Event()

    def judge(_: Any) -> Sequence[Score]:
        end.wait(30)
        return []

    yield judge
    end.set()


def test_a_hanging_layer_is_given_up_at_its_deadline(hasty: Policy, stuck: Fault, sketch: Sketch) -> None:
    began = time.monotonic()
    answer = guard_of(hasty, sketch=stuck).clear_sketch(sketch)
    assert isinstance(answer, Blocked)
    assert "TimeoutError" in answer.decisions[0].fault
    assert time.monotonic() - began < 5


def test_hanging_layers_fill_the_queue_and_then_everything_is_refused(
    hasty: Policy, stuck: Fault, sketch: Sketch
) -> None:
    guard = guard_of(hasty, sketch=stuck)
    for _ in range(4):
        assert isinstance(guard.clear_sketch(sketch), Blocked)
    answer = guard.clear_words(("a red cat",))  # a healthy layer, but no place is left
    assert isinstance(answer, Blocked)
    assert "full queue" in answer.decisions[0].fault


def test_places_are_given_back(policy: Policy, sketch: Sketch) -> None:
    guard = guard_of(policy)
    assert all(isinstance(guard.clear_sketch(sketch), Cleared) for _ in range(20))


@pytest.mark.parametrize("encode", [raises, lambda _: b"", lambda _: "film", lambda _: None])
def test_a_film_that_is_not_encoded_is_not_cleared(encode: Any, policy: Policy, clip: Clip) -> None:
    assert isinstance(guard_of(policy).clear_clip(clip, {}, encode), Blocked)


def test_an_unfit_clip_is_not_even_encoded(policy: Policy, clip: Clip) -> None:
    encoded: list[Clip] = []
    answer = guard_of(policy, image=image_scores(0.9)).clear_clip(clip, {}, lambda c: encoded.append(c) or b"x")  # type: ignore[func-returns-value]
    assert isinstance(answer, Blocked)
    assert encoded == []


def test_one_bad_frame_blocks_the_clip(policy: Policy, clip: Clip) -> None:
    def judge(frames: Any) -> Sequence[Score]:
        scores = image_scores(0.0)(frames)
        return [replace(s, value=0.99) if s.subject == "frame 4" else s for s in scores]

    answer = guard_of(policy, image=judge).clear_clip(clip, {}, lambda _: b"film")
    assert isinstance(answer, Blocked)
    assert {d.subject for d in answer.decisions if d.blocks} == {"frame 4"}


def test_a_score_at_the_threshold_blocks(policy: Policy, sketch: Sketch) -> None:
    limit = policy.sketch.violence.threshold
    assert isinstance(guard_of(policy, sketch=sketch_scores(limit)).clear_sketch(sketch), Blocked)
    assert isinstance(guard_of(policy, sketch=sketch_scores(math.nextafter(limit, 0))).clear_sketch(sketch), Cleared)


def test_every_decision_says_layer_score_and_threshold(policy: Policy, clip: Clip) -> None:
    answer = guard_of(policy).clear_clip(clip, {}, lambda _: b"film")
    assert isinstance(answer, Cleared)
    assert {d.layer for d in answer.decisions} == {"image.violence", "image.indecency"}
    for decision in answer.decisions:
        plain = decision.as_json()
        assert plain["score"] == 0.01
        assert 0 < plain["threshold"] < 1
        assert decision.verdict is Verdict.CLEAR


def test_a_style_may_set_its_own_threshold(policy: Policy, picture: Picture) -> None:
    guard = guard_of(policy, image=image_scores(0.3))
    assert isinstance(guard.clear_picture(picture, {}), Cleared)
    assert isinstance(guard.clear_picture(picture, {"image.violence": 0.25}), Blocked)


@pytest.mark.parametrize(
    "thresholds",
    [
        {"image.violence": 1.0},
        {"image.violence": math.nan},
        {"image.violence": 0.0},
        {"image.fun": 0.5},
        {"sketch.violence": 0.5},
    ],
)
def test_a_style_cannot_switch_a_layer_off(thresholds: dict[str, float], policy: Policy, picture: Picture) -> None:
    assert isinstance(guard_of(policy).clear_picture(picture, thresholds), Blocked)


def test_one_unfit_hypothesis_blocks_all(bundle: Bundle, policy: Policy) -> None:
    guard = Guard.load(bundle, policy)
    assert isinstance(guard.clear_words(("a red cat", "a red cap")), Cleared)
    answer = guard.clear_words(("a red cat", "a red gun"))
    assert isinstance(answer, Blocked)
    assert [d.layer for d in answer.decisions if d.blocks] == ["words.violence"]
    assert [d.subject for d in answer.decisions if d.blocks] == ["hypothesis 2"]


@pytest.mark.parametrize("texts", [("a" * 2001,), ("a cat",) * 65, (None,), (b"a cat",)])
def test_what_is_no_text_or_too_much_of_it_is_blocked(texts: Any, policy: Policy, bundle: Bundle) -> None:
    assert isinstance(Guard.load(bundle, policy).clear_words(texts), Blocked)


@pytest.mark.parametrize("shape", [(96, 96), (96, 96, 4), (0, 96, 3)])
def test_pixels_of_another_shape_are_blocked(shape: tuple[int, ...], policy: Policy) -> None:
    assert isinstance(guard_of(policy).clear_picture(Picture(np.zeros(shape, np.uint8)), {}), Blocked)


def test_a_clearance_holds_digests_of_exactly_what_is_shown(policy: Policy, clip: Clip) -> None:
    answer = guard_of(policy).clear_clip(clip, {}, lambda _: b"the film")
    assert isinstance(answer, Cleared)
    assert answer.digests == frame_digests(clip)
    assert answer.encoded == sha256(b"the film")
    assert len(set(answer.digests)) == len(clip.frames)
    assert answer.policy == "family/2"


def test_the_cleared_pixels_cannot_be_written_to(policy: Policy, clip: Clip) -> None:
    mine = clip.frames.copy()
    answer = guard_of(policy).clear_clip(Clip(mine, 24), {}, lambda _: b"film")
    assert isinstance(answer, Cleared)
    mine.setflags(write=True)
    mine[2] = 255  # whoever made the frames still holds them; the cleared ones are a copy
    assert intact(answer)
    with pytest.raises(ValueError, match="WRITEABLE"):
        answer.value.clip.frames.setflags(write=True)


def test_altered_bytes_are_noticed(policy: Policy, clip: Clip, picture: Picture) -> None:
    film = guard_of(policy).clear_clip(clip, {}, lambda _: b"film")
    still = guard_of(policy).clear_picture(picture, {})
    assert isinstance(film, Cleared)
    assert isinstance(still, Cleared)
    frames = film.value.clip.frames.copy()
    frames[3, 10, 10, 1] ^= 1
    for forged in (
        Film(Clip(frames, 24), b"film"),
        Film(film.value.clip, b"f1lm"),
        Film(Clip(frames[::-1], 24), b"film"),
    ):
        object.__setattr__(film, "value", forged)  # what no type checker would let pass
        assert not intact(film)
    object.__setattr__(still, "value", Picture(np.asarray(picture.pixels ^ 1, np.uint8)))
    assert not intact(still)


def test_a_layer_that_alters_what_it_judges_clears_nothing(policy: Policy, picture: Picture) -> None:
    def judge(frames: Any) -> Sequence[Score]:
        frames[:] = 0
        return image_scores(0.0)(frames)

    assert isinstance(guard_of(policy, image=judge).clear_picture(picture, {}), Blocked)


def test_the_same_thing_gets_the_same_scores(bundle: Bundle, policy: Policy, picture: Picture, sketch: Sketch) -> None:
    lenient = policy.image.violence.model_copy(update={"threshold": 0.95})
    image = policy.image.model_copy(update={"violence": lenient, "indecency": lenient})
    guard = Guard.load(bundle, policy.model_copy(update={"image": image}))
    first, second = guard.clear_picture(picture, {}), guard.clear_picture(picture, {})
    assert first.decisions == second.decisions
    assert guard.clear_sketch(sketch).decisions == guard.clear_sketch(sketch).decisions


def test_missing_weights_leave_no_guard(tmp_path: Path) -> None:
    directory = write_guard(tmp_path / "guard")
    (directory / "image.safetensors").unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        open_bundle(directory, "guard")


@pytest.mark.parametrize("name", ["image.safetensors", "sketch.safetensors"])
def test_one_flipped_byte_leaves_no_guard(name: str, tmp_path: Path) -> None:
    directory = write_guard(tmp_path / "guard")
    data = bytearray((directory / name).read_bytes())
    data[len(data) // 2] ^= 1
    (directory / name).write_bytes(data)
    with pytest.raises(BundleError, match="altered"):
        open_bundle(directory, "guard")


@pytest.mark.parametrize("settings", [{}, {"contract": 2}, {"contract": "1"}])
def test_a_bundle_of_another_contract_leaves_no_guard(settings: Any, tmp_path: Path, policy: Policy) -> None:
    bundle = open_bundle(write_guard(tmp_path / "guard", settings=settings), "guard")
    with pytest.raises(BundleError, match="contract"):
        Guard.load(bundle, policy)


def test_weights_that_do_not_fit_leave_no_guard(tmp_path: Path, policy: Policy) -> None:
    shape = {"stem": 8, "widths": [4, 4], "outputs": 3}
    settings = {"contract": 1, "sketch": shape, "image": shape}
    bundle = open_bundle(write_guard(tmp_path / "guard", settings=settings), "guard")
    with pytest.raises(BundleError, match="sketch network"):
        Guard.load(bundle, policy)


def test_missing_word_lists_leave_no_guard(bundle: Bundle, policy: Policy, tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="word list"):
        Guard.load(bundle, policy.model_copy(update={"directory": tmp_path}))
