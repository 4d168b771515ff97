"""Speak the shipped example's prompt, in a voice the speech model was never taught with.

python -m scripts.bundled.speech.make_example --out configs/examples/voice.flac
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile
import soxr

from models.audio import level
from models.types import SAMPLE_RATE
from scripts.bundled.speech.espeak import Espeak, Voice
from scripts.bundled.speech.sound import hiss

PROMPT = "a red house and a green tree at night"
VOICE = Voice("en", "f4", rate=150, pitch=45, pitch_range=55)
LOUDNESS = 0.09  # root mean square while speaking
QUIET = 0.0008  # of the room


def main() -> None:
    """Write the recording: the prompt between two short silences in a quiet room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    speech = Espeak().say(PROMPT, VOICE)
    samples = np.pad(np.asarray(soxr.resample(speech.samples, speech.sample_rate, SAMPLE_RATE)), (4000, 4000))
    room = hiss(len(samples), seed=1)
    samples = samples / level(samples) * LOUDNESS + room / level(room) * QUIET
    soundfile.write(out, samples, SAMPLE_RATE, subtype="PCM_16")


if __name__ == "__main__":
    main()
