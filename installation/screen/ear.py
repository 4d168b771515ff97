"""The ear: what the microphone hears, handed on as it comes, until nobody wants it any more. A process root.

python -m installation.screen.ear    # float32, 16 kHz, mono on its output, until its input closes

It listens at the system's default microphone, whichever that is just then, and waits for one where there is none. What
it rests on may hang, or run wild where a device is pulled out (PortAudio's issue 1037): a process can be killed then.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Final, Never

import soxr

from models.types import SAMPLE_RATE, Floats

BLOCK_S: Final = 0.02
AGAIN_S: Final = 1.0  # between two tries
LOOK_S: Final = 0.1  # between two looks at whether it still comes


def main() -> Never:
    """Listen beside this thread, which waits for the end of the input."""
    import sounddevice  # here: what takes from an ear needs none

    threading.Thread(target=_listen, args=(sounddevice,), daemon=True).start()
    sys.stdin.buffer.read()
    os._exit(0)  # whatever hangs


def _listen(sound: ModuleType) -> Never:
    """Until what was heard is gone."""
    while not _handed_on(sound):
        time.sleep(AGAIN_S)
        with suppress(sound.PortAudioError):  # it looks for devices only when it begins
            sound._terminate()
        with suppress(sound.PortAudioError):
            sound._initialize()
    os._exit(0)


def _handed_on(sound: ModuleType) -> bool:
    """Whether there was a microphone; then it is gone."""
    try:
        rate = int(sound.query_devices(kind="input")["default_samplerate"])
        stream = sound.InputStream(rate, round(rate * BLOCK_S), channels=1, dtype="float32", callback=_voice(rate))
        stream.start()
    except (sound.PortAudioError, ValueError):
        return False
    while stream.active:
        time.sleep(LOOK_S)
    return True


def _voice(rate: int) -> Callable[..., None]:
    """What hands a block on."""
    resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")

    def came(block: Floats, *_: object) -> None:
        sys.stdout.buffer.write(resampler.resample_chunk(block[:, 0]).tobytes())
        sys.stdout.buffer.flush()

    return came


if __name__ == "__main__":
    main()
