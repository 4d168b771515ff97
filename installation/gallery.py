"""The museum's own pictures, which visitors may change: approved once, each with a line that says whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from installation.errors import SettingsError
from models.toml_file import read_toml
from safety.curated import MANIFEST, Curated, read_manifest
from safety.types import Cleared, Piece

RIGHTS: Final = "rights.toml"


class Label(BaseModel):
    """What stands beside a picture, in the words of the museum."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, max_length=60)
    rights: str = Field(min_length=1, max_length=200, description="why it may be shown and changed here")


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture of the gallery as it was approved, and its label."""

    label: Label
    picture: Cleared[Piece]


def read_labels(folder: Path) -> dict[str, Label]:
    """What stands beside each picture of a gallery.

    Raises:
        SettingsError: the labels cannot be read.
    """
    return read_toml(folder / RIGHTS, dict[str, Label], "a title and the rights of each picture", SettingsError)


def hung(folder: Path) -> Iterator[Hung]:
    """The pictures of a gallery, in the order of its labels; one that is not approved bit for bit is left out.

    Raises:
        SettingsError: the labels cannot be read, or name a picture that is not there.
    """
    labels = read_labels(folder)
    curated = Curated(read_manifest(folder / MANIFEST))
    for name, label in labels.items():
        if not (folder / name).is_file():
            raise SettingsError(f"expected the picture {name!r} beside {folder / RIGHTS}, found none")
        answer = curated.clear(folder / name)
        if isinstance(answer, Cleared):
            yield Hung(label, answer)
