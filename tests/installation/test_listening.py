"""An utterance while it is spoken: words so far, then the whole; all of it cleared, nothing that is not fit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from installation.link import Line, line_ends
from installation.messages import Audio, FromStudio, Heard, Partial, Stamp, Unheard
from installation.settings import CONFIGS
from installation.studio.worker import Desk, Worker, load
from models.audio import read_recording
from models.types import SAMPLE_RATE, Floats
from safety.digests import intact

STAMP = Stamp(0, 1)
BLOCK = round(0.1 * SAMPLE_RATE)
QUIET = np.zeros(3 * SAMPLE_RATE, np.float32)


class Studio:
    """A worker with both its lines, as a process would have them."""

    def __init__(self, settings_file: Path) -> None:
        pairs = [line_ends(8 << 20, 200 << 20) for _ in range(2)]
        (self.screen, self.keeper), ends = ([Line(near) for near, _ in pairs], [Line(far) for _, far in pairs])
        self._ends = ends
        self._worker = Worker(Desk(*ends), load(settings_file, "bundled"))

    def told(self, samples: Floats) -> list[FromStudio]:
        """What comes back for sound in blocks of a tenth of a second."""
        said: list[FromStudio] = []
        for start in range(0, len(samples), BLOCK):
            self._worker.answer(Audio(STAMP, samples[start : start + BLOCK]))
            said += [message for message, _ in self.screen.receive()]
            for _ in self.keeper.receive():
                pass
        return said

    def close(self) -> None:
        for line in (self.screen, self.keeper, *self._ends):
            line.close()


@pytest.fixture
def studio(settings_file: Path) -> Iterator[Studio]:
    studio = Studio(settings_file)
    yield studio
    studio.close()


def test_words_come_while_somebody_speaks_and_then_as_a_whole(studio: Studio) -> None:
    voice = read_recording(CONFIGS / "examples" / "voice.flac").samples
    said = studio.told(np.concatenate([voice, QUIET]))
    kinds = [type(message) for message in said]
    assert Partial in kinds
    assert kinds[-1] is Heard and kinds.count(Heard) == 1
    assert kinds.index(Partial) < kinds.index(Heard)
    spoken = [message.words for message in said if isinstance(message, Partial | Heard)]
    assert all(intact(words) for words in spoken)
    assert len(spoken[0].value.text) <= len(spoken[-1].value.text)
    assert "house" in spoken[-1].value.text


def test_silence_gives_no_words(studio: Studio) -> None:
    assert [m for m in studio.told(np.concatenate([QUIET] * 4)) if not isinstance(m, Unheard)] == []
