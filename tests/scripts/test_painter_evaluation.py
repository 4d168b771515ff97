"""The painter's evaluation, run for real on a handful of scenes: what it writes, and that it cannot flatter."""

import json
from pathlib import Path

import numpy as np
import pytest

from models.bundle import open_bundle
from models.types import Json
from scripts.bundled.painter import evaluate
from scripts.bundled.painter.evaluate import JUDGE
from scripts.bundled.painter.judge import Judges
from scripts.bundled.painter.looks import SIZE
from scripts.bundled.painter.trials import Trials, draw_trials

BUNDLED = Path(__file__).parents[2] / "models" / "bundled"
TABLES = ("Sketch, thing and colour", "The same, of real doodles only", "Words really matter", "Style recognised",
          "Changes to a picture")  # fmt: skip


@pytest.fixture(scope="module")
def written(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("evaluation")
    evaluate.main(["--data", str(data), "--bundle", str(BUNDLED / "painter"), "--out", str(out), "--count", "6"])
    return out


@pytest.fixture(scope="module")
def report(written: Path) -> Json:
    result: Json = json.loads((written / "painter.json").read_text("utf-8"))
    return result


@pytest.fixture(scope="module")
def trials(data: Path) -> Trials:
    return draw_trials(data, 60)


@pytest.fixture(scope="module")
def judges() -> Judges:
    return Judges.load(open_bundle(JUDGE, "judge"))


def test_every_table_and_the_machine_are_written(report: Json) -> None:
    assert set(TABLES) <= set(report)
    assert report["machine"]
    assert report["scenes"] == 6
    assert report["keyframe_s"] > 0


def test_every_share_is_a_share(report: Json) -> None:
    values = [
        value for table in TABLES for row in report[table].values() for who, value in row.items() if "/" not in who
    ]
    assert all(np.isnan(value) or 0 <= value <= 1 for value in values)


def test_nothing_outside_a_mask_was_changed(report: Json) -> None:
    assert report["Changes to a picture"]["pixels changed outside the mask"]["painter"] == 0


def test_the_page_holds_its_pictures_and_asks_nobody(written: Path) -> None:
    page = (written / "painter.html").read_text("utf-8")
    assert page.count("data:image/png;base64,") > 12
    assert "http:" not in page
    assert "https:" not in page


def test_the_judge_knows_true_renders_and_not_noise(trials: Trials, judges: Judges) -> None:
    seen = [(s.picture, thing, box) for s in trials.scenes for thing, _, box in s.objects]
    noise = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
    right = np.mean([judges.named(picture, box) == thing for picture, thing, box in seen])
    chance = np.mean([judges.named(noise, box) == thing for _, thing, box in seen])
    assert right > 0.6
    assert chance < 0.1


def test_the_judge_knows_the_styles(trials: Trials, judges: Judges) -> None:
    assert np.mean([judges.styled(scene.picture) == scene.style for scene in trials.scenes]) > 0.85
