"""Put the trained weights where they ship, with a manifest that says how they came to be.

python -m scripts.bundled.speech.write_bundle --work DIR --out models/bundled/speech --version 0.1.0
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from models.types import Json
from scripts.bundled.manifest import write_manifest
from scripts.bundled.speech.accents import COUNT
from scripts.bundled.speech.make_clips import INVENTED, PER_SHARD
from scripts.bundled.speech.speakers import FLITE_HELD_OUT
from scripts.bundled.speech.voices import HELD_OUT_ACCENTS, HELD_OUT_VARIANTS

WEIGHTS = "speech.pt"
LARGEST = 14 << 20  # bytes the speech bundle may have
LOWEST_LOGPROB = -0.7  # measured: refuses 7 of 10 clips it cannot understand and 3 of 100 it understands
SAYING_NOTHING = ["a", "an", "and", "er", "in", "is", "it", "of", "on", "or", "some", "that", "the", "to", "uh", "um"]
LOWEST_WORD = 0.55  # measured: refuses 9 of 150 single words, 3 of them wrong, and the 2 invented in 300 clips of noise
CREDITS = (
    "Speech: espeak-ng 1.51 (what the programme says is ours); Flite 2.2 with its voices awb, kal16 and slt "
    "(BSD-like); recordings of people from speechocean762 (CC BY 4.0), Picovoice wake-word-benchmark and speechbrain "
    "(Apache-2.0), pocketsphinx (BSD-2), CMU Arctic by way of pyroomacoustics (BSD-like), Montreal Forced Aligner and "
    "moonshine (MIT), Common Voice (CC0), LJSpeech and LibriVox (public domain). Sentences: our own grammar, COCO "
    "captions (CC BY 4.0), PartiPrompts (Apache-2.0), Quick, Draw! names (Google, CC BY 4.0). Noises and rooms: "
    "LibriSpeech by way of Resemblyzer (CC BY 4.0), AMI Meeting Corpus by way of pyannote-audio (CC BY 4.0), "
    "speechbrain, lhotse, Koala and Picovoice speech-to-intent-benchmark (Apache-2.0), audiomentations, "
    "torch-audiomentations, pyroomacoustics and noisereduce (MIT), MUSAN by way of scaper and DESED (CC0, CC BY), "
    "DeepFilterNet (MIT or Apache-2.0), Freesound 150993 and 573577, Mycroft Precise community data (public domain)."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Copy, describe, and refuse what is too big to ship."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.work / WEIGHTS, options.out / WEIGHTS)
    write_manifest(options.out, _header(options))
    size = sum(path.stat().st_size for path in options.out.iterdir())
    if size > LARGEST:
        raise SystemExit(f"expected a speech bundle of at most {LARGEST} bytes, got {size}")
    print(f"{options.out}: {size / 2**20:.2f} MiB, {options.version}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measured", default="", help="figures of evaluate.py, in words")
    return parser.parse_args(arguments)


def _header(options: argparse.Namespace) -> Json:
    step = torch.load(options.work / "checkpoint.pt", weights_only=True)["step"]
    shards = [json.loads(path.read_text("utf-8")) for path in (options.work / "clips").glob("[0-9]*.json")]
    clips = [row for rows in shards for row in rows]
    human = sum(row["phonemes"] is None for row in clips)  # nobody knows which they are
    return {
        "id": "drawn-aloud-speech",
        "version": options.version,
        "kind": "speech",
        "pipeline": "openai-whisper",
        "licence": "CC-BY-4.0",
        "provenance": (
            f"Trained from nothing by scripts/bundled/speech (seed {options.seed}, {step} steps, {len(clips)} clips, "
            f"{human} of them by Flite's people and by recorded people, the others by espeak-ng or without speech; the "
            f"last {INVENTED * PER_SHARD} in {COUNT} accents nobody has) on one processor core. Held out whole: "
            f"accents {', '.join(HELD_OUT_ACCENTS)}; variants "
            f"{', '.join(HELD_OUT_VARIANTS)}; Flite's {', '.join(FLITE_HELD_OUT)}; every other recorded person; every "
            f"fourth noise and room. {CREDITS} {options.measured}"
        ).strip(),
        "settings": {
            "languages": ["en"],
            "task": "transcribe",
            "beams": 5,
            "lowest_logprob": LOWEST_LOGPROB,
            "lowest_word": LOWEST_WORD,
            "saying_nothing": SAYING_NOTHING,
        },
    }


if __name__ == "__main__":
    main()
