"""A safety case as tables to read: the top, the ways to it, what matters most, and what each mitigation is worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from safety.chance import Assumed, Count
from safety.fault_tree import FaultTree, Measured
from safety.importance import Importance
from safety.safety_case import DOUBT, Likelihood, SafetyCase, Worth

MOST_EVENTS: Final = 12  # whose importance is shown


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; the first column is words, the others are figures or a word."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(case: SafetyCase) -> tuple[Table, ...]:
    """Every table of a case."""
    return (
        Table("The public sees prohibited content", ("", "", "95 of 100"), tuple(_tops(case))),
        Table("Before and after each mitigation, per piece", ("", "by", "before", "after", "95 of 100"),
              tuple(_worth(worth) for worth in case.worths())),
        Table("What is enough, the most likely first; what is certain is left out", ("", "per piece", "share"),
              tuple(_cuts(case))),
        Table("What matters most", ("", "chance", "Birnbaum", "Fussell-Vesely", "÷ if never", "× if always"),
              tuple(_importance(case.tree, each) for each in case.importances()[:MOST_EVENTS])),
        Table("What was counted", ("", "hits", "of", "taken as", "95 % (Clopper-Pearson)"),
              tuple(_count(name, rate) for name, rate in case.tree.rates.items())),
        Table("What was assumed", ("", "taken as", "source"), tuple(_assumed(case.tree))),
        Table("Short ways that the construction closes", ("", "by", "test"),
              tuple((each.cut, each.by, each.test.split("::")[1]) for each in case.tree.removed)),
    )  # fmt: skip


def is_met(case: SafetyCase) -> bool:
    """Whether even the upper end of what was counted is within the target."""
    return case.now.high <= case.tree.target.likely


def share(value: float) -> str:
    """A probability in two digits: "4.1 %", "0.077 %", "1.0e-06"."""
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    return f"{value * 100:.2g} %" if value >= 0.00001 else f"{value:.1e}"


def named(tree: FaultTree, event: str) -> str:
    """An event or a common cause in words."""
    return tree.events[event].says if event in tree.events else tree.groups[event].says


def _tops(case: SafetyCase) -> Iterator[tuple[str, ...]]:
    a_day, now = case.tree.exposure.pieces_a_day, case.now
    doubted = case.likelihood(doubt=DOUBT)
    target = case.tree.target.likely
    yield "per piece; the interval from what was counted", share(now.likely), _between(now)
    yield f"every assumption {DOUBT:.0f} times less to {DOUBT:.0f} times more", share(doubted.likely), _between(doubted)
    unfit = case.tree.exposure.unfit.likely
    yield "of unfit wishes", share(min(1.0, now.likely / unfit)) if unfit else "", ""
    yield f"pieces a day that show it, of {a_day}", f"{a_day * now.likely:.2g}", ""
    yield "at most allowed per piece", share(target), ""
    yield "how many times too much", f"{now.likely / target:,.0f}" if target else "", ""


def _worth(worth: Worth) -> tuple[str, ...]:
    state = "stands" if worth.stands else "planned"
    after = worth.after
    return f"{worth.says} ({state})", worth.by, share(worth.before.likely), share(after.likely), _between(after)


def _cuts(case: SafetyCase) -> Iterator[tuple[str, ...]]:
    for cut in case.cuts():
        certain = [event for event in cut.events if case.chances()[event] < 1] or cut.events
        names = " + ".join(named(case.tree, event) for event in certain)
        yield names, share(cut.chance), f"{cut.chance / case.now.likely:.0%}"


def _importance(tree: FaultTree, each: Importance) -> tuple[str, ...]:
    shares = share(each.chance), f"{each.birnbaum:.2g}", f"{each.fussell_vesely:.0%}"
    return named(tree, each.event), *shares, f"{each.worth_of_reduction:.3g}", f"{each.worth_of_rise:.3g}"


def _count(name: str, rate: Count) -> tuple[str, ...]:
    low, high = rate.bounds
    return f"{name}: {rate.source}", str(rate.hits), str(rate.of), share(rate.likely), f"{share(low)} – {share(high)}"


def _assumed(tree: FaultTree) -> Iterator[tuple[str, ...]]:
    given: Sequence[tuple[str, Assumed | Measured]] = [
        *((event.says, event.chance) for event in tree.events.values()),
        *((f"β: {group.says}", group.beta) for group in tree.groups.values()),
    ]
    return ((says, share(each.likely), each.source) for says, each in given if isinstance(each, Assumed))


def _between(likelihood: Likelihood) -> str:
    return f"{share(likelihood.low)} – {share(likelihood.high)}"
