"""Put the trained weights where they ship, with a manifest that says how they came to be.

python -m scripts.bundled.speech.write_bundle --work DIR --out models/bundled/speech --version 0.1.0
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch

from models.bundle import MANIFEST, Manifest
from scripts.bundled.speech.voices import HELD_OUT_ACCENTS, HELD_OUT_VARIANTS

WEIGHTS = "speech.pt"
LARGEST = 14 << 20  # bytes the speech bundle may have
CREDITS = (
    "Speech: espeak-ng 1.51 (the programme's output is ours), sentences from our own grammar, COCO captions (CC BY "
    "4.0), PartiPrompts (Apache-2.0), Quick, Draw! names (CC BY 4.0, Google). Noises and rooms: speechbrain, Koala, "
    "Picovoice speech-to-intent-benchmark (Apache-2.0), pyroomacoustics, audiomentations, noisereduce, lhotse, "
    "DeepFilterNet, Resemblyzer, pyannote-audio (MIT or Apache-2.0), scaper and DESED (BSD-3, MIT; Freesound)."
)


def main() -> None:
    """Copy, describe, and refuse what is too big to ship."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.work / WEIGHTS, options.out / WEIGHTS)
    manifest = _manifest(options)
    Manifest.model_validate(manifest)
    (options.out / MANIFEST).write_text(_toml(manifest), "utf-8")
    size = sum(path.stat().st_size for path in options.out.iterdir())
    if size > LARGEST:
        raise SystemExit(f"expected a speech bundle of at most {LARGEST} bytes, got {size}")
    print(f"{options.out}: {size / 2**20:.2f} MiB, {manifest['version']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measured", default="", help="figures of evaluate.py, in words")
    return parser.parse_args()


def _manifest(options: argparse.Namespace) -> dict[str, object]:
    step = torch.load(options.work / "checkpoint.pt", weights_only=True)["step"]
    clips = sum(len(json.loads(path.read_text("utf-8"))) for path in (options.work / "clips").glob("[0-9]*.json"))
    return {
        "id": "drawn-aloud-speech",
        "version": options.version,
        "kind": "speech",
        "pipeline": "openai-whisper",
        "licence": "CC-BY-4.0",
        "provenance": (
            f"Trained from nothing by scripts/bundled/speech (seed {options.seed}, {step} steps, {clips} clips) on one "
            f"processor core. Held out whole: accents {', '.join(HELD_OUT_ACCENTS)}; variants "
            f"{', '.join(HELD_OUT_VARIANTS)}; every fourth noise and room. {CREDITS} {options.measured}"
        ).strip(),
        "settings": {"languages": ["en"], "task": "transcribe", "beams": 5},
        "files": {WEIGHTS: hashlib.sha256((options.out / WEIGHTS).read_bytes()).hexdigest()},
    }


def _toml(manifest: dict[str, object]) -> str:
    """TOML of strings, and of tables one deep; JSON spells strings, numbers and lists the same way."""
    lines: list[str] = []
    for key, value in manifest.items():
        table = value.items() if isinstance(value, dict) else ()
        lines += ["", f"[{key}]"] if table else [f"{key} = {json.dumps(value, ensure_ascii=False)}"]
        lines += [f"{json.dumps(name)} = {json.dumps(inner)}" for name, inner in table]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
