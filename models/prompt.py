"""A wish becomes a prompt: what is asked, in the painter's grammar, and what it cannot paint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.lexicon import Kind, Lexicon, Meaning
from models.spelling import nearest, tokens
from models.types import Prompt, Subject, Unpainted

MOST_SUBJECTS = 4  # what the painter was shown at most
CHOICES = 3  # nearest things offered for one that cannot be painted
LOOK_BACK = 2  # adjectives that may stand between "a" and its noun
STILL = "still"
ANYTHING = "a drawing"  # the text when ink is all there is


def read(text: str, lexicon: Lexicon) -> Prompt:
    """Read a wish.

    Subjects come in the order they were said, at most MOST_SUBJECTS in all; a count repeats its thing in the text.
    Words that name an artist are left out (see `asked_style`). Nothing paintable gives the text ANYTHING.
    """
    reader = _Reader(lexicon)
    rest, artist = _without_style(tokens(text), lexicon)
    for meaning in _meanings(rest, lexicon):
        reader.take(meaning)
    return reader.prompt(artist)


def asked_style(text: str, lexicon: Lexicon) -> str:
    """The id of the style a wish names, empty when it names none that is on offer."""
    for start, end in _artist_spans(tokens(text), lexicon):
        style = lexicon.styles.get(" ".join(tokens(text)[start:end]))
        if style:
            return style
    return ""


def canonical(subjects: Sequence[Subject], places: Sequence[str]) -> str:
    """The painter's grammar: "a red cat and a blue house, by the sea, at night"."""
    things = [_articled(subject) for subject in subjects for _ in range(subject.count)]
    return ", ".join([*([" and ".join(things)] if things else []), *places]) or ANYTHING


def is_paintable(prompt: Prompt) -> bool:
    """Whether the words alone ask for something the painter learnt."""
    return bool(prompt.subjects or prompt.places)


def _articled(subject: Subject) -> str:
    name = f"{subject.colour} {subject.thing}".strip()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


@dataclass(slots=True)
class _Reader:
    """Reads meanings one by one; what it found so far is in its fields."""

    lexicon: Lexicon
    subjects: list[Subject] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    motion: str = STILL
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str = ""  # said, and waiting for its thing
    count: int = 0
    current: int | None = None  # index of the subject that is being talked about
    linked: bool = False  # "the house is ...": a colour now belongs to the current subject
    definite: bool = False  # "the house": one that was named before, if there is one
    negated: bool = False

    def take(self, meaning: Meaning) -> None:
        match meaning.kind:
            case Kind.THING | Kind.FOREIGN | Kind.PLACE | Kind.VERB if self.negated:
                self.negated, self.colour, self.count = False, "", 0
            case Kind.THING:
                self._thing(meaning)
            case Kind.FOREIGN:
                self._foreign(meaning.value)
            case Kind.COLOUR:
                self._colour(meaning.value)
            case Kind.PLACE:
                self._place(meaning)
            case Kind.VERB:
                self.motion = meaning.value if self.motion == STILL else self.motion
            case Kind.CORRECTION:
                self._correct()
            case _:
                self._link(meaning)

    def prompt(self, artist: str) -> Prompt:
        self._bind_back()
        subjects = _shared_out(self.subjects)
        places = _ordered(self.places, self.lexicon.language.times)
        missing = [Unpainted(word, choices) for word, choices in self.missing.items()]
        if artist:
            offered = set(self.lexicon.styles.values())
            nearest_styles = (style for style in self.lexicon.language.artists[artist] if style in offered)
            missing.append(Unpainted(artist, tuple(nearest_styles)))
        return Prompt(canonical(subjects, places), subjects, places, self.motion, tuple(missing))

    def _thing(self, meaning: Meaning) -> None:
        known = [index for index, subject in enumerate(self.subjects) if subject.thing == meaning.value]
        if self.definite and known and not self.count:
            self.current = known[-1]
            self._bind_back()
        else:
            self.subjects.append(Subject(meaning.value, self.colour, self.count or (2 if meaning.plural else 1)))
            self.current = len(self.subjects) - 1
        self._spent()

    def _foreign(self, word: str) -> None:
        self.missing.setdefault(word, self._nearest(word))
        self.current = None
        self._spent()

    def _nearest(self, word: str) -> tuple[str, ...]:
        return self.lexicon.language.nearby.get(word) or nearest(word, self.lexicon.spellings(), CHOICES)

    def _colour(self, colour: str) -> None:
        self.colour = self.colour or colour
        if self.linked:
            self._bind_back()

    def _place(self, meaning: Meaning) -> None:
        if meaning.words == 1:
            self.colour = ""  # "the blue sea": the sea is as blue as the painter makes it
        self._bind_back()
        if meaning.value not in self.places:
            self.places.append(meaning.value)
        self.count, self.linked = 0, False
        if meaning.also:
            self._thing(Meaning(Kind.THING, meaning.also))

    def _correct(self) -> None:
        if self.subjects:
            self.subjects.pop()
        self.current = None
        self._spent()

    def _link(self, meaning: Meaning) -> None:
        match meaning.kind:
            case Kind.COUNT:
                self.count = int(meaning.value)
            case Kind.ARTICLE:
                self.linked, self.definite = False, meaning.value in ("the", "that", "this")
            case Kind.ARE:
                self.linked = self.current is not None
            case Kind.NOT:
                self.negated = True
            case Kind.SCENE:
                self.colour, self.count = "", 0
            case Kind.BREAK:
                self.negated = self.linked = False

    def _bind_back(self) -> None:
        """Give a waiting colour to the subject that is being talked about, if it has none."""
        if self.colour and self.current is not None and not self.subjects[self.current].colour:
            self.subjects[self.current] = replace(self.subjects[self.current], colour=self.colour)
            self.colour = ""

    def _spent(self) -> None:
        self.colour, self.count, self.linked, self.definite = "", 0, False, False


def _meanings(words: Sequence[str], lexicon: Lexicon) -> Iterator[Meaning]:
    """Cut a wish into phrases, the longest known ones first."""
    start = 0
    while start < len(words):
        meaning, length = _longest(words, start, lexicon)
        yield meaning
        start += length


def _longest(words: Sequence[str], start: int, lexicon: Lexicon) -> tuple[Meaning, int]:
    for length in range(min(lexicon.longest, len(words) - start), 0, -1):
        phrase = " ".join(words[start : start + length])
        found = _known(phrase, words, start, lexicon)
        if found is None and length == 2 and not _is_colour(words[start], lexicon):
            found = lexicon.noun(phrase.replace(" ", ""))  # "sun flower", but not "green house"
        if found:
            return found, length
    return _unknown(words[start], lexicon), 1


def _is_colour(word: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.others.get(word)
    return meaning is not None and meaning.kind is Kind.COLOUR


def _known(phrase: str, words: Sequence[str], start: int, lexicon: Lexicon) -> Meaning | None:
    noun, other = lexicon.noun(phrase), lexicon.others.get(phrase)
    if noun is None and other and other.kind is Kind.VERB and not phrase.endswith("ing"):
        is_noun = _is_noun_here(words, start, start + other.words, lexicon)
        return Meaning(Kind.SCENE, phrase) if is_noun else other  # "a white sail" does not sail
    if noun is None or not (other or phrase in lexicon.language.ordinary):
        return noun or other or (Meaning(Kind.ORDINARY, phrase) if phrase in lexicon.language.ordinary else None)
    if other and other.kind is Kind.PLACE and (noun.kind is Kind.FOREIGN or phrase not in lexicon.nouns):
        return other
    if _is_noun_here(words, start, start + len(phrase.split(" ")), lexicon):
        return noun
    return other or Meaning(Kind.ORDINARY, phrase)


def _is_noun_here(words: Sequence[str], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a word that is also something else ("fly", "orange", "watch") names a thing here."""
    if len(words) == 1:
        return lexicon.noun(words[0]) is not None
    if _leads_to_noun(words[end:], lexicon):
        return False
    for index in range(start - 1, max(-1, start - 2 - LOOK_BACK), -1):
        before = lexicon.others.get(words[index])
        if before and before.kind in (Kind.ARTICLE, Kind.COUNT):
            return words[index] != "that"  # "a boat that can sail"
        if words[index] not in lexicon.language.ordinary and not (before and before.kind is Kind.COLOUR):
            return False
    return False


def _leads_to_noun(following: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether adjectives and then a noun follow: "orange" is a colour in "an orange fluffy cat"."""
    for word in following[: LOOK_BACK + 1]:
        if word in lexicon.language.prepositions or word in lexicon.others:
            return False
        if lexicon.noun(word):
            return True
    return False


def _unknown(word: str, lexicon: Lexicon) -> Meaning:
    """A word in no table: a slip for one that is, an ordinary word by its ending, or something never learnt."""
    if len(word) < 3 or word.isdigit():
        return Meaning(Kind.ORDINARY, word)
    slip = lexicon.slip(word)
    if slip:
        return slip
    ordinary = word.endswith(lexicon.language.endings) or "'" in word
    return Meaning(Kind.ORDINARY if ordinary else Kind.FOREIGN, word)


def _without_style(words: Sequence[str], lexicon: Lexicon) -> tuple[list[str], str]:
    """The wish without the artists it names, and the first of them that is not on offer."""
    rest, artist, done = [], "", 0
    for start, end in _artist_spans(words, lexicon):
        name = " ".join(words[start:end])
        artist = artist or ("" if name in lexicon.styles else name)
        rest += _before_link(words[done:start], lexicon)
        done = end
    return [*rest, *words[done:]], artist


def _artist_spans(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where artists are named, as start and end (exclusive); the longest names first."""
    start = 0
    while start < len(words):
        lengths = range(min(lexicon.longest, len(words) - start), 0, -1)
        names = [n for n in lengths if _is_artist(" ".join(words[start : start + n]), lexicon)]
        if names:
            yield start, start + names[0]
        start += names[0] if names else 1


def _is_artist(phrase: str, lexicon: Lexicon) -> bool:
    return phrase in lexicon.styles or phrase in lexicon.language.artists


def _before_link(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """What stands before an artist's name, without the words that lead to it."""
    text = " ".join(words)
    for link in lexicon.language.style_links:
        if text == link or text.endswith(f" {link}"):
            return text[: len(text) - len(link)].split()
    return list(words)


def _shared_out(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """At most MOST_SUBJECTS in all: each once first, then as many more of each as fit."""
    kept = list(subjects[:MOST_SUBJECTS])
    room, shared = MOST_SUBJECTS - len(kept), []
    for subject in kept:
        more = min(subject.count - 1, room)
        room -= more
        shared.append(replace(subject, count=1 + more))
    return tuple(shared)


def _ordered(places: Sequence[str], times: frozenset[str]) -> tuple[str, ...]:
    """Where it is, then when it is: one of each, as the painter was taught."""
    where = [place for place in places if place not in times]
    when = [place for place in places if place in times]
    return (*where[:1], *when[:1])
