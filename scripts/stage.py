"""A stage for the kiosk on a machine without a screen: a virtual display, pointer and microphone, all real to it.

Needs Debian's xvfb, libxtst6, pulseaudio, pulseaudio-utils and libasound2-plugins (`scripts/setup stage`).
"""

import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from models.types import Bytes
from scripts.sound_server import SoundServer

NEEDED: Final = {
    "Xvfb": "xvfb",
    "pulseaudio": "pulseaudio",
    "paplay": "pulseaudio-utils",
}  # program -> Debian package
LIBRARIES: Final = {"Xtst": "libxtst6"}  # what moves the pointer
XWD_WORDS: Final = 25  # of 32 bits, big-endian, at the beginning (X11/XWDFile.h)


class Display:
    """What the screen shows, read from the memory the X server draws into (Xvfb -fbdir, XWD format)."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._memory = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(f">{XWD_WORDS}I", self._memory[: 4 * XWD_WORDS])
        self.width, self.height, self._line = header[4], header[5], header[12]
        self._start = header[0] + 12 * header[19]

    def pixels(self) -> Bytes:
        """RGB uint8 [H, W, 3], as it stands now."""
        end = self._start + self._line * self.height
        rows = np.frombuffer(self._memory[self._start : end], np.uint8).reshape(self.height, self._line)
        return np.ascontiguousarray(rows.reshape(self.height, -1, 4)[:, : self.width, 2::-1])

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """One of them, quickly."""
        at = self._start + y * self._line + 4 * x
        blue, green, red = self._memory[at : at + 3]
        return red, green, blue

    def part(self, x: int, y: int, width: int, height: int) -> bytes:
        """A rectangle of them, quickly: four bytes each, row by row."""
        rows = (self._start + (y + k) * self._line + 4 * x for k in range(height))
        return b"".join(self._memory[at : at + 4 * width] for at in rows)


@dataclass(frozen=True, slots=True)
class Stage:
    """A running display and microphone; `environment` is what a process on it needs."""

    display: Display
    environment: dict[str, str]

    @classmethod
    @contextmanager
    def set(cls, width: int, height: int) -> Iterator[Self]:
        """Set it up, and strike it in the end.

        Raises:
            SystemExit: a program is missing, or does not start.
        """
        missing = _missing()
        if missing:
            sys.exit(
                f"expected {', '.join(missing)} for a virtual screen; install: apt-get install {' '.join(missing)}"
            )
        with ExitStack() as held:
            folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
            name = held.enter_context(_screen(folder, width, height))
            sound = held.enter_context(SoundServer.set(folder)).environment
            (folder / "state").mkdir()
            environment = os.environ | sound | {
                "DISPLAY": name, "SDL_VIDEODRIVER": "x11", "XDG_STATE_HOME": str(folder / "state"),
            }  # fmt: skip
            yield cls(Display(folder / "Xvfb_screen0"), environment)

    @property
    def state(self) -> Path:
        """Where processes on it keep what they keep; gone with it."""
        return Path(self.environment["XDG_STATE_HOME"])

    def say(self, recording: Path) -> None:
        """Play a recording into the microphone; back when it is over."""
        subprocess.run(["paplay", str(recording)], env=self.environment, check=True)


@contextmanager
def running(command: Sequence[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process, ended in the end."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _missing() -> list[str]:
    """Debian packages that are not there."""
    programs = {package for program, package in NEEDED.items() if not shutil.which(program)}
    return sorted(programs | {package for library, package in LIBRARIES.items() if not find_library(library)})


@contextmanager
def _screen(folder: Path, width: int, height: int) -> Iterator[str]:
    """The name of a new X display."""
    near, far = os.pipe()
    size = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(far), "-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[far], stderr=subprocess.DEVNULL)
    os.close(far)
    try:
        with os.fdopen(near) as told:
            number = told.readline().strip()
        if not number:
            sys.exit("expected Xvfb to start, but it ended")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()
