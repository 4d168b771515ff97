"""`drawn-aloud evaluate`: a bundle is judged by the checkout's own workshop, in a process of its own."""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from installation.ending import CLEARED, Ending
from installation.settings import ROOT, Settings
from models.errors import BadInputError, DrawnAloudError
from models.settings import read_profile

ERROR_STREAM = 2  # where the workshop's own lines go, so that the output stays one JSON


class EvaluationError(DrawnAloudError):
    """A bundle could not be judged."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: the workshop's module for it, and the folder of the data that it cannot do without."""

    module: str
    folder: str


SUBJECTS = {
    "guard": Subject("scripts.bundled.guard.evaluate", "text"),
    "painter": Subject("scripts.bundled.painter.evaluate", "sketches"),
    "speech": Subject("scripts.bundled.speech.evaluate", "speech"),
}


def evaluate(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """Judge the profile's painter or ear; tables, JSON and a page are then in the folder asked for.

    Raises:
        BadInputError: there is no such data or profile.
        EvaluationError: there is no workshop, or it did not end well.
    """
    name, out = arguments.subject, arguments.out.resolve()
    subject = SUBJECTS[name]
    bundle = getattr(read_profile(arguments.profile, settings.profiles, ROOT), name)
    where = ["--data", str(_data(arguments.data, subject)), "--bundle", str(bundle.resolve()), "--out", str(out)]
    count = ["--count", str(arguments.count)] if arguments.count else []
    _run([sys.executable, "-m", _workshop(subject), *where, *count])
    page = out / f"{name}.html"
    return Ending(CLEARED, f"evaluated: the page is {page}", {"page": str(page), "figures": str(out / f"{name}.json")})


def _workshop(subject: Subject) -> str:
    """The module, which an installed copy does not bring along."""
    if not (ROOT / subject.module.replace(".", "/")).with_suffix(".py").is_file():
        raise EvaluationError(f"expected a checkout with its scripts at {ROOT}, got an installed copy without them")
    return subject.module


def _data(folder: Path, subject: Subject) -> Path:
    if not (folder / subject.folder).is_dir():
        raise BadInputError(f"expected a folder of data with {subject.folder} in it, got {folder}")
    return folder.resolve()


def _run(command: list[str]) -> None:
    """To its end; what went wrong is the last line it wrote."""
    ended = subprocess.run(  # noqa: S603  our own module, with paths and a number
        command, cwd=ROOT, stdout=ERROR_STREAM, stderr=subprocess.PIPE, text=True, errors="replace", check=False
    )
    if ended.returncode:
        last = ([line for line in ended.stderr.splitlines() if line.strip()] or ["nothing"])[-1]
        kind = BadInputError if ended.returncode == BadInputError.exit_code else EvaluationError
        raise kind(f"expected the evaluation to end well, got exit code {ended.returncode}: {last}")
