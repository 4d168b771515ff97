"""What the screen says: whole in every language, refused otherwise."""

from pathlib import Path

import pytest

from installation.errors import SettingsError
from installation.screen.phrases import own_phrases, read_phrases
from tests.installation.screen.conftest import SCREEN

ENGLISH = (SCREEN / "en.toml").read_text("utf-8")


@pytest.mark.parametrize("file", sorted(SCREEN.glob("*.toml")), ids=lambda file: file.stem)
def test_a_language_says_everything_without_shouting(file: Path) -> None:
    phrases = read_phrases(file)
    parts = [part for part in phrases.model_dump().values() if isinstance(part, dict)]
    said = [line for part in parts for line in part.values() if isinstance(line, str)]
    assert all(line.strip() == line and line for line in said)
    assert not [line for line in said if "!" in line]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('begin = "Let\'s draw"', "", "welcome.begin"),
        ("[idle]", '[idle]\nthird = "x"', "idle.third"),
        ("{seconds} s left", "some left", "{seconds}"),
        ("[sorry]", "[sorry", "en.toml"),
    ],
)
def test_a_language_that_is_not_whole_is_refused_by_name(tmp_path: Path, old: str, new: str, expected: str) -> None:
    file = tmp_path / "en.toml"
    file.write_text(ENGLISH.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_phrases(file)
    assert expected in str(caught.value)


def test_a_missing_language_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_phrases(tmp_path / "xx.toml")


def test_a_sites_own_phrases_are_said_instead() -> None:
    said = own_phrases(SCREEN, "de", {"idle": {"first": "Mal was."}})
    assert said.idle.first == "Mal was."
    assert said.idle.second == read_phrases(SCREEN / "de.toml").idle.second


@pytest.mark.parametrize(
    ("language", "page", "phrase", "text", "expected"),
    [
        ("en", "idle", "third", "x", "idle.third"),
        ("en", "lobby", "first", "x", "lobby"),
        ("en", "idle", "first", "Draw whatever comes to your mind, at length.", "expected at most"),
        ("en", "idle", "first", "Draw a ☃.", "expected idle.first in letters the screen's fonts have, got '☃'"),
        ("de", "idle", "first", "Mal был.", "got 'был'"),
        ("ja", "idle", "first", "龘鸞", "got '龘鸞'"),
        ("zh", "idle", "first", "の画", "got 'の'"),
        ("en", "speak", "left", "nearly done", "{seconds}"),
        ("en", "speak", "left", "{seconds} {s}", "no braces"),
        ("en", "speak", "left", "{seconds} {", "no braces"),
        ("en", "chips", "a fox", "a fox", "expected at most 0 letters"),
        ("zh", "idle", "first", "画一些你自己最喜欢的东西给我们看看吧", "expected at most"),
    ],
)
def test_own_phrases_that_are_unknown_or_too_long_are_refused(
    language: str, page: str, phrase: str, text: str, expected: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        own_phrases(SCREEN, language, {page: {phrase: text}})
    assert expected in str(caught.value)
