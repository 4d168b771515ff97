"""Results are published whole or not at all: written beside their place, then moved there in one step."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import BadInputError, OutputError
from models.types import Json

OURS = frozenset({"film.mp4", "poster.png", "keyframes", "report.json"})


class Publication:
    """A folder in the making. Files go in one by one; `publish` puts them all in place."""

    def __init__(self, place: Path, draft: Path) -> None:
        self._place = place
        self._draft = draft

    def add(self, name: str, data: bytes) -> None:
        """Write one file, down to the disk.

        Raises:
            OutputError: the disk is full, or there is no permission.
        """
        with _told(self._place):
            path = self._draft / name
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def add_json(self, name: str, value: Json) -> None:
        """Write plain values, readable."""
        self.add(name, (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())

    def publish(self) -> None:
        """Put everything in place; an earlier result there gives way.

        Raises:
            OutputError: it cannot be moved there.
        """
        with _told(self._place):
            if self._place.exists():
                self._replace(self._draft.with_name(self._draft.name + ".earlier"))
            else:
                self._draft.rename(self._place)
            _sync(self._place.parent)

    def _replace(self, earlier: Path) -> None:
        self._place.rename(earlier)
        try:
            self._draft.rename(self._place)
        except OSError:
            earlier.rename(self._place)
            raise
        shutil.rmtree(earlier)


@contextmanager
def publication(place: Path) -> Iterator[Publication]:
    """A draft beside `place`, gone again however the block ends unless it was published.

    What an earlier run that was killed left half-written is swept away first.

    Raises:
        BadInputError: the place holds something that is no result of ours.
        OutputError: nothing can be written there.
    """
    place = place.resolve()
    _require_ours(place)
    draft = place.with_name(f".{place.name}.draft-{os.getpid()}")
    with _told(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        draft.mkdir()
    try:
        yield Publication(place, draft)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _require_ours(place: Path) -> None:
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise BadInputError(f"expected a folder to write to, got a file: {place}")
    others = sorted(path.name for path in place.iterdir() if path.name not in OURS)
    if others:
        raise BadInputError(f"expected a new folder or an earlier result, got {place} with {others[0]!r} in it")


def _sweep(place: Path) -> None:
    for left in place.parent.glob(f".{place.name}.draft-*"):
        process = left.name.rpartition("draft-")[2].partition(".")[0]
        if not _is_running(process):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: str) -> bool:
    return process.isdigit() and Path(f"/proc/{process}").exists()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Tell the system's errors in our words."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"expected to write the results to {place}, but: {error.strerror or error}") from error
