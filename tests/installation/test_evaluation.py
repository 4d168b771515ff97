"""`drawn-aloud evaluate` hands a bundle to the workshop and says plainly when it cannot."""

import json
from pathlib import Path

import pytest

from installation.cli import main
from installation.evaluation import SUBJECTS
from installation.settings import ROOT

WORKSHOP = """
import json, pathlib, sys
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
{0}
out.mkdir(parents=True)
(out / "speech.json").write_text(json.dumps(sys.argv[1:]))
print("a line of the table")
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    (tmp_path / "data" / "speech").mkdir(parents=True)
    return tmp_path / "data"


def checkout(folder: Path, monkeypatch: pytest.MonkeyPatch, ending: str = "") -> None:
    """A checkout whose workshop writes down what it was asked."""
    file = folder / "checkout/scripts/bundled/speech/evaluate.py"
    file.parent.mkdir(parents=True)
    file.write_text(WORKSHOP.format(ending))
    monkeypatch.setattr("installation.evaluation.ROOT", folder / "checkout")


def ask(people: Path, settings: Path, *more: str, subject: str = "speech") -> int:
    where = ("--data", str(people), "--out", str(people.parent / "out"), "--settings", str(settings))
    return main(("evaluate", subject, *where, *more))


def test_the_workshop_judges_the_bundle_of_the_profile(
    people: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    checkout(people.parent, monkeypatch)
    monkeypatch.chdir(people.parent)
    assert main(("evaluate", "speech", "--data", "data", "--out", "out", "--settings", str(settings_file))) == 0
    told = capfd.readouterr()
    page = people.parent / "out" / "speech.html"
    assert json.loads(told.out) == {"page": str(page), "figures": str(page.with_suffix(".json"))}
    assert told.err.splitlines() == ["a line of the table", f"drawn-aloud: evaluated: the page is {page}"]
    asked = json.loads(page.with_suffix(".json").read_text())
    options = dict(zip(asked[::2], asked[1::2], strict=True))
    assert options.keys() == {"--data", "--bundle", "--out"}
    assert options["--data"] == str(people) and options["--out"] == str(page.parent)
    assert (Path(options["--bundle"]) / "speech.pt").is_file()


def test_the_count_is_handed_on(people: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout(people.parent, monkeypatch)
    assert ask(people, settings_file, "--count", "7") == 0
    assert json.loads((people.parent / "out" / "speech.json").read_text())[-2:] == ["--count", "7"]


@pytest.mark.parametrize(
    ("ending", "code", "complaint"),
    [
        ('raise RuntimeError("no memory")', 1, "exit code 1: RuntimeError: no memory"),
        ('print("usage: evaluate", file=sys.stderr); sys.exit(2)', 2, "exit code 2: usage: evaluate"),
        ("import os; os.kill(os.getpid(), 9)", 1, "exit code -9: nothing"),
    ],
)
def test_a_workshop_that_fails_is_told_in_one_line(
    ending: str,
    code: int,
    complaint: str,
    people: Path,
    settings_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    checkout(people.parent, monkeypatch, ending)
    assert ask(people, settings_file) == code
    told = capfd.readouterr()
    assert complaint in told.err and told.err.count("\n") == 1 and told.out == ""


@pytest.mark.parametrize(("subject", "missing"), [("painter", "sketches"), ("speech", "speech")])
def test_data_without_people_is_bad_input(
    subject: str, missing: str, settings_file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(tmp_path / "nowhere", settings_file, subject=subject) == 2
    assert f"expected a folder of data with {missing} in it, got " in capfd.readouterr().err


def test_an_installed_copy_says_that_it_has_no_workshop(
    people: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("installation.evaluation.ROOT", people)
    assert ask(people, settings_file) == 1
    assert "expected a checkout with its scripts" in capfd.readouterr().err


@pytest.mark.parametrize("subject", ["guard", "painter", "speech"])
def test_this_checkout_has_a_workshop_for_everything_that_is_judged(subject: str) -> None:
    assert (ROOT / SUBJECTS[subject].module.replace(".", "/")).with_suffix(".py").is_file()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("gallery",), "invalid choice"),
        (("speech",), "--data"),
        (("speech", "--data", "x", "--out", "y", "--count", "0"), "expected a whole number from 1 to"),
        (("speech", "--data", "x", "--out", "y", "--count", "many"), "expected a whole number from 1 to"),
    ],
)
def test_usage_errors_are_one_line(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(("evaluate", *arguments))
    assert ended.value.code == 2
    line = capsys.readouterr().err
    assert complaint in line and line.count("\n") == 1
