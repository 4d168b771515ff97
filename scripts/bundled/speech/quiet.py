"""Clips in which nobody speaks, of real noises that never taught, as loud as a microphone takes them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from models.audio import level
from models.types import SAMPLE_RATE, Floats
from scripts.bundled.speech.sound import Surroundings, hiss, in_room, stretch

SHORTEST, LONGEST = 1.0, 8.0  # s
Maker = Callable[[Surroundings, int, Random], Floats]


@dataclass(frozen=True, slots=True)
class Noise:
    """A kind of noise, how it is made, and the levels between which it lies, in dBFS."""

    kind: str
    make: Maker
    softest: float
    loudest: float

    def clip(self, around: Surroundings, rng: Random) -> Floats:
        """A few seconds of it."""
        samples = self.make(around, int(rng.uniform(SHORTEST, LONGEST) * SAMPLE_RATE), rng)
        loudness = 10 ** (rng.uniform(self.softest, self.loudest) / 20)
        return np.clip(samples / level(samples) * loudness, -1, 1).astype(np.float32)


def knocks(around: Surroundings, length: int, rng: Random) -> Floats:
    """One to three things that happen in a room, over its tone."""
    tone = stretch(rng.choice(around.room_tone), length, rng)
    samples = tone / level(tone) * 10 ** (rng.uniform(-40, -20) / 20)
    for _ in range(rng.randint(1, 3)):
        event = in_room(rng.choice(around.events), around, rng)[:length]
        start = rng.randint(0, length - len(event))
        samples[start : start + len(event)] += event / level(event)
    return np.asarray(samples, np.float32)


NOISES = (
    Noise("ambience", lambda around, length, rng: stretch(rng.choice(around.ambience), length, rng), -50, -20),
    Noise("events", knocks, -45, -15),
    Noise("room tone", lambda around, length, rng: stretch(rng.choice(around.room_tone), length, rng), -65, -35),
    Noise("hiss", lambda _, length, rng: hiss(length, rng.getrandbits(32)), -65, -35),
)


def quiet_clips(around: Surroundings, count: int, rng: Random) -> list[tuple[str, Floats]]:
    """`count` clips and their kinds, every kind in turn."""
    kinds = [NOISES[k % len(NOISES)] for k in range(count)]
    return [(noise.kind, noise.clip(around, rng)) for noise in kinds]
