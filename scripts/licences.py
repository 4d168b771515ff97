"""Does docs/licences.md tell the truth? Compares it with the installed libraries and the shipped weights.

    python -m scripts.licences

Every line of requirements.lock and every bundle needs a row: name or id, version, licence. Where a library states an
SPDX expression, the page must say the same; where it does not, somebody has read its licence file and written it down.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
SHIPPED = "as shipped"  # the version of a bundle on the page: it changes with every training, its licence does not


@dataclass(frozen=True, slots=True)
class Row:
    """One thing somebody else has rights to."""

    name: str
    version: str
    licence: str


def rows_of(page: str) -> dict[str, Row]:
    """The rows | name | version | licence | ... of every table on the page, by canonical name."""
    cells = (
        re.split(r"\s*\|\s*", line.strip().strip("|").strip()) for line in page.splitlines() if line.startswith("|")
    )
    return {canonicalize_name(cell[0]): Row(*cell[:3]) for cell in cells if len(cell) >= 3}


def libraries(lock: str) -> list[Row]:
    """What set-up installs; the licence is empty where the library states no SPDX expression."""
    asked = map(Requirement, re.findall(r"^\w.*", lock, re.MULTILINE))
    return [Row(line.name, str(line.specifier).removeprefix("=="), _expression(line.name)) for line in asked]


def bundles(folder: Path) -> list[Row]:
    """The weights that ship."""
    manifests = (tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/bundle.toml")))
    return [Row(bundle["id"], SHIPPED, bundle["licence"]) for bundle in manifests]


def differences(page: dict[str, Row], real: list[Row]) -> list[str]:
    """One sentence for everything the page does not say, or says otherwise."""
    return [sentence for row in real if (sentence := _difference(page.get(canonicalize_name(row.name)), row))]


def _difference(said: Row | None, real: Row) -> str:
    if said is None:
        return f"expected a row for {real.name} {real.version} ({real.licence or 'read its licence file'}), found none"
    if said.version != real.version:
        return f"expected {real.name} {real.version}, the page says {said.version}"
    if not said.licence or (real.licence and said.licence != real.licence):
        return f"expected {real.name} under {real.licence or 'some licence'}, the page says {said.licence or 'nothing'}"
    return ""


def _expression(name: str) -> str:
    return str(distribution(name).metadata.json.get("license_expression", ""))


def main() -> int:
    """0 when the page is right, 1 with one line per difference when it is not."""
    real = libraries((ROOT / "requirements.lock").read_text("utf-8")) + bundles(ROOT / "models" / "bundled")
    found = differences(rows_of(PAGE.read_text("utf-8")), real)
    print("\n".join(found) or f"docs/licences.md is right about {len(real)} libraries and weights")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
