"""How much each event matters for the top of a fault tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from safety.bdd import Diagram, Node


@dataclass(frozen=True, slots=True)
class Importance:
    """Of one event, all exact (Vesely et al. 1983, NUREG/CR-3385).

    `birnbaum` is how much the top's probability grows from the event never to always happening. `fussell_vesely` is the
    share of the top that would go if it never happened, `worth_of_reduction` how many times smaller the top would
    then be (RRW), `worth_of_rise` how many times larger if it always did (RAW).
    """

    event: str
    chance: float
    birnbaum: float
    fussell_vesely: float
    worth_of_reduction: float
    worth_of_rise: float


def importances(diagram: Diagram, top: Node, chances: Mapping[str, float]) -> tuple[Importance, ...]:
    """Of every event, that of the largest Fussell-Vesely share first."""
    whole = diagram.chance(top, chances)
    found = [_importance(event, diagram, top, chances, whole) for event in chances]
    return tuple(sorted(found, key=lambda each: (-each.fussell_vesely, -each.birnbaum, each.event)))


def _importance(event: str, diagram: Diagram, top: Node, chances: Mapping[str, float], whole: float) -> Importance:
    without, always = (diagram.chance(top, {**chances, event: value}) for value in (0.0, 1.0))
    return Importance(
        event,
        chances[event],
        birnbaum=always - without,
        fussell_vesely=(whole - without) / whole if whole else 0.0,
        worth_of_reduction=whole / without if without else inf,
        worth_of_rise=always / whole if whole else inf,
    )
