"""A fault tree as a picture: SVG, from the top on the left to the events on the right.

Gates have the usual shapes, pointed for "any of these", round for "all of these"; the likelier a way, the darker it is.
Events that were counted are filled, assumed ones are not. One that stands in several places is drawn in each.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from safety.case_tables import share
from safety.fault_tree import FaultTree, Measured
from safety.safety_case import SafetyCase

COLUMN, ROW, EDGE = 240, 40, 28  # px
BOX, SYMBOL = (182, 60), (26, 30)  # px, of a gate: its words, and its shape
EVENTS = 470  # px beside the last gates
LETTERS = 22  # of a line of words in a box
PAPER, INK, FAINT = "#fdfaf3", "#23201b", "#8d867a"
COOL, WARM = (214, 205, 188), (158, 42, 24)  # a way that hardly ever happens, and the likeliest
LEAST: Final = -7.0  # decimal logarithm of what hardly ever happens
SHAPES: Final = {
    "and": "M0,-15 H11 A15,15 0 0 1 11,15 H0 Z",
    "or": "M-3,-15 Q13,-15 26,0 Q13,15 -3,15 Q5,0 -3,-15 Z",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A gate or an event, where it stands in px, and what it is made of."""

    name: str
    x: float
    y: float
    parts: tuple["Place", ...] = ()


def picture(case: SafetyCase) -> str:
    """The whole tree as SVG."""
    tree = case.tree
    root = _placed(tree, tree.top, 0, _rows())
    width = EDGE + _depth(tree, tree.top) * COLUMN + EVENTS
    height = 2 * EDGE + ROW * sum(1 for place in _all(root) if not place.parts)
    box = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height)}
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": "Georgia, serif", "role": "img"} | box)
    SubElement(svg, "title").text = f"Fault tree: {tree.gates[tree.top].says}"
    SubElement(svg, "rect", width="100%", height="100%", fill=PAPER)
    for draw in (_lines, _draw):
        for place in _all(root):
            draw(svg, place, case)
    indent(svg)
    return tostring(svg, "unicode") + "\n"


def _rows() -> Iterator[float]:
    row = 0
    while True:
        yield EDGE + ROW * (row + 0.5)
        row += 1


def _depth(tree: FaultTree, name: str) -> int:
    """Gates on the longest way from here to an event."""
    return max((1 + _depth(tree, part) for part in tree.parts(name)), default=0)


def _placed(tree: FaultTree, name: str, column: int, rows: Iterator[float]) -> Place:
    """Events stand in the last column, a row each; a gate in the middle of its parts."""
    if name in tree.events:
        return Place(name, EDGE + _depth(tree, tree.top) * COLUMN, next(rows))
    parts = tuple(_placed(tree, part, column + 1, rows) for part in tree.parts(name))
    return Place(name, EDGE + column * COLUMN, (parts[0].y + parts[-1].y) / 2, parts)


def _all(place: Place) -> Iterator[Place]:
    yield place
    for part in place.parts:
        yield from _all(part)


def _lines(svg: Element, place: Place, case: SafetyCase) -> None:
    start = place.x + BOX[0] + SYMBOL[0]
    for part in place.parts:
        bend = start + 16
        way = f"M{start},{place.y:g} H{bend:g} V{part.y:g} H{part.x:g}"
        SubElement(svg, "path", d=way, fill="none", stroke=_tint(case.part(part.name)), attrib={"stroke-width": "2"})


def _draw(svg: Element, place: Place, case: SafetyCase) -> None:
    (_gate if place.parts else _event)(svg, place, case)


def _gate(svg: Element, place: Place, case: SafetyCase) -> None:
    gate, tint = case.tree.gates[place.name], _tint(case.part(place.name))
    lines = [*textwrap.wrap(gate.says, LETTERS), share(case.part(place.name))]
    high = max(BOX[1], 17 * len(lines) + 12)
    group = SubElement(svg, "g", transform=f"translate({place.x:g},{place.y:g})")
    frame = {"x": "0", "y": f"{-high / 2:g}", "width": str(BOX[0]), "height": str(high), "rx": "5"}
    SubElement(group, "rect", frame | {"fill": "white", "stroke": tint, "stroke-width": "1.5"})
    shape = {"d": SHAPES[gate.kind], "fill": tint, "transform": f"translate({BOX[0]},0)"}
    SubElement(group, "path", shape)
    for k, line in enumerate(lines):
        last = k == len(lines) - 1
        y = 17 * (k - (len(lines) - 1) / 2) + 5
        _text(group, line, (BOX[0] / 2, y), {"text-anchor": "middle", "font-weight": "bold" if last else "normal"})


def _event(svg: Element, place: Place, case: SafetyCase) -> None:
    event, chance = case.tree.events[place.name], case.part(place.name)
    counted, tint = isinstance(event.chance, Measured), _tint(chance)
    dot = {"cx": f"{place.x + 7:g}", "cy": f"{place.y:g}", "r": "7", "stroke": tint, "stroke-width": "2"}
    SubElement(svg, "circle", dot | {"fill": tint if counted else PAPER})
    _text(svg, event.says, (place.x + 22, place.y - 1), {})
    kind = "counted" if counted else "as built" if chance in (0, 1) else "assumed"
    _text(svg, f"{share(chance)}, {kind}", (place.x + 22, place.y + 14), {"font-size": "12", "fill": FAINT})


def _text(parent: Element, text: str, at: tuple[float, float], look: dict[str, str]) -> None:
    plain = {"x": f"{at[0]:g}", "y": f"{at[1]:g}", "font-size": "14.5", "fill": INK}
    SubElement(parent, "text", plain | look).text = text


def _tint(chance: float) -> str:
    """The likelier, the warmer, on a logarithmic scale."""
    warmth = 0.0 if chance <= 0 else min(1.0, max(0.0, 1 - log10(chance) / LEAST))
    return "#" + "".join(f"{round(a + (b - a) * warmth):02x}" for a, b in zip(COOL, WARM, strict=True))
