"""How the word lists bite: every rule a text breaks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from models.errors import GuardError
from models.toml_file import read_toml
from safety.normalise import Token, deletions, fold, fragments, sound, spelled, tokenise
from safety.types import Category
from safety.word_lists import Context, Entry, LanguageFile, entries_of, stems_of

EXACT, DISGUISED, GLUED, SOUNDS, NEAR = 1.0, 0.9, 0.8, 0.7, 0.6  # how sure a hit is, by how it was found
SUFFIXES = ("", "s", "es", "ed", "d", "ing", "er", "y", "ly", "n", "en", "e")  # of ordinary words in a text
SHORTEST_SOUND, SHORTEST_NEAR = 3, 5  # letters; below, too many innocent words lie close


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: its category, how sure (0..1), in which language, and by which rule."""

    category: Category
    score: float
    language: str
    rule: str

    @property
    def reason(self) -> str:
        return f"{self.language} {self.rule}"


@dataclass(frozen=True)
class Rules:
    """All lists of one policy, ready to look up."""

    files: tuple[LanguageFile, ...]
    ordinary: frozenset[str]

    def hits(self, text: str) -> list[Hit]:
        """Every rule a text breaks; empty for a fit text."""
        tokens = tokenise(text)
        bare = self._without_allowed(tokens)
        plain = tuple(token.plain for token in bare)
        context = Context(self._languages(plain), frozenset(plain) | {word.removesuffix("s") for word in plain})
        found = [hit for token in bare for hit in self._word_hits(token, context)]
        return found + self._phrase_hits(plain, context) + self._glued_hits(plain, context)

    def _word_hits(self, token: Token, context: Context) -> list[Hit]:
        found = self._look_up(token.plain, EXACT, context)
        for reading in token.readings:
            found += self._look_up(reading, DISGUISED, context)
        found += self._inside_hits(token.plain, context)
        if token.mask:
            found += self._mask_hits(token.mask, context)
        return found if found or token.plain in self._forms else self._alike_hits(token.plain, context)

    def _look_up(self, word: str, score: float, context: Context) -> list[Hit]:
        entries = [entry for entry in self._forms.get(word, ()) if entry.applies(context)]
        return [Hit(entry.category, score, entry.language, entry.words[0]) for entry in entries]

    def _inside_hits(self, word: str, context: Context) -> list[Hit]:
        entries = [entry for stem, entry in self._stems if stem in word and entry.applies(context)]
        return [Hit(entry.category, DISGUISED, entry.language, f"…{entry.words[0]}…") for entry in entries]

    def _mask_hits(self, mask: str, context: Context) -> list[Hit]:
        """ "f*ck": hidden letters are taken for any letters; `mask` has a "." for each."""
        words = self._by_shape.get((mask[0], len(mask)), ())
        fitting = [word for word in words if all(m in (".", c) for m, c in zip(mask, word, strict=True))]
        return [hit for word in fitting for hit in self._look_up(word, DISGUISED, context)]

    def _alike_hits(self, word: str, context: Context) -> list[Hit]:
        """A word nobody writes that sounds like a listed one, or lies one slip of the pen away from it."""
        if len(word) < SHORTEST_SOUND or not word.isalpha() or self._is_ordinary(word):
            return []
        found = [hit for form in self._sounds.get(sound(word), ()) for hit in self._likely(form, SOUNDS, context)]
        if len(word) >= SHORTEST_NEAR and not found:
            near = {form for key in deletions(word) for form in self._near.get(key, ()) if _one_edit(word, form)}
            found = [hit for form in sorted(near) for hit in self._likely(form, NEAR, context)]
        return found

    def _likely(self, form: str, score: float, context: Context) -> list[Hit]:
        """English hits: the rules of sound are English, and so is the table of ordinary words."""
        return [hit for hit in self._look_up(form, score, context) if hit.language == "en"]

    def _phrase_hits(self, words: tuple[str, ...], context: Context) -> list[Hit]:
        lists = [(i, entries) for i, word in enumerate(words) for entries in self._phrases.get(word, ())]
        starts = [(i, entry) for i, entries in lists for entry in entries]
        broken = [e for i, e in starts if e.applies(context) and _matches(e.forms, words[i:])]
        return [Hit(entry.category, EXACT, entry.language, " ".join(entry.words)) for entry in broken]

    def _glued_hits(self, words: tuple[str, ...], context: Context) -> list[Hit]:
        glued = spelled(words) | fragments(words, self.ordinary)
        return [hit for word in sorted(glued) for hit in self._look_up(word, GLUED, context)]

    def _is_ordinary(self, word: str) -> bool:
        stems = [word.removesuffix(ending) for ending in SUFFIXES]
        fair = [stem for stem in stems if (len(stem) > 2 or stem == word) and stem not in self._forms]
        return any(stem in self.ordinary or stem + "e" in self.ordinary for stem in fair)

    def _without_allowed(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens that are no part of an allowed phrase; a plural -s makes no difference."""
        stems = tuple(token.plain.removesuffix("s") for token in tokens)
        taken: set[int] = set()
        for i, stem in enumerate(stems):
            for phrase in self._allowed.get(stem, ()):
                if stems[i : i + len(phrase)] == phrase:
                    taken |= set(range(i, i + len(phrase)))
        return tuple(token for i, token in enumerate(tokens) if i not in taken)

    def _languages(self, words: tuple[str, ...]) -> frozenset[str]:
        """The languages with the most little words in the text; English where there are none."""
        counts = Counter(file.language for file in self.files for word in words if word in file.common)
        most = max(counts.values(), default=0)
        return frozenset(name for name, n in counts.items() if n == most) if most else frozenset({"en"})

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(entry for file in self.files for entry in entries_of(file))

    @cached_property
    def _forms(self) -> dict[str, list[Entry]]:
        forms: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if len(entry.words) == 1:
                for form in entry.forms[0]:
                    forms.setdefault(form, []).append(entry)
        return forms

    @cached_property
    def _phrases(self) -> dict[str, list[list[Entry]]]:
        """By how a phrase may begin, the lists of phrases that begin so: those that name one group share a list."""
        alike: dict[frozenset[str], list[Entry]] = {}
        for entry in self._entries:
            if len(entry.words) > 1:
                alike.setdefault(entry.forms[0], []).append(entry)
        phrases: dict[str, list[list[Entry]]] = {}
        for forms, entries in alike.items():
            for form in forms:
                phrases.setdefault(form, []).append(entries)
        return phrases

    @cached_property
    def _stems(self) -> tuple[tuple[str, Entry], ...]:
        return tuple((entry.words[0], entry) for file in self.files for entry in stems_of(file))

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        return _index((sound(form), form) for form in self._bases if len(form) >= SHORTEST_SOUND)

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        return _index((key, form) for form in self._bases if len(form) >= SHORTEST_NEAR for key in deletions(form))

    @cached_property
    def _bases(self) -> frozenset[str]:
        """Listed words as they stand, and their plural: what a slip or a mishearing is compared with."""
        bases = {entry.words[0] for entry in self._entries if len(entry.words) == 1}
        return frozenset(bases | {base + "s" for base in bases if base + "s" in self._forms})

    @cached_property
    def _by_shape(self) -> dict[tuple[str, int], list[str]]:
        shapes: dict[tuple[str, int], list[str]] = {}
        for form in self._forms:
            shapes.setdefault((form[0], len(form)), []).append(form)
        return shapes

    @cached_property
    def _allowed(self) -> dict[str, list[tuple[str, ...]]]:
        phrases: dict[str, list[tuple[str, ...]]] = {}
        for text in (text for file in self.files for text in file.allowed):
            phrase = tuple(token.plain.removesuffix("s") for token in tokenise(text))
            phrases.setdefault(phrase[0], []).append(phrase)
        return phrases


def load_rules(directory: Path, languages: tuple[str, ...]) -> Rules:
    """Read the lists of some languages and the ordinary words.

    Raises:
        GuardError: a file is missing, or is not what `LanguageFile` describes.
    """
    files = tuple(
        read_toml(directory / f"{language}.toml", LanguageFile, "a valid word list", GuardError)
        for language in languages
    )
    try:
        ordinary = frozenset((directory / "ordinary.txt").read_text("utf-8").split())
    except OSError as error:
        raise GuardError(f"expected the ordinary words in {directory}, got: {error.strerror}") from error
    return Rules(files, ordinary | {fold(word) for file in files for word in file.ordinary})


def _matches(phrase: tuple[frozenset[str], ...], words: tuple[str, ...]) -> bool:
    if not phrase:
        return True
    if not phrase[0]:
        return any(_matches(phrase[1:], words[skip:]) for skip in range(4))
    return bool(words) and words[0] in phrase[0] and _matches(phrase[1:], words[1:])


def _one_edit(a: str, b: str) -> bool:
    """At most one letter changed, added, left out, or swapped with its neighbour (Damerau 1964); same first letter."""
    if a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        i = wrong[0] if wrong else 0
        return len(wrong) <= 1 or a == b[:i] + b[i + 1 : i + 2] + b[i : i + 1] + b[i + 2 :]
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for key, form in pairs:
        index.setdefault(key, []).append(form)
    return index
