"""The kiosk on a stage, its own processes and models, under a keeper that can be asked how the screen is."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from installation.cli import ENVIRONMENT
from installation.keeper.supervisor import Orders, Supervisor
from installation.messages import Presented
from installation.settings import CONFIGS
from scripts.stage import Stage
from telemetry.events import StageEvent


class Nowhere:
    """Events are not kept."""

    def append(self, event: StageEvent) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Screen and studio, both running."""

    supervisor: Supervisor

    @classmethod
    @contextmanager
    def running(cls, stage: Stage) -> Iterator[Self]:
        """On a stage until the end, in the environment the command gives it."""
        os.environ.update(ENVIRONMENT | stage.environment)
        near, far = os.pipe()
        supervisor = Supervisor(Orders((CONFIGS / "default.toml").resolve(), "bundled"), Nowhere())
        thread = threading.Thread(target=supervisor.run, args=(near,))
        thread.start()
        try:
            yield cls(supervisor)
        finally:
            os.write(far, b".")
            thread.join()

    @property
    def presented(self) -> Presented:
        """What the screen said last about its frames."""
        return self.supervisor.presented

    def memory(self) -> dict[str, Any]:
        """Private memory of the screen, MiB (the sum of Private_* in smaps_rollup), and whether torch is in it."""
        process = Path(f"/proc/{self.supervisor.screen_pid}")
        lines = (process / "smaps_rollup").read_text().splitlines()
        private = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
        return {
            "screen_private_mib": round(private / 1024, 1),
            "screen_holds_torch": "libtorch" in (process / "maps").read_text(),
        }
