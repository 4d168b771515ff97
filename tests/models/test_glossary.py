"""What is typed in another language, in the painter's English."""

import tomllib
from pathlib import Path

import pytest

from installation.settings import CONFIGS
from models.errors import BundleError
from models.glossary import Glossary, read_glossary
from models.lexicon import Lexicon
from models.prompt import read
from models.vocabulary import Vocabulary

FOLDER = CONFIGS / "glossary"
LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.toml"))
TYPED_IN = sorted(
    file.stem
    for file in (CONFIGS / "screen").glob("*.toml")
    if tomllib.loads(file.read_text("utf-8"))["keyboard"]["rows"] and file.stem != "en"
)


def test_there_is_a_glossary_for_every_language_with_a_keyboard() -> None:
    assert LANGUAGES == TYPED_IN


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_a_word_for_everything_the_painter_learnt(language: str, vocabulary: Vocabulary) -> None:
    entries = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    assert set(entries["things"]) == set(vocabulary.things)
    assert set(entries["colours"]) == set(vocabulary.colours)
    assert set(entries["places"]) == set(vocabulary.places)
    moved = {verb for verb, forms in vocabulary.verbs.items() if set(forms) & set(entries["verbs"])}
    assert moved == set(vocabulary.verbs)


def _spellings(language: str, sort: str) -> list[tuple[str, str, bool]]:
    """The painter's word, how it is typed, and whether that names several."""
    entries = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))[sort]
    parted = ((english, *spelled.partition(";")[::2]) for english, spelled in entries.items())
    return [
        (english, phrase.strip(), bool(several))
        for english, *both in parted
        for several, phrases in enumerate(both)
        for phrase in phrases.split(",")
        if phrase.strip()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_is_understood_behind_an_article(language: str, lexicon: Lexicon) -> None:
    glossary = read_glossary(FOLDER / f"{language}.toml")
    article = next(typed for english, typed, _ in _spellings(language, "words") if english == "a")
    for english, typed, several in _spellings(language, "things"):
        if english == "mountain" and several:
            continue  # mountains are a place
        (subject,) = read(glossary.english(f"{article} {typed}"), lexicon).subjects
        assert subject.thing == english, typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_of_a_thing_are_three(language: str, lexicon: Lexicon) -> None:
    glossary = read_glossary(FOLDER / f"{language}.toml")
    three = next(typed for english, typed, _ in _spellings(language, "words") if english == "three")
    for english, typed, several in _spellings(language, "things"):
        if several and english != "mountain":
            (subject,) = read(glossary.english(f"{three} {typed}"), lexicon).subjects
            assert (subject.thing, subject.count) == (english, 3), typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_colour_goes_to_its_thing(language: str, lexicon: Lexicon) -> None:
    glossary = read_glossary(FOLDER / f"{language}.toml")
    (article, house) = (
        next(typed for english, typed, _ in _spellings(language, sort) if english == word)
        for sort, word in (("words", "a"), ("things", "house"))
    )
    for english, typed, _ in _spellings(language, "colours"):
        wish = f"{article} {house} {typed}" if glossary.colours_follow else f"{article} {typed} {house}"
        (subject,) = read(glossary.english(wish), lexicon).subjects
        assert (subject.thing, subject.colour) == ("house", english), typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_and_verb_is_understood(language: str, lexicon: Lexicon) -> None:
    glossary = read_glossary(FOLDER / f"{language}.toml")
    for english, typed, _ in _spellings(language, "places"):
        assert english in read(glossary.english(typed), lexicon).places, typed
    for english, typed, _ in _spellings(language, "verbs"):
        assert read(glossary.english(typed), lexicon).motion == read(english, lexicon).motion != "still", typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_adjective_keeps_a_thing_from_being_painted(language: str, lexicon: Lexicon) -> None:
    glossary = read_glossary(FOLDER / f"{language}.toml")
    cat = next(typed for english, typed, _ in _spellings(language, "things") if english == "cat")
    for english, typed, _ in _spellings(language, "words"):
        if english == "nice":
            assert read(glossary.english(f"{typed} {cat}"), lexicon).text == "a cat", typed


@pytest.mark.parametrize(
    ("language", "typed", "understood"),
    [
        ("de", "Ein roter Hund und eine blaue Katze am Meer", "a red dog and a blue cat, by the sea"),
        ("de", "ein großes Schloss ohne Turm in den Bergen", "a castle, in the mountains"),
        ("de", "Male mir drei Sterne und den Mond", "a star and a star and a star and a moon"),
        ("fr", "un chat rouge et une maison bleue au bord de la mer", "a red cat and a blue house, by the sea"),
        ("fr", "une rose rouge", "a red flower"),
        ("fr", "un cochon rose qui danse", "a pink pig"),
        ("fr", "l’éléphant nage sous l’eau", "an elephant, under water"),
        ("fr", "l elephant nage sous l eau", "an elephant, under water"),
        ("fr", "un toit rouge et un arbre", "a tree"),
        ("fr", "la mer bleue et un poisson", "a fish, by the sea"),
        ("fr", "un chat noir et blanc et un chien", "a black cat and a dog"),
        ("de", "eine kleine Katze und ein dicker Hund", "a cat and a dog"),
        ("de", "ein grünes Haus", "a green house"),
        ("de", "drei Schafe", "a sheep and a sheep and a sheep"),
        ("es", "dos pájaros amarillos volando de noche", "a yellow bird and a yellow bird, at night"),
        ("es", "un gran perro negro", "a black dog"),
        ("it", "l'ape gialla in un prato", "a yellow bee, in a meadow"),
        ("it", "una rosa rossa e un gatto blu", "a red flower and a blue cat"),
        ("nl", "een bij bij de zee", "a bee, by the sea"),
        ("nl", "twee gele vogels 's nachts", "a yellow bird and a yellow bird, at night"),
    ],
)
def test_a_wish_is_understood(language: str, typed: str, understood: str, lexicon: Lexicon) -> None:
    assert read(read_glossary(FOLDER / f"{language}.toml").english(typed), lexicon).text == understood


def test_what_is_not_known_stays_and_is_said_to_be_missing(lexicon: Lexicon) -> None:
    said = read_glossary(FOLDER / "de.toml").english("ein rotes Einhorn")
    assert said == "a red einhorn"
    assert [missing.word for missing in read(said, lexicon).unpainted] == ["einhorn"]


def test_english_is_left_as_it_is(tmp_path: Path) -> None:
    assert read_glossary(tmp_path / "en.toml") == Glossary({})
    assert Glossary({}).english("A red  house, please!") == "A red  house, please!"


def test_an_empty_wish_stays_empty() -> None:
    assert read_glossary(FOLDER / "nl.toml").english("  ") == ""


@pytest.mark.parametrize("text", ["[things]\ncat = 3", "colours_follow = true", "["])
def test_a_glossary_that_is_not_whole_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "de.toml").write_text(text, "utf-8")
    with pytest.raises(BundleError, match=r"expected a valid glossary at .*de\.toml"):
        read_glossary(tmp_path / "de.toml")
