"""People talking behind the one who speaks: what a museum's hall is full of."""

from dataclasses import replace
from random import Random

import numpy as np

from models.audio import SILENT, level
from models.types import Floats
from scripts.bundled.speech.clips import Clip
from scripts.bundled.speech.sound import SPEECH_LEVEL, Surroundings, in_room, stretch

FEWEST, MOST = 6, 8  # voices that make a babble


def in_babble(clip: Clip, babble: Floats, ratio: float) -> Clip:
    """The clip at speech level, the babble under all of it.

    `ratio` in dB is the level of what is said, without its pauses, to the root mean square of the babble.
    """
    loudness = SPEECH_LEVEL * 10 ** (-ratio / 20) / (np.sqrt((babble.astype(np.float64) ** 2).mean()) + SILENT)
    samples = clip.samples / level(clip.samples) * SPEECH_LEVEL + babble * loudness
    return replace(clip, samples=np.clip(samples, -1, 1).astype(np.float32))


def babble_of(around: Surroundings, voices: list[Floats], length: int, rng: Random) -> Floats:
    """A recorded babble, or as often six to eight voices, each from its own place; recorded where voices are few."""
    if len(voices) < FEWEST or rng.random() < 0.5:
        return stretch(rng.choice(around.babble), length, rng)
    chosen = rng.sample(voices, min(len(voices), rng.randint(FEWEST, MOST)))
    placed = [in_room(stretch(voice, length, rng), around, rng) for voice in chosen]
    return np.asarray(np.sum([voice / level(voice) for voice in placed], axis=0), np.float32)
