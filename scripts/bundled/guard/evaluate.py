"""Judge the guard, layer by layer, on phrasings, prompts and drawings it never met.

    python -m scripts.bundled.guard.evaluate --data ../shared/data --bundle models/bundled/guard --out out/guard

Prints tables, and writes `guard.json` and the page `guard.html`. Shares come with 95 % Wilson intervals, those that
have a bar also with the one-sided exact bound.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import cv2

from installation.settings import CONFIGS
from installation.studio.calibration import cores, processor
from models.bundle import open_bundle
from models.device import settle
from safety.policy import load_policy
from safety.sketch_check import load_sketch_check
from safety.text_check import load_text_check
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.findings import Finding, judge_sketches, judge_words
from scripts.bundled.guard.tables import tables
from scripts.bundled.guard.texts import read_texts
from scripts.bundled.page import write_page

POLICY = CONFIGS / "policy" / "family.toml"


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge everything, print it, write it down."""
    options = _options(arguments)
    settle(cores())
    cv2.setNumThreads(1)
    policy = load_policy(POLICY)
    bundle = open_bundle(options.bundle, "guard")
    words = judge_words(load_text_check(policy), policy.limits("words"), read_texts(options.data))
    sketches = judge_sketches(
        load_sketch_check(bundle), policy.limits("sketch"), load_drawings(options.data), options.count
    )
    machine = f"{processor()}, {cores()} cores"
    _write_down(
        options.out,
        f"{bundle.model_id.id} {bundle.model_id.version}, policy {policy.name}",
        machine,
        [*words, *sketches],
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1500, help="harmless drawings; of all the others every one")
    options = parser.parse_args(arguments)
    missing = [name for name in ("text", "sketches") if not (options.data / name).is_dir()]
    if missing:
        parser.error(f"expected the folders text, sketches in {options.data}, got none named {missing[0]}")
    if options.count < 1:
        parser.error(f"expected a count of 1 or more, got {options.count}")
    return options


def _write_down(out: Path, guard: str, machine: str, findings: Sequence[Finding]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    report = {"guard": guard, "machine": machine, "findings": [asdict(finding) for finding in findings]}
    (out / "guard.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), "utf-8")
    shown = tables(findings)
    for table in shown:
        print(f"\n{table.title}")
        for row in [table.columns, *table.rows]:
            print(f"  {row[0]:44}", *(f"{cell:>18}" for cell in row[1:]))
    opening = (
        f"{guard}: {len(findings)} texts and drawings by people it has not learnt from, each layer by itself. The "
        f"machine: {machine}."
    )
    write_page(out / "guard.html", "What the guard lets through, and what it stops", opening, shown)
    print(out / "guard.html")


if __name__ == "__main__":
    main()
