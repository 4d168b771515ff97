"""An event can hold numbers and codes, and nothing a visitor said or drew."""

from dataclasses import fields
from enum import Enum
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import pytest

from telemetry.events import Detail, Outcome, PlanNumbers, Stage, StageEvent


def good(**changes: Any) -> StageEvent:
    values: dict[str, Any] = {
        "visit": uuid4(),
        "request": uuid4(),
        "stage": Stage.PAINT,
        "outcome": Outcome.DONE,
        "detail": Detail.NONE,
        "started_ms": 1_700_000_000_000,
        "duration_ms": 12.5,
        "plan": PlanNumbers(8, 6, 512, 2),
    }
    return StageEvent(**values | changes)


def test_no_field_can_hold_text_or_pixels() -> None:
    allowed = {int, float, UUID, PlanNumbers | None}
    for owner in (StageEvent, PlanNumbers):
        for name, kind in get_type_hints(owner).items():
            assert kind in allowed or issubclass(kind, Enum), f"{owner.__name__}.{name} is a {kind}"
    for codes in (Stage, Outcome, Detail):
        assert all(type(member.value) is int for member in codes)


@pytest.mark.parametrize("name", [field.name for field in fields(StageEvent)])
def test_words_are_refused_in_every_field(name: str) -> None:
    with pytest.raises(TypeError, match=f"expected {name} to be .*, got str"):
        good(**{name: "a red cat"})


def test_words_are_refused_in_the_plan() -> None:
    with pytest.raises(TypeError, match="expected steps to be int, got str"):
        good(plan=PlanNumbers("a red cat", 6, 512, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize("duration", [-0.001, float("nan"), float("inf")])
def test_a_duration_is_a_finite_length(duration: float) -> None:
    with pytest.raises(ValueError, match="expected a duration of 0 ms or more"):
        good(duration_ms=duration)


def test_codes_never_change_their_number() -> None:
    """Old stores hold these numbers; add codes, but renumber or reuse none."""
    assert {stage.name: stage.value for stage in Stage} == {
        "LOAD": 1,
        "CALIBRATE": 2,
        "READ": 3,
        "LISTEN": 4,
        "TRANSCRIBE": 5,
        "INTERPRET": 6,
        "CHECK_WORDS": 7,
        "CHECK_SKETCH": 8,
        "PAINT": 9,
        "CHECK_KEYFRAMES": 10,
        "ANIMATE": 11,
        "CHECK_FRAMES": 12,
        "ENCODE": 13,
        "PUBLISH": 14,
        "PIECE": 15,
        "FILM": 16,
    }
    assert [outcome.value for outcome in Outcome] == [1, 2, 3, 4, 5]
    assert [Detail.NONE.value, Detail.WORDS_RULE.value, Detail.LAYER_MISSING.value, Detail.RAISED.value] == [
        0,
        10,
        20,
        43,
    ]
