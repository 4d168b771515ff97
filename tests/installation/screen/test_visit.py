"""Words come to the page from a clearance and from nowhere else."""

import pytest

from installation.screen.moment import Doubt
from installation.screen.visit import exchanged, wish_of
from safety.digests import digests_of
from safety.types import _SEAL, Cleared, Words

CHIPS = ("a cat", "at night")


def _cleared(*texts: str, forged: bool = False) -> Cleared[Words]:
    words = Words(texts)
    digests = ("0" * 64,) if forged else digests_of(words)
    return Cleared(words, digests, "family/1", (), "", _SEAL)


def test_a_text_that_differs_in_one_word_says_what_it_may_have_been() -> None:
    wish = wish_of(_cleared("a red tree", "a red three", "a red sea", "a bed tree"), (), CHIPS)
    assert wish.text == "a red tree"
    assert wish.doubts == (Doubt(1, ("bed",)), Doubt(2, ("three", "sea")))
    assert wish.chips == CHIPS


@pytest.mark.parametrize("other", ["a blue three", "a red tree now", "a tree"])
def test_a_text_that_differs_in_more_says_nothing(other: str) -> None:
    assert wish_of(_cleared("a red tree", other), (), CHIPS).doubts == ()


def test_words_that_are_not_the_ones_that_were_cleared_are_not_shown() -> None:
    assert wish_of(_cleared("a red tree", forged=True), (), CHIPS).text == ""


def test_what_cannot_be_painted_comes_with_what_can() -> None:
    wish = wish_of(_cleared("a unicorn"), ("unicorn", "a horse", "a cow"), CHIPS)
    assert (wish.unpainted, wish.chips) == ("unicorn", ("a horse", "a cow"))


def test_one_touch_exchanges_a_word() -> None:
    wish = wish_of(_cleared("a red tree", "a red three", "a red sea"), (), CHIPS)
    assert exchanged(wish, 2, 1) == "a red sea"
