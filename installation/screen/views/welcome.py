"""What happens here, in one sentence a child can read."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Element, Face, Frame, Picture, Pill, Shade, Tool, Type
from installation.screen.session import Event
from installation.screen.views.parts import centred, chosen, main, main_box, quiet, rows


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
    title = centred(said.title, top, Type(Face.SAID, 84), look)
    return (
        Frame(look.whole, Picture.CURATED),
        Shade(look.whole, 0.86, even=True),
        *title,
        *centred(said.promise, top + 105 * len(title) + 40, Type(Face.TOLD, 36, theme.SECOND), look),
        *_languages(moment, look, go.y - 2 * theme.APART),
        main(go, Event.BEGIN, said.begin, moment),
    )
