"""The film, large, and little else."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Icon, Picture, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.views.parts import chosen, lines, main, quiet

FACES = (Icon.SAD, Icon.FAIR, Icon.HAPPY)
COLUMN = 300
SMALL = Type(Face.TOLD, 26, theme.SECOND)


def film_box(look: Look) -> Box:
    """Where the film plays: as large as the display allows."""
    if look.portrait:
        return Box(0, 120, look.width, look.width)
    if _has_two_sides(look):
        return Box((look.width - look.height) // 2, 0, look.height, look.height)
    side = look.width - COLUMN - 3 * theme.EDGE
    return Box(theme.EDGE, (look.height - side) // 2, side, side)


def _has_two_sides(look: Look) -> bool:
    """Whether words fit beside a film of the display's height."""
    return look.width - look.height >= 2 * (COLUMN + theme.EDGE)


def film(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The film, what was wished, by whom, and what now."""
    screen = film_box(look).fitted(moment.shape)
    return (Frame(screen, Picture.FILM), *_caption(moment, look), *_choices(moment, look))


def _caption(moment: Moment, look: Look) -> tuple[Element, ...]:
    said, screen = look.phrases.film, film_box(look)
    if look.portrait:
        box = Box(theme.EDGE, screen.bottom + 40, look.width - 2 * theme.EDGE, 0)
    elif _has_two_sides(look):
        box = Box(theme.EDGE, theme.EDGE + 30, screen.x - theme.EDGE - 40, 0)
    else:
        box = Box(screen.right + theme.EDGE, theme.EDGE, COLUMN, 0)
    title = lines(moment.wish.text, Type(Face.SAID, 46), box, look)
    told = " ".join((said.byline, said.after.format(artist=look.artist(moment))))
    below = Box(box.x, box.y + 56 * len(title) + 50, min(box.w, COLUMN), 0)
    byline = lines(told, SMALL, below, look)
    machine = lines(said.computer, SMALL, below.moved(0, 32 * len(byline) + 16), look)
    return (*title, *byline, *machine)


def _choices(moment: Moment, look: Look) -> tuple[Element, ...]:
    said = look.phrases.film
    x = look.width - theme.EDGE - COLUMN if not look.portrait else (look.width - COLUMN) // 2
    y = look.height - 556
    again = Box(x, y, COLUMN, theme.MAIN)
    change = Box(x, y + theme.MAIN + theme.APART, COLUMN, theme.BUTTON)
    leave = change.moved(0, theme.BUTTON + theme.APART)
    faces = leave.bottom + 70
    third = COLUMN // 3
    return (
        main(again, Event.AGAIN, said.again, moment),
        quiet(change, Event.CHANGE, said.change, moment),
        quiet(leave, Event.LEAVE, said.leave, moment),
        *lines(said.rating, Type(Face.TOLD, 26, theme.SECOND), Box(x, faces - 44, COLUMN, 0), look),
        *(_face(k, Box(x + k * third, faces, third - 8, third - 8), moment) for k in range(len(FACES))),
    )


def _face(number: int, box: Box, moment: Moment) -> Pill:
    pill = Pill(box, Tool("rate", number), "", theme.RAISED, theme.TEXT, icon=FACES[number])
    return chosen(pill) if number == moment.face else pill
