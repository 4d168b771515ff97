"""One clip: a line, spoken by a voice, heard in a place; its mel spectrogram and what it says when."""

from dataclasses import dataclass
from random import Random

import numpy as np
import soxr
import torch
from whisper.audio import log_mel_spectrogram

from models.audio import level
from models.types import SAMPLE_RATE, Floats
from scripts.bundled.speech.espeak import Espeak, Speech, Voice
from scripts.bundled.speech.sentences import Line
from scripts.bundled.speech.sound import SPEECH_LEVEL, Surroundings, backdrop, hiss, in_room

FRAMES_PER_SECOND = 50  # of the encoder: one a 20 ms
LONGEST = 11.8  # s
NEAR, FAR = (0.93, 1.08), (0.82, 1.28)  # how much faster a voice is made: itself, or another body altogether


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Samples at 16 kHz; phonemes and words with their start and end in seconds; the text."""

    samples: Floats
    text: str
    phonemes: tuple[tuple[str, float, float], ...] | None = ()  # None: nobody knows
    words: tuple[tuple[float, float], ...] = ()  # one a word of the text


@dataclass(frozen=True, slots=True)
class Weather:
    """How hard a clip is to hear: share of clips with noise, and their signal-to-noise ratio in dB."""

    noisy: float
    quietest: float
    loudest: float


STUDIO = Weather(0.0, 0, 0)
MILD = Weather(1.0, 10, 20)
MIXED = Weather(0.7, 4, 30)


def spoken(espeak: Espeak, line: Line, voice: Voice, rng: Random, speeds: tuple[float, float] = NEAR) -> Clip:
    """The line in the voice at 16 kHz, a little faster or slower than the voice is, between silences."""
    speech = espeak.say(line.spoken, voice)
    speed = rng.uniform(*speeds)
    samples = np.asarray(soxr.resample(speech.samples, speech.sample_rate * speed, SAMPLE_RATE), np.float32)
    before, after = (int(rng.uniform(0.05, 0.7) * SAMPLE_RATE) for _ in range(2))
    padded = np.pad(samples, (before, after))
    shift = before / SAMPLE_RATE
    end = len(samples) / SAMPLE_RATE + shift
    starts = [(name, start / speed + shift) for name, start in speech.phonemes]
    ends = [start for _, start in starts[1:]] + [end]
    phonemes = tuple((name, start, stop) for (name, start), stop in zip(starts, ends, strict=True))
    return Clip(padded, line.text, phonemes, _word_spans(line, speech, speed, shift, end))


def recorded(samples: Floats, rate: int, text: str, rng: Random) -> Clip:
    """A recording of unknown phonemes, as a larger or smaller, slower or faster speaker would give it."""
    stretched = np.asarray(soxr.resample(samples, rate * rng.uniform(*FAR), SAMPLE_RATE), np.float32)
    before, after = (int(rng.uniform(0.05, 0.7) * SAMPLE_RATE) for _ in range(2))
    return Clip(np.pad(stretched, (before, after)), text, None)


def _word_spans(line: Line, speech: Speech, speed: float, shift: float, end: float) -> tuple[tuple[float, float], ...]:
    """Start and end of each word of the text, fillers left out; words spoken as one ("of the") share one span."""
    times = dict(speech.words)
    starts, position = [shift], 0
    for word in line.spoken.split():
        starts.append(times[position] / speed + shift if position in times else starts[-1])
        position += len(word) + 1
    starts = starts[1:]
    ends = [next((later for later in [*starts[i:], end] if later > start), end) for i, start in enumerate(starts)]
    kept = zip(line.spoken.split(), starts, ends, strict=True)
    spans = tuple((start, stop) for word, start, stop in kept if not word.endswith(","))
    return spans if len(spans) == len(line.text.split()) else ()


def heard(clip: Clip, weather: Weather, around: Surroundings, voices: list[Floats], rng: Random) -> Clip:
    """The clip as the microphone takes it."""
    samples = in_room(clip.samples, around, rng) if weather.noisy else clip.samples
    samples = samples / level(samples) * SPEECH_LEVEL
    if rng.random() < weather.noisy:
        ratio = rng.uniform(weather.quietest, weather.loudest)
        samples = samples + backdrop(around, voices, len(samples), rng) * SPEECH_LEVEL * 10 ** (-ratio / 20)
    samples = samples * 10 ** (rng.uniform(-8, 4) / 20)
    return Clip(np.clip(samples, -1, 1).astype(np.float32), clip.text, clip.phonemes, clip.words)


def nothing_said(around: Surroundings, rng: Random) -> Clip:
    """Silence, hiss, or a noise without words; empty text."""
    length = int(rng.uniform(0.8, 6) * SAMPLE_RATE)
    kind = rng.random()
    if kind < 0.15:
        samples = np.zeros(length, np.float32)
    elif kind < 0.35:
        samples = hiss(length, rng.getrandbits(32))
    else:
        quiet = Surroundings(around.ambience, around.ambience, around.events, around.room_tone, ())
        samples = backdrop(quiet, [], length, rng)
    loudness = 10 ** (rng.uniform(-60, -15) / 20)
    return Clip((samples / (np.abs(samples).max() + 1e-7) * loudness * 3).clip(-1, 1).astype(np.float32), "")


def mel(samples: Floats) -> torch.Tensor:
    """Whisper's log-mel, float16 [frames, 80], an even number of frames."""
    features: torch.Tensor = log_mel_spectrogram(torch.from_numpy(samples), n_mels=80)  # [80, frames]
    return features[:, : features.shape[1] // 2 * 2].T.to(torch.float16).contiguous()
