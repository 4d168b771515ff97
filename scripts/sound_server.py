"""A sound server for a stage: a virtual microphone that hears what is played on it, real to every process that asks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

STARTS_S: Final = 20.0
MICROPHONE: Final = ("module-null-sink", "sink_name=stage")  # its monitor is the only source


@dataclass(frozen=True, slots=True)
class SoundServer:
    """One that runs; `environment` is what a process needs to find it."""

    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @classmethod
    @contextmanager
    def set(cls, folder: Path) -> Iterator[Self]:
        """Start it in a folder of its own, the microphone plugged in, and end it in the end.

        Raises:
            SystemExit: it does not start.
        """
        socket = folder / "pulse.socket"
        socket.unlink(missing_ok=True)
        modules = (" ".join(MICROPHONE), f"module-native-protocol-unix auth-anonymous=1 socket={socket}")
        loads = [f"--load={module}" for module in modules]
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *loads]
        own = os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        process = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            give_up = time.monotonic() + STARTS_S
            while not socket.exists():
                if process.poll() is not None or time.monotonic() > give_up:
                    sys.exit("expected pulseaudio to start, but it did not")
                time.sleep(0.05)
            place = {"PULSE_SERVER": f"unix:{socket}", "PULSE_SOURCE": "stage.monitor", "PULSE_SINK": "stage"}
            yield cls(process, place)
        finally:
            process.terminate()
            process.wait()

    def plug_in(self) -> None:
        """The microphone is there again."""
        self._control("load-module", *MICROPHONE)

    def pull_out(self) -> None:
        """The microphone is gone, and what played on it."""
        self._control("unload-module", MICROPHONE[0])

    def listeners(self) -> int:
        """How many have the microphone open just now."""
        return len(self._control("list", "short", "source-outputs").splitlines())

    def _control(self, *words: str) -> str:
        environment = os.environ | self.environment
        return subprocess.run(["pactl", *words], env=environment, capture_output=True, text=True, check=True).stdout
