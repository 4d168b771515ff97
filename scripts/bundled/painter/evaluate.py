"""Judge a painter on scenes, doodles and words it never saw, before and after the brush.

    python -m scripts.bundled.painter.evaluate --data ../shared/data --bundle models/bundled/painter --out out/painter

Prints tables, and writes `painter.json`, the page `painter.html` and `gallery.jpg`, twelve median works.
"""

import argparse
import json
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

import cv2

from installation.settings import ROOT
from installation.studio.calibration import cores, processor
from models.bundle import open_bundle
from models.device import settle
from models.painter import Painter
from models.style import read_style, style_ids
from scripts.bundled.guard.pictures import STYLES
from scripts.bundled.page import Table, write_page
from scripts.bundled.painter.gallery import galleries, write_gallery
from scripts.bundled.painter.judge import Judges
from scripts.bundled.painter.judgement import Bench, Rows, judge_all, score
from scripts.bundled.painter.scenes import VOCABULARY
from scripts.bundled.painter.trials import draw_trials
from scripts.bundled.painter.works import paint_all

JUDGE = ROOT / "models/bundled/judge"
LEAST = 4  # scenes: fewer hold no second colour and no other sketch


def main(arguments: Sequence[str] | None = None) -> None:
    """Paint everything, judge it, write it down."""
    options = _options(arguments)
    settle(cores())
    cv2.setNumThreads(1)
    bundle = open_bundle(options.bundle, "painter")
    styles = {style.prompt: style for style in (read_style(name, STYLES) for name in style_ids(STYLES))}
    colours = tomllib.loads(VOCABULARY.read_text("utf-8"))["colours"]
    bench = Bench(
        Judges.load(open_bundle(JUDGE, "judge")), {name: tuple(entry["rgb"]) for name, entry in colours.items()}
    )
    trials = draw_trials(options.data, options.count)
    works = paint_all(Painter.load(bundle), trials, styles)
    results = judge_all(bench, trials, works)
    scores = [score(bench, scene, picture) for scene, picture in zip(trials.scenes, works.scenes, strict=True)]
    where = f"{processor()}, {cores()} cores"
    options.out.mkdir(parents=True, exist_ok=True)
    report = {
        "bundle": bundle.sha256, "machine": where, "scenes": options.count, "keyframe_s": works.seconds, **results,
    }  # fmt: skip
    (options.out / "painter.json").write_text(json.dumps(report, indent=2), "utf-8")
    tables = [_table(title, rows) for title, rows in results.items()]
    for table in tables:
        _print(table)
    print(f"one keyframe: {works.seconds:.2f} s on {where}")
    opening = (
        f"{options.count} scenes nobody taught it, half of them real doodles, judged before the brush unless a line "
        f"says otherwise. One keyframe took {works.seconds:.2f} s (median) on {where}."
    )
    page = options.out / "painter.html"
    write_page(page, "How the bundled painter paints", opening, [*tables, *galleries(trials, works, scores)])
    write_gallery(options.out / "gallery.jpg", trials, works, scores)
    print(page)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500, help="scenes; of the other trials a tenth as many")
    options = parser.parse_args(arguments)
    if not (options.data / "sketches").is_dir():
        parser.error(f"expected the folder sketches in {options.data}, got none")
    if options.count < LEAST:
        parser.error(f"expected a count of {LEAST} or more, got {options.count}")
    return options


def _table(title: str, rows: Rows) -> Table:
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    return Table(
        title, ("", *columns), [(name, *(_cell(row.get(c, math.nan)) for c in columns)) for name, row in rows.items()]
    )


def _cell(value: float) -> str:
    if math.isnan(value):
        return ""
    return f"{value:.0f}" if value > 2 else f"{value:.1%}"


def _print(table: Table) -> None:
    print(f"\n{table.title}")
    for row in [table.columns, *table.rows]:
        print(f"  {row[0]:58}", *(f"{cell:>16}" for cell in row[1:]))


if __name__ == "__main__":
    main()
