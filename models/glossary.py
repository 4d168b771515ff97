"""A wish in another language, word for word in the painter's English: read from `configs/glossary/`.

No grammar is needed: a wish names things, colours, places and what happens. Where a language puts a colour behind its
thing, the two change places. A word that is not in the glossary stays as it is, so that the reader of wishes can say
that it cannot be painted.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from models.errors import BundleError
from models.toml_file import read_toml

_TOKEN: Final = re.compile(r"[^\W_]+|[,.;:!?]")
_BETWEEN: Final = ("nice", "please", "and")  # what may stand between a thing and its colour
_LEADING: Final = ("a", "the", "two", "three", "four")  # English little words behind which a thing stands
_SORTS: Final = ("words", "verbs", "places", "colours", "things")


class _Entries(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    colours_follow: bool = Field(description="whether a colour stands behind its thing")
    words: dict[str, str]
    colours: dict[str, str]
    things: dict[str, str]
    places: dict[str, str]
    verbs: dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase is in English, and of which sort it is."""

    english: str
    sort: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """Phrases as sequences of tokens; of each the entries it may be."""

    phrases: Mapping[tuple[str, ...], tuple[Entry, ...]]
    colours_follow: bool = False

    def english(self, text: str) -> str:
        """The wish in English, as far as it is known; without any phrases exactly the wish."""
        if not self.phrases:
            return text
        found = list(self._entries(_tokens(text)))
        return " ".join(entry.english for entry in (_colours_first(found) if self.colours_follow else found))

    def _entries(self, tokens: Sequence[str]) -> Iterator[Entry]:
        start, before = 0, ""
        longest = max(map(len, self.phrases))
        while start < len(tokens):
            lengths = range(min(longest, len(tokens) - start), 0, -1)
            known = next((n for n in lengths if tuple(tokens[start : start + n]) in self.phrases), 0)
            if known:
                entry = _chosen(self.phrases[tuple(tokens[start : start + known])], before)
            else:
                entry = Entry(tokens[start], "")
            yield entry
            start, before = start + max(1, known), entry.english


def read_glossary(path: Path) -> Glossary:
    """The glossary of a language; none where there is no file: the wish stays as it is.

    Raises:
        BundleError: the file cannot be read, or does not say what it has to.
    """
    if not path.exists():
        return Glossary({})
    read = read_toml(path, _Entries, "a valid glossary", BundleError)
    phrases: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for sort in _SORTS:
        for english, spelled in getattr(read, sort).items():
            for phrase, said in _spellings(english, spelled):
                phrases[phrase] = (*phrases.get(phrase, ()), Entry(said, sort))
    return Glossary(phrases, read.colours_follow)


def _chosen(entries: Sequence[Entry], before: str) -> Entry:
    """Of a phrase that may be several: a thing behind an article ("une rose"), else what else it is."""
    things = [entry for entry in entries if entry.sort == "things"]
    return things[0] if things and before in _LEADING else entries[0]


def _spellings(english: str, spelled: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each phrase of an entry: "singular, singular; plural, plural"."""
    singular, _, plural = spelled.partition(";")
    for phrase in singular.split(","):
        yield _tokens(phrase), english
    for phrase in filter(str.strip, plural.split(",")):
        yield _tokens(phrase), _plural(english)


def _plural(english: str) -> str:
    irregular = {"person": "people", "snowman": "snowmen", "mouse": "mice", "leaf": "leaves", "sheep": "sheep"}
    if english in irregular:
        return irregular[english]
    if english.endswith("y") and english[-2] not in "aeiou":
        return f"{english[:-1]}ies"
    return f"{english}es" if english.endswith(("s", "sh", "ch", "x", "fish")) else f"{english}s"


def _tokens(text: str) -> tuple[str, ...]:
    """Words and marks in small letters, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return tuple(_TOKEN.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def _colours_first(entries: Sequence[Entry]) -> list[Entry]:
    """ "a cat nice red" becomes "a red cat nice"; a second colour, and that of a place, is left out."""
    ordered: list[Entry] = []
    coloured = False  # whether what was named last has its colour
    for entry in entries:
        noun = next((k for k in range(len(ordered) - 1, -1, -1) if ordered[k].english not in _BETWEEN), -1)
        before = ordered[noun].sort if noun >= 0 else "words"
        if entry.sort != "colours" or before in ("words", "verbs"):
            ordered.append(entry)
            coloured = coloured and entry.english in _BETWEEN
        elif before in ("things", "") and not coloured and ordered[-1].english != "and":
            ordered.insert(noun, entry)
            coloured = True
        elif ordered[-1].english == "and":
            ordered.pop()
    return ordered
