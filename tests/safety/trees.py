"""Small fault trees for tests, at random, and what they come to by trying every state there is."""

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import strategies as st

from safety.chance import Assumed
from safety.fault_tree import Event, Exposure, FaultTree, Gate, Group

SHARES = st.floats(0, 1).map(lambda share: round(share, 3))


def assumed(share: float) -> Assumed:
    return Assumed(assumed=share, source="a test")


EXPOSURE = Exposure(pieces_a_day=10, source="a test", unfit=assumed(0.1))


@st.composite
def trees(draw: st.DrawFn) -> FaultTree:
    """Up to seven events, up to five gates that share them and each other, and perhaps a common cause."""
    events = [f"e{k}" for k in range(draw(st.integers(2, 7)))]
    gates: dict[str, Gate] = {}
    for k in range(draw(st.integers(0, 4))):
        gates[f"g{k}"] = draw(gate([*events, *gates]))
    loose = [name for name in (*events, *gates) if not any(name in each.of for each in gates.values())]
    of = [*loose, *draw(st.lists(st.sampled_from([*events, *gates]), max_size=2))]
    gates["top"] = Gate(
        says="the top", kind=draw(st.sampled_from(("and", "or"))), of=(*of, draw(st.sampled_from(events)))
    )
    members = draw(st.lists(st.sampled_from(events), unique=True, max_size=3))
    beta = assumed(draw(SHARES))
    groups = {"shared": Group(says="both", members=tuple(members), beta=beta)} if len(members) > 1 else {}
    return FaultTree(
        top="top", target=assumed(0.1), exposure=EXPOSURE, gates=gates, groups=groups,
        events={name: Event(says=name, chance=assumed(draw(SHARES))) for name in events}, rates={},
    )  # fmt: skip


@st.composite
def gate(draw: st.DrawFn, parts: list[str]) -> Gate:
    of = draw(st.lists(st.sampled_from(parts), min_size=2, max_size=4))
    return Gate(says="a gate", kind=draw(st.sampled_from(("and", "or"))), of=tuple(of))


def happens(tree: FaultTree, name: str, state: Mapping[str, bool]) -> bool:
    """Whether a gate or an event of a tree happens; common causes are looked up, not computed."""
    if name in tree.events:
        shared = [group for group, each in tree.groups.items() if name in each.members]
        return state[name] or any(state[group] for group in shared)
    found = [happens(tree, part, state) for part in tree.gates[name].of]
    return all(found) if tree.gates[name].kind == "and" else any(found)


def states(tree: FaultTree) -> Iterator[dict[str, bool]]:
    names = [*tree.events, *tree.groups]
    return (dict(zip(names, values, strict=True)) for values in product((False, True), repeat=len(names)))


def weight(state: Mapping[str, bool], chances: Mapping[str, float]) -> float:
    found = 1.0
    for name, value in state.items():
        found *= chances[name] if value else 1 - chances[name]
    return found


def enumerated(tree: FaultTree, chances: Mapping[str, float]) -> float:
    """The top's probability, state by state."""
    return sum(weight(state, chances) for state in states(tree) if happens(tree, tree.top, state))


def smallest(tree: FaultTree) -> set[frozenset[str]]:
    """The minimal cut sets, by trying every state."""
    enough = [
        frozenset(n for n, value in state.items() if value) for state in states(tree) if happens(tree, tree.top, state)
    ]
    return {cut for cut in enough if not any(other < cut for other in enough)}
