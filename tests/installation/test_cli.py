"""Every command ends with an exit code and one plain line, whatever comes in."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from installation.cli import main
from installation.settings import CONFIGS, read_settings
from installation.studio.loading import open_repertoire
from safety.curated import Curated, read_manifest
from safety.types import Blocked, Cleared
from tests.installation.conftest import SURE, build_guard, write_settings

ROOT = Path(__file__).parents[2]
CLI = [sys.executable, "-m", "installation.cli"]


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.json"
    points = [[50, 50, 0], [350, 50, 100], [350, 250, 200], [50, 250, 300], [50, 50, 400]]
    path.write_text(json.dumps({"width": 400, "height": 300, "strokes": [{"width": 6, "points": points}]}))
    return path


def silence(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(int(seconds * 16_000) * 2))
    return path


def test_help_is_quick() -> None:
    ended = subprocess.run([*CLI, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "create" in ended.stdout and "check-image" in ended.stdout
    heavy = "import sys, installation.cli; print([m for m in ('torch', 'numpy', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, check=True).stdout == b"[]\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "required"),
        (("create",), "--sketch"),
        (("create", "--sketch", "x", "--out", "y"), "--voice --words"),
        (("create", "--sketch", "x", "--words", "x", "--voice", "y", "--out", "y"), "not allowed"),
        (("create", "--sketch", "x", "--words", "x", "--out", "y", "--seed", "-1"), "whole number"),
        (("create", "--sketch", "x", "--words", "x", "--out", "y", "--seed", "nan"), "whole number"),
        (("paint",), "invalid choice"),
    ],
)
def test_usage_errors_are_one_line(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    line = capsys.readouterr().err
    assert complaint in line and line.count("\n") == 1


BAD = {
    "no words": (("--words", "  "), "expected words"),
    "too many words": (("--words", "cat " * 300), "at most 500"),
    "unknown style": (("--words", "a cat", "--style", "picasso"), "van-gogh"),
    "unknown profile": (("--words", "a cat", "--profile", "huge"), "expected a profile"),
    "no recording": (("--voice", "nowhere.wav"), "expected a sound file"),
    "no plan": (("--words", "a cat", "--plan", "nowhere.json"), "expected a plan"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_exit_2_and_leaves_nothing(
    case: str, sketch: Path, settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more, complaint = BAD[case]
    out = tmp_path / "out"
    code = main(("create", "--sketch", str(sketch), "--out", str(out), "--settings", str(settings_file), *more))
    line = capsys.readouterr().err
    assert code == 2 and complaint in line and line.count("\n") == 1
    assert not out.exists() and [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "plan",
    ['{"steps": 8}', "[]", "3", '{"steps": 0, "keyframes": 6, "size": 512, "threads": 2}', "{", '{"steps": NaN}'],
)
def test_what_is_no_plan_is_refused(
    plan: str, sketch: Path, settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.json").write_text(plan)
    said = ("--words", "a cat", "--plan", str(tmp_path / "plan.json"), "--settings", str(settings_file))
    assert main(("create", "--sketch", str(sketch), "--out", str(tmp_path / "out"), *said)) == 2
    assert "expected a plan" in capsys.readouterr().err


def test_silence_without_words_is_bad_input(
    sketch: Path, settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.json").write_text('{"steps": 1, "keyframes": 2, "size": 512, "threads": 1}')
    said = ("--voice", str(silence(tmp_path / "silence.wav", 2)), "--plan", str(tmp_path / "plan.json"))
    where = ("--out", str(tmp_path / "out"), "--settings", str(settings_file))
    assert main(("create", "--sketch", str(sketch), *said, *where)) == 2
    assert "expected spoken words" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nowhere_to_write_is_a_failure(sketch: Path, settings_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--out", "/proc/nothing", "--settings", str(settings_file))
    assert main(("create", "--sketch", str(sketch), "--words", "a cat", *where)) == 1
    assert "expected to write the results" in capsys.readouterr().err


def test_transcribe_tells_that_nothing_was_said(
    settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("transcribe", str(silence(tmp_path / "s.wav", 1)), "--settings", str(settings_file))) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == "" and told["words"] == [] and told["hypotheses"] == []


@pytest.mark.parametrize(("text", "code"), [("a red house by the sea", 0), ("fuck you", 3), ("", 2)])
def test_check_words(text: str, code: int, settings_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("check-words", text, "--settings", str(settings_file))) == code
    out = capsys.readouterr().out
    if code != 2:
        told = json.loads(out)
        assert told["outcome"] == ("cleared" if code == 0 else "blocked")
        assert {"layer", "score", "threshold", "verdict"} <= set(told["guard"][0])


def test_check_sketch_and_image(
    sketch: Path, settings_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(np.full((90, 120, 3), 200, np.uint8)).save(tmp_path / "grey.jpg")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    settings = ("--settings", str(settings_file))
    assert main(("check-sketch", str(sketch), *settings)) == 0
    assert json.loads(capsys.readouterr().out)["guard"][0]["layer"] == "sketch.violence"
    assert main(("check-image", str(tmp_path / "grey.jpg"), *settings)) == 0
    assert json.loads(capsys.readouterr().out)["guard"][0]["layer"] == "image.violence"
    assert main(("check-image", str(tmp_path / "broken.png"), *settings)) == 2
    assert main(("check-sketch", str(tmp_path / "broken.png"), *settings)) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing(
    number: signal.Signals, code: int, sketch: Path, settings_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [*CLI, "create", "--sketch", str(sketch), "--words", "a cat", "--out", str(out)]
    with subprocess.Popen(
        [*command, "--settings", str(settings_file)], cwd=ROOT, stderr=subprocess.PIPE, env=os.environ
    ) as process:
        for _ in range(600):
            if list(tmp_path.glob(".out.draft-*")):
                break
            time.sleep(0.1)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in said and said.count(b"\n") <= 1
    assert not out.exists() and not list(tmp_path.glob(".out.draft-*"))


def test_an_error_nobody_foresaw_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, settings_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a\nb")

    monkeypatch.setattr("installation.studio.headless.load_guard", fail)
    assert main(("check-words", "cat", "--settings", str(settings_file))) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and "RuntimeError at test_cli.py:" in line


def test_approve_clears_exactly_these_bytes_and_says_who_stands_for_them(
    settings_file: Path, painter_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piece = tmp_path / "piece.png"
    Image.fromarray(np.full((64, 64, 3), 120, np.uint8)).save(piece)
    assert main(("approve", str(piece), "--settings", str(settings_file))) == 0
    assert json.loads(capsys.readouterr().out)["person"] == ""
    cleared = Curated(read_manifest(tmp_path / "manifest.json")).clear(piece)
    assert isinstance(cleared, Cleared)
    piece.write_bytes(piece.read_bytes() + b"x")
    assert isinstance(Curated(read_manifest(tmp_path / "manifest.json")).clear(piece), Blocked)


def test_approve_needs_a_name_where_a_layer_objects_a_little_and_takes_none_where_much(
    painter_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piece = tmp_path / "piece.png"
    Image.fromarray(np.full((64, 64, 3), 120, np.uint8)).save(piece)
    for logit, mild in ((0.5, True), (SURE, False)):
        folder = tmp_path / str(logit)
        settings = write_settings(folder, painter_bundle, build_guard(folder / "guard", image=logit))
        unsigned = ("approve", str(piece), "--settings", str(settings))
        assert main(unsigned) == 3
        assert main((*unsigned, "--person", "Ada Curator")) == (0 if mild else 3)
    assert "Ada Curator" in (tmp_path / "manifest.json").read_text("utf-8")
    assert capsys.readouterr().err.count("\n") == 4


def test_a_style_that_needs_a_permission_is_refused_where_the_site_states_none(
    sketch: Path, painter_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = write_settings(tmp_path / "site", painter_bundle, build_guard(tmp_path / "guard"))
    lines = (CONFIGS / "sites" / "demo.toml").read_text("utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(("warhol", "gallery")))
    (tmp_path / "museum.toml").write_text("".join(kept))
    text = settings.read_text("utf-8").replace(str(CONFIGS / "sites" / "demo.toml"), str(tmp_path / "museum.toml"))
    settings.write_text(text)
    said = ("--words", "a cat", "--style", "warhol", "--out", str(tmp_path / "out"), "--settings", str(settings))
    assert main(("create", "--sketch", str(sketch), *said)) == 2
    assert "permission" in capsys.readouterr().err
    offered = dict(open_repertoire(read_settings(settings)).artists())
    assert "warhol" not in offered and offered["monet"] == ("Claude Monet", "Monet")


def test_the_safety_case_says_that_it_is_not_met(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    exported = tmp_path / "tree.xml"
    assert main(["safety-case", "--open-psa", str(exported)]) == 3
    told = capsys.readouterr()
    assert told.out.startswith("The public sees prohibited content\n") and "Clopper-Pearson" in told.out
    assert told.err.startswith("drawn-aloud: not met: expected at most 0.007 % of pieces, got ")
    assert exported.read_text("utf-8").startswith("<?xml")


def test_a_safety_case_within_its_target_is_met(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("fault_tree.toml", "miss_rates.toml"):
        text = (CONFIGS / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("target = { assumed = 0.00007", "target = { assumed = 0.5"), "utf-8")
    assert main(["safety-case", "--json", "--tree", str(tmp_path / "fault_tree.toml")]) == 0
    assert json.loads(capsys.readouterr().out)["met"] is True


def test_no_fault_tree_is_a_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["safety-case", "--tree", str(tmp_path / "none.toml")]) == 1
    assert "expected counted rates at" in capsys.readouterr().err
