"""Every word the reader of wishes knows, by what it means: the painter's vocabulary and the language together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from models.language import Language
from models.spelling import is_mistyped, singulars, sound, sounds_like
from models.vocabulary import Vocabulary


class Kind(Enum):
    """What a word or phrase does in a wish."""

    THING = auto()
    FOREIGN = auto()  # a thing the painter never learnt
    COLOUR = auto()
    PLACE = auto()
    VERB = auto()
    COUNT = auto()
    ARTICLE = auto()
    ARE = auto()
    NOT = auto()
    CORRECTION = auto()
    SCENE = auto()  # what is in every picture: it takes a colour along, and the painter gives it its own
    BREAK = auto()
    ORDINARY = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means; `value` is canonical, `words` its length, `plural` whether it names several.

    `also` is a thing that a place names in passing: "under the moon" asks for night, and for a moon.
    """

    kind: Kind
    value: str
    words: int = 1
    plural: bool = False
    also: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by meaning. Nouns have a table of their own, since many words are a noun only after "a" ("a fly")."""

    vocabulary: Vocabulary
    language: Language
    styles: Mapping[str, str]  # name or nickname in lower case -> style id
    nouns: Mapping[str, Meaning] = field(repr=False)
    others: Mapping[str, Meaning] = field(repr=False)
    by_sound: Mapping[str, Sequence[str]] = field(repr=False)  # single words
    by_initial: Mapping[str, Sequence[str]] = field(repr=False)
    longest: int = 6  # words in the longest phrase

    def noun(self, phrase: str) -> Meaning | None:
        """The thing a phrase names, singular or plural."""
        return self.nouns.get(phrase) or self._plural(phrase)

    def slip(self, word: str) -> Meaning | None:
        """What an unknown word is a slip for, to the ear or else to the eye; None when that is not plain."""
        heard = [known for known in self.by_sound.get(sound(word), ()) if sounds_like(word, known)]
        close = heard or [known for known in self.by_initial.get(word[:1], ()) if is_mistyped(word, known)]
        meanings = [self.nouns.get(known) or self.others[known] for known in close]
        if len({(meaning.kind, meaning.value) for meaning in meanings}) != 1 or meanings[0].kind is Kind.FOREIGN:
            return None
        return meanings[0]

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Every (spelling, canonical word) of the things."""
        for spelling, meaning in self.nouns.items():
            if meaning.kind is Kind.THING:
                yield spelling, meaning.value

    def _plural(self, phrase: str) -> Meaning | None:
        *head, last = phrase.split(" ")
        for singular in [*filter(None, [self.language.irregular.get(last)]), *singulars(last)]:
            meaning = self.nouns.get(" ".join([*head, singular]))
            if meaning:
                return Meaning(meaning.kind, meaning.value, meaning.words, plural=True)
        return None


def build_lexicon(vocabulary: Vocabulary, language: Language, styles: Mapping[str, Sequence[str]]) -> Lexicon:
    """Join the tables; `styles` maps the id of every style on offer to the names of its artist."""
    same = _same(vocabulary, language)
    names = {name.lower(): style for style, names in styles.items() for name in (style.replace("-", " "), *names)}
    heard = {name: style for name, style in language.styles.items() if style in styles}
    nouns, others = _nouns(vocabulary, language, same), _others(vocabulary, language, same)
    words = [phrase for phrase in {**nouns, **others} if phrase.isalpha()]
    return Lexicon(
        vocabulary, language, names | heard, nouns, others, _grouped(words, sound), _grouped(words, _initial)
    )


def _grouped(words: Sequence[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(key(word), []).append(word)
    return groups


def _initial(word: str) -> str:
    return word[:1]


def _same(vocabulary: Vocabulary, language: Language) -> dict[str, Meaning]:
    """The language's other words, each with the kind of what it stands for."""
    kinds: dict[str, Kind] = dict.fromkeys(vocabulary.verbs, Kind.VERB)
    kinds |= dict.fromkeys(vocabulary.places, Kind.PLACE)
    kinds |= dict.fromkeys(vocabulary.colours, Kind.COLOUR)
    kinds |= dict.fromkeys(vocabulary.things, Kind.THING)
    return {phrase: _meaning(kinds[value], value, phrase) for phrase, value in language.same.items() if value in kinds}


def _nouns(vocabulary: Vocabulary, language: Language, same: Mapping[str, Meaning]) -> dict[str, Meaning]:
    nouns = {phrase: _meaning(Kind.FOREIGN, phrase, phrase) for phrase in language.nearby}
    nouns |= {phrase: meaning for phrase, meaning in same.items() if meaning.kind is Kind.THING}
    for thing in vocabulary.things.values():
        for phrase in filter(None, (*thing.words, thing.doodle, thing.name)):
            nouns[phrase] = _meaning(Kind.THING, thing.name, phrase)
    return _with_plurals(nouns, language)


def _with_plurals(nouns: dict[str, Meaning], language: Language) -> dict[str, Meaning]:
    """Mark the plurals that the vocabulary lists as words of their own."""
    marked = dict(nouns)
    for phrase, meaning in nouns.items():
        singular = [language.irregular.get(phrase, ""), *singulars(phrase)]
        if any(nouns[s].value == meaning.value for s in singular if s in nouns and s != phrase):
            marked[phrase] = Meaning(meaning.kind, meaning.value, meaning.words, plural=True)
    return marked


def _others(vocabulary: Vocabulary, language: Language, same: Mapping[str, Meaning]) -> dict[str, Meaning]:
    others = {phrase: meaning for phrase, meaning in same.items() if meaning.kind is not Kind.THING}
    for name, phrases in vocabulary.verbs.items():
        others |= {phrase: _meaning(Kind.VERB, name, phrase) for phrase in (name, *phrases)}
    for name, phrases in vocabulary.places.items():
        others |= {phrase: _place(name, phrase, vocabulary) for phrase in (name, *phrases)}
    for colour in vocabulary.colours.values():
        others |= {p: _meaning(Kind.COLOUR, colour.name, p) for p in (colour.name, *colour.words)}
    others |= {phrase: _meaning(Kind.COUNT, str(count), phrase) for phrase, count in language.counts.items()}
    links = ((Kind.ARTICLE, language.articles), (Kind.ARE, language.are), (Kind.NOT, language.negations))
    for kind, words in (*links, (Kind.CORRECTION, language.corrections), (Kind.SCENE, language.scenery)):
        others |= {phrase: _meaning(kind, phrase, phrase) for phrase in words}
    return others | {mark: Meaning(Kind.BREAK, mark) for mark in ",.;:!?"}


def _place(name: str, phrase: str, vocabulary: Vocabulary) -> Meaning:
    last = vocabulary.things.get(phrase.rsplit(" ", 1)[-1])
    also = last.name if last and last.kind == "sky" else ""
    return Meaning(Kind.PLACE, name, len(phrase.split(" ")), also=also)


def _meaning(kind: Kind, value: str, phrase: str) -> Meaning:
    return Meaning(kind, value, len(phrase.split(" ")))
