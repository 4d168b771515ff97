"""Wishes are read as a patient listener would read them, and what cannot be painted is said, with what can."""

import random
import re
from pathlib import Path

import pytest

from models.lexicon import Lexicon
from models.prompt import ANYTHING, MOST_SUBJECTS, asked_style, is_paintable, read
from models.types import Subject


@pytest.mark.parametrize(
    ("wish", "text", "motion"),
    [
        (
            "a red cat and a blue house, by the sea, at night",
            "a red cat and a blue house, by the sea, at night",
            "still",
        ),
        ("Could you paint me a CAT, please?", "a cat", "still"),
        ("um, uh, I would like to see an elephant", "an elephant", "still"),
        ("a kitten and a sailboat", "a cat and a boat", "still"),
        ("two red cats", "a red cat and a red cat", "still"),
        ("birds over a house", "a bird and a bird and a house", "still"),
        ("three mice and one owl", "a mouse and a mouse and a mouse and an owl", "still"),
        ("the house is red", "a red house", "still"),
        ("a cat that is blue and a dog", "a blue cat and a dog", "still"),
        ("a boat in red", "a red boat", "still"),
        ("a cat, a dog, the cat is black", "a black cat and a dog", "still"),
        ("an orange cat", "an orange cat", "still"),
        ("a big fluffy golden lion", "a golden lion", "still"),
        ("a house at night by the sea", "a house, by the sea, at night", "still"),
        ("a house in winter", "a house, in the snow", "still"),
        ("the ocean at midnight", "by the sea, at night", "still"),
        ("a blue sky with white clouds", "a white cloud and a white cloud", "still"),
        ("a red house and a tree under the moon", "a red house and a tree and a moon, at night", "still"),
        ("a bird flying over the mountains", "a bird, in the mountains", "fly"),
        ("a fish swimming under the sea", "a fish, under water", "swim"),
        ("a dancing bear", "a bear", "dance"),
        ("a kitty sleeping", "a cat", "float"),
        ("I want to watch a cat", "a cat", "still"),
        ("a watch", "a clock", "still"),
        ("I love my dog", "a dog", "still"),
        ("ice cream in the snow", "an ice cream, in the snow", "still"),
        ("a sun flower and a hedge hog", "a flower and a hedgehog", "still"),
        ("a hot air balloon and a palm tree", "a balloon and a palm", "still"),
        ("a teddy bear", "a teddy", "still"),
        ("a cat without a hat", "a cat", "still"),
        ("don't paint a dog, paint a cat", "a cat", "still"),
        ("a cat, I mean a dog", "a dog", "still"),
        ("a cat in the style of van gogh", "a cat", "still"),
        ("a castle like Claude Monet", "a castle", "still"),
        ("the dog's house", "a dog and a house", "still"),
        ("the cat's blue", "a blue cat", "still"),
        ("a yellow submarine", "a yellow submarine", "still"),
        ("a boat with a white sail", "a boat", "still"),
        ("a boat that can sail", "a boat", "swim"),
    ],
)
def test_wishes_become_the_painters_grammar(lexicon: Lexicon, wish: str, text: str, motion: str) -> None:
    prompt = read(wish, lexicon)
    assert (prompt.text, prompt.motion) == (text, motion)
    assert not prompt.unpainted


def test_counts_stand_in_the_subjects_and_all_together_are_at_most_what_fits(lexicon: Lexicon) -> None:
    prompt = read("lots of birds and a red house", lexicon)
    assert prompt.subjects == (Subject("bird", "", 3), Subject("house", "red", 1))
    crowd = read("a cat, a dog, a cow, a pig, a lion and a bear", lexicon)
    assert [subject.thing for subject in crowd.subjects] == ["cat", "dog", "cow", "pig"]
    assert sum(subject.count for subject in crowd.subjects) == MOST_SUBJECTS


@pytest.mark.parametrize(
    ("slip", "text"),
    [
        ("an elefant", "an elephant"),
        ("a hourse", "a horse"),
        ("a dolfin swiming", "a dolphin"),
        ("a mashroom", "a mushroom"),
        ("a blak dog", "a black dog"),
        ("a buterfly", "a butterfly"),
        ("a girafe", "a giraffe"),
    ],
)
def test_slips_are_understood_when_they_can_mean_one_thing_only(lexicon: Lexicon, slip: str, text: str) -> None:
    assert read(slip, lexicon).text == text


@pytest.mark.parametrize("word", ["coat", "goat", "bat", "sock", "nurse", "beard", "clown", "rug"])
def test_a_word_of_its_own_is_no_slip(lexicon: Lexicon, word: str) -> None:
    prompt = read(f"a {word}", lexicon)
    assert not prompt.subjects and prompt.unpainted[0].word == word


@pytest.mark.parametrize(
    ("wish", "word", "nearest"),
    [
        ("a unicorn", "unicorn", "horse"),
        ("my robot is red", "robot", "person"),
        ("a fire truck", "fire truck", "car"),
        ("a fly on an orange", "fly", "bee"),
        ("two foxes", "fox", "dog"),
        ("a square", "square", "kite"),
        ("a river", "river", "by the sea"),
    ],
)
def test_what_was_never_learnt_is_said_with_the_nearest(lexicon: Lexicon, wish: str, word: str, nearest: str) -> None:
    missing = {entry.word: entry.nearest for entry in read(wish, lexicon).unpainted}
    assert missing[word][0] == nearest and len(missing[word]) == 3


def test_a_word_from_nowhere_gets_what_is_spelt_most_like_it(lexicon: Lexicon) -> None:
    (entry,) = read("a wumpcat", lexicon).unpainted
    assert entry.word == "wumpcat" and "cat" in entry.nearest and len(entry.nearest) == 3


def test_everything_offered_instead_can_be_painted(lexicon: Lexicon) -> None:
    known = {*lexicon.vocabulary.things, *lexicon.vocabulary.places}
    offered = {name for nearest in lexicon.language.nearby.values() for name in nearest}
    assert offered <= known


def test_every_word_of_the_vocabulary_is_read_as_what_it_is(lexicon: Lexicon) -> None:
    for thing in lexicon.vocabulary.things.values():
        for word in (thing.name, *thing.words):
            subjects = read(f"a {word}", lexicon).subjects
            assert [subject.thing for subject in subjects] == [thing.name], word
    for place, phrases in lexicon.vocabulary.places.items():
        for phrase in (place, *phrases):
            assert read(f"a cat {phrase}", lexicon).places == (place,), phrase


def test_every_verb_and_colour_of_the_vocabulary_is_read_as_what_it_is(lexicon: Lexicon) -> None:
    for verb, words in lexicon.vocabulary.verbs.items():
        for word in words:
            assert read(f"cat {word}", lexicon).motion == verb, word
    for colour in lexicon.vocabulary.colours.values():
        for word in (colour.name, *colour.words):
            assert read(f"a {word} cat", lexicon).subjects == (Subject("cat", colour.name),), word


def test_ordinary_talk_asks_for_nothing(lexicon: Lexicon) -> None:
    for talk in ("hello, thank you very much", "make something really beautiful", "um", "red red red", "I don't know"):
        prompt = read(talk, lexicon)
        assert not is_paintable(prompt) and not prompt.unpainted and prompt.text == ANYTHING, talk


def test_a_style_on_offer_is_heard_and_another_is_answered_with_the_nearest(lexicon: Lexicon) -> None:
    assert asked_style("a cat in the style of Vincent van Gogh", lexicon) == "van-gogh"
    assert asked_style("a cat like van go", lexicon) == "van-gogh"
    assert asked_style("a cat", lexicon) == ""
    prompt = read("a cat by Picasso", lexicon)
    assert prompt.text == "a cat" and prompt.unpainted[0].word == "picasso"
    assert set(prompt.unpainted[0].nearest) <= {"warhol", "van-gogh"}


def test_the_text_is_always_in_the_grammar(lexicon: Lexicon) -> None:
    things = "|".join(lexicon.vocabulary.things)
    colours = "|".join(lexicon.vocabulary.colours)
    places = "|".join(lexicon.vocabulary.places)
    subject = f"an? (({colours}) )?({things})"
    grammar = re.compile(f"({subject})( and {subject})*(, ({places}))*|({places})(, ({places}))*|{ANYTHING}")
    for name in ("a", "two", "red", "the", "my blue"):
        for rest in ("cat swims at night", "houses and owl", "wumpus", "sea", "ice cream cone in space", ""):
            assert grammar.fullmatch(read(f"{name} {rest}", lexicon).text), (name, rest)


def test_every_quick_draw_name_is_known(lexicon: Lexicon, quickdraw_names: list[str]) -> None:
    for name in quickdraw_names:
        prompt = read(f"a {name}", lexicon)
        assert prompt.subjects or prompt.places or prompt.unpainted, name
        for entry in prompt.unpainted:
            assert entry.word in lexicon.language.nearby, name


def test_whatever_is_said_is_read(lexicon: Lexicon) -> None:
    rng = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz      '.,!?-éß中😀\n\t\0"
    for _ in range(20):
        prompt = read("".join(rng.choices(letters, k=120)), lexicon)
        assert prompt.text and len(prompt.subjects) <= MOST_SUBJECTS
    read("", lexicon)
    read("a " * 250, lexicon)


@pytest.fixture(scope="module")
def quickdraw_names(data: Path) -> list[str]:
    text = (data / "text" / "benign_quickdraw_categories.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]
