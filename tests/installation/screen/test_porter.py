"""The porter: three seconds in the hidden corner, and the clock on the wall."""

from pathlib import Path

import pytest

from installation.screen.door import Pin
from installation.screen.porter import CLOCK_S, CORNER, CORNER_S, Porter
from installation.screen.session import Event
from installation.screen.touch import Phase, Touch
from installation.site import DAYS, Hours

CLOSED = Hours.model_validate({day: ["00:00-00:01"] for day in DAYS})


def _touch(phase: Phase, x: float, y: float, time: float) -> Touch:
    return Touch((1, 1), phase, x, y, time)


@pytest.fixture
def porter(tmp_path: Path) -> Porter:
    porter = Porter(Pin(tmp_path), Hours())
    porter.due(0.0)  # the first look at the clock
    return porter


def test_a_finger_that_rests_in_the_corner_asks_for_the_door_once(porter: Porter) -> None:
    porter.touched(_touch(Phase.DOWN, 20, 20, 0.1))
    porter.touched(_touch(Phase.MOVE, 40, 30, 1.0))
    porter.due(CLOCK_S * 2)
    assert porter.due(0.1 + CORNER_S - 0.05) is not Event.CORNER
    assert porter.due(0.1 + CORNER_S) is Event.CORNER
    assert porter.due(0.2 + CORNER_S) is not Event.CORNER


@pytest.mark.parametrize("phase", [Phase.UP, Phase.VOID, Phase.MOVE])
def test_one_that_leaves_or_is_lifted_does_not(porter: Porter, phase: Phase) -> None:
    porter.touched(_touch(Phase.DOWN, 20, 20, 0.1))
    porter.touched(_touch(phase, CORNER + 5 if phase is Phase.MOVE else 20, 20, 1.0))
    assert porter.due(0.1 + 2 * CORNER_S) is not Event.CORNER


def test_one_that_comes_down_elsewhere_does_not(porter: Porter) -> None:
    porter.touched(_touch(Phase.DOWN, CORNER + 1, 20, 0.1))
    porter.touched(_touch(Phase.MOVE, 20, 20, 0.2))
    assert porter.due(0.1 + 2 * CORNER_S) is not Event.CORNER


def test_the_clock_is_looked_at_once_a_second(tmp_path: Path) -> None:
    always = Porter(Pin(tmp_path), Hours())
    assert always.due(10.0) is Event.OPENING
    assert always.due(10.0 + CLOCK_S / 2) is None
    assert always.due(10.0 + CLOCK_S) is Event.OPENING


def test_past_the_hours_it_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hours, "open_at", lambda _self, now: now.hour < 1 and now.minute < 1 and now.year < 2000)
    assert Porter(Pin(tmp_path), CLOSED).due(10.0) is Event.CLOSING
