"""One spelling behind every disguise."""

import pytest

from safety.normalise import deletions, fold, fragments, sound, spelled, tokenise

ORDINARY = frozenset({"a", "an", "us", "flag", "cat", "with", "go"})


def readings(text: str) -> set[str]:
    return {word for token in tokenise(text) for word in (token.plain, *token.readings)}


@pytest.mark.parametrize(
    "text",
    [
        "gun",
        "GUN",
        "gün",
        "g\u200bun",
        "ｇｕｎ",
        "gսn".replace("ս", "u"),
        "gun's",
        "gu\u0301n",
        "𝐠𝐮𝐧",
        "guuuun",
        "g.u.n",
        "g-u-n",
        "gun!",
        "“gun”",
    ],
)
def test_disguises_of_one_word(text: str) -> None:
    assert "gun" in readings(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("sh!t", "shit"),
        ("gr3nade", "grenade"),
        ("k1ll", "kill"),
        ("a$$", "ass"),
        ("5hit", "shit"),
        ("сunt", "cunt"),
        ("fuuuck", "fuck"),
        ("k1LL3r", "killer"),
    ],
)
def test_leetspeak(text: str, word: str) -> None:
    assert word in readings(text)


def test_numbers_stay_numbers() -> None:
    assert readings("455 cats in 2026") == {"455", "cats", "in", "2026"}


def test_a_mask_keeps_its_holes() -> None:
    assert [token.mask for token in tokenise("f*ck a c#t")] == ["f.ck", "", "c.t"]


def test_emoji_are_words() -> None:
    assert [token.plain for token in tokenise("cat🔫dog")] == ["cat", "🔫", "dog"]


def test_single_letters_spell_words() -> None:
    assert "gun" in spelled(("a", "big", "g", "u", "n", "here"))
    assert spelled(("a", "cat", "i", "saw")) == set()


def test_fragments_are_glued_but_words_are_not() -> None:
    assert "grenade" in fragments(("a", "gre", "nade"), ORDINARY)
    assert "anus" not in fragments(("an", "us", "flag"), ORDINARY)


@pytest.mark.parametrize("heard", ["gunn", "guhn", "gon"])
def test_what_a_recogniser_makes_of_gun(heard: str) -> None:
    assert sound(heard) == sound("gun")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("nife", "knife"),
        ("sord", "sword"),
        ("ryfle", "rifle"),
        ("bom", "bomb"),
        ("revolva", "revolver"),
        ("pistel", "pistol"),
    ],
)
def test_words_that_sound_alike(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [("gun", "can"), ("gun", "gown"), ("tank", "think"), ("bomb", "balm"), ("rifle", "ruffle"), ("knife", "knave")],
)
def test_words_that_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_words_one_edit_apart_share_a_deletion() -> None:
    assert deletions("grenade") & deletions("granade")
    assert not deletions("grenade") & deletions("lemonade")


def test_folding_is_stable() -> None:
    for text in ("Ærøskøbing", "STRASSE", "straße", "İstanbul", "ﬁ"):
        assert fold(fold(text)) == fold(text)
