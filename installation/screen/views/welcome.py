"""What happens here, in one sentence a child can read."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Element, Face, Frame, Picture, Shade, Type
from installation.screen.session import Event
from installation.screen.views.parts import centred, main, main_box


def welcome(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The promise, and the way in."""
    said = look.phrases.welcome
    top = look.height * 3 // 10
    title = centred(said.title, top, Type(Face.SAID, 84), look)
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(look.whole, 0.86, even=True),
        *title,
        *centred(said.promise, top + 105 * len(title) + 40, Type(Face.TOLD, 36, theme.SECOND), look),
        main(main_box(look), Event.BEGIN, said.begin, moment),
    )
