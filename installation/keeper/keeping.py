"""`drawn-aloud run`: the kiosk, until somebody ends it."""

import argparse
import os
import signal
from types import FrameType

from installation.ending import CLEARED, Ending
from installation.keeper.supervisor import Orders, Supervisor
from installation.settings import CONFIGS, EVENTS, Settings, state_directory
from telemetry.store import Store


def run(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """Keep screen and studio running until SIGTERM or Ctrl-C; then nothing is left behind."""
    stop, asked = os.pipe()

    def ask(number: int, frame: FrameType | None) -> None:
        os.write(asked, b".")

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    window = ("--window", arguments.window) if arguments.window else ()
    orders = Orders((arguments.settings or CONFIGS / "default.toml").resolve(), arguments.profile, window)
    with Store(state_directory() / EVENTS) as store:
        Supervisor(orders, store).run(stop)
    return Ending(CLEARED, "the kiosk is closed", {})
