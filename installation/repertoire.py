"""The styles a site may show: those in the public domain, and those whose permission the site states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import BadInputError
from models.style import Style, read_style

PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Repertoire:
    """A folder of styles, those of them the site chose, and its permissions: style id -> who gave it."""

    directory: Path
    chosen: tuple[str, ...]
    permissions: Mapping[str, str]

    def style(self, style_id: str) -> Style:
        """The style of that id.

        Raises:
            BadInputError: there is none, or it needs a permission the site does not state.
        """
        style = read_style(style_id, self.directory)
        if style_id not in self.chosen:
            raise BadInputError(f"expected a style among {', '.join(self.chosen)}, got {style_id!r}")
        if style.rights.kind == PERMISSION and not self.permissions.get(style_id):
            raise BadInputError(
                f"expected the permission for the style {style_id!r} to be stated in the site's settings, found none: "
                f"{style.rights.reason}"
            )
        return style

    def permission(self, style: Style) -> str:
        """What the site states about a style; empty where none is needed."""
        return self.permissions.get(style.id, "") if style.rights.kind == PERMISSION else ""

    def artists(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every style a visitor may have here, with the names they may call it by."""
        for style_id in self.chosen:
            style = read_style(style_id, self.directory)
            if style.rights.kind != PERMISSION or self.permissions.get(style_id):
                yield style_id, (style.artist, style.artist.split()[-1])
