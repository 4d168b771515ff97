"""Whatever the screen offers, and whatever the painter learnt, may be asked for in every language."""

import tomllib
from collections.abc import Iterator

import pytest

from safety.policy import load_policy
from safety.text_check import TextCheck, load_text_check
from tests.safety.conftest import POLICY

CONFIGS = POLICY.parents[1]
THRESHOLD = 0.5  # of the policy's words
ARTICLES = {
    "de": ("ein", "eine", "der"), "fr": ("un", "une", "le", "la"), "es": ("un", "una", "el", "la"),
    "it": ("un", "una", "il", "la"), "nl": ("een", "de", "het"),
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> TextCheck:
    return load_text_check(load_policy(POLICY))


def _refused(words: TextCheck, texts: Iterator[str]) -> list[str]:
    return [text for text in texts if any(score.value >= THRESHOLD for score in words.judge([text]))]


@pytest.mark.parametrize("language", sorted(file.stem for file in (CONFIGS / "screen").glob("*.toml")))
def test_every_chip_may_be_picked(words: TextCheck, language: str) -> None:
    chips = tomllib.loads((CONFIGS / "screen" / f"{language}.toml").read_text("utf-8"))["chips"]
    assert chips
    assert _refused(words, iter([*chips, *chips.values()])) == []


@pytest.mark.parametrize("language", ARTICLES)
def test_every_word_of_a_glossary_may_be_typed(words: TextCheck, language: str) -> None:
    entries = tomllib.loads((CONFIGS / "glossary" / f"{language}.toml").read_text("utf-8"))
    assert _refused(words, _typed(entries, ARTICLES[language])) == []


def _typed(entries: dict[str, dict[str, str]], articles: tuple[str, ...]) -> Iterator[str]:
    for sort in ("things", "colours", "places", "verbs"):
        for spelled in entries[sort].values():
            for phrase in spelled.replace(";", ",").split(","):
                if sort != "colours":  # a colour alone may be an insult in another language
                    yield phrase.strip()
                if sort in ("things", "colours"):
                    yield from (f"{article} {phrase.strip()}" for article in articles)


@pytest.mark.parametrize("text", ["un sable", "el sable del pirata", "coño", "een bom", "la torture", "eine Bombe"])
def test_what_only_resembles_them_is_still_refused(words: TextCheck, text: str) -> None:
    assert _refused(words, iter([text])) == [text]
