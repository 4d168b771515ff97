"""What the screen says, in one language: a file a language, every phrase required, nothing else allowed."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict, model_validator

from installation.errors import SettingsError
from installation.screen.typefaces import HAN_LANGUAGES, without_shape
from models.toml_file import read_toml
from models.types import Json

NOTHING: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


class _Phrases(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Idle(_Phrases):
    """The invitation."""

    first: str
    second: str
    hint: str
    waking: str


class Welcome(_Phrases):
    """What happens here."""

    title: str
    promise: str
    begin: str
    browse: str


class GalleryPage(_Phrases):
    """The museum's own pictures."""

    title: str
    begin: str


class SketchPage(_Phrases):
    """Drawing."""

    title: str
    change: str
    say: str
    type: str
    undo: str
    clear: str
    erase: str
    leave: str


class Keyboard(_Phrases):
    """Typing."""

    title: str
    rows: tuple[str, ...]  # of letters; none where words are picked instead
    space: str
    done: str


class Speak(_Phrases):
    """Listening, and working out what was said."""

    listening: str
    quiet: str
    done: str
    left: str  # {seconds}
    hearing: str


class Check(_Phrases):
    """What was heard."""

    title: str
    wish: str
    unheard: str
    unpainted: str  # {word}
    pick: str
    again: str
    paint: str


class Making(_Phrases):
    """Painting."""

    mixing: str  # {artist}
    left: str  # {seconds}
    back: str


class FilmPage(_Phrases):
    """The film."""

    byline: str
    after: str  # {artist}
    computer: str
    again: str
    change: str
    rating: str
    leave: str


class Sorry(_Phrases):
    """Something else instead."""

    title: str
    again: str


class Titled(_Phrases):
    """A line and a smaller one."""

    title: str
    hint: str


class StaffPage(_Phrases):
    """Staff at the screen."""

    door: str
    pin: str
    close: str
    choose: str
    six: str
    once_more: str
    differed: str
    ready: str
    starting: str
    hears: str
    deaf: str
    visits: str  # {count}
    stop: str
    open: str
    restart: str


class Phrases(_Phrases):
    """One language."""

    name: str  # the language's own
    idle: Idle
    welcome: Welcome
    gallery: GalleryPage
    sketch: SketchPage
    keyboard: Keyboard
    speak: Speak
    check: Check
    making: Making
    film: FilmPage
    sorry: Sorry
    thanks: Titled
    still: Titled
    resting: Titled
    closed: Titled
    staff: StaffPage
    chips: dict[str, str]  # what can be picked: in the painter's English, and as it is said here

    @model_validator(mode="after")
    def _places_kept(self) -> "Phrases":
        for phrase, place in (
            (self.speak.left, "seconds"),
            (self.check.unpainted, "word"),
            (self.making.mixing, "artist"),
            (self.making.left, "seconds"),
            (self.film.after, "artist"),
            (self.still.hint, "seconds"),
            (self.staff.visits, "count"),
        ):
            try:
                filled = phrase.format(**{place: "\0"})
            except (IndexError, KeyError, ValueError) as error:
                raise ValueError(f"expected no braces but {{{place}}} in {phrase!r}") from error
            if "\0" not in filled:
                raise ValueError(f"expected {{{place}}} in {phrase!r}")
        return self


def read_phrases(path: Path, instead: Mapping[str, Mapping[str, str]] = NOTHING) -> Phrases:
    """Read one language; `instead` are a site's own phrases, page by page.

    Raises:
        SettingsError: the file cannot be read, or a phrase is missing or not known.
    """
    return read_toml(path, Phrases, "valid phrases", SettingsError, partial(_said_instead, instead=instead))


def _said_instead(said: Json, instead: Mapping[str, Mapping[str, str]]) -> Json:
    """The phrases with others in their places; a page that is no table stays what it is, to be refused."""
    pages = {page: said.get(page, {}) for page in instead}
    return said | {page: {**was, **instead[page]} for page, was in pages.items() if isinstance(was, dict)}


def own_phrases(folder: Path, language: str, instead: Mapping[str, Mapping[str, str]]) -> Phrases:
    """A language with a site's own phrases, none longer than the longest that the pages were laid out for.

    Raises:
        SettingsError: a phrase is not known, or too long, or in letters that the screen's fonts do not have.
    """
    read = read_phrases(folder / f"{language}.toml", instead)
    files = [file for file in folder.glob("*.toml") if _wide(file.stem) == _wide(language)]
    alike = [read_phrases(file).model_dump() for file in files]
    for page, own in instead.items():
        for phrase, text in own.items():
            room = max(len(said[page].get(phrase, "")) for said in alike)
            if len(text) > room:
                raise SettingsError(f"expected at most {room} letters for {page}.{phrase}, got {len(text)}")
            if strange := without_shape(text, language):
                raise SettingsError(f"expected {page}.{phrase} in letters the screen's fonts have, got {strange!r}")
    return read


def _wide(language: str) -> bool:
    """Whether its letters are as wide as they are high."""
    return language in HAN_LANGUAGES
