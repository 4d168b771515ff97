"""The studio as a process: it loads, says that it is ready, and answers one message after another. A process root.

    python -m installation.studio.worker --line 5,6,7 --keeper 8,9,10 --settings FILE --profile ID

It may be killed at any moment: it owns nothing that somebody else waits for, and writes nothing of a visitor's down.
"""

import argparse
import datetime
import os
import secrets
import select
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from installation.link import End, Line, LineError
from installation.messages import (
    Alive,
    Audio,
    Begun,
    Broken,
    Cancel,
    Commissioned,
    FirstPicture,
    ForStudio,
    FromStudio,
    Heard,
    Hush,
    Made,
    Partial,
    Progress,
    Ready,
    Refused,
    Stamp,
    Typed,
    Unheard,
)
from installation.settings import ROOT, read_settings, state_directory
from installation.studio.calibration import choose_plan
from installation.studio.commission import Commission, Ear, written
from installation.studio.listening import Utterance, cleared_words, unpainted
from installation.studio.loading import load_ear, load_studio
from installation.studio.pipeline import Run, Studio, create
from installation.studio.support import Given
from models.errors import DrawnAloudError
from models.ink import ink_of_drawing
from models.retouch import ground_of, retouch_of
from models.settings import read_profile
from models.speech_gate import SpeechGate
from models.types import Picture, Plan, Request, Sketch, Transcript
from safety.types import Blocked, Cleared, Decision
from telemetry.events import StageEvent
from telemetry.recorder import Recorder

POLITE = 10  # nice: the screen comes first
WORD_S = 0.5  # between two words to the keeper while nothing is asked
MOST_SEED = 2**31
USUAL_S = 6.0  # for a piece, before the first one


class CancelledError(DrawnAloudError):
    """What was being made is not wanted any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """What the studio works with, loaded once."""

    studio: Studio
    ear: Ear
    gate: SpeechGate
    plan: Plan
    language: str


class Desk:
    """Both lines of the studio: what waits on them, and what is not wanted any more."""

    def __init__(self, line: Line, keeper: Line) -> None:
        self._line, self._keeper = line, keeper
        self._waiting: list[ForStudio] = []
        self._cancelled: set[Stamp] = set()

    def tell(self, message: FromStudio) -> None:
        """To the screen."""
        self._line.send(message)

    def append(self, event: StageEvent) -> None:
        """To the store, which the keeper writes; also a sign of life."""
        self._keeper.send(event)

    def alive(self, *, busy: bool) -> None:
        """To the keeper."""
        self._keeper.send(Alive(busy))

    def asked(self) -> Iterator[ForStudio]:
        """Everything that is asked, one after another; between two, a word to the keeper."""
        while True:
            self._take()
            if self._waiting:
                yield self._waiting.pop(0)
            else:
                self.alive(busy=False)
                select.select([self._line, self._keeper], [], [], WORD_S)

    @property
    def caught_up(self) -> bool:
        """Whether nothing else waits."""
        return not self._waiting

    def require_wanted(self, stamp: Stamp) -> None:
        """Go on with a request only while it is wanted.

        Raises:
            CancelledError: it is not.
            LineError: nobody is there any more.
        """
        self._take()
        if stamp in self._cancelled:
            raise CancelledError("expected to go on, but it is not wanted any more")

    def _take(self) -> None:
        for _ in self._keeper.receive():
            pass  # only its end matters: it raises
        for message, _ in self._line.receive():
            if isinstance(message, Cancel):
                self._cancelled.add(message.stamp)
                self._waiting = [m for m in self._waiting if m.stamp != message.stamp]
            else:
                self._waiting.append(message)


class Follower:
    """Follows one piece: the screen is told what is cleared, the keeper that something moves."""

    def __init__(self, desk: Desk, stamp: Stamp, usual_s: float) -> None:
        self._desk, self._stamp, self._usual, self._start = desk, stamp, usual_s, time.monotonic()

    @property
    def spent_s(self) -> float:
        return time.monotonic() - self._start

    def heard(self, transcript: Transcript) -> None:
        """Words were read before."""

    def understood(self, request: Request) -> None:
        """Checking begins."""
        self._at()

    def judged(self, decisions: tuple[Decision, ...]) -> None:
        """A stage ended."""
        self._desk.require_wanted(self._stamp)

    def drawn(self, sketch: Cleared[Sketch]) -> None:
        """The drawing may be replayed."""
        self._desk.tell(Begun(self._stamp, sketch))
        self._at()

    def began(self, picture: Cleared[Picture]) -> None:
        """The first picture may be shown."""
        self._desk.tell(FirstPicture(self._stamp, picture))
        self._at()

    def _at(self) -> None:
        self._desk.alive(busy=True)
        left = max(0.0, self._usual - self.spent_s)
        self._desk.tell(Progress(self._stamp, min(0.95, self.spent_s / self._usual), left))


class Worker:
    """Answers what is asked."""

    def __init__(self, desk: Desk, rooms: Rooms) -> None:
        self._desk, self._rooms = desk, rooms
        self._utterances: dict[Stamp, Utterance] = {}
        self._usual = USUAL_S
        self._visits: dict[int, UUID] = {}

    def answer(self, message: ForStudio) -> None:
        """One message; whatever goes wrong with it is told, and the next one is answered."""
        match message:
            case Audio():
                self._listen(message)
            case Hush():
                self._finish(message.stamp)
            case Typed():
                self._read(message)
            case Commissioned():
                self._make(message)

    def _listen(self, audio: Audio) -> None:
        """Sound of an utterance; of an older one only the latest is kept."""
        utterance = self._utterances.get(audio.stamp)
        if utterance is None:
            utterance = Utterance()
            self._utterances = {audio.stamp: utterance}
        utterance.add(audio.samples)
        if utterance.over(self._rooms.gate):
            self._finish(audio.stamp)
        elif self._desk.caught_up and utterance.worth_a_guess():
            self._guess(audio.stamp, utterance)

    def _guess(self, stamp: Stamp, utterance: Utterance) -> None:
        """What was said so far; whatever is not fit, or not understood yet, is not told."""
        with suppress(DrawnAloudError):
            transcript = self._rooms.ear.transcribe(utterance.recording)
            words = cleared_words(self._rooms.studio, transcript) if transcript.text.strip() else None
            if isinstance(words, Cleared):
                self._desk.tell(Partial(stamp, words))

    def _finish(self, stamp: Stamp) -> None:
        utterance = self._utterances.get(stamp)
        if utterance is None or utterance.done:
            return
        utterance.done = True
        self._desk.alive(busy=True)
        try:
            transcript = self._rooms.ear.transcribe(utterance.recording)
        except DrawnAloudError:
            self._desk.tell(Unheard(stamp))
            return
        finally:
            utterance.blocks.clear()
        if transcript.text.strip():
            self._hear(stamp, transcript)
        else:
            self._desk.tell(Unheard(stamp))

    def _read(self, typed: Typed) -> None:
        studio = self._rooms.studio
        words = cleared_words(studio, written(typed.text, self._rooms.language))
        shown = studio.guard.clear_words((typed.shown,))
        if isinstance(words, Blocked) or isinstance(shown, Blocked):
            self._desk.tell(Refused(typed.stamp))
        else:
            self._desk.tell(Heard(typed.stamp, shown, unpainted(studio, typed.text)))

    def _hear(self, stamp: Stamp, transcript: Transcript) -> None:
        studio = self._rooms.studio
        words = cleared_words(studio, transcript)
        if isinstance(words, Blocked):
            self._desk.tell(Refused(stamp))
        else:
            self._desk.tell(Heard(stamp, words, unpainted(studio, transcript.text)))

    def _make(self, asked: Commissioned) -> None:
        follower, recorder = Follower(self._desk, asked.stamp, self._usual), self._recorder(asked.stamp)
        try:
            outcome = create(self._rooms.studio, self._commission(asked), Run(recorder, follower))
        except CancelledError:
            return
        except DrawnAloudError:
            self._desk.tell(Broken(asked.stamp))
            return
        if isinstance(outcome, Blocked):
            self._desk.tell(Refused(asked.stamp))
            return
        self._usual = follower.spent_s
        self._desk.tell(Made(asked.stamp, outcome, recorder.visit, recorder.request))

    def _commission(self, asked: Commissioned) -> Commission:
        day = datetime.datetime.now(datetime.UTC).date().isoformat()
        said = written(asked.words, self._rooms.language)
        seed = secrets.randbelow(MOST_SEED)
        if asked.ground is None:
            return Commission(ink_of_drawing(asked.drawing), said, asked.style, seed, self._rooms.plan, day)
        retouch = retouch_of(asked.drawing, ground_of(asked.ground))
        return Commission(retouch.sketch, said, asked.style, seed, self._rooms.plan, day, Given(retouch))

    def _recorder(self, stamp: Stamp) -> Recorder:
        """Visits get random names: a number would say how many came before."""
        self._visits = {stamp.visit: self._visits.get(stamp.visit) or uuid4()}
        return Recorder(self._desk, self._visits[stamp.visit], uuid4())


def load(settings_file: Path, profile_id: str) -> Rooms:
    """Everything this installation's studio works with.

    Raises:
        DrawnAloudError: something is missing or altered.
    """
    settings = read_settings(settings_file)
    profile = read_profile(profile_id, settings.profiles, ROOT)
    studio = load_studio(settings, profile)
    ear, _ = load_ear(profile)
    plan = choose_plan(studio, settings.pace, state_directory())
    return Rooms(studio, ear, SpeechGate.load(), plan, settings.language)


def main(arguments: Sequence[str] | None = None) -> int:
    """Work until told to leave, or until nobody is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--line", "--keeper"):
        parser.add_argument(name, required=True, type=lambda text: End(*map(int, text.split(","))))
    parser.add_argument("--settings", required=True, type=Path)
    parser.add_argument("--profile", required=True)
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the keeper's terminal is the keeper's to answer
    os.nice(POLITE)
    warnings.simplefilter("ignore")
    desk = Desk(Line(chosen.line), Line(chosen.keeper))
    worker = Worker(desk, load(chosen.settings, chosen.profile))
    try:
        desk.tell(Ready())
        for message in desk.asked():
            worker.answer(message)
    except LineError:
        return 0  # the keeper or the screen hung up
    return 1


if __name__ == "__main__":
    sys.exit(main())
