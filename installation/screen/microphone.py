"""The microphone: open while a visitor is there, half a second remembered, nothing written anywhere.

A process of its own listens (`installation.screen.ear`): the loop never waits, and one that falls silent is replaced.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from installation.screen.ear import BLOCK_S
from models.types import SAMPLE_RATE, Floats

EAR: Final = (sys.executable, "-m", "installation.screen.ear")
NOTHING: Final = np.zeros(0, np.float32)
BEFORE_S: Final = 0.5  # of sound remembered before somebody says that they speak
AGAIN_S: Final = 2.0  # between two beginnings
SILENT_S: Final = 5.0  # without a single block, not even a quiet one: it hangs
MOST: Final = 1 << 18  # bytes taken at once
QUIET_DB, LOUD_DB = -55.0, -12.0  # of full scale: nothing, and as loud as the meter shows


@dataclass(frozen=True, slots=True)
class _Ear:
    process: subprocess.Popen[bytes]
    output: int  # an open file

    @classmethod
    def begun(cls, command: Sequence[str]) -> Self:
        """It ends with this process. What it rests on complains without end, to nobody."""
        near, far = os.pipe()
        os.set_blocking(near, False)
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=far, stderr=quiet)  # noqa: S603  our own
        os.close(far)
        return cls(process, near)

    @property
    def gone(self) -> bool:
        return self.process.poll() is not None

    def taken(self) -> Floats:
        """What waits to be taken."""
        try:
            return np.frombuffer(os.read(self.output, MOST), np.float32)
        except BlockingIOError:
            return NOTHING

    def end(self) -> None:
        """At once, whatever it does."""
        with self.process as process:
            process.kill()
        os.close(self.output)


class Microphone:
    """The system's default microphone, as a command hears it; none without one. Times are s on the loop's clock."""

    def __init__(self, ear: Sequence[str] | None) -> None:
        self._command = ear
        self._ear: _Ear | None = None
        self._begun = self._last = -AGAIN_S  # when it began, and when something came
        self._before: deque[Floats] = deque(maxlen=round(BEFORE_S / BLOCK_S))
        self.open = False  # whether sound is coming in
        self._found = False  # whether it came the last time

    @property
    def there(self) -> bool:
        """Whether sound is coming in, or is about to: one that was there the last time is being opened."""
        return self.open or (self._ear is not None and self._found)

    def heard(self, now: float) -> Floats:
        """Open it, if it is not, and take what came since the last call: float32 [N], 16 kHz."""
        if self._command and not self._ear and now - self._begun >= AGAIN_S:
            self._ear, self._begun, self._last = _Ear.begun(self._command), now, now
        if self._ear is None:
            return NOTHING
        samples = self._ear.taken()
        if len(samples):
            self.open, self._found, self._last = True, True, now
            self._before.append(samples)
        elif self._ear.gone or (self.there and now - self._last > SILENT_S):
            self.close()
            self._found = False
        return samples

    def close(self) -> None:
        """Shut it, and forget what was heard."""
        if self._ear is not None:
            self._ear.end()
        self._ear, self.open = None, False
        self._before.clear()

    def before(self) -> Floats:
        """The half second that was just heard."""
        return np.concatenate([NOTHING, *self._before])[-round(BEFORE_S * SAMPLE_RATE) :]


def loudness(samples: Floats) -> float:
    """0..1 for the meter, over the range of voices."""
    if not len(samples):
        return 0.0
    decibel = 10 * np.log10(float(np.mean(samples.astype(np.float64) ** 2)) + 1e-12)
    return float(np.clip((decibel - QUIET_DB) / (LOUD_DB - QUIET_DB), 0, 1))
