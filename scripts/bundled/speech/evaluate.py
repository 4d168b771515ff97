"""Word errors of a speech bundle, through the gate and the transcriber, on voices, rooms and noises it never heard.

python -m scripts.bundled.speech.evaluate --data ../shared/data --bundle models/bundled/speech --out out/speech

Prints each slice as it is heard, and writes `speech.json` and the page `speech.html`.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from installation.studio.calibration import cores, processor
from models.bundle import Bundle, open_bundle
from models.device import settle
from models.errors import BundleError
from models.transcriber import Transcriber
from scripts.bundled.page import write_page
from scripts.bundled.speech.espeak import Espeak
from scripts.bundled.speech.findings import Findings, examine
from scripts.bundled.speech.score import Score
from scripts.bundled.speech.sentences import read_lexicon
from scripts.bundled.speech.slices import SLICES, Stock
from scripts.bundled.speech.sound import read_surroundings
from scripts.bundled.speech.tables import tables

NEEDED = ("speech", "noise", "text")  # folders of the data


def main(arguments: Sequence[str] | None = None) -> None:
    """Listen to everything, print it, write it down."""
    options = _options(arguments)
    settle(cores())
    try:
        bundle = open_bundle(options.bundle, "speech")
        transcriber = Transcriber.load(bundle)
    except BundleError as error:
        raise SystemExit(str(error)) from error
    findings = examine(transcriber, _stock(options), SLICES, _tell)
    print(write_down(options.out, bundle, findings))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--count", type=int, default=100, help="clips a slice; of people and noises three times as many"
    )
    parser.add_argument("--seed", type=int, default=77)
    options = parser.parse_args(arguments)
    missing = [name for name in NEEDED if not (options.data / name).is_dir()]
    if missing:
        parser.error(f"expected the folders {', '.join(NEEDED)} in {options.data}, got none named {missing[0]}")
    if options.count < 1:
        parser.error(f"expected a count of 1 or more, got {options.count}")
    return options


def _stock(options: argparse.Namespace) -> Stock:
    try:
        espeak = Espeak()
    except OSError as error:
        raise SystemExit(f"expected espeak-ng on this machine, got: {error}") from error
    around = read_surroundings(options.data, held_out=True)
    return Stock(options.data, read_lexicon(options.data), around, espeak, options.count, options.seed)


def _tell(score: Score) -> None:
    figures = f"WER {score.word_error:>6.1%}  flawless {score.flawless:>6.1%}  empty {score.empty:>6.1%}"
    print(f"{score.name:<45} {score.clips:>4} clips  {figures}  {score.median_s:.2f} s", flush=True)


def write_down(out: Path, bundle: Bundle, findings: Findings) -> Path:
    """Write both files; the path of the page."""
    model = bundle.model_id
    machine = {"processor": processor(), "cores": cores(), "load": round(os.getloadavg()[0], 1)}
    out.mkdir(parents=True, exist_ok=True)
    report = {"model": asdict(model), "machine": machine, **asdict(findings)}
    (out / "speech.json").write_text(json.dumps(report, indent=2, ensure_ascii=False), "utf-8")
    where = ", ".join(f"{name} {value}" for name, value in machine.items())
    opening = (
        f"{model.id} {model.version} heard {len(findings.answers)} utterances of voices that never taught it, through "
        f"the gate that decides whether anybody speaks. The machine: {where}."
    )
    write_page(out / "speech.html", "How the bundled speech model hears", opening, tables(findings))
    return out / "speech.html"


if __name__ == "__main__":
    main()
