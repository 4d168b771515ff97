"""The processes in the keeper's care: started with private lines, told to leave, and killed when they do not."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from installation.link import End, Line, LineError, line_ends
from installation.messages import Leave

SMALL: Final = 1 << 20  # bytes of arrays under way between the keeper and anybody
LEAVES_S, ENDS_S = 2.0, 1.0  # to leave when told, and after SIGTERM


@dataclass(frozen=True, slots=True, eq=False)
class Ward:
    """One process, and the keeper's line to it."""

    name: str
    process: subprocess.Popen[bytes]
    line: Line

    @property
    def gone(self) -> bool:
        return self.process.poll() is not None

    def told_to_leave(self) -> None:
        """Ask; whether it does is seen later."""
        try:
            self.line.send(Leave())
        except LineError:
            return  # it is leaving already, or will be made to


def start(name: str, module: str, ends: Sequence[tuple[str, End]], more: Sequence[str]) -> Ward:
    """A new process of a module, with these ends of lines and one to the keeper."""
    near, far = line_ends(SMALL, SMALL)
    given = [*ends, ("--keeper", far)]
    options = [text for option, end in given for text in (option, ",".join(map(str, end.descriptors)))]
    descriptors = [d for _, end in given for d in end.descriptors]
    try:
        command = [sys.executable, "-m", module, *options, *more]
        process = subprocess.Popen(command, pass_fds=descriptors, stdin=subprocess.DEVNULL)  # noqa: S603  our own module
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return Ward(name, process, Line(near))


def end(wards: Sequence[Ward]) -> None:
    """Every process is gone when this returns, within a little more than `LEAVES_S` + `ENDS_S`."""
    for ward in wards:
        ward.told_to_leave()
    _wait(wards, LEAVES_S)
    for ward in wards:
        if not ward.gone:
            ward.process.terminate()
    _wait(wards, ENDS_S)
    kill(wards)


def kill(wards: Sequence[Ward]) -> None:
    """At once."""
    for ward in wards:
        ward.process.kill()
        ward.process.wait()
        ward.line.close()


def _wait(wards: Sequence[Ward], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not all(ward.gone for ward in wards):
        time.sleep(0.02)
