"""The staff's door: chosen twice alike, kept as a hash, shut for a while after wrong tries."""

import stat
from pathlib import Path

import pytest

from installation.screen.door import FILE, PAUSE_S, TRIES, Door, Pin
from installation.screen.session import Event
from models.errors import OutputError


def _dialled(door: Door, digits: str, pin: Pin, now: float = 0.0) -> tuple[Door, Event | None]:
    event = None
    for digit in digits:
        door, event = door.dialled(digit, pin, now)
    return door, event


@pytest.fixture
def pin(tmp_path: Path) -> Pin:
    return Pin(tmp_path / "state")


def test_at_first_there_is_none_and_none_is_right(pin: Pin) -> None:
    assert not pin.chosen
    assert not pin.fits("")
    assert not pin.fits("000000")


def test_it_is_chosen_by_dialling_the_same_twice(pin: Pin) -> None:
    door, event = _dialled(Door(), "123456", pin)
    assert (event, door.first, pin.chosen) == (None, "123456", False)
    assert _dialled(door, "123456", pin)[1] is Event.PIN_CHOSEN
    assert pin.fits("123456") and not pin.fits("123457")


def test_two_that_differ_begin_anew(pin: Pin) -> None:
    door, event = _dialled(Door(first="123456"), "123465", pin)
    assert (event, door) == (None, Door(differed=True))
    assert not pin.chosen


def test_the_file_holds_no_digits_and_is_for_nobody_else(pin: Pin, tmp_path: Path) -> None:
    pin.choose("987654")
    file = tmp_path / "state" / FILE
    assert "987654" not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Pin(tmp_path / "state").fits("987654")


def test_a_digit_can_be_taken_back(pin: Pin) -> None:
    pin.choose("111222")
    assert _dialled(Door(), "1113<222", pin)[1] is Event.PIN_RIGHT


def test_after_too_many_wrong_ones_even_the_right_one_waits(pin: Pin) -> None:
    pin.choose("111222")
    door = Door()
    for _ in range(TRIES):
        door, event = _dialled(door, "999999", pin, 10.0)
        assert event is Event.PIN_WRONG
    assert _dialled(door, "111222", pin, 11.0)[1] is Event.PIN_WRONG
    assert _dialled(door, "111222", pin, 11.0 + PAUSE_S)[1] is Event.PIN_RIGHT


def test_a_file_that_cannot_be_read_asks_for_a_new_one(pin: Pin, tmp_path: Path) -> None:
    pin.choose("111222")
    (tmp_path / "state" / FILE).write_text("{")
    assert not pin.chosen


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="staff's PIN"):
        Pin(tmp_path / "file").choose("111222")
