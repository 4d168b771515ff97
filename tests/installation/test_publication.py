"""Results appear whole or not at all."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from installation.studio.publication import publication
from models.errors import BadInputError, OutputError

ROOT = Path(__file__).parents[2]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nothing_is_there_before_everything_is(tmp_path: Path) -> None:
    place = tmp_path / "new" / "out"
    with publication(place) as draft:
        draft.add("film.mp4", b"film")
        draft.add("keyframes/01.png", b"one")
        assert not place.exists()
        draft.publish()
    assert names(place) == {"film.mp4", "keyframes"} and (place / "keyframes" / "01.png").read_bytes() == b"one"
    assert names(place.parent) == {"out"}


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), publication(tmp_path / "out") as draft:
        draft.add("film.mp4", b"half")
        raise ZeroDivisionError
    assert not names(tmp_path)


def test_an_earlier_result_gives_way_whole(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for content in ("film.mp4", "report.json"):
        with publication(place) as draft:
            draft.add(content, b"x")
            draft.publish()
    assert names(place) == {"report.json"} and names(tmp_path) == {"out"}


def test_an_earlier_result_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with publication(place) as draft:
        draft.add("report.json", b"first")
        draft.publish()
    with pytest.raises(ZeroDivisionError), publication(place) as draft:
        draft.add("report.json", b"second")
        raise ZeroDivisionError
    assert (place / "report.json").read_bytes() == b"first" and names(tmp_path) == {"out"}


def test_a_folder_with_other_things_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(BadInputError, match=r"diary\.txt"), publication(tmp_path / "out"):
        pytest.fail("never reached")
    assert names(tmp_path) == {"out"}


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(BadInputError, match="got a file"), publication(tmp_path / "out"):
        pytest.fail("never reached")


def test_what_a_killed_run_left_is_swept_and_a_living_one_is_let_alone(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f".out.draft-{ended.pid}").mkdir()
    (tmp_path / f".out.draft-{ended.pid}.earlier").mkdir()
    (tmp_path / f".out.draft-{os.getppid()}").mkdir()
    with publication(tmp_path / "out") as draft:
        draft.add("report.json", b"x")
        draft.publish()
    assert names(tmp_path) == {"out", f".out.draft-{os.getppid()}"}


def test_where_nothing_may_be_written_it_is_said_before_anything_is_done() -> None:
    with (
        pytest.raises(OutputError, match="expected to write the results to /proc/nothing/here"),
        publication(Path("/proc/nothing/here")),
    ):
        pytest.fail("never reached")


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The system's limit on file sizes gives the same kind of error as a disk that runs full in mid-file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OutputError, match="expected to write the results"), publication(tmp_path / "out") as draft:
            draft.add("report.json", b"{}")
            draft.add("film.mp4", bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not names(tmp_path)


def test_a_killed_process_leaves_no_result(tmp_path: Path) -> None:
    code = (
        "import sys, os, signal, pathlib\n"
        "from installation.studio.publication import publication\n"
        "with publication(pathlib.Path(sys.argv[1])) as draft:\n"
        "    draft.add('film.mp4', b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], cwd=ROOT, check=False)
    assert not (tmp_path / "out").exists()
    with publication(tmp_path / "out") as draft:
        draft.publish()
    assert names(tmp_path) == {"out"}
