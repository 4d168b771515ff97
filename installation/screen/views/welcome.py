"""What happens here, in one sentence a child can read."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Picture, Pill, Shade, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, centred, chosen, main, main_box, quiet, rows

BROWSE = 400  # px


def _languages(moment: Moment, look: Look, bottom: int) -> tuple[Pill, ...]:
    """Each language by its own name, in letters every display has."""
    if len(look.languages) < 2:
        return ()
    style = Type(Face.OWN, 28)
    height = max(box.bottom for _, box in rows(look.languages, look, 0, style))
    places = enumerate(rows(look.languages, look, bottom - height, style))
    pills = (replace(quiet(box, Tool("language", k), name, moment), face=Face.OWN) for k, (name, box) in places)
    return tuple(chosen(pill) if k == moment.language else pill for k, pill in enumerate(pills))


def welcome(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The promise, and the way in."""
    said = look.phrases.welcome
    go = main_box(look)
    browse = (quiet(_browse_box(look, go), Event.BROWSE, said.browse, moment),) if look.exhibits else ()
    languages = _languages(moment, look, min([go.y, *(pill.box.y for pill in browse)]) - 2 * theme.APART)
    title = centred(said.title, 0, Type(Face.SAID, 84), look)
    promise = centred(said.promise, 105 * len(title) + 40, Type(Face.TOLD, 36, Tint.SECOND), look)
    low = min([pill.box.y for pill in languages], default=go.y) - theme.APART
    top = min(look.height * 18 // 100, low - promise[-1].box.bottom)
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(look.whole, 0.86, even=True),
        *(replace(line, box=line.box.moved(0, top)) for line in (*title, *promise)),
        *languages,
        main(go, Event.BEGIN, said.begin, moment),
        *browse,
    )


def _browse_box(look: Look, go: Box) -> Box:
    """Beside the way in, or above it where the display is narrow."""
    room = look.width - go.right - 2 * theme.APART
    if room >= BROWSE - 30:
        return beside(go, min(BROWSE, room))
    return Box((look.width - BROWSE) // 2, go.y - theme.BUTTON - theme.APART, BROWSE, theme.BUTTON)
