"""A fault tree in the exchange format of the Open-PSA initiative (MEF 2.0d), for assessors with tools of their own."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from safety.fault_tree import FaultTree
from safety.safety_case import SafetyCase
from safety.shared_cause import causes


def open_psa(case: SafetyCase) -> str:
    """The XML. Common causes stand in it as events of their own, so that any tool computes the same without knowing of
    them; names are the tree's, an event with a common cause becomes a gate `<name>_for_any_cause`."""
    root = Element("opsa-mef")
    tree = SubElement(root, "define-fault-tree", name="safety_case")
    behind = causes(case.tree)
    _define(tree, case.tree, case.tree.top, behind)
    for name in case.tree.gates:
        if name != case.tree.top:
            _define(tree, case.tree, name, behind)
    for event, own in behind.items():
        if len(own) > 1:
            _gate(tree, _any_cause(event), "or", [("basic-event", cause) for cause in own])
    for event, chance in case.chances().items():
        defined = SubElement(tree, "define-basic-event", name=event)
        SubElement(defined, "float", value=repr(chance))
    indent(root)
    return tostring(root, "unicode", xml_declaration=True) + "\n"


def _define(parent: Element, tree: FaultTree, name: str, behind: Mapping[str, tuple[str, ...]]) -> None:
    gate = tree.gates[name]
    _gate(parent, name, gate.kind, [_reference(part, behind) for part in gate.of])


def _gate(parent: Element, name: str, kind: str, parts: list[tuple[str, str]]) -> None:
    formula = SubElement(SubElement(parent, "define-gate", name=name), kind)
    for sort, part in parts:
        SubElement(formula, sort, name=part)


def _reference(part: str, behind: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    if part not in behind:
        return "gate", part
    return ("basic-event", part) if len(behind[part]) == 1 else ("gate", _any_cause(part))


def _any_cause(event: str) -> str:
    return f"{event}_for_any_cause"
