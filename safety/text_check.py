"""The words layer: one score a category for a text."""

from collections.abc import Sequence

from safety.layers import Score
from safety.policy import Policy
from safety.text_rules import Rules, load_rules
from safety.types import Category


class TextCheck:
    """Looks a text up in the policy's lists. Scores are how sure a hit is, 0 where there is none."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def judge(self, texts: Sequence[str]) -> list[Score]:
        """One score per text and category."""
        return [score for i, text in enumerate(texts, 1) for score in self._judge_one(f"hypothesis {i}", text)]

    def _judge_one(self, subject: str, text: str) -> list[Score]:
        hits = self._rules.hits(text)
        worst = {category: max((h for h in hits if h.category is category), key=lambda h: h.score, default=None)
                 for category in Category}  # fmt: skip
        return [Score(c, subject, hit.score if hit else 0.0, hit.reason if hit else "") for c, hit in worst.items()]


def load_text_check(policy: Policy) -> TextCheck:
    """The layer with a policy's lists.

    Raises:
        GuardError: a list is missing or malformed.
    """
    rules = load_rules(policy.directory / "words", policy.lists)
    rules.hits("a r*d c a t, blorvig")  # builds every look-up table now, not under the first visitor's deadline
    return TextCheck(rules)
