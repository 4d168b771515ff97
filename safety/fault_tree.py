"""The fault tree of "the public sees prohibited content": what has to go wrong together, as data that was checked."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.errors import GuardError
from models.toml_file import read_toml
from models.types import Json
from safety.chance import Assumed, Chance, Count

RATES: Final = "miss_rates.toml"  # beside the tree: what was counted, by name

Says = Annotated[str, Field(min_length=1, description="for people, in a few words")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measured(_Strict):
    """A chance that was counted, by its name among the rates."""

    measured: str


class Event(_Strict):
    """Something that happens or does not, on one piece, whatever else happens."""

    says: Says
    chance: Assumed | Measured


class Gate(_Strict):
    """Happens when all of its parts do, or when any does."""

    says: Says
    kind: Literal["and", "or"]
    of: tuple[str, ...] = Field(min_length=2, description="gates and events")


class Group(_Strict):
    """Layers that fail together: a share β of what the best of them misses, every one misses."""

    says: Says
    members: tuple[str, ...] = Field(min_length=2, description="events")
    beta: Assumed | Measured


class Mitigation(_Strict):
    """Something that makes events less likely: one that stands (`absent`: what they were without it), or is planned
    (`present`: what they would be with it)."""

    says: Says
    by: Literal["automatic", "staff"]
    absent: dict[str, Assumed | Measured] = Field(default_factory=dict)
    present: dict[str, Assumed | Measured] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Mitigation":
        if bool(self.absent) is bool(self.present):
            raise ValueError("expected either `absent` or `present`, got both or neither")
        return self

    @property
    def stands(self) -> bool:
        """Whether it is built."""
        return bool(self.absent)

    @property
    def changes(self) -> Mapping[str, Assumed | Measured]:
        """The events, as they are the other way."""
        return self.absent or self.present


class Removed(_Strict):
    """A short way to harm that the construction closes: by which code, and which test would notice it open again."""

    cut: Says
    by: str = Field(pattern=r"^[\w/]+\.(py|toml)$", description="a file of this repository")
    test: str = Field(pattern=r"^tests/[\w/]+\.py::test_\w+$")


class Exposure(_Strict):
    """How often it can happen."""

    pieces_a_day: int = Field(ge=1)
    source: str = Field(min_length=1)
    unfit: Assumed = Field(description="the share of wishes that ask for something prohibited")


class FaultTree(_Strict):
    """A whole tree: every name is known, used, and leads nowhere back to itself."""

    top: str
    target: Assumed = Field(description="the most that the top may be, per piece")
    exposure: Exposure
    gates: dict[str, Gate]
    events: dict[str, Event]
    groups: dict[str, Group] = Field(default_factory=dict)
    mitigations: dict[str, Mitigation] = Field(default_factory=dict)
    removed: tuple[Removed, ...] = ()
    rates: dict[str, Count] = Field(description=f"from {RATES}")

    @model_validator(mode="after")
    def _is_whole(self) -> "FaultTree":
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def chance(self, given: Assumed | Measured) -> Chance:
        """The number behind what stands in the file."""
        return self.rates[given.measured] if isinstance(given, Measured) else given

    def parts(self, name: str) -> tuple[str, ...]:
        """What a gate is made of; nothing for an event."""
        return self.gates[name].of if name in self.gates else ()

    def _complaints(self) -> Iterator[str]:
        yield from _told("names that stand for one thing", self._doubles())
        yield from _told("parts that are gates or events", self._unknown_parts())
        yield from _told("members and changes that are events", self._unknown_events())
        yield from _told(f"rates of {RATES}", self._unknown_rates())
        yield from _told("an event in one group", self._twice_grouped())
        if self.top not in self.gates:
            yield f"expected a gate as the top, got {self.top}"
        elif looped := _looped(self, self.top, ()):
            yield f"expected gates that lead to events, got {' > '.join(looped)}"
        else:
            yield from _told("everything to lead to the top", self._loose())

    def _doubles(self) -> set[str]:
        return {*self.gates} & {*self.events} | {*self.groups} & ({*self.gates} | {*self.events})

    def _unknown_parts(self) -> set[str]:
        return {part for gate in self.gates.values() for part in gate.of} - {*self.gates, *self.events}

    def _unknown_events(self) -> set[str]:
        members = {member for group in self.groups.values() for member in group.members}
        return (members | {event for each in self.mitigations.values() for event in each.changes}) - {*self.events}

    def _unknown_rates(self) -> set[str]:
        given = [*(event.chance for event in self.events.values()), *(group.beta for group in self.groups.values())]
        given += [chance for each in self.mitigations.values() for chance in each.changes.values()]
        return {each.measured for each in given if isinstance(each, Measured)} - {*self.rates}

    def _twice_grouped(self) -> set[str]:
        members = [member for group in self.groups.values() for member in group.members]
        return {member for member in members if members.count(member) > 1}

    def _loose(self) -> set[str]:
        return {*self.gates, *self.events} - set(_reached(self, self.top))


def read_fault_tree(path: Path) -> FaultTree:
    """Read a tree, and the rates that lie beside it.

    Raises:
        GuardError: a file cannot be read, or the tree is not whole.
    """
    rates = read_toml(path.with_name(RATES), dict[str, Count], "counted rates", GuardError)
    return read_toml(path, FaultTree, "a fault tree", GuardError, partial(_with_rates, rates=rates))


def _with_rates(values: Json, rates: dict[str, Count]) -> Json:
    return values | {"rates": rates}


def _told(expected: str, found: set[str]) -> Iterator[str]:
    if found:
        yield f"expected {expected}, got {', '.join(sorted(found))}"


def _looped(tree: FaultTree, name: str, way: tuple[str, ...]) -> tuple[str, ...]:
    """A way that comes back to where it was; nothing where there is none."""
    if name in way:
        return (*way, name)
    return next((found for part in tree.parts(name) if (found := _looped(tree, part, (*way, name)))), ())


def _reached(tree: FaultTree, name: str) -> Iterator[str]:
    yield name
    for part in tree.parts(name):
        yield from _reached(tree, part)
