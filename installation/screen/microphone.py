"""The microphone: open while a visitor is there, half a second remembered, nothing written anywhere.

PortAudio calls back on a thread of its own, which only puts blocks into a queue; the loop takes them out. A microphone
that is missing, breaks or is pulled out is tried again every other second.
"""

import queue
from collections import deque
from types import ModuleType
from typing import Any, Final

import numpy as np
import soxr

from models.types import SAMPLE_RATE, Floats

BLOCK_S: Final = 0.02
BEFORE_S: Final = 0.5  # of sound remembered before somebody says that they speak
AGAIN_S: Final = 2.0  # between two tries to open
QUIET_DB, LOUD_DB = -55.0, -12.0  # of full scale: nothing, and as loud as the meter shows
MOST_BLOCKS: Final = 500


class Microphone:
    """One microphone, the system's default. Times are s on the loop's clock."""

    def __init__(self, sound: ModuleType | None) -> None:
        self._sound = sound
        self._stream: Any = None
        self._tried = -AGAIN_S
        self._blocks: queue.SimpleQueue[Floats] = queue.SimpleQueue()
        self._before: deque[Floats] = deque(maxlen=round(BEFORE_S / BLOCK_S))
        self._resampler: soxr.ResampleStream | None = None

    @property
    def open(self) -> bool:
        """Whether sound is coming in."""
        return self._stream is not None and bool(self._stream.active)

    @property
    def found(self) -> bool:
        """Whether there is one on this machine."""
        if self._sound is None:
            return False
        try:
            return self.open or bool(self._sound.query_devices(kind="input"))
        except (self._sound.PortAudioError, ValueError):
            return False

    def wanted(self, now: float) -> None:
        """Open it, if it is not; where that fails, in a while again."""
        if self._sound is None or self.open or now - self._tried < AGAIN_S:
            return
        self._tried = now
        self.close()
        try:
            rate = int(self._sound.query_devices(kind="input")["default_samplerate"])
            stream = self._sound.InputStream(
                samplerate=rate, channels=1, dtype="float32", blocksize=round(rate * BLOCK_S), callback=self._came
            )
            stream.start()
        except (self._sound.PortAudioError, ValueError):
            return  # none is there, or it is busy: the pages lead with words by hand meanwhile
        self._resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        self._stream = stream

    def close(self) -> None:
        """Shut it, and forget what was heard."""
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None
        self._before.clear()
        while not self._blocks.empty():
            self._blocks.get_nowait()

    def heard(self) -> Floats:
        """What came since the last call: float32 [N], 16 kHz."""
        blocks = []
        while not self._blocks.empty():
            blocks.append(self._blocks.get_nowait())
        if not blocks or self._resampler is None:
            return np.zeros(0, np.float32)
        samples = np.asarray(self._resampler.resample_chunk(np.concatenate(blocks)), np.float32)
        self._before.append(samples)
        return samples

    def before(self) -> Floats:
        """The half second that was just heard."""
        kept = [*self._before]
        return np.concatenate(kept)[-round(BEFORE_S * SAMPLE_RATE) :] if kept else np.zeros(0, np.float32)

    def _came(self, block: Any, frames: int, time: Any, status: Any) -> None:
        if self._blocks.qsize() < MOST_BLOCKS:
            self._blocks.put(np.array(block[:, 0], np.float32))


def sound_library() -> ModuleType | None:
    """PortAudio's binding, or nothing where the system has no PortAudio: the kiosk works without a microphone."""
    try:
        import sounddevice
    except OSError:
        return None
    return sounddevice  # type: ignore[no-any-return]


def loudness(samples: Floats) -> float:
    """0..1 for the meter, over the range of voices."""
    if not len(samples):
        return 0.0
    decibel = 10 * np.log10(float(np.mean(samples.astype(np.float64) ** 2)) + 1e-12)
    return float(np.clip((decibel - QUIET_DB) / (LOUD_DB - QUIET_DB), 0, 1))
