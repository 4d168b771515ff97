"""The film, large, and little else."""

from dataclasses import replace

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Icon, Picture, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import chosen, filled, lines, main, quiet

FACES = (Icon.SAD, Icon.FAIR, Icon.HAPPY)
COLUMN, CHOICES, CAPTION = 300, 556, 164  # px: beside the film; high, of the buttons, and of words under a film
TIGHT, TIGHT_CHOICES = 1000, 480  # px: a lower display has less between its buttons
BETWEEN = 50  # px from the wish to what is said of it
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
    """What was wished, however long it is, and by whom it was painted."""
    said, room = look.phrases.film, _caption_box(look)
    told = " ".join((said.byline, said.after.format(artist=look.artist(moment))))
    wide = min(room.w, COLUMN, (look.width - COLUMN) // 2 - theme.EDGE if look.portrait else COLUMN)
    byline = lines(told, SMALL, Box(room.x, 0, wide, 0), look)
    machine = lines(said.computer, SMALL, Box(room.x, byline[-1].box.bottom + 16, wide, 0), look)
    taken = 0 if look.portrait else BETWEEN + machine[-1].box.bottom
    style = Type(Face.SAID, 46 if look.portrait or _has_two_sides(look) else 34)
    title = filled(moment.wish.text, style, Box(room.x, room.y, room.w, room.h - taken), look)
    below = title[-1].box.bottom + BETWEEN
    return (*title, *(replace(label, box=label.box.moved(0, below)) for label in (*byline, *machine)))


def _caption_box(look: Look) -> Box:
    """All the room for words beside the film, or for the wish alone above the buttons of an upright display."""
    screen = film_box(look)
    if look.portrait:
        return Box(theme.EDGE, screen.bottom + 40, look.width - 2 * theme.EDGE, CAPTION - 40 - 12)
    if _has_two_sides(look):
        top = theme.EDGE + 30
        return Box(theme.EDGE, top, screen.x - theme.EDGE - 30, look.height - theme.EDGE - top)
    return Box(screen.right + theme.EDGE, theme.EDGE, COLUMN, _choices_top(look) - theme.APART - theme.EDGE)


def _choices_top(look: Look) -> int:
    return look.height - (TIGHT_CHOICES if _is_tight(look) else CHOICES)


def _choices(moment: Moment, look: Look) -> tuple[Element, ...]:
    said = look.phrases.film
    x = look.width - theme.EDGE - COLUMN if not look.portrait else (look.width - COLUMN) // 2
    apart = 12 if _is_tight(look) else theme.APART
    again = Box(x, _choices_top(look), COLUMN, theme.MAIN)
    change = Box(x, again.bottom + apart, COLUMN, theme.BUTTON)
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
