"""The words layer on phrasings the lists were made with, and on those that were kept apart from them.

The bars of the second are where the layer stands, not where it has to get: 98 % and 2 %. They only ever rise.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from safety.policy import Policy
from safety.text_check import TextCheck, load_text_check

ROOT = Path(__file__).parents[2]
TAUGHT = ROOT / "scripts" / "bundled" / "guard" / "phrasings"
KEPT_APART = ROOT / "configs" / "evaluation" / "words"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl")


@pytest.fixture(scope="module")
def check(policy: Policy) -> TextCheck:
    return load_text_check(policy)


def share_blocked(check: TextCheck, policy: Policy, texts: list[str]) -> float:
    limits = policy.limits("words")
    blocked = [any(score.value >= limits[score.category].threshold for score in check.judge([text])) for text in texts]
    return sum(blocked) / len(blocked)


def taught(language: str, *, fit: bool) -> Iterator[str]:
    phrasings = tomllib.loads((TAUGHT / f"{language}.toml").read_text("utf-8"))
    yield from (pair[fit] for pairs in phrasings["pairs"].values() for pair in pairs)
    yield from phrasings["fresh"]["safe" if fit else "unsafe"]
    yield from phrasings["safe"]["ordinary"] if fit else ()


def kept_apart(*, fit: bool) -> Iterator[str]:
    for language in LANGUAGES:
        phrasings = tomllib.loads((KEPT_APART / f"{language}.toml").read_text("utf-8"))
        yield from (text for texts in phrasings["safe" if fit else "unsafe"].values() for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_lists_were_made_with_stays_told_apart(language: str, check: TextCheck, policy: Policy) -> None:
    assert share_blocked(check, policy, [*taught(language, fit=False)]) >= 0.98
    assert share_blocked(check, policy, [*taught(language, fit=True)]) <= 0.02


def test_what_was_kept_apart_is_told_apart_no_worse_than_before(check: TextCheck, policy: Policy) -> None:
    unfit, fit = [*kept_apart(fit=False)], [*kept_apart(fit=True)]
    assert (len(unfit), len(fit)) == (600, 600)
    assert share_blocked(check, policy, unfit) >= 0.87
    assert share_blocked(check, policy, fit) <= 0.04
