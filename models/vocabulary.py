"""What the painter has learnt to paint, read from the `vocabulary.toml` beside its weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.errors import BundleError
from models.toml_file import read_toml

FILE = "vocabulary.toml"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the painter can paint; `doodle` names it in Quick, Draw! (empty: not among those drawings)."""

    name: str
    kind: str
    words: tuple[str, ...]
    doodle: str


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour the painter knows by name."""

    name: str
    rgb: tuple[int, int, int]  # sRGB, 0..255
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that can be asked for, by its canonical word, in the order of the file."""

    things: Mapping[str, Thing]
    colours: Mapping[str, Colour]
    places: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[str, ...]]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ThingEntry(_Entry):
    kind: str = Field(min_length=1, description="what sort of thing it is: animal, building, ...")
    words: tuple[str, ...] = Field(description="the other words people use for it")
    doodle: str | None = Field(default=None, description="its name in Quick, Draw!; the canonical word when absent")


class _ColourEntry(_Entry):
    rgb: tuple[int, int, int] = Field(description="sRGB, 0..255")
    words: tuple[str, ...] = Field(description="the other words people use for it")


class _File(_Entry):
    things: dict[str, _ThingEntry] = Field(min_length=1)
    colours: dict[str, _ColourEntry] = Field(min_length=1)
    places: dict[str, tuple[str, ...]]
    verbs: dict[str, tuple[str, ...]]


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary file.

    Raises:
        BundleError: it cannot be read, or is not a vocabulary.
    """
    return _vocabulary(read_toml(path, _File, "a valid vocabulary", BundleError))


def _vocabulary(file: _File) -> Vocabulary:
    things = {name: _thing(name, entry) for name, entry in file.things.items()}
    colours = {name: Colour(name, entry.rgb, entry.words) for name, entry in file.colours.items()}
    return Vocabulary(things, colours, file.places, file.verbs)


def _thing(name: str, entry: _ThingEntry) -> Thing:
    return Thing(name, entry.kind, entry.words, name if entry.doodle is None else entry.doodle)
