"""What happens here, in one sentence a child can read."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Picture, Pill, Shade, Tool, Type
from installation.screen.session import Event
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
    go, top = main_box(look), look.height * 18 // 100
    browse = (quiet(_browse_box(look, go), Event.BROWSE, said.browse, moment),) if look.exhibits else ()
    title = centred(said.title, top, Type(Face.SAID, 84), look)
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(look.whole, 0.86, even=True),
        *title,
        *centred(said.promise, top + 105 * len(title) + 40, Type(Face.TOLD, 36, theme.SECOND), look),
        *_languages(moment, look, min([go.y, *(pill.box.y for pill in browse)]) - 2 * theme.APART),
        main(go, Event.BEGIN, said.begin, moment),
        *browse,
    )


def _browse_box(look: Look, go: Box) -> Box:
    """Beside the way in, or above it where the display is narrow."""
    if not look.portrait:
        return beside(go, BROWSE)
    return Box((look.width - BROWSE) // 2, go.y - theme.BUTTON - theme.APART, BROWSE, theme.BUTTON)
