"""Phrases of the word lists: gaps, endings and groups of words."""

from pathlib import Path

import pytest

from models.errors import GuardError
from safety.text_rules import Rules, load_rules

FILE = """
language = "en"
endings = ["s", "es", "ed", "ing"]
common = ["the", "a"]
[groups]
being = ["cat", "puppy", "man"]
harm = ["kick", "hurt"]
[violence]
phrases = ["@harm _ @being", "fall off the roof"]
[violence.unless]
"drown _ @being" = ["sorrow"]
"""


def rules(folder: Path, text: str = FILE) -> Rules:
    (folder / "ordinary.txt").write_text("cat")
    (folder / "en.toml").write_text(text)
    return load_rules(folder, ("en",))


@pytest.mark.parametrize(
    "text",
    ["a man kicks the small cat", "kicking puppies", "hurt a man", "the cat falls off the roof", "she drowns a cat"],
)
def test_a_phrase_means_every_word_of_its_groups_in_every_ending(text: str, tmp_path: Path) -> None:
    assert rules(tmp_path).hits(text)


@pytest.mark.parametrize(
    "text",
    ["a cat kicks the ball", "hurt it was said by one to the cat", "the cat fell", "a man drowns his cat and sorrow"],
)
def test_and_nothing_else(text: str, tmp_path: Path) -> None:
    assert not rules(tmp_path).hits(text)


def test_a_group_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="expected a group among being, harm in the word list en, got @animal"):
        rules(tmp_path, FILE.replace("_ @being", "_ @animal", 1)).hits("a cat")
