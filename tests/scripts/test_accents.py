"""Accents nobody has: the same every time, unlike those that are held out, and understood by espeak-ng."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from scripts.bundled.speech.accents import CHANGES, COUNT, ESPEAK_DATA, Accent, invented, with_accents
from scripts.bundled.speech.train import Pace
from scripts.bundled.speech.voices import ACCENTS, HELD_OUT_ACCENTS

SOUNDS = "a thin vest in the red goat"


def test_they_come_from_the_seed_and_differ() -> None:
    assert invented() == invented()
    assert invented(seed=6) != invented(seed=5)
    assert len({accent.replaced for accent in invented()}) > COUNT * 0.95
    assert not {accent.name for accent in invented()} & {*ACCENTS, *HELD_OUT_ACCENTS}


def test_no_inventory_is_one_of_an_accent_that_is_held_out() -> None:
    held_out = {"en-wi", "en-sc", "en-us-nyc"}  # the phoneme tables in espeak-ng's files of those accents
    assert not held_out & set(tomllib.loads(CHANGES.read_text("utf-8"))["tables"])


def test_espeak_speaks_in_them(tmp_path: Path) -> None:
    if shutil.which("espeak-ng") is None or not ESPEAK_DATA.is_dir():
        pytest.skip("espeak-ng is not installed here; only training needs it")
    accent = Accent("en-x900", "en", ("T t[", "v w", "oU o:", "r *"), (200,) * 8)
    data = with_accents(tmp_path, (accent,))
    assert _phonemes(data, accent.name) != _phonemes(data, "en")
    assert {"t[", "*", "o:"} <= set(_phonemes(data, accent.name).split("_"))
    assert not (tmp_path / ESPEAK_DATA.name / "lang" / "roa").exists()  # no other language was copied


def _phonemes(data: Path, voice: str) -> str:
    command = ("espeak-ng", f"--path={data}", "-v", voice, "-q", "-x", "--sep=_", SOUNDS)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return said.replace("'", "").replace("\n", "_").replace(" ", "_")


def test_a_course_rises_to_its_peak_and_falls_to_its_last_step() -> None:
    again = Pace(last=18_500, first=14_500, peak=8e-4)
    rates = [again.rate(step) for step in range(14_500, 18_501, 100)]
    assert max(rates) == pytest.approx(8e-4, rel=0.05)
    assert rates[0] < rates[4] > rates[-1] > 0
    assert Pace(7000).rate(0) < Pace(7000).rate(400) < 2e-3


@pytest.mark.parametrize(("first", "last"), [(5, 5), (9, 5), (-1, 5)])
def test_a_course_without_steps_is_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="expected a first step before the last"):
        Pace(last, first)
