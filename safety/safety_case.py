"""What a fault tree says: how likely the top is, how sure that is, by which ways, and what each mitigation is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Final, Literal

from safety.bdd import Diagram, Node
from safety.chance import Assumed
from safety.fault_tree import FaultTree, Measured, Mitigation
from safety.importance import Importance, importances
from safety.shared_cause import causes, independent

SEED: Final = 11
DRAWS: Final = 1_000
TAIL: Final = 0.025  # left out on each side of an interval
DOUBT: Final = 3.0  # how many times larger or smaller an assumption may be, where assumptions are doubted

By = Literal["automatic", "staff"]
Given = Mapping[str, Assumed | Measured]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A probability 0..1 per piece, and where it lies in 95 of 100 draws of what is not known exactly."""

    likely: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Draw:
    """One way things may be: the rates 0..1 by name, and a lot -1..1 for what was assumed of each event and group."""

    rates: Mapping[str, float]
    lots: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """Events that together are enough, and the probability of all of them."""

    events: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What one mitigation, or several together, do to the top; one of both is how things stand."""

    name: str
    says: str
    by: By | Literal["together"]
    stands: bool
    before: Likelihood
    after: Likelihood


NO_DRAW: Final = Draw({}, {})  # everything as it most likely is


class SafetyCase:
    """A fault tree, computed exactly. Every event is as it stands, but for what is `given` otherwise."""

    def __init__(self, tree: FaultTree) -> None:
        self.tree = tree
        self._causes = causes(tree)
        self.diagram = Diagram(list(dict.fromkeys(_in_order(tree, tree.top, self._causes))))
        self.top = self._built(tree.top)

    def chances(self, given: Given | None = None) -> dict[str, float]:
        """Of the independent events: the tree's, and the common causes of its groups."""
        return self._independent(NO_DRAW, given or {}, 1.0)

    def likelihood(self, given: Given | None = None, doubt: float = 1.0) -> Likelihood:
        """Of the top.

        The interval draws every counted rate from its posterior, one draw for all events that share it (Apostolakis &
        Kaplan 1981, doi:10.1016/0143-8174(81)90019-6). What is assumed stays as it is, or lies anywhere from `doubt`
        times smaller to `doubt` times larger, evenly on a logarithmic scale. Seeded: the same every time.
        """
        changed = given or {}
        found = sorted(self._top(draw, changed, doubt) for draw in self._draws)
        low, high = (found[round(share * (len(found) - 1))] for share in (TAIL, 1 - TAIL))
        return Likelihood(self._top(NO_DRAW, changed, 1.0), low, high)

    def part(self, name: str) -> float:
        """The probability 0..1 of a gate or an event of the tree, as things stand."""
        return self.diagram.chance(self._built(name), self.chances())

    @cached_property
    def now(self) -> Likelihood:
        """As things stand, as far as what was counted tells."""
        return self.likelihood()

    def cuts(self) -> tuple[Cut, ...]:
        """The minimal cut sets, the most likely first; those that cannot happen last."""
        chances = self.chances()
        found = [Cut(tuple(sorted(cut)), _all_of(cut, chances)) for cut in self.diagram.cut_sets(self.top)]
        return tuple(sorted(found, key=lambda cut: (-cut.chance, len(cut.events), cut.events)))

    def importances(self) -> tuple[Importance, ...]:
        """Of every independent event."""
        return importances(self.diagram, self.top, self.chances())

    def worths(self) -> tuple[Worth, ...]:
        """Of every mitigation: those that stand, those that are planned, then all planned ones together."""
        named = sorted(self.tree.mitigations.items(), key=lambda item: not item[1].stands)
        return (*(self._worth(name, each) for name, each in named), *self._together())

    def _worth(self, name: str, mitigation: Mitigation) -> Worth:
        other = self.likelihood(mitigation.changes)
        before, after = (other, self.now) if mitigation.stands else (self.now, other)
        return Worth(name, mitigation.says, mitigation.by, mitigation.stands, before, after)

    def _together(self) -> Iterator[Worth]:
        planned = [each for each in self.tree.mitigations.values() if not each.stands]
        automatic = [each for each in planned if each.by == "automatic"]
        for name, says, some in (
            ("all_automatic", "every planned one that needs nobody", automatic),
            ("all_planned", "every planned one", planned),
        ):
            after = self.likelihood(self._best(some))
            yield Worth(name, says, "together", stands=False, before=self.now, after=after)

    def _best(self, mitigations: Sequence[Mitigation]) -> Given:
        """Everything they change; where two change the same event, the one that makes it less likely."""
        offers = [offer for each in mitigations for offer in each.changes.items()]
        ranked = sorted(offers, key=lambda offer: self._value(offer[0], offer[1], NO_DRAW, 1.0), reverse=True)
        return dict(ranked)

    def _top(self, draw: Draw, given: Given, doubt: float) -> float:
        return self.diagram.chance(self.top, self._independent(draw, given, doubt))

    def _independent(self, draw: Draw, given: Given, doubt: float) -> dict[str, float]:
        stand = {name: event.chance for name, event in self.tree.events.items()}
        chances = {name: self._value(name, chance, draw, doubt) for name, chance in {**stand, **given}.items()}
        betas = {name: self._value(name, group.beta, draw, doubt) for name, group in self.tree.groups.items()}
        return independent(self.tree, chances, betas)

    def _value(self, name: str, chance: Assumed | Measured, draw: Draw, doubt: float) -> float:
        """What is assumed to be certain either way, by construction, is not doubted."""
        if isinstance(chance, Measured):
            return draw.rates.get(chance.measured, self.tree.rates[chance.measured].likely)
        certain = chance.likely in (0.0, 1.0)
        return chance.likely if certain else min(1.0, chance.likely * doubt ** draw.lots.get(name, 0.0))

    @cached_property
    def _draws(self) -> tuple[Draw, ...]:
        """What is not known exactly, many times."""
        dice, rates = Random(SEED), sorted(self.tree.rates.items())
        names = sorted({*self.tree.events, *self.tree.groups})
        return tuple(
            Draw({name: rate.drawn(dice) for name, rate in rates}, {name: dice.uniform(-1, 1) for name in names})
            for _ in range(DRAWS)
        )

    def _built(self, name: str) -> Node:
        if name in self._causes:
            return self.diagram.any(self.diagram.event(cause) for cause in self._causes[name])
        gate = self.tree.gates[name]
        parts = [self._built(part) for part in gate.of]
        return self.diagram.every(parts) if gate.kind == "and" else self.diagram.any(parts)


def _in_order(tree: FaultTree, name: str, behind: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The independent events as a walk down the tree meets them: those of one branch stay near each other."""
    yield from behind.get(name, ())
    for part in tree.parts(name):
        yield from _in_order(tree, part, behind)


def _all_of(cut: frozenset[str], chances: Mapping[str, float]) -> float:
    product = 1.0
    for event in cut:
        product *= chances[event]
    return product
