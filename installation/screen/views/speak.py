"""Listening: the drawing stays in sight, the level moves, the words come as they are cleared."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.moment import LEVELS, Look, Moment
from installation.screen.page import Bar, Box, Element, Face, Frame, Label, Picture, Shade, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, centred, main, main_box, quiet

METER = 130  # px high
SILENT = 0.06  # of the level: below it for a while, it is too quiet


def speak(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The meter, and the way to stop."""
    said, go = look.phrases.speak, main_box(look)
    colour = Tint.TEXT if moment.wish.text else Tint.SECOND
    heard = moment.wish.text or (said.quiet if _too_quiet(moment) else said.listening)
    return (
        *_drawing(moment, look),
        *_words(heard, go, Type(Face.SAID, 60, colour), look),
        *_meter(moment, look, go.y - METER - 40),
        main(go, Event.DONE, said.done, moment),
        quiet(beside(go, 210, to_the_left=True), Event.BACK, look.phrases.making.back, moment),
        *_remaining(moment, look, go),
    )


def hearing(moment: Moment, look: Look) -> tuple[Element, ...]:
    """What was said is being worked out."""
    go = main_box(look)
    return (
        *_drawing(moment, look),
        *_words(moment.wish.text or look.phrases.speak.hearing, go, Type(Face.SAID, 60), look),
        *_meter(Moment(levels=(0.0,) * LEVELS), look, go.y - METER - 40),
    )


def _words(text: str, go: Box, style: Type, look: Look) -> tuple[Label, ...]:
    """Above the meter, however many lines they take."""
    lines = centred(text, 0, style, look)
    low = go.y - METER - 100 - lines[-1].box.bottom
    return tuple(replace(line, box=line.box.moved(0, low)) for line in lines)


def _drawing(moment: Moment, look: Look) -> tuple[Element, ...]:
    side = min(look.height - 540, look.width - 2 * theme.EDGE)
    box = Box((look.width - side) // 2, 56, side, side).fitted(moment.shape)
    return (Frame(box, Picture.SHEET), Shade(box, 0.45, even=True))


def _too_quiet(moment: Moment) -> bool:
    return len(moment.levels) == LEVELS and max(moment.levels) < SILENT


def _meter(moment: Moment, look: Look, y: int) -> tuple[Element, ...]:
    step, levels = 16, (0.0,) * (LEVELS - len(moment.levels)) + moment.levels
    x = (look.width - step * LEVELS) // 2
    heights = [max(8, round(METER * min(1.0, level))) for level in levels]
    return tuple(Bar(Box(x + k * step, y + (METER - h) // 2, 8, h), Tint.ACCENT) for k, h in enumerate(heights))


def _remaining(moment: Moment, look: Look, go: Box) -> tuple[Element, ...]:
    box = beside(go, 400)
    text = look.phrases.speak.left.format(seconds=moment.left)
    return (Label(Box(box.x, box.y + 26, box.w, 40), text, Type(Face.TOLD, 30, Tint.SECOND)),)
