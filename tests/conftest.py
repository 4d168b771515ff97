"""What every test may ask for, and the rule that none may reach the network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before torch loads: threads that wait must not keep a core busy
ROOT = Path(__file__).parents[1]
DATA = "DRAWN_ALOUD_DATA"


@pytest.fixture(scope="session")
def data() -> Path:
    """The people's drawings, voices and words, which lie beside the project and are never part of it."""
    folder = Path(os.environ.get(DATA, ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the people's drawings and voices are not here: {DATA} names no folder, nor is {folder} one")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _offline() -> Iterator[None]:
    """Nothing here may depend on the internet: only this machine answers."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
            raise AssertionError(f"expected no network after set-up, got a connection to {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield
