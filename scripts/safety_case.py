"""Write the figures of the safety case, and the picture of its fault tree, into docs/.

    python -m scripts.safety_case

Needed whenever configs/fault_tree.toml or configs/miss_rates.toml changed; a test compares.
"""

from collections.abc import Iterator
from pathlib import Path

from installation.safety_case import TREE
from safety.case_tables import Table, tables
from safety.fault_tree import read_fault_tree
from safety.safety_case import SafetyCase
from scripts.fault_tree import picture

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PICTURE = DOCS / "safety-case.md", DOCS / "fault-tree.svg"
BEGIN, END = "<!-- figures: python -m scripts.safety_case -->\n", "<!-- end of figures -->\n"


def main() -> None:
    """Write both."""
    case = SafetyCase(read_fault_tree(TREE))
    PICTURE.write_text(picture(case), "utf-8")
    PAGE.write_text(with_figures(PAGE.read_text("utf-8"), case), "utf-8")
    print(f"{PAGE}\n{PICTURE}")


def with_figures(page: str, case: SafetyCase) -> str:
    """The page with the case's tables between its two marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{''.join(map(_markdown, tables(case)))}\n{END}{after}"


def _markdown(table: Table) -> str:
    rows = (table.columns, ("---",) * len(table.columns), *table.rows)
    return "".join([f"\n### {table.title}\n\n", *_lines(rows)])


def _lines(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    main()
