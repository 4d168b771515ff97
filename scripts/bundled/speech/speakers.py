"""Who teaches: espeak-ng's voices in two spreads, three people of Flite's four, and half of the recorded people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

import numpy as np

from models.audio import read_recording
from models.types import SAMPLE_RATE
from scripts.bundled.speech.clips import Clip, recorded, spoken
from scripts.bundled.speech.espeak import Espeak
from scripts.bundled.speech.flite import Flite, Manner
from scripts.bundled.speech.sentences import Lexicon, line, plain
from scripts.bundled.speech.voices import ACCENTS, taught_variants, teacher

FLITE_TAUGHT, FLITE_HELD_OUT = ("awb", "kal16", "slt"), ("rms",)
REPEATS = 3  # clips made of one sentence that was slow to speak


class Speaker(Protocol):
    """Gives clean clips without end."""

    def clips(self, rng: Random) -> Iterator[Clip]: ...


@dataclass(frozen=True, slots=True)
class EspeakSpeaker:
    """All taught voices in some accents, within a spread of speeds."""

    espeak: Espeak
    lexicon: Lexicon
    speeds: tuple[float, float]
    accents: tuple[str, ...] = ACCENTS

    def clips(self, rng: Random) -> Iterator[Clip]:
        names = taught_variants()
        while True:
            yield spoken(self.espeak, line(self.lexicon, rng), teacher(rng, names, self.accents), rng, self.speeds)


@dataclass(frozen=True, slots=True)
class FliteSpeaker:
    """Three people, each sentence given as several bodies would say it."""

    flite: Flite
    lexicon: Lexicon

    def clips(self, rng: Random) -> Iterator[Clip]:
        while True:
            said = line(self.lexicon, rng)
            manner = Manner(rng.choice(FLITE_TAUGHT), rng.uniform(0.85, 1.3))
            samples, rate = self.flite.say(said.spoken, manner)
            for _ in range(REPEATS):
                yield recorded(samples, rate, said.text, rng)


@dataclass(frozen=True, slots=True)
class PeopleSpeaker:
    """The recorded people who teach, over and over."""

    data: Path

    def clips(self, rng: Random) -> Iterator[Clip]:
        taught = [(read_recording(path), text) for path, text in people(self.data, held_out=False)]
        while True:
            recording, text = rng.choice(taught)
            yield recorded(np.array(recording.samples), SAMPLE_RATE, plain(text), rng)


def people(data: Path, *, held_out: bool) -> list[tuple[Path, str]]:
    """English recordings and their texts: those of every other speaker teach, the others judge."""
    rows = [json.loads(row) for row in (data / "speech/manifest.jsonl").read_text("utf-8").splitlines()]
    english = [row for row in rows if row.get("text") and row.get("lang", "en").startswith("en")]
    speakers = sorted({_speaker(row) for row in english})
    chosen = set(speakers[1::2] if held_out else speakers[::2])
    return [(data / "speech" / row["file"], row["text"]) for row in english if _speaker(row) in chosen]


def _speaker(row: dict[str, str]) -> str:
    return f"{row['source']} {row.get('speaker') or row['file']}"
