"""Typing: letters appear when they are cleared, until then a dot stands for each."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Align, Box, Element, Face, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import filled, main, main_box, middle_box, quiet

STEP, GAP = 98, 10  # px from key to key, and between two
BACKSPACE, SPACE = "\b", " "


def keyboard(moment: Moment, look: Look) -> tuple[Element, ...]:
    """What was typed, the keys, and the way on."""
    said, go = look.phrases.keyboard, main_box(look)
    step = _step(look, go.y - 40)
    top = go.y - (len(said.rows) + 1) * step - 40
    high = max(80, top - 250)
    shown = f"{moment.wish.text}{' ' if moment.wish.text else ''}{'•' * moment.typed}" or said.title
    colour = Tint.TEXT if moment.wish.text or moment.typed else Tint.SECOND
    return (
        *filled(shown, Type(Face.SAID, 64, colour), middle_box(look, high, top - 20 - high), look, Align.MIDDLE),
        *(key for k, row in enumerate(said.rows) for key in _row(row, top + k * step, step, moment, look)),
        *_last_row(top + len(said.rows) * step, step, moment, look),
        main(go, Event.DONE, said.done, moment),
        quiet(Box(theme.EDGE, go.y + 6, 200, theme.BUTTON), Event.BACK, look.phrases.making.back, moment),
    )


def _step(look: Look, bottom: int) -> int:
    """From key to key, px: less where the display is small or touched low."""
    rows = look.phrases.keyboard.rows
    longest = max((len(row) for row in rows), default=1)
    return min(STEP, (look.width + GAP) // longest, (bottom - look.reach) // (len(rows) + 1))


def _row(letters: str, y: int, step: int, moment: Moment, look: Look) -> tuple[Pill, ...]:
    left, side = (look.width - len(letters) * step + GAP) // 2, step - GAP
    return tuple(_key(Box(left + k * step, y, side, side), c, c, moment) for k, c in enumerate(letters))


def _last_row(y: int, step: int, moment: Moment, look: Look) -> tuple[Pill, ...]:
    left, side = (look.width - 6 * step) // 2, step - GAP
    space = _key(Box(left, y, 4 * step - GAP, side), SPACE, look.phrases.keyboard.space, moment)
    return (space, _key(Box(left + 4 * step, y, 2 * step - GAP, side), BACKSPACE, "←", moment))


def _key(box: Box, letter: str, text: str, moment: Moment) -> Pill:
    return Pill(box, Tool("key", ord(letter)), text, Tint.RAISED, Tint.TEXT, 34, pressed=moment.pressed == box)
