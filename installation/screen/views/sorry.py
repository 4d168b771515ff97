"""Something else instead, whatever the cause; and goodbye."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Element, Face, Frame, Picture, Shade, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, centred, main, main_box, quiet


def sorry(moment: Moment, look: Look) -> tuple[Element, ...]:
    """A curated piece and a kind word."""
    said, go = look.phrases.sorry, main_box(look)
    size = look.lettering.fitting(said.title, Type(Face.SAID, 76), look.width - 2 * theme.EDGE)
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(look.whole, 0.9),
        *centred(said.title, go.y - 130, Type(Face.SAID, size), look),
        main(go, Event.AGAIN, said.again, moment),
        quiet(beside(go, 240, to_the_left=True), Event.LEAVE, look.phrases.film.leave, moment),
    )


def thanks(_: Moment, look: Look) -> tuple[Element, ...]:
    """Goodbye, and what became of the drawing."""
    said = look.phrases.thanks
    title = centred(said.title, look.height * 2 // 5, Type(Face.SAID, 96), look)
    return (
        Frame(look.whole, Picture.CURATED, deed=Event.TOUCHED),
        Shade(look.whole, 0.86, even=True),
        *title,
        *centred(said.hint, title[-1].box.bottom + 30, Type(Face.TOLD, 36, Tint.SECOND), look),
    )
