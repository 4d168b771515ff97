"""Word lists as data: `configs/policy/words/<language>.toml`, and the entries that are made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from models.errors import GuardError
from safety.normalise import fold, tokenise
from safety.types import Category

GAP: Final = "_"  # in a phrase: up to three words of any kind
GROUP: Final = "@"  # in a phrase, before a group's name: any of its words
SHORTEST_BENT: Final = 4  # letters of a phrase's word that may have another ending; shorter ones are little words


class Lists(BaseModel):
    """One category in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    always: tuple[str, ...] = Field(default=(), description="block wherever they stand, in any language's text")
    local: tuple[str, ...] = Field(default=(), description="block only in a text that reads as this language")
    phrases: tuple[str, ...] = Field(
        default=(), description='words in a row, of any ending; "_" is up to three others, "@being" any of a group'
    )
    inside: tuple[str, ...] = Field(default=(), description="block as a part of a longer word too")
    unless: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="harmless beside any of these words")
    only_with: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="block only beside one of these")


class LanguageFile(BaseModel):
    """A whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    endings: tuple[str, ...] = Field(default=(), description="what a listed word may end in besides")
    common: tuple[str, ...] = Field(description="little words by which a text is recognised as this language")
    ordinary: tuple[str, ...] = Field(default=(), description="rare words that are no mishearing of a listed one")
    allowed: tuple[str, ...] = Field(default=(), description="phrases that are taken out before anything is looked up")
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="words a phrase may name at once")
    violence: Lists = Lists()
    indecency: Lists = Lists()
    profanity: Lists = Lists()
    hate: Lists = Lists()
    politics: Lists = Lists()


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a word: the languages the text reads as, and every other word, plain and without its -s."""

    languages: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """When an entry counts: only in its language's texts, not beside some words, only beside some."""

    local: bool = False
    unless: frozenset[str] = frozenset()
    only_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed word or phrase, and when it counts."""

    category: Category
    language: str
    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]  # of each word, how it may stand in a text; none for a gap
    condition: Condition

    def applies(self, context: Context) -> bool:
        condition = self.condition
        if condition.local and self.language not in context.languages:
            return False
        if condition.unless & context.words:
            return False
        return not condition.only_with or bool(condition.only_with & context.words)


def entries_of(file: LanguageFile) -> Iterator[Entry]:
    """Everything a file lists.

    Raises:
        GuardError: a phrase names a group that the file does not have.
    """
    forms = _Forms(file)
    for category in Category:
        lists: Lists = getattr(file, category)
        for text in (*lists.always, *lists.phrases):
            yield forms.entry(category, text, Condition())
        for text in lists.local:
            yield forms.entry(category, text, Condition(local=True))
        for text, words in lists.unless.items():
            yield forms.entry(category, text, Condition(local=True, unless=frozenset(map(fold, words))))
        for text, words in lists.only_with.items():
            yield forms.entry(category, text, Condition(local=True, only_with=frozenset(map(fold, words))))


def stems_of(file: LanguageFile) -> Iterator[Entry]:
    """What a file lists as a part of longer words; English ones count in every text."""
    for category in Category:
        for text in map(fold, getattr(file, category).inside):
            yield Entry(category, file.language, (text,), (frozenset({text}),), Condition(local=file.language != "en"))


def inflections(word: str, endings: tuple[str, ...]) -> set[str]:
    """A word with its endings; in English also "stabbing", "shooting", "knives"."""
    forms = {word} | {word + ending for ending in endings}
    if "ing" in endings:
        forms |= {word[:-1] + e for e in ("ing", "er", "ers") if word.endswith("e")}
        forms |= {word[:-1] + e for e in ("ies", "ied") if word.endswith("y")}
        forms |= {word + word[-1] + e for e in ("ing", "er", "ers", "ed") if word[-1] in "bdgmnprt"}
    return forms


class _Forms:
    """How the words of a file may stand in a text; each worked out once, since groups are large and often named."""

    def __init__(self, file: LanguageFile) -> None:
        self._file = file
        self._known: dict[tuple[str, bool], frozenset[str]] = {}

    def entry(self, category: Category, text: str, condition: Condition) -> Entry:
        """A word or phrase as an entry."""
        words = tuple(word for chunk in text.split() for word in _chunk(chunk))
        forms = tuple(self._of(word, alone=len(words) == 1) for word in words)
        return Entry(category, self._file.language, words, forms, condition)

    def _of(self, word: str, *, alone: bool) -> frozenset[str]:
        if (word, alone) not in self._known:
            self._known[word, alone] = self._worked_out(word, alone=alone)
        return self._known[word, alone]

    def _worked_out(self, word: str, *, alone: bool) -> frozenset[str]:
        """A gap has no form."""
        if word == GAP:
            return frozenset()
        if word.startswith(GROUP):
            return frozenset(form for member in self._group(word) for form in self._of(member, alone=True))
        bends = alone or len(word) >= SHORTEST_BENT
        return frozenset(inflections(word, self._file.endings) if bends else {word})

    def _group(self, name: str) -> tuple[str, ...]:
        group = self._file.groups.get(name.removeprefix(GROUP))
        if not group:
            known = ", ".join(self._file.groups) or "none at all"
            raise GuardError(f"expected a group among {known} in the word list {self._file.language}, got {name}")
        return tuple(map(fold, group))


def _chunk(chunk: str) -> tuple[str, ...]:
    if chunk == GAP or (chunk.startswith(GROUP) and chunk != GROUP):
        return (chunk,)
    return tuple(token.plain for token in tokenise(chunk))
