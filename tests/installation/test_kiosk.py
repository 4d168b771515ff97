"""The kiosk as processes: what dies is replaced, what ends leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation.screen.session import Event, State
from tests.installation.visitor import PATIENCE_S, Started, Visitor, home, to_the_sheet, type_in


def test_a_studio_that_is_killed_leaves_a_kind_word_and_a_living_screen(
    visitor: Visitor, studio_and_line: Started
) -> None:
    to_the_sheet(visitor)
    type_in(visitor, "a cat")
    visitor.press(Event.PAINT)
    visitor.frame()
    os.kill(studio_and_line[0].process.pid, signal.SIGKILL)
    visitor.until(State.SORRY)
    assert not visitor.kiosk.studio.ready
    home(visitor)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@pytest.fixture
def running(settings_file: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "installation.cli", "run", "--settings", str(settings_file)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    give_up = time.monotonic() + 30
    while len(_children(process.pid)) < 2:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    yield process
    process.kill()
    process.wait()
    assert process.stderr
    process.stderr.close()


def test_the_kiosk_ends_within_five_seconds_and_leaves_nothing(running: subprocess.Popen[bytes]) -> None:
    children = _children(running.pid)
    began = time.monotonic()
    running.terminate()
    _, said = running.communicate(timeout=30)
    assert running.returncode == 0, said
    assert b"the kiosk is closed" in said
    assert time.monotonic() - began < 30
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_a_screen_that_dies_comes_back(running: subprocess.Popen[bytes]) -> None:
    before = _children(running.pid)
    os.kill(before[0], signal.SIGKILL)
    give_up = time.monotonic() + 30
    while set(_children(running.pid)) & set(before) or len(_children(running.pid)) < 2:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    assert running.poll() is None


def test_processes_whose_keeper_is_killed_end_themselves(running: subprocess.Popen[bytes]) -> None:
    children = _children(running.pid)
    running.kill()
    give_up = time.monotonic() + PATIENCE_S
    while [pid for pid in children if Path(f"/proc/{pid}/cmdline").exists() and _runs(pid)]:
        assert time.monotonic() < give_up
        time.sleep(0.2)


def _runs(pid: int) -> bool:
    try:
        return b"installation" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
