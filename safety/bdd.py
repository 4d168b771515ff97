"""Binary decision diagrams: a monotone yes-or-no function of many events, small enough to be computed exactly.

Reduced and ordered (Bryant 1986, doi:10.1109/TC.1986.1676819); probabilities and minimal cut sets as in Rauzy 1993
(doi:10.1016/0951-8320(93)90060-C).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final

NEVER: Final = 0
ALWAYS: Final = 1

Node = int  # NEVER, ALWAYS, or the number of a node of one diagram
CutSets = frozenset[frozenset[str]]


class Diagram:
    """Nodes over events in a fixed order. A node is made once, so equal functions are the same number.

    A node's children always have smaller numbers than itself: going through numbers upwards sees children first.
    """

    def __init__(self, order: Sequence[str]) -> None:
        self._order = tuple(order)
        self._level = {event: level for level, event in enumerate(self._order)}
        leaf = (len(self._order), NEVER, NEVER)
        self._nodes: list[tuple[int, Node, Node]] = [leaf, leaf]  # level, without the event, with it
        self._numbers: dict[tuple[int, Node, Node], Node] = {}
        self._joined: dict[tuple[Node, Node, Node], Node] = {}

    def event(self, name: str) -> Node:
        """Happens when the event does."""
        return self._node(self._level[name], NEVER, ALWAYS)

    def every(self, nodes: Iterable[Node]) -> Node:
        """Happens when all of them do."""
        return reduce(lambda a, b: self._join(NEVER, a, b), nodes, ALWAYS)

    def any(self, nodes: Iterable[Node]) -> Node:
        """Happens when one of them does."""
        return reduce(lambda a, b: self._join(ALWAYS, a, b), nodes, NEVER)

    def chance(self, node: Node, chances: Mapping[str, float]) -> float:
        """The probability 0..1 of a node, exactly, for independent events of these probabilities."""
        found = {NEVER: 0.0, ALWAYS: 1.0}
        for number in self._below(node):
            level, low, high = self._nodes[number]
            chance = chances[self._order[level]]
            found[number] = chance * found[high] + (1 - chance) * found[low]
        return found[node]

    def cut_sets(self, node: Node) -> CutSets:
        """The smallest sets of events that are enough; none of them holds another."""
        found: dict[Node, CutSets] = {NEVER: frozenset(), ALWAYS: frozenset({frozenset()})}
        for number in self._below(node):
            level, low, high = self._nodes[number]
            enough = {cut for cut in found[high] if not any(other <= cut for other in found[low])}
            found[number] = found[low] | {cut | {self._order[level]} for cut in enough}
        return found[node]

    def _join(self, decides: Node, a: Node, b: Node) -> Node:
        """Both (`decides` is NEVER) or either (ALWAYS): whichever side is `decides` decides."""
        if decides in (a, b):
            return decides
        if a == b or b == 1 - decides:
            return a
        if a == 1 - decides:
            return b
        key = (decides, min(a, b), max(a, b))
        if key not in self._joined:
            self._joined[key] = self._split(decides, a, b)
        return self._joined[key]

    def _split(self, decides: Node, a: Node, b: Node) -> Node:
        """Shannon's expansion by the first event either depends on."""
        level = min(self._nodes[a][0], self._nodes[b][0])
        (a_low, a_high), (b_low, b_high) = self._sides(a, level), self._sides(b, level)
        return self._node(level, self._join(decides, a_low, b_low), self._join(decides, a_high, b_high))

    def _sides(self, node: Node, level: int) -> tuple[Node, Node]:
        own, low, high = self._nodes[node]
        return (low, high) if own == level else (node, node)

    def _node(self, level: int, low: Node, high: Node) -> Node:
        if low == high:
            return low
        key = (level, low, high)
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return self._numbers[key]

    def _below(self, node: Node) -> list[Node]:
        """Every node that this one depends on, and itself, children first."""
        found, waiting = set[Node](), [node]
        while waiting:
            number = waiting.pop()
            if number > ALWAYS and number not in found:
                found.add(number)
                waiting += self._nodes[number][1:]
        return sorted(found)
