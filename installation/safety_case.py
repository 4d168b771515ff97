"""`drawn-aloud safety-case`: how likely it is that the public sees what it must not, from the fault tree."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from installation.ending import BLOCKED, CLEARED, Ending
from installation.settings import CONFIGS, Settings
from models.errors import OutputError
from models.types import Json
from safety.case_tables import Table, is_met, share, tables
from safety.fault_tree import read_fault_tree
from safety.importance import Importance
from safety.open_psa import open_psa
from safety.safety_case import DOUBT, SafetyCase

TREE = CONFIGS / "fault_tree.toml"
WIDEST = 72  # letters of a first column


def safety_case(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """Compute the case; it ends as blocked while the top is, or may be, above the target.

    Raises:
        GuardError: the tree or its rates cannot be read.
        OutputError: the Open-PSA file cannot be written.
    """
    case = SafetyCase(read_fault_tree(arguments.tree or TREE))
    if arguments.open_psa:
        _write(arguments.open_psa, open_psa(case))
    output = as_json(case) if arguments.json else {}
    text = "" if arguments.json else "\n\n".join(map(_plain, tables(case)))
    target, now = share(case.tree.target.likely), case.now
    if is_met(case):
        return Ending(CLEARED, f"met: at most {share(now.high)} of pieces, {target} allowed", output, text)
    line = f"not met: expected at most {target} of pieces, got {share(now.likely)} (up to {share(now.high)})"
    return Ending(BLOCKED, line, output, text)


def as_json(case: SafetyCase) -> Json:
    """Everything that was computed, as plain values; what has no end is null, since JSON knows no infinity."""
    return {
        "target": case.tree.target.likely,
        "met": is_met(case),
        "pieces_a_day": case.tree.exposure.pieces_a_day,
        "top": asdict(case.now),
        "doubted": {"times": DOUBT, **asdict(case.likelihood(doubt=DOUBT))},
        "cut_sets": [asdict(cut) for cut in case.cuts()],
        "importance": [_finite(each) for each in case.importances()],
        "mitigations": [asdict(worth) for worth in case.worths()],
        "removed": [each.model_dump() for each in case.tree.removed],
    }


def _finite(importance: Importance) -> Json:
    plain = asdict(importance).items()
    return {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in plain}


def _plain(table: Table) -> str:
    rows = [_shortened(row) for row in (table.columns, *table.rows)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([table.title, *(f"  {line}".rstrip() for line in lines)])


def _shortened(row: Sequence[str]) -> list[str]:
    return [cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…" for cell in row]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"expected to write the tree to {path}, got: {error.strerror}") from error
