"""Rooms, noises and levels: what lies between a mouth and the museum's microphone."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from models.audio import SILENT, level
from models.types import SAMPLE_RATE, Floats

HELD_OUT_EVERY = 4  # every fourth file of a folder is only judged with
SPEECH_LEVEL = 0.1  # root mean square: -20 dBFS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Noises by folder and impulse responses, all at 16 kHz mono."""

    ambience: tuple[Floats, ...]
    babble: tuple[Floats, ...]
    events: tuple[Floats, ...]
    room_tone: tuple[Floats, ...]
    rooms: tuple[Floats, ...]


def read_surroundings(data: Path, *, held_out: bool) -> Surroundings:
    """The recorded noises and rooms of `data`: those to train with, or those kept aside."""
    rows = [json.loads(line) for line in (data / "noise/manifest.jsonl").read_text("utf-8").splitlines()]

    def folder(name: str) -> tuple[Floats, ...]:
        files = sorted(row["file"] for row in rows if row["file"].startswith(name + "/"))
        chosen = [file for i, file in enumerate(files) if (i % HELD_OUT_EVERY == 1) == held_out]
        return tuple(_read(data / "noise" / file) for file in chosen)

    rooms = tuple(_direct_first(response) for response in folder("impulse_responses"))
    return Surroundings(folder("ambience"), folder("babble"), folder("events"), folder("room_tone"), rooms)


def _read(path: Path) -> Floats:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(samples[:, 0], rate, SAMPLE_RATE), np.float32)


def _direct_first(response: Floats) -> Floats:
    """The impulse response from its direct sound on, so that word times stay true, at most 1 s."""
    start = int(np.abs(response).argmax())
    cut = response[start : start + SAMPLE_RATE]
    return np.asarray(cut / np.sqrt((cut**2).sum()), np.float32)


def simulated_room(rng: np.random.Generator) -> Floats:
    """Exponentially decaying noise after a direct sound: reverberation time 0.15 to 0.9 s."""
    rt60 = rng.uniform(0.15, 0.9)
    t = np.arange(int(rt60 * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(t)) * np.exp(-6.9 * t / rt60)
    tail[: int(rng.uniform(0.002, 0.012) * SAMPLE_RATE)] = 0
    tail *= rng.uniform(0.1, 0.8) / np.sqrt((tail**2).sum() + SILENT)
    tail[0] = 1
    return np.asarray(tail / np.sqrt((tail**2).sum()), np.float32)


def convolve(samples: Floats, response: Floats) -> Floats:
    """The samples in the room, cut to their own length."""
    size = 1 << (len(samples) + len(response) - 2).bit_length()
    product = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(product, size)[: len(samples)], np.float32)


def coloured(samples: Floats, rng: np.random.Generator) -> Floats:
    """Through a microphone that is no flat one: a smooth random gain of up to 8 dB over frequency."""
    spectrum = np.fft.rfft(samples)
    knots = rng.uniform(-8, 8, 6)
    gain = np.interp(np.linspace(0, 5, len(spectrum)) ** 1, np.arange(6), knots)
    return np.asarray(np.fft.irfft(spectrum * 10 ** (gain / 20), len(samples)), np.float32)


def stretch(noise: Floats, length: int, rng: Random) -> Floats:
    """`length` samples of a noise from a random place, repeated where it is shorter."""
    if len(noise) < length:
        noise = np.tile(noise, -(-length // len(noise)))
    start = rng.randint(0, len(noise) - length)
    return noise[start : start + length]


def backdrop(around: Surroundings, voices: list[Floats], length: int, rng: Random) -> Floats:
    """What else is to be heard: a recorded noise, people talking, a knock, or plain hiss; level 1."""
    kind = rng.random()
    if kind < 0.3:
        noise = stretch(rng.choice(around.ambience), length, rng)
    elif kind < 0.42:
        noise = stretch(rng.choice(around.room_tone), length, rng)
    elif kind < 0.62:
        noise = stretch(rng.choice(around.babble), length, rng)
    elif kind < 0.82 and len(voices) >= 8:
        noise = np.sum([stretch(voice, length, rng) for voice in rng.sample(voices, rng.randint(4, 8))], axis=0)
    elif kind < 0.89:
        noise = stretch(rng.choice(around.events), length, rng)
    else:
        noise = hiss(length, rng.getrandbits(32))
    return np.asarray(noise / level(noise), np.float32)


def hiss(length: int, seed: int) -> Floats:
    """White to nearly brown noise."""
    generator = np.random.default_rng(seed)
    spectrum: NDArray[np.complex128] = np.fft.rfft(generator.standard_normal(length))
    spectrum *= np.maximum(1, np.arange(len(spectrum))) ** -generator.uniform(0, 1.2)
    return np.asarray(np.fft.irfft(spectrum, length), np.float32)


def in_room(samples: Floats, around: Surroundings, rng: Random) -> Floats:
    """Heard in a recorded or simulated room, three times in ten in none, through some microphone."""
    generator = np.random.default_rng(rng.getrandbits(32))
    chance = rng.random()
    if chance > 0.3:
        response = rng.choice(around.rooms) if chance > 0.65 else simulated_room(generator)
        samples = convolve(samples, response)
    return coloured(samples, generator) if rng.random() < 0.5 else samples
