"""Make the training clips: shards of mel spectrograms with their texts, phonemes and word times.

python -m scripts.bundled.speech.make_clips --data ../shared/data --work DIR
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch

from models.types import SAMPLE_RATE, Floats, Json
from scripts.bundled.speech.accents import invented, with_accents
from scripts.bundled.speech.clips import FAR, FRAMES_PER_SECOND, LONGEST, MIXED, NEAR, Clip, heard, mel, nothing_said
from scripts.bundled.speech.espeak import Espeak
from scripts.bundled.speech.flite import Flite
from scripts.bundled.speech.sentences import read_lexicon
from scripts.bundled.speech.sound import Surroundings, read_surroundings
from scripts.bundled.speech.speakers import EspeakSpeaker, FliteSpeaker, PeopleSpeaker, Speaker

PER_SHARD = 2000
SHARDS = (18, 16, 4, 2)  # of espeak-ng near its own voices, far from them, of Flite, of people; dealt out evenly
INVENTED = 30  # shards in accents nobody has, after all others
SPEECHLESS = 0.04  # share of clips in which nobody speaks


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the shards that are not there yet."""
    options = _options(arguments)
    torch.set_num_threads(1)
    around = read_surroundings(options.data, held_out=False)
    folder = options.work / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    for number, speaker in enumerate(_timetable(options.data, options.work)):
        if number >= options.first and not (folder / f"{number:03d}.json").exists():
            _write(folder, number, _clips(speaker, around, Random(options.seed * 1000 + number)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _timetable(data: Path, work: Path) -> list[Speaker]:
    """Who speaks in each shard: every manner from the beginning, so that a training may start with the first few."""
    accents = invented()
    lexicon, espeak = read_lexicon(data), Espeak(with_accents(work / "espeak", accents))
    near, far = EspeakSpeaker(espeak, lexicon, NEAR), EspeakSpeaker(espeak, lexicon, FAR)
    speakers: tuple[Speaker, ...] = (near, far, FliteSpeaker(Flite(), lexicon), PeopleSpeaker(data))
    turns = [((k + 0.5) / count, who) for who, count in enumerate(SHARDS) for k in range(count)]
    strange = EspeakSpeaker(espeak, lexicon, FAR, tuple(accent.name for accent in accents))
    return [*(speakers[who] for _, who in sorted(turns)), *[strange] * INVENTED]


def _clips(speaker: Speaker, around: Surroundings, rng: Random) -> list[Clip]:
    voices, clips = list[Floats](), list[Clip]()
    for clip in speaker.clips(rng):
        if rng.random() < SPEECHLESS:
            clips.append(nothing_said(around, rng))
        if clip.samples.size <= LONGEST * SAMPLE_RATE:
            clips.append(heard(clip, MIXED, around, voices, rng))
            voices = [*voices[-40:], clip.samples] if clip.samples.any() else voices
        if len(clips) >= PER_SHARD:
            break
    return clips


def _write(work: Path, number: int, clips: list[Clip]) -> None:
    mels = [mel(clip.samples) for clip in clips]
    np.save(work / f"{number:03d}.npy", torch.cat(mels).numpy())
    rows = [_row(clip, len(features)) for clip, features in zip(clips, mels, strict=True)]
    part = work / f"{number:03d}.part"
    part.write_text(json.dumps(rows), "utf-8")
    part.rename(work / f"{number:03d}.json")  # only a whole shard is ever seen


def _row(clip: Clip, frames: int) -> Json:
    rate = FRAMES_PER_SECOND
    return {
        "frames": frames,
        "text": clip.text,
        "phonemes": clip.phonemes
        and [(name, round(start * rate), round(end * rate)) for name, start, end in clip.phonemes],
        "words": [(round(start * rate), round(end * rate)) for start, end in clip.words],
    }


if __name__ == "__main__":
    main()
