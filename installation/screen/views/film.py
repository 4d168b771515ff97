"""The film, large, and little else."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Icon, Picture, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import chosen, lines, main, quiet

FACES = (Icon.SAD, Icon.FAIR, Icon.HAPPY)
COLUMN, CHOICES, CAPTION = 300, 556, 164  # px: beside the film; high, of the buttons, and of words under a film
TIGHT = 1000  # px: a lower display has less between its buttons
FULL = 0.9  # of the display's height: a film this large is large
SMALL = Type(Face.TOLD, 26, Tint.SECOND)


def film_box(look: Look) -> Box:
    """Where the film plays: as large as the display allows."""
    if look.portrait:
        side = min(look.width, look.height - CHOICES - CAPTION - 80)
        return Box((look.width - side) // 2, look.height - CHOICES - CAPTION - side, side, side)
    if _has_two_sides(look):
        side = min(look.height, _between(look))
        return Box((look.width - side) // 2, (look.height - side) // 2, side, side)
    side = min(look.height, look.width - COLUMN - 3 * theme.EDGE)
    return Box(theme.EDGE, (look.height - side) // 2, side, side)


def _has_two_sides(look: Look) -> bool:
    """Whether words fit beside a film of nearly the display's height."""
    return _between(look) >= FULL * look.height


def _between(look: Look) -> int:
    """From one column to the other, px."""
    return look.width - 2 * (COLUMN + theme.EDGE + theme.APART)


def _is_tight(look: Look) -> bool:
    """Whether there is little room from top to bottom."""
    return look.height < TIGHT


def film(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The film, what was wished, by whom, and what now."""
    screen = film_box(look).fitted(moment.shape)
    return (Frame(screen, Picture.FILM), *_caption(moment, look), *_choices(moment, look))


def _caption(moment: Moment, look: Look) -> tuple[Element, ...]:
    said, screen = look.phrases.film, film_box(look)
    if look.portrait:
        box = Box(theme.EDGE, screen.bottom + 40, look.width - 2 * theme.EDGE, 0)
    elif _has_two_sides(look):
        box = Box(theme.EDGE, theme.EDGE + 30, screen.x - theme.EDGE - 30, 0)
    else:
        box = Box(screen.right + theme.EDGE, theme.EDGE, COLUMN, 0)
    title = lines(moment.wish.text, Type(Face.SAID, 46 if look.portrait or _has_two_sides(look) else 34), box, look)
    told = " ".join((said.byline, said.after.format(artist=look.artist(moment))))
    wide = min(box.w, COLUMN, (look.width - COLUMN) // 2 - theme.EDGE if look.portrait else COLUMN)
    below = Box(box.x, max((label.box.bottom for label in title), default=box.y) + 50, wide, 0)
    byline = lines(told, SMALL, below, look)
    machine = lines(said.computer, SMALL, below.moved(0, 32 * len(byline) + 16), look)
    return (*title, *byline, *machine)


def _choices(moment: Moment, look: Look) -> tuple[Element, ...]:
    said = look.phrases.film
    x = look.width - theme.EDGE - COLUMN if not look.portrait else (look.width - COLUMN) // 2
    apart, y = (12, look.height - 480) if _is_tight(look) else (theme.APART, look.height - CHOICES)
    again = Box(x, y, COLUMN, theme.MAIN)
    change = Box(x, y + theme.MAIN + apart, COLUMN, theme.BUTTON)
    leave = change.moved(0, theme.BUTTON + apart)
    faces = leave.bottom + apart + 46
    third = COLUMN // 3
    return (
        main(again, Event.AGAIN, said.again, moment),
        quiet(change, Event.CHANGE, said.change, moment),
        quiet(leave, Event.LEAVE, said.leave, moment),
        *lines(said.rating, Type(Face.TOLD, 26, Tint.SECOND), Box(x, faces - 44, COLUMN, 0), look),
        *(_face(k, Box(x + k * third, faces, third - 8, third - 8), moment) for k in range(len(FACES))),
    )


def _face(number: int, box: Box, moment: Moment) -> Pill:
    pill = Pill(box, Tool("rate", number), "", Tint.RAISED, Tint.TEXT, icon=FACES[number])
    return chosen(pill) if number == moment.face else pill
