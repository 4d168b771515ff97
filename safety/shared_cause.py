"""Failures with one cause: the β-factor model, as one more event that makes every member of a group happen.

Of what the least likely member misses, a share β is missed by all (Fleming 1975, General Atomic GA-A13284; for members
that differ, the least likely one limits what they can share). What each member misses on its own is what is left of its
chance, so that a measured rate stays what was measured: 1 - (1 - common) (1 - own) = chance.
"""

from collections.abc import Mapping

from safety.fault_tree import FaultTree


def causes(tree: FaultTree) -> dict[str, tuple[str, ...]]:
    """The independent events behind each event of a tree, any of which makes it happen: its own, and its group's."""
    shared = {member: name for name, group in tree.groups.items() for member in group.members}
    return {event: (event, shared[event]) if event in shared else (event,) for event in tree.events}


def independent(tree: FaultTree, chances: Mapping[str, float], betas: Mapping[str, float]) -> dict[str, float]:
    """The chances 0..1 of the independent events, from those of the tree's events and of the groups' β."""
    found = dict(chances)
    for name, group in tree.groups.items():
        common = betas[name] * min(chances[member] for member in group.members)
        found[name] = common
        found |= {member: _own(chances[member], common) for member in group.members}
    return found


def _own(chance: float, common: float) -> float:
    return (chance - common) / (1 - common) if common < 1 else 0.0
