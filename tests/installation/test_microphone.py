"""A microphone that is pulled out and put back, on a real sound server whose only source is what is played on it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installation.screen.microphone import EAR, Microphone, loudness
from installation.screen.page import Pill, Tool
from installation.screen.session import Event, State
from installation.screen.views import page
from scripts.sound_server import SoundServer
from scripts.stage import running
from tests.installation.visitor import PIN, Visitor, dial, hold_the_corner, home, to_the_sheet

PATIENCE_S = 30.0
HANGS_S = 3.0  # a call that takes longer waits for something
NOISE = ("pacat", "--rate=16000", "--channels=1", "--format=s16le", "/dev/urandom")


@contextmanager
def _reached(server: SoundServer) -> Iterator[None]:
    """This process finds the server as the screen's does."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    with SoundServer.set(tmp_path_factory.mktemp("sound")) as server, _reached(server):
        yield server


@pytest.fixture(scope="module")
def microphone(server: SoundServer) -> Iterator[Microphone]:
    """The one of the visitor's kiosk."""
    microphone = Microphone(EAR)
    yield microphone
    microphone.close()


@pytest.fixture
def own(server: SoundServer) -> Iterator[Microphone]:
    microphone = Microphone(EAR)
    yield microphone
    microphone.close()
    _until(lambda: server.listeners() == 0)


def _until(holds: Callable[[], object], meanwhile: Callable[[], object] = lambda: None) -> None:
    """Frame after frame, none of which is held up."""
    give_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up
        began = time.monotonic()
        meanwhile()
        assert time.monotonic() - began < HANGS_S
        time.sleep(0.016)


def _is_open(microphone: Microphone, *, open: bool = True) -> None:
    _until(lambda: microphone.open is open, lambda: microphone.heard(time.monotonic()))


def _hears_noise(microphone: Microphone) -> None:
    with running(NOISE):
        _until(lambda: loudness(microphone.heard(time.monotonic())) > 0.9)


def test_one_that_is_pulled_out_and_put_back_is_heard_again(server: SoundServer, own: Microphone) -> None:
    _is_open(own)
    _hears_noise(own)
    server.pull_out()
    _is_open(own, open=False)
    assert not own.there
    server.plug_in()
    _is_open(own)
    _hears_noise(own)


def test_one_that_is_put_in_after_the_start_is_heard(tmp_path: Path) -> None:
    microphone = Microphone(EAR)
    with SoundServer.set(tmp_path) as gone:
        pass
    with _reached(gone):
        microphone.heard(time.monotonic())
        with SoundServer.set(tmp_path) as server:
            _is_open(microphone)
            _hears_noise(microphone)
            microphone.close()
            _until(lambda: server.listeners() == 0)


def test_a_sound_server_that_hangs_holds_nothing_up(server: SoundServer, own: Microphone) -> None:
    _is_open(own)
    server.process.send_signal(signal.SIGSTOP)
    try:
        _is_open(own, open=False)
        _until(lambda: own._ear is None, own.close)
    finally:
        server.process.send_signal(signal.SIGCONT)
    _is_open(own)
    _hears_noise(own)


def test_one_that_runs_wild_is_replaced(server: SoundServer, own: Microphone) -> None:
    """As PortAudio may, where a device is pulled out: it lives, and hands nothing on."""
    _is_open(own)
    assert own._ear
    wild = own._ear.process
    wild.send_signal(signal.SIGSTOP)
    _is_open(own, open=False)
    _is_open(own)
    assert wild.returncode == -signal.SIGKILL
    _hears_noise(own)


def test_one_that_is_shut_while_it_opens_listens_no_more(server: SoundServer, own: Microphone) -> None:
    for wait_s in (0.0, 0.1, 0.3):
        own.heard(time.monotonic())
        time.sleep(wait_s)
        own.close()
        assert not own.there
        assert own.before().size == 0
        _until(lambda: server.listeners() == 0)


def test_a_process_that_dies_takes_its_ear_along(server: SoundServer) -> None:
    code = "import time; from installation.screen.microphone import EAR, Microphone; m = Microphone(EAR)\n"
    code += "while True: m.heard(time.monotonic()); time.sleep(0.02)"
    screen = subprocess.Popen([sys.executable, "-c", code])
    _until(lambda: server.listeners() == 1)
    screen.kill()
    screen.wait()
    _until(lambda: server.listeners() == 0)


def _deeds(visitor: Visitor) -> list[object]:
    shown = page(visitor.kiosk.moment(visitor.now), visitor._look)
    return [e.deed for e in shown.elements if isinstance(e, Pill)]


def test_without_one_the_visit_leads_with_words_by_hand_until_it_is_back(visitor: Visitor, server: SoundServer) -> None:
    to_the_sheet(visitor)
    _until(lambda: Event.SPEAK in _deeds(visitor), visitor.frame)
    server.pull_out()
    _until(lambda: Event.SPEAK not in _deeds(visitor), visitor.frame)
    assert {Event.PICK, Event.TYPE} <= set(_deeds(visitor))
    server.plug_in()
    _until(lambda: Event.SPEAK in _deeds(visitor), visitor.frame)
    home(visitor)
    assert server.listeners() == 0


def test_a_language_that_is_not_understood_is_not_listened_to(visitor: Visitor, server: SoundServer) -> None:
    english = visitor._look
    visitor.until(State.IDLE)
    visitor.touch(700, 300)
    visitor.press(Tool("language", 1))
    visitor._look = visitor.kiosk._look
    visitor.press(Event.BEGIN)
    for _ in range(100):
        visitor.frame()
        time.sleep(0.02)
    assert server.listeners() == 0
    home(visitor)
    visitor._look = english


def test_staff_see_whether_there_is_one(visitor: Visitor, server: SoundServer) -> None:
    def read(hears: bool) -> None:
        _until(lambda: visitor.kiosk.moment(visitor.now).hears is hears, visitor.frame)

    hold_the_corner(visitor)
    dial(visitor, PIN)
    read(True)
    server.pull_out()
    read(False)
    server.plug_in()
    read(True)
    for event in (Event.STOP, Event.OPEN, Event.CLOSE):
        visitor.press(event)
    visitor.frame()
    assert server.listeners() == 0


def test_one_that_goes_while_somebody_speaks_ends_the_listening(visitor: Visitor, server: SoundServer) -> None:
    to_the_sheet(visitor)
    _until(lambda: Event.SPEAK in _deeds(visitor), visitor.frame)
    visitor.press(Event.SPEAK)
    assert visitor.kiosk.session.state is State.SPEAK
    server.pull_out()
    visitor.until(State.CHECK)
    assert Event.SPEAK not in _deeds(visitor)
    assert visitor.kiosk.moment(visitor.now).wish.chips
    server.plug_in()
    visitor.press(Event.TYPE)
    visitor.press(Event.BACK)
    home(visitor)
