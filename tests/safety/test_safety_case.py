"""The numbers of the safety case: against every state tried out, and against another program."""

import json
import shutil
import subprocess
from functools import cache
from math import comb, inf
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from installation.safety_case import TREE, as_json
from safety.chance import Count
from safety.fault_tree import FaultTree, Mitigation, read_fault_tree
from safety.importance import Importance
from safety.open_psa import open_psa
from safety.safety_case import SafetyCase
from tests.safety.trees import EXPOSURE, assumed, enumerated, smallest, trees

CLOSE = 1e-12


@cache
def ours() -> SafetyCase:
    return SafetyCase(read_fault_tree(TREE))


@given(trees())
@settings(max_examples=100, deadline=None)
def test_the_top_is_what_all_states_together_come_to(tree: FaultTree) -> None:
    case = SafetyCase(tree)
    assert case.part(tree.top) == pytest.approx(enumerated(tree, case.chances()), abs=CLOSE)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_cut_sets_are_enough_and_nothing_less_is(tree: FaultTree) -> None:
    case = SafetyCase(tree)
    assert set(case.diagram.cut_sets(case.top)) == smallest(tree)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_importance_is_what_the_top_does_without_an_event_and_with_it(tree: FaultTree) -> None:
    case = SafetyCase(tree)
    chances = case.chances()
    whole = enumerated(tree, chances)
    for each in case.importances():
        never, always = (enumerated(tree, chances | {each.event: share}) for share in (0.0, 1.0))
        assert each.birnbaum == pytest.approx(always - never, abs=CLOSE)
        if whole > 1e-6:
            assert each.fussell_vesely == pytest.approx(1 - never / whole, abs=1e-6)
            assert each.worth_of_rise == pytest.approx(always / whole, rel=1e-6)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_a_common_cause_leaves_each_rate_as_it_was_measured(tree: FaultTree) -> None:
    case = SafetyCase(tree)
    for name, event in tree.events.items():
        if any(name in gate.of for gate in tree.gates.values()):
            given_chance = event.chance
            assert tree.chance(given_chance).likely == pytest.approx(case.part(name), abs=CLOSE)


@pytest.mark.parametrize(("beta", "both"), [(0.0, 0.010), (0.1, 0.018), (0.3, 0.035)])
def test_two_layers_of_ten_percent_with_a_common_cause(beta: float, both: float) -> None:
    """The figures of the research, §6, to their two digits."""
    assert SafetyCase(_two_layers(beta)).part("top") == pytest.approx(both, abs=0.0005)


@pytest.mark.parametrize(("hits", "of"), [(0, 27), (5, 21), (12, 12), (221, 600)])
def test_the_bounds_of_a_count_leave_a_fortieth_on_each_side(hits: int, of: int) -> None:
    low, high = Count(hits=hits, of=of, source="a test").bounds
    assert (low, hits == 0) == (0.0, True) or _at_least(hits, of, low) == pytest.approx(0.025, abs=1e-9)
    assert (high, hits == of) == (1.0, True) or 1 - _at_least(hits + 1, of, high) == pytest.approx(0.025, abs=1e-9)


def test_the_interval_of_a_single_counted_event_is_that_of_the_count() -> None:
    tree = _two_layers(0.0)
    rate = Count(hits=5, of=21, source="a test")
    events = {"a": {"says": "a", "chance": {"measured": "a"}}, "b": {"says": "b", "chance": assumed(1.0)}}
    case = SafetyCase(FaultTree.model_validate(tree.model_dump() | {"events": events, "rates": {"a": rate}}))
    low, high = rate.bounds
    assert case.now.likely == pytest.approx(5.5 / 22)
    assert low < case.now.low < 5 / 21 < case.now.high < high  # Clopper and Pearson are a little wider on both sides
    assert case.now.low == pytest.approx(0.097, abs=0.02)  # Jeffreys' interval of 5 of 21: 0.097 to 0.448
    assert case.now.high == pytest.approx(0.448, abs=0.03)


def test_a_rate_used_twice_is_one_unknown_and_not_two() -> None:
    rate = Count(hits=5, of=21, source="a test")
    events = {name: {"says": name, "chance": {"measured": "a"}} for name in "ab"}
    tree = FaultTree.model_validate(_two_layers(0.0).model_dump() | {"events": events, "rates": {"a": rate}})
    single = FaultTree.model_validate(
        tree.model_dump() | {"events": events | {"b": {"says": "b", "chance": assumed(1.0)}}}
    )
    assert SafetyCase(tree).now.high == pytest.approx(SafetyCase(single).now.high ** 2)


def test_where_two_mitigations_change_one_event_the_better_one_counts() -> None:
    mitigations = {
        name: Mitigation(says=name, by="automatic", present={"a": assumed(share)})
        for name, share in (("good", 0.01), ("less", 0.05))
    }
    tree = FaultTree.model_validate(_two_layers(0.0).model_dump() | {"mitigations": mitigations})
    worths = {worth.name: worth.after.likely for worth in SafetyCase(tree).worths()}
    assert worths["good"] == worths["all_automatic"] == pytest.approx(0.001)


def test_every_mitigation_of_ours_makes_the_top_less_likely_and_none_more() -> None:
    assert all(worth.after.likely <= worth.before.likely for worth in ours().worths())


def test_what_is_closed_by_construction_needs_no_luck() -> None:
    """The short cut sets that are left are those named in docs/safety-case.md."""
    chances = ours().chances()
    short = {cut.events for cut in ours().cuts() if sum(0 < chances[event] < 1 for event in cut.events) < 2}
    assert {tuple(e for e in events if chances[e] < 1) for events in short if all(chances[e] for e in events)} == {
        ("writes_words",), ("gap_in_policy",), ("stranger_at_the_machine",), ("other_window_with_unfit_content",)
    }  # fmt: skip


@pytest.mark.skipif(not shutil.which("scram"), reason="SCRAM is not installed: apt-get install scram")
@pytest.mark.parametrize("beta", [None, 0.0, 0.3])
def test_another_program_computes_the_same(beta: float | None, tmp_path: Path) -> None:
    """SCRAM 0.16.2: probability, minimal cut sets and importance, of our tree and of one with a common cause."""
    case = ours() if beta is None else SafetyCase(_two_layers(beta))
    file, report = tmp_path / "tree.xml", tmp_path / "report.xml"
    file.write_text(open_psa(case), "utf-8")
    asked = ["scram", "--bdd", "--probability", "on", "--importance", "on", "--output-path", str(report), str(file)]
    subprocess.run(asked, check=True, capture_output=True, timeout=60)
    found = ElementTree.parse(report).getroot()
    products = found.find(".//sum-of-products")
    assert products is not None
    assert float(products.attrib["probability"]) == pytest.approx(case.part(case.tree.top), rel=1e-5)
    theirs = {frozenset(e.attrib["name"] for e in cut.iter("basic-event")) for cut in products.iter("product")}
    assert theirs == set(case.diagram.cut_sets(case.top))
    for each in case.importances():
        other = found.find(f".//importance/basic-event[@name='{each.event}']")
        if other is None:
            assert each.event not in frozenset[str]().union(*theirs)
            continue
        named = zip(("MIF", "CIF", "RRW", "RAW"), _measures(each), strict=True)
        wrong = {
            name: own for name, own in named if own < inf and float(other.attrib[name]) != pytest.approx(own, rel=1e-4)
        }
        assert not wrong, each.event


def test_json_holds_everything_and_no_infinity() -> None:
    told = json.loads(json.dumps(as_json(ours()), allow_nan=False))
    assert told["met"] is False
    assert told["top"]["low"] < told["top"]["likely"] < told["top"]["high"]
    assert {each["name"] for each in told["mitigations"]} > set(ours().tree.mitigations)


def _measures(each: Importance) -> tuple[float, float, float, float]:
    return each.birnbaum, each.fussell_vesely, each.worth_of_reduction, each.worth_of_rise


def _two_layers(beta: float) -> FaultTree:
    layers = {name: {"says": name, "chance": assumed(0.1)} for name in "ab"}
    group = {"says": "both", "members": ("a", "b"), "beta": assumed(beta)}
    return FaultTree.model_validate(
        {
            "top": "top", "target": assumed(0.01), "exposure": EXPOSURE,
            "gates": {"top": {"says": "both", "kind": "and", "of": ("a", "b")}},
            "events": layers, "groups": {"both": group}, "rates": {},
        }
    )  # fmt: skip


def _at_least(hits: int, of: int, share: float) -> float:
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(hits, of + 1))
