"""What several pages are put together from."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.lettering import CUT
from installation.screen.moment import Look, Moment
from installation.screen.page import Align, Box, Deed, Face, Icon, Label, Pill, Type
from installation.screen.theme import Tint

WORD = Type(Face.DONE, 28)  # on a quiet button
BESIDE = 250  # px: the widest that stands beside the main button of a narrow display
LEADING = 1.22  # of the letters' size: from line to line
PILL_SIDES = 52  # px left and right of a button's words


def lines(text: str, style: Type, box: Box, look: Look, align: Align = Align.LEFT) -> tuple[Label, ...]:
    """A text broken into lines that fit into a box's width, from its top."""
    return _stacked(look.lettering.lines(text, style, box.w), style, box, align)


def filled(text: str, style: Type, box: Box, look: Look, align: Align = Align.LEFT) -> tuple[Label, ...]:
    """A text of any length within a box, from its top."""
    smaller, broken = look.lettering.filling(text, style, (box.w, box.h), LEADING)
    if align is Align.MIDDLE and not broken[-1].endswith(CUT):
        broken = look.lettering.balanced(text, smaller, box.w)
    return _stacked(broken, smaller, box, align)


def _stacked(broken: tuple[str, ...], style: Type, box: Box, align: Align) -> tuple[Label, ...]:
    height = round(style.size * LEADING)
    return tuple(
        Label(Box(box.x, box.y + k * height, box.w, height), line, style, align) for k, line in enumerate(broken)
    )


def quiet(box: Box, deed: Deed, text: str, moment: Moment, icon: Icon = Icon.NONE) -> Pill:
    """One of several buttons."""
    return Pill(box, deed, text, Tint.RAISED, Tint.TEXT, 28, icon, moment.pressed == box)


def chosen(pill: Pill) -> Pill:
    """The same button, the one of several that holds: bright as paper."""
    return replace(pill, fill=Tint.PAPER, ink=Tint.INK)


def main(box: Box, deed: Deed, text: str, moment: Moment, icon: Icon = Icon.NONE) -> Pill:
    """The one button that leads on."""
    return Pill(box, deed, text, Tint.ACCENT, Tint.ON_ACCENT, 34, icon, moment.pressed == box)


def main_box(look: Look, width: int = 500) -> Box:
    """Where the main button stands: bottom centre, in reach of a child, with room for another one on either side."""
    width = min(width, look.width - 2 * (BESIDE + theme.APART))
    return Box((look.width - width) // 2, look.height - theme.EDGE - theme.MAIN + 30, width, theme.MAIN)


def beside(box: Box, width: int, to_the_left: bool = False) -> Box:  # noqa: FBT001, FBT002
    """A quieter button's box beside another one, of the usual height, on the same middle line."""
    x = box.x - theme.APART - width if to_the_left else box.right + theme.APART
    return Box(x, box.y + (box.h - theme.BUTTON) // 2, width, theme.BUTTON)


def centred(text: str, y: int, style: Type, look: Look) -> tuple[Label, ...]:
    """Lines in the middle of the page."""
    box = middle_box(look, y, 0)
    return _stacked(look.lettering.balanced(text, style, box.w), style, box, Align.MIDDLE)


def middle_box(look: Look, y: int, height: int) -> Box:
    """Where lines in the middle of the page stand."""
    wide = min(look.width - 2 * theme.EDGE, 1400)
    return Box((look.width - wide) // 2, y, wide, height)


def rows(words: tuple[str, ...], look: Look, top: int, style: Type = WORD) -> tuple[tuple[str, Box], ...]:
    """Words as a block of pills in centred rows from `top` down."""
    wide, found = look.width - 2 * theme.EDGE, []
    row: list[tuple[str, int]] = []
    widths = [(w, look.lettering.width(w, style) + 2 * PILL_SIDES) for w in words]
    for word, width in widths:
        if row and sum(w + theme.APART for _, w in row) + width > wide:
            found.append(row)
            row = []
        row = [*row, (word, width)]
    found.append(row)
    return tuple(
        pair for k, row in enumerate(found) for pair in _row(row, look, top + k * (theme.BUTTON + theme.APART))
    )


def _row(row: list[tuple[str, int]], look: Look, y: int) -> list[tuple[str, Box]]:
    x = (look.width - sum(w for _, w in row) - theme.APART * (len(row) - 1)) // 2
    boxes = []
    for word, width in row:
        boxes.append((word, Box(x, y, width, theme.BUTTON)))
        x += width + theme.APART
    return boxes
