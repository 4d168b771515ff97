"""A policy is data, but no data can switch the guard off."""

from pathlib import Path

import pytest

from models.errors import GuardError
from safety.policy import Limit, Policy, load_policy
from safety.types import Category

from .conftest import POLICY


def test_the_family_policy_judges_everything(policy: Policy) -> None:
    assert set(policy.limits("words")) == set(Category)
    assert {Category.VIOLENCE, Category.INDECENCY} <= set(policy.limits("sketch"))
    assert {Category.VIOLENCE, Category.INDECENCY} <= set(policy.limits("image"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("threshold = 0.5", "threshold = 1.0"),
        ("threshold = 0.5", "threshold = nan"),
        ("threshold = 0.5", "threshold = 0.0"),
        ("severity = 4", "severity = 0"),
        ("violence = {", "violins = {"),
        ("[sketch]", "[scratch]"),
        ("words = 5.0", "words = inf"),
        ("words = 5.0", "words = 0"),
        ('version = "2"', ""),
        ("[deadlines]", "enabled = false\n[deadlines]"),
    ],
)
def test_no_looser_policy_can_be_read(old: str, new: str, tmp_path: Path) -> None:
    text = POLICY.read_text("utf-8")
    assert old in text
    (tmp_path / "loose.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(GuardError, match="valid policy"):
        load_policy(tmp_path / "loose.toml")


def test_a_missing_policy_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="cannot be read"):
        load_policy(tmp_path / "none.toml")


@pytest.mark.parametrize(("score", "severity"), [(0.0, 0), (0.49, 0), (0.5, 2), (0.79, 2), (0.8, 4), (1.0, 4)])
def test_severity(score: float, severity: int) -> None:
    assert Limit(threshold=0.5, grave=0.8, severity=4).severity_of(score) == severity
