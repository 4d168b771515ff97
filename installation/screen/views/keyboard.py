"""Typing: letters appear when they are cleared, until then a dot stands for each."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.views.parts import centred, main, main_box, quiet

KEY, GAP = 88, 10  # px
BACKSPACE, SPACE = "\b", " "


def keyboard(moment: Moment, look: Look) -> tuple[Element, ...]:
    """What was typed, the keys, and the way on."""
    said, go = look.phrases.keyboard, main_box(look)
    top = go.y - (len(said.rows) + 1) * (KEY + GAP) - 40
    shown = f"{moment.wish.text}{' ' if moment.wish.text else ''}{'•' * moment.typed}" or said.title
    colour = theme.TEXT if moment.wish.text or moment.typed else theme.SECOND
    return (
        *centred(shown, max(80, top - 250), Type(Face.SAID, 64, colour), look),
        *(key for k, row in enumerate(said.rows) for key in _row(row, top + k * (KEY + GAP), moment, look)),
        *_last_row(top + len(said.rows) * (KEY + GAP), moment, look),
        main(go, Event.DONE, said.done, moment),
        quiet(Box(theme.EDGE, go.y + 6, 200, theme.BUTTON), Event.BACK, look.phrases.making.back, moment),
    )


def _row(letters: str, y: int, moment: Moment, look: Look) -> tuple[Pill, ...]:
    left = (look.width - len(letters) * (KEY + GAP) + GAP) // 2
    return tuple(_key(Box(left + k * (KEY + GAP), y, KEY, KEY), c, c, moment) for k, c in enumerate(letters))


def _last_row(y: int, moment: Moment, look: Look) -> tuple[Pill, ...]:
    left, wide = (look.width - 6 * (KEY + GAP)) // 2, 4 * (KEY + GAP) - GAP
    space = _key(Box(left, y, wide, KEY), SPACE, look.phrases.keyboard.space, moment)
    return (space, _key(Box(left + wide + GAP, y, 2 * (KEY + GAP) - GAP, KEY), BACKSPACE, "←", moment))


def _key(box: Box, letter: str, text: str, moment: Moment) -> Pill:
    return Pill(box, Tool("key", ord(letter)), text, theme.RAISED, theme.TEXT, 34, pressed=moment.pressed == box)
