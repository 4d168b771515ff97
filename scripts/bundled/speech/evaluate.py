"""Word errors of a speech bundle, through the gate and the transcriber, on voices, rooms and noises it never heard.

python -m scripts.bundled.speech.evaluate --data ../shared/data --bundle models/bundled/speech
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import jiwer
import numpy as np
import torch
from whisper.normalizers import EnglishTextNormalizer

from models.audio import read_recording
from models.bundle import open_bundle
from models.transcriber import Transcriber
from models.types import Recording
from scripts.bundled.speech.clips import MILD, STUDIO, Clip, Weather, heard, nothing_said, recorded, spoken
from scripts.bundled.speech.espeak import Espeak
from scripts.bundled.speech.flite import Flite, Manner
from scripts.bundled.speech.sentences import Lexicon, Maker, caption, guarded, hesitant, read_lexicon, request, single
from scripts.bundled.speech.sound import Surroundings, read_surroundings
from scripts.bundled.speech.speakers import FLITE_HELD_OUT, people
from scripts.bundled.speech.voices import stranger, taught_variants

LOUD = Weather(1.0, 0, 10)
SLICES: tuple[tuple[str, Maker, Weather], ...] = (
    ("prompts, clean", request, STUDIO),
    ("prompts, mild noise 10-20 dB", request, MILD),
    ("prompts, loud noise 0-10 dB", request, LOUD),
    ("single words, clean", single, STUDIO),
    ("guarded words, clean", guarded, STUDIO),
    ("ordinary sentences, clean", caption, STUDIO),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One slice: clips, word error rate, share of clips with no error, share left empty, median seconds a clip."""

    name: str
    clips: int
    word_error: float
    flawless: float
    empty: float
    seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge and print a table, then JSON."""
    options = _options(arguments)
    torch.set_num_threads(1)
    transcriber = Transcriber.load(open_bundle(options.bundle, "speech"))
    lexicon = read_lexicon(options.data)
    around = read_surroundings(options.data, held_out=True)
    espeak = Espeak()
    rows = [
        judge(name, transcriber, _strangers(maker, weather, (espeak, lexicon, around), options))
        for name, maker, weather in SLICES
    ]
    rows.append(judge("prompts, Flite's voice of an unheard person", transcriber, _flite(lexicon, options)))
    rows.append(judge("real people who did not teach", transcriber, _people(options.data)))
    silence = false_words(transcriber, around, options)
    for row in rows:
        print(f"{row.name:<50} {row.clips:>4} clips  WER {row.word_error:>6.1%}  flawless {row.flawless:>6.1%}"
              f"  empty {row.empty:>6.1%}  {row.seconds:.2f} s")  # fmt: skip
    print(f"{'nobody speaks: clips with invented words':<50} {silence} of {options.clips}")
    print(json.dumps({"rows": [asdict(row) for row in rows], "invented": silence, "of": options.clips}))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=100, help="per slice")
    parser.add_argument("--seed", type=int, default=77)
    return parser.parse_args(arguments)


def _strangers(
    maker: Maker, weather: Weather, tools: tuple[Espeak, Lexicon, Surroundings], options: argparse.Namespace
) -> list[Clip]:
    espeak, lexicon, around = tools
    rng, names = Random(f"{options.seed} {maker.__name__}"), taught_variants()
    lines = [hesitant(lexicon, maker(lexicon, rng), rng) for _ in range(options.clips)]
    clips = [spoken(espeak, line, stranger(rng, names), rng) for line in lines]
    return [heard(clip, weather, around, [clip.samples for clip in clips], rng) for clip in clips]


def _people(data: Path) -> list[Clip]:
    """The real recordings whose speakers did not teach."""
    return [Clip(read_recording(path).samples, text) for path, text in people(data, held_out=True)]


def _flite(lexicon: Lexicon, options: argparse.Namespace) -> list[Clip]:
    """Prompts in the voice of the one person of Flite's who did not teach."""
    rng, flite = Random(f"{options.seed} flite"), Flite()
    lines = [hesitant(lexicon, request(lexicon, rng), rng) for _ in range(options.clips)]
    said = [(flite.say(line.spoken, Manner(FLITE_HELD_OUT[0])), line.text) for line in lines]
    return [recorded(samples, rate, text, rng) for (samples, rate), text in said]


def judge(name: str, transcriber: Transcriber, clips: list[Clip]) -> Row:
    """Word error by Whisper's own normaliser."""
    normal = EnglishTextNormalizer()
    pairs, seconds = [], []
    for clip in clips:
        start = time.perf_counter()
        text = transcriber.transcribe(Recording(np.array(clip.samples))).text
        seconds.append(time.perf_counter() - start)
        pairs.append((normal(clip.text), normal(text)))
    pairs = [pair for pair in pairs if pair[0]]
    error = jiwer.wer([said for said, _ in pairs], [text for _, text in pairs])
    flawless = sum(said == text for said, text in pairs) / len(pairs)
    empty = sum(not text for _, text in pairs) / len(pairs)
    return Row(name, len(pairs), float(error), flawless, empty, float(np.median(seconds)))


def false_words(transcriber: Transcriber, around: Surroundings, options: argparse.Namespace) -> int:
    """In how many clips without speech words were heard."""
    rng = Random(f"{options.seed} nothing")
    clips = [nothing_said(around, rng) for _ in range(options.clips)]
    return sum(bool(transcriber.transcribe(Recording(clip.samples)).words) for clip in clips)


if __name__ == "__main__":
    main()
