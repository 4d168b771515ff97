"""Nobody is there: a curated film over the whole display, and an invitation."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Label, Picture, Ring, Shade, Type
from installation.screen.phrases import Titled
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import lines

RING = 150  # px
LOGO = (420, 120)  # px at most
HOUSE = Type(Face.TOLD, 30, Tint.SECOND)


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
        Shade(Box(0, look.height * 2 // 5, look.width, look.height - look.height * 2 // 5), 0.86),
        _house(look, top - 44),
        Label(Box(theme.EDGE, top - 30, look.width, big), said.first, Type(Face.SAID, big)),
        Label(Box(theme.EDGE, top - 30 + round(big * 1.1), look.width, big), said.second, Type(Face.FELT, big)),
        *lines(said.hint, Type(Face.TOLD, 30, Tint.SECOND), hint, look),
        Ring(
            Box(look.width - theme.EDGE - RING, look.height - theme.EDGE - RING, RING, RING),
            0.0 if look.calm else moment.turn,
        ),
    )


def _house(look: Look, bottom: int) -> Element:
    """Whose this is: the museum's sign, or its name."""
    if look.logo is None:
        return Label(Box(theme.EDGE, bottom - 40, look.width, 40), look.house, HOUSE)
    wide, high = look.logo
    scale = min(LOGO[0] / wide, LOGO[1] / high)
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    return Frame(Box(theme.EDGE, bottom - size[1], *size), Picture.LOGO)


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
        Label(Box(theme.EDGE, top + 120, look.width, 40), said.hint, Type(Face.TOLD, 30, Tint.SECOND)),
    )
