"""The whole way with tiny real networks: what comes out is cleared, repeatable, or nothing."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from installation.cli import main
from installation.settings import state_directory
from models.film import MACHINE_MADE, read_provenance
from models.types import Json
from tests.installation.conftest import SURE, build_guard, write_settings

PLAN = {"steps": 2, "keyframes": 2, "size": 512, "threads": 1, "day": "2026-01-31"}


def drawing(path: Path) -> Path:
    points = [[100, 200, 0], [200, 80, 200], [300, 200, 400], [300, 280, 600], [100, 280, 800], [100, 200, 1000]]
    path.write_text(json.dumps({"width": 400, "height": 300, "strokes": [{"width": 6, "points": points}]}))
    return path


def create(settings: Path, folder: Path, *more: str, words: str = "a red house and a cat dancing by the sea") -> int:
    (folder / "plan.json").write_text(json.dumps(PLAN))
    said = () if "--voice" in more else ("--words", words)
    sketch = ("--sketch", str(drawing(folder / "drawing.json")))
    where = ("--out", str(folder / "out"), "--plan", str(folder / "plan.json"), "--settings", str(settings))
    return main(("create", *sketch, *said, *where, *more))


def report(folder: Path) -> Json:
    loaded: Json = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    return loaded


def contents(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def made(settings_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        assert create(settings_file, folder, "--seed", "5", "--style", "monet") == 0
    return folder


def test_a_cleared_run_leaves_the_film_its_pictures_and_a_report(made: Path) -> None:
    assert contents(made) == ["film.mp4", "keyframes/01.png", "keyframes/02.png", "poster.png", "report.json"]
    told = report(made)
    assert told["outcome"] == "cleared" and told["plan"] == PLAN and told["seed"] == 5
    assert (told["style"], told["motion"]) == ("monet", "dance")
    assert told["prompt"]["text"] == "a red house and a cat, by the sea"
    film = told["film"]
    assert (film["frames"], film["fps"], film["width"], film["height"]) == (144, 24, 512, 512)
    assert (film["codec"], film["pixels"]) == ("h264", "yuv420p")


def test_the_report_says_what_decided_and_what_was_judged(made: Path) -> None:
    told = report(made)
    assert {role: model["id"] for role, model in told["models"].items()} == {
        "painter": "tiny-painter",
        "guard": "tiny-guard",
    }
    assert {decision["layer"].split(".")[0] for decision in told["guard"]} == {"words", "sketch", "image"}
    assert all(decision["score"] < decision["threshold"] for decision in told["guard"])
    assert told["network_evaluations"] == 2 + 1  # two steps of the first keyframe, one of the second
    assert {"load", "paint", "animate", "check_frames", "piece"} <= set(told["seconds"])
    assert told["at"]["first_keyframe"] < told["at"]["cleared"]


def test_film_and_poster_say_that_a_machine_made_them(made: Path) -> None:
    for name in ("film.mp4", "poster.png", "keyframes/01.png"):
        words = read_provenance((made / "out" / name).read_bytes())
        assert (words.source, words.day, words.model.id) == (MACHINE_MADE, PLAN["day"], "tiny-painter")


def test_every_stage_left_an_event_without_words(made: Path) -> None:
    path = made / "state" / "drawn-aloud" / "events.sqlite"
    with sqlite3.connect(path) as store:
        rows = store.execute("SELECT stage, outcome FROM event").fetchall()
    store.close()
    assert len(rows) >= 10 and {outcome for _, outcome in rows} == {1}
    assert b"house" not in path.read_bytes()


def test_replaying_the_report_gives_the_same_film_byte_for_byte(
    made: Path, settings_file: Path, tmp_path: Path
) -> None:
    plan = ("--plan", str(made / "out" / "report.json"))
    assert create(settings_file, tmp_path, "--seed", "5", "--style", "monet", *plan) == 0
    for name in ("film.mp4", "poster.png", "keyframes/02.png"):
        assert (tmp_path / "out" / name).read_bytes() == (made / "out" / name).read_bytes(), name


def test_unfit_words_are_blocked_before_the_painter_starts(
    settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(settings_file, tmp_path, words="a cat with a fucking rifle") == 3
    assert contents(tmp_path) == ["report.json"]
    told = report(tmp_path)
    assert told["outcome"] == "blocked" and told["network_evaluations"] == 0 and not told["regenerated"]
    assert any(decision["verdict"] == "block" for decision in told["guard"])
    assert capsys.readouterr().err.count("\n") == 1


def settings_with(opinions: dict[str, float], painter: Path, folder: Path) -> Path:
    return write_settings(folder / "settings", painter, build_guard(folder / "guard", **opinions))


def test_an_unfit_sketch_is_blocked_before_the_painter_starts(painter_bundle: Path, tmp_path: Path) -> None:
    assert create(settings_with({"sketch": SURE}, painter_bundle, tmp_path), tmp_path) == 3
    assert contents(tmp_path) == ["report.json"] and report(tmp_path)["network_evaluations"] == 0


def test_an_unfit_picture_is_painted_anew_once_from_neutral_words_and_then_blocked(
    painter_bundle: Path, tmp_path: Path
) -> None:
    assert create(settings_with({"image": SURE}, painter_bundle, tmp_path), tmp_path) == 3
    told = report(tmp_path)
    assert contents(tmp_path) == ["report.json"] and told["outcome"] == "blocked" and told["regenerated"]
    assert told["prompt"]["text"] == "a tree and a flower, in a meadow" and told["sketch"]["coverage"] == 0
    assert told["network_evaluations"] == 4


def test_one_flipped_byte_in_the_weights_is_a_failure_with_a_report(
    painter_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_with({}, painter_bundle, tmp_path)
    weights = tmp_path / "guard" / "image.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert create(settings, tmp_path) == 1
    assert contents(tmp_path) == ["report.json"]
    assert (report(tmp_path)["outcome"], report(tmp_path)["stage"]) == ("failed", "load")
    assert "altered" in report(tmp_path)["error"] and "altered" in capsys.readouterr().err


def test_missing_weights_are_a_failure(painter_bundle: Path, tmp_path: Path) -> None:
    settings = settings_with({}, painter_bundle, tmp_path)
    (tmp_path / "guard" / "sketch.safetensors").unlink()
    assert create(settings, tmp_path) == 1 and report(tmp_path)["outcome"] == "failed"


def test_nothing_paintable_and_no_ink_names_what_could_be(
    settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "blank.json").write_text('{"width": 400, "height": 300, "strokes": []}')
    assert create(settings_file, tmp_path, "--sketch", str(tmp_path / "blank.json"), words="a unicorn") == 2
    assert "unicorn" in (line := capsys.readouterr().err) and "horse" in line
    assert not (tmp_path / "out").exists()


def test_the_store_keeps_how_it_ended(settings_file: Path, tmp_path: Path) -> None:
    assert create(settings_file, tmp_path, "--sketch", str(tmp_path / "none.json")) == 2
    with sqlite3.connect(state_directory() / "events.sqlite") as store:
        rows: list[Any] = store.execute("SELECT stage, outcome FROM event ORDER BY id").fetchall()
    store.close()
    assert rows == [(3, 3), (15, 3)]  # reading, and with it the piece, refused


def test_strokes_on_a_picture_change_it_only_there(settings_file: Path, tmp_path: Path) -> None:
    pixels = np.random.default_rng(5).integers(60, 200, (300, 400, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "picture.png")
    assert create(settings_file, tmp_path, "--seed", "5", "--image", str(tmp_path / "picture.png")) == 0
    told = report(tmp_path)
    assert (told["film"]["width"], told["film"]["height"], told["film"]["frames"]) == (400, 300, 144)
    poster = np.asarray(Image.open(tmp_path / "out" / "poster.png").convert("RGB"))
    changed = (poster != pixels).any(-1)
    assert 0.05 < changed.mean() < 0.9
    assert not changed[:50].any() and not changed[:, :60].any()  # far from where the strokes were


@pytest.mark.parametrize(("sketch", "said"), [("blank", "empty drawing"), ("png", "expected strokes as JSON")])
def test_a_picture_is_changed_by_strokes_only(
    settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sketch: str, said: str
) -> None:
    picture = tmp_path / "picture.png"
    Image.fromarray(np.full((300, 400, 3), 90, np.uint8)).save(picture)
    blank = tmp_path / "blank.json"
    blank.write_text('{"width": 400, "height": 300, "strokes": []}')
    drawn = {"blank": blank, "png": picture}[sketch]
    words = ("--words", "a red house", "--settings", str(settings_file), "--out", str(tmp_path / "out"))
    assert main(("create", "--sketch", str(drawn), "--image", str(picture), *words)) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
