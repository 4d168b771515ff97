"""The plan is chosen by what this machine measured, kept, and replayed exactly."""

import json
from pathlib import Path

import pytest

from installation.settings import ROOT, Choice, Pace, Settings, read_settings
from installation.studio.calibration import FILE, Speed, choose_plan, cores, read_plan
from installation.studio.loading import load_studio
from installation.studio.pipeline import Studio
from models.errors import BadInputError
from models.settings import read_profile
from models.types import Plan

BEST, LEAST = Choice(steps=8, keyframes=6, size=512), Choice(steps=3, keyframes=3, size=512)
EVER, NEVER = 600.0, 1e-3


def pace(seconds: float) -> Pace:
    return Pace(first_s=seconds, film_s=seconds, hearing_s=0, choices=(BEST, LEAST))


@pytest.fixture(scope="module")
def studio(settings: Settings) -> Studio:
    return load_studio(settings, read_profile("bundled", settings.profiles, ROOT))


def test_costs_add_up_as_the_way_is_walked() -> None:
    speed = Speed(step_s=0.1, picture_s=0.2, finish_s=0.3, film_s=2.0)
    assert speed.first_s(BEST) == pytest.approx(8 * 0.1 + 0.2 + 0.3)
    assert speed.whole_s(BEST, 0.5) == pytest.approx(1.3 + 5 * (4 * 0.1 + 0.2) + 2.0)
    large = Choice(steps=8, keyframes=6, size=1024)
    assert speed.whole_s(large, 0.5) == pytest.approx(0.8 + 0.2 + 1.2 + 5 * 0.6 + 8.0)


@pytest.fixture(scope="module")
def measured(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("measured")
    assert choose_plan(studio, pace(EVER), state) == Plan(8, 6, 512, cores())
    return state


def test_the_last_choice_is_taken_when_none_keeps_the_pace_and_nothing_is_measured_twice(
    studio: Studio, measured: Path
) -> None:
    before = (measured / FILE).read_bytes()
    assert choose_plan(studio, pace(NEVER), measured) == Plan(3, 3, 512, cores())
    assert (measured / FILE).read_bytes() == before


def test_a_damaged_or_foreign_measurement_is_taken_again(studio: Studio, tmp_path: Path) -> None:
    kept = {"machine": "another", "step_s": 1e6, "picture_s": 1, "finish_s": 1, "film_s": 1}
    (tmp_path / FILE).write_text(json.dumps(kept))
    assert choose_plan(studio, pace(EVER), tmp_path).steps == 8
    assert json.loads((tmp_path / FILE).read_bytes())["machine"] != "another"


def test_a_measurement_of_this_machine_decides_without_rehearsing(
    studio: Studio, measured: Path, tmp_path: Path
) -> None:
    kept = json.loads((measured / FILE).read_bytes()) | {"film_s": 1e9}
    (tmp_path / FILE).write_text(json.dumps(kept))
    before = studio.painter.evaluations
    assert choose_plan(studio, pace(EVER), tmp_path).steps == 3
    assert studio.painter.evaluations == before


def test_a_state_that_cannot_be_written_costs_time_but_no_piece(studio: Studio) -> None:
    assert choose_plan(studio, pace(EVER), Path("/proc/nothing")).steps == 8


def test_a_plan_and_a_report_replay_alike_and_keep_their_day(tmp_path: Path) -> None:
    plan = {"steps": 5, "keyframes": 4, "size": 640, "threads": 3, "day": "2026-02-03"}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    (tmp_path / "report.json").write_text(json.dumps({"outcome": "cleared", "plan": plan}))
    for name in ("plan.json", "report.json"):
        assert read_plan(tmp_path / name, "2030-01-01") == (Plan(5, 4, 640, 3), "2026-02-03")
    del plan["day"]
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    assert read_plan(tmp_path / "plan.json", "2030-01-01")[1] == "2030-01-01"


@pytest.mark.parametrize("change", [{"steps": 0}, {"size": 511}, {"size": 100_000}, {"threads": "2"}, {"speed": 1}])
def test_a_plan_out_of_bounds_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    plan = {"steps": 5, "keyframes": 4, "size": 640, "threads": 3} | change
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    with pytest.raises(BadInputError, match=f"expected a plan.*{next(iter(change))}"):
        read_plan(tmp_path / "plan.json", "2030-01-01")


def test_the_shipped_settings_hold_what_the_code_needs() -> None:
    shipped = read_settings(ROOT / "configs" / "default.toml")
    assert shipped.policy.is_file() and shipped.styles.is_dir() and shipped.languages.is_dir()
    assert (shipped.styles / f"{shipped.site.style}.toml").is_file()
    assert shipped.pace.choices[0] == BEST
