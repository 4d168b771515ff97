"""Painting: the visitor's own lines stay, and the colour grows out of them."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Bar, Box, Element, Face, Frame, Picture, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import centred, main_box, quiet
from installation.screen.views.sketch import sheet_box

BAR = 420  # px


def making(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The sheet, and how long it takes."""
    said, sheet = look.phrases.making, sheet_box(look).moved(0, -48)
    shown = sheet_box(look, moment.shape).moved(0, -48)
    x, y = (look.width - BAR) // 2, sheet.bottom + 108
    done = max(10, round(BAR * min(1.0, moment.done)))
    return (
        Frame(shown, Picture.REVEAL),
        *centred(said.mixing.format(artist=look.artist(moment)), sheet.bottom + 30, Type(Face.SAID, 46), look),
        Bar(Box(x, y, BAR, 8), Tint.RAISED),
        Bar(Box(x, y, done, 8), Tint.ACCENT),
        *centred(said.left.format(seconds=moment.left), y + 22, Type(Face.TOLD, 28, Tint.SECOND), look),
        quiet(Box(theme.EDGE, main_box(look).y + 6, 200, theme.BUTTON), Event.BACK, said.back, moment),
    )
