"""The words that were heard: what is doubtful can be changed with one touch, and words can be picked instead."""

from installation.screen import theme
from installation.screen.moment import Doubt, Look, Moment
from installation.screen.page import Box, Dots, Element, Face, Icon, Label, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, centred, main, main_box, quiet, rows

SIZE = 84
LEADING = 1.5  # of the sentence: room for what is underlined
KINDLY = 100  # px of the words beneath it


def check(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The sentence, its doubtful words, and chips."""
    said, wish, go = look.phrases.check, moment.wish, main_box(look)
    top = 150 if not look.portrait else 340
    title = said.title if wish.text else said.wish
    low = (go if not look.portrait else _ways_back(look, go)[0]).y - theme.APART // 2
    body = _sentence(moment, look, top + 80, low - KINDLY - 50) if wish.text else ()
    below = max([top + 80 + round(SIZE * 1.2), *(e.box.bottom for e in body)]) + 50  # the first chip moves no others
    picks = [pick for pick in rows(wish.chips, look, below + 70) if pick[1].bottom <= low] if wish.chips else []
    kindly = _kindly(moment, look) if picks or not wish.text or wish.unpainted else ""
    enough = moment.inked if moment.given else wish.text or moment.inked  # a picture changes where it is drawn on
    paint = (main(go, Event.PAINT, said.paint, moment),) if enough else ()
    return (
        *centred(title, top, Type(Face.SAID, 46, Tint.SECOND), look),
        *body,
        *centred(kindly, below, Type(Face.TOLD, 30, Tint.SECOND), look),
        *(_chip(k, box, text, moment) for k, (text, box) in enumerate(picks)),
        *paint,
        *_other_ways(moment, look, go),
    )


def _other_ways(moment: Moment, look: Look, go: Box) -> tuple[Pill, ...]:
    """To say it again, and to type it, in languages in which that is possible."""
    again, keys = _ways_back(look, go)
    spoken = quiet(again, Event.SPEAK, look.phrases.check.again, moment, Icon.MICROPHONE)
    typed = quiet(keys, Event.TYPE, look.phrases.sketch.type, moment, Icon.KEYS)
    return ((spoken,) if _hears(moment, look) else ()) + ((typed,) if look.phrases.keyboard.rows else ())


def _ways_back(look: Look, go: Box) -> tuple[Box, Box]:
    """Beside the main button, or above it where the display is narrow."""
    if not look.portrait:
        return beside(go, min(330, go.x - 2 * theme.APART), to_the_left=True), beside(go, 250)
    left, y = (look.width - 330 - 250 - theme.APART) // 2, go.y - theme.BUTTON - theme.APART
    return Box(left, y, 330, theme.BUTTON), Box(left + 330 + theme.APART, y, 250, theme.BUTTON)


def _kindly(moment: Moment, look: Look) -> str:
    said, wish = look.phrases.check, moment.wish
    if wish.unpainted:
        return said.unpainted.format(word=wish.unpainted)
    return said.unheard if not wish.text and _hears(moment, look) else said.pick


def _hears(moment: Moment, look: Look) -> bool:
    return moment.microphone and look.spoken


def _chip(index: int, box: Box, text: str, moment: Moment) -> Pill:
    return Pill(box, Tool("chip", index), text, Tint.RAISED, Tint.TEXT, 28, pressed=moment.pressed == box)


def _sentence(moment: Moment, look: Look, top: int, low: int) -> tuple[Element, ...]:
    """Word by word in centred lines from top to low, so that a doubtful one can be underlined and touched."""
    others = _others(moment, look, 0)
    room = (look.width - 2 * theme.EDGE, low - top - max((pill.box.bottom for pill in others), default=0))
    usual = Type(
        Face.SAID, SIZE if look.lettering.width(moment.wish.text, Type(Face.SAID, SIZE)) <= 2 * room[0] else 64
    )
    style, lines = look.lettering.filling(moment.wish.text, usual, room, LEADING)
    number, found = 0, list[Element]()
    for k, line in enumerate(lines):
        y = top + k * round(style.size * LEADING)
        x = (look.width - look.lettering.width(line, style)) // 2
        for word in line.split():
            width = look.lettering.width(word, style)
            found += _word(moment, number, word, Box(x, y, width, round(style.size * 1.2)))
            x += look.lettering.width(word + " ", style)
            number += 1
    return (*found, *_others(moment, look, max(e.box.bottom for e in found)))


def _others(moment: Moment, look: Look, top: int) -> tuple[Pill, ...]:
    """What the first doubtful word may have been, beneath the sentence."""
    return tuple(
        Pill(box, Tool(f"other {doubt.place}", k), text, Tint.RAISED, Tint.TEXT, 30, pressed=moment.pressed == box)
        for doubt in moment.wish.doubts[:1]
        for k, (text, box) in enumerate(rows(doubt.others, look, top + 30, Type(Face.DONE, 30)))
    )


def _word(moment: Moment, number: int, word: str, box: Box) -> list[Element]:
    size = round(box.h / 1.2)
    label = Label(box, word, Type(Face.SAID, size))
    doubt = next((d for d in moment.wish.doubts if d.place == number), Doubt(number, ()))
    return [label, Dots(Box(box.x, box.bottom - 4, box.w, 6), Tint.ACCENT)] if doubt.others else [label]
