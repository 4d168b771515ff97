"""A self-contained HTML page of measurements: tables and pictures, nothing fetched from anywhere."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATE = "page.html"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; the first cell of a row names it, the others are shown as they are."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A picture, as the bytes of a PNG, and what it shows."""

    png: bytes
    caption: str

    @property
    def source(self) -> str:
        """The picture as an address that holds it."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode()


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """Pictures under a title, side by side."""

    title: str
    figures: Sequence[Figure]
    note: str = ""


def write_page(file: Path, title: str, opening: str, parts: Sequence[Table | Gallery]) -> None:
    """Write the page in one go, the folders above it too."""
    engine = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = engine.get_template(TEMPLATE).render(title=title, opening=opening, parts=parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(html, "utf-8")
    partial.replace(file)
