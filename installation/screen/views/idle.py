"""Nobody is there: a curated film over the whole display, and an invitation."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Label, Picture, Ring, Shade, Type
from installation.screen.phrases import Titled
from installation.screen.session import Event
from installation.screen.views.parts import lines

RING = 150  # px
HOUSE = Type(Face.TOLD, 30, theme.SECOND)


def idle(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The invitation, once there is somebody to paint."""
    said = look.phrases.idle
    if not moment.ready:
        return _quietly(Titled(title=said.first, hint=said.waking), look)
    big = min(_fitting(said.first, Face.SAID, look), _fitting(said.second, Face.FELT, look))
    top = look.height - theme.EDGE - 60 - 2 * round(big * 1.1)
    hint = Box(theme.EDGE, look.height - theme.EDGE - 34, look.width - 2 * theme.EDGE - RING, 40)
    return (
        Frame(look.whole, Picture.CURATED, deed=Event.TOUCHED),
        Shade(Box(0, look.height // 2, look.width, look.height - look.height // 2), 0.82),
        Label(Box(theme.EDGE, top - 84, look.width, 40), look.house, HOUSE),
        Label(Box(theme.EDGE, top - 30, look.width, big), said.first, Type(Face.SAID, big)),
        Label(Box(theme.EDGE, top - 30 + round(big * 1.1), look.width, big), said.second, Type(Face.FELT, big)),
        *lines(said.hint, Type(Face.TOLD, 30, theme.SECOND), hint, look),
        Ring(Box(look.width - theme.EDGE - RING, look.height - theme.EDGE - RING, RING, RING), moment.turn),
    )


def _fitting(text: str, face: Face, look: Look) -> int:
    """As large as the display lets the invitation be."""
    return look.lettering.fitting(text, Type(face, 112), look.width - 2 * theme.EDGE - RING - theme.APART)


def resting(_: Moment, look: Look) -> tuple[Element, ...]:
    """Stopped by staff."""
    return _quietly(look.phrases.resting, look)


def closed(_: Moment, look: Look) -> tuple[Element, ...]:
    """Past the museum's hours."""
    return _quietly(look.phrases.closed, look)


def _quietly(said: Titled, look: Look) -> tuple[Element, ...]:
    """Something beautiful, and a kind word."""
    top = look.height - 300
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(Box(0, look.height // 2, look.width, look.height - look.height // 2), 0.88),
        Label(Box(theme.EDGE, top, look.width, 90), said.title, Type(Face.SAID, 76)),
        Label(Box(theme.EDGE, top + 120, look.width, 40), said.hint, Type(Face.TOLD, 30, theme.SECOND)),
    )
