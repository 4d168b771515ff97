"""Lines: whole messages or none, nothing that waits, nothing left behind, and films that cross without a copy."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from installation.link import INLINE, Line, LineError, line_ends
from models.types import Clip, Picture, Stroke, read_only

MIB = 1 << 20


@pytest.fixture
def lines() -> Iterator[tuple[Line, Line]]:
    near, far = (Line(end) for end in line_ends(MIB, 64 * MIB))
    with near, far:
        yield near, far


def _all(line: Line) -> list[Any]:
    return [message for message, _ in line.receive()]


def test_messages_come_whole_and_in_order(lines: tuple[Line, Line]) -> None:
    near, far = lines
    stroke = Stroke(np.arange(12, dtype=np.float32).reshape(4, 3), 5.0)
    near.send(("a", stroke))
    near.send("b" * 100_000)
    (_, received), text = _all(far)
    np.testing.assert_array_equal(received.points, stroke.points)
    assert text == "b" * 100_000
    assert _all(far) == []


def test_a_film_crosses_read_only_through_memory(lines: tuple[Line, Line]) -> None:
    near, far = lines
    frames = np.random.default_rng(1).integers(0, 256, (24, 512, 512, 3), np.uint8)
    far.send(Clip(frames, 24))
    (clip,) = _all(near)
    assert isinstance(clip, Clip)
    np.testing.assert_array_equal(clip.frames, frames)
    assert not clip.frames.flags.writeable
    with pytest.raises(ValueError, match="WRITEABLE"):
        clip.frames.setflags(write=True)


def test_what_is_larger_than_the_memory_is_refused_and_the_line_lives_on(lines: tuple[Line, Line]) -> None:
    near, far = lines
    with pytest.raises(LineError, match="expected at most 1,048,576 bytes"):
        near.send(np.zeros(2 * MIB, np.uint8))
    near.send("still here")
    assert _all(far) == ["still here"]


def test_the_memory_is_used_again(lines: tuple[Line, Line]) -> None:
    near, far = lines
    for number in range(40):
        near.send(np.full(INLINE * 4, number, np.uint8))
        (array,) = _all(far)
        assert (array == number).all()


def test_nobody_reading_is_told_and_not_waited_for(lines: tuple[Line, Line]) -> None:
    near, _ = lines
    with pytest.raises(LineError, match="expected the other end to take"):
        for _ in range(100_000):
            near.send("x" * 1000)


def test_an_end_that_hangs_up_is_told_after_what_it_said(lines: tuple[Line, Line]) -> None:
    near, far = lines
    far.send("last words")
    far.close()
    received = near.receive()
    assert next(received)[0] == "last words"
    with pytest.raises(LineError, match="closed"):
        next(received)
    with pytest.raises(LineError):
        near.send("anybody?")


def test_open_files_can_be_handed_over(lines: tuple[Line, Line], tmp_path: Path) -> None:
    near, far = lines
    here, there = line_ends(MIB, MIB)
    near.send("a new line", there.descriptors)
    for descriptor in there.descriptors:
        os.close(descriptor)
    ((message, descriptors),) = far.receive()
    assert message == "a new line"
    with Line(here) as mine, Line(type(there)(*descriptors)) as theirs:
        mine.send(read_only(np.ones(100_000, np.uint8)))
        (array,) = _all(theirs)
        assert array.sum() == 100_000


def _talk(pipe: int, written: int, read: int) -> None:
    from installation.link import End

    line = Line(End(pipe, written, read))
    while True:
        line.send(Picture(np.zeros((256, 256, 3), np.uint8)))
        time.sleep(0.0005)


def test_a_writer_that_is_killed_leaves_whole_messages_and_an_end() -> None:
    here, there = line_ends(MIB, 16 * MIB)
    process = multiprocessing.get_context("fork").Process(target=_talk, args=there.descriptors)
    process.start()
    for descriptor in there.descriptors:
        os.close(descriptor)
    with Line(here) as line:
        time.sleep(0.2)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        count = 0
        with pytest.raises(LineError, match="closed"):
            for message, _ in line.receive():
                assert message.pixels.shape == (256, 256, 3)
                count += 1
    assert count > 10


def test_a_line_ends_in_no_file_system(lines: tuple[Line, Line]) -> None:
    near, far = lines
    near.send(np.ones(200_000, np.uint8))
    assert len(_all(far)) == 1
    assert not [path for path in Path("/dev/shm").iterdir() if "drawn-aloud" in path.name]
