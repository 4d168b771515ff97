"""What lies over a page: the question whether anybody is there, and the staff's door and page."""

from installation.screen import theme
from installation.screen.door import DIGITS
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Shade, Tool, Type
from installation.screen.session import Event, State
from installation.screen.theme import Tint
from installation.screen.views.parts import centred, main, main_box, quiet

TITLES = 240  # px above the digits


def still_there(moment: Moment, look: Look) -> tuple[Element, ...]:
    """A countdown that one touch stops."""
    said = look.phrases.still
    title = centred(said.title, look.height * 2 // 5, Type(Face.SAID, 112), look)
    return (
        Shade(look.whole, 0.88, even=True, deed=Event.TOUCHED),
        *title,
        *centred(
            said.hint.format(seconds=moment.left), title[-1].box.bottom + 30, Type(Face.TOLD, 36, Tint.SECOND), look
        ),
    )


def door(moment: Moment, look: Look) -> tuple[Element, ...]:
    """Ten digits and a way back."""
    said = look.phrases.staff
    return (
        *_pad(moment, look, said.door, said.pin),
        quiet(main_box(look, 300), Event.CLOSE, said.close, moment),
    )


def choose(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The first start: a PIN is chosen, dialled twice."""
    said = look.phrases.staff
    hint = said.differed if moment.door.differed else said.once_more if moment.door.first else said.six
    return _pad(moment, look, said.choose, hint)


def _pad(moment: Moment, look: Look, title: str, hint: str) -> tuple[Element, ...]:
    """Digits under a title; a dot for each that was dialled."""
    low = main_box(look).y - 2 * theme.APART
    side = min(116, (low - TITLES) // 4 - theme.APART)
    left, step = look.width // 2 - side * 3 // 2 - theme.APART, side + theme.APART
    top = max(TITLES, look.reach, min(look.height // 2 - 220, low + theme.APART - 4 * step))
    pad = [Box(left + k % 3 * step, top + k // 3 * step, side, side) for k in range(len(DIGITS))]
    return (
        Shade(look.whole, 0.96, even=True, deed=Event.TOUCHED),
        *centred(title, top - 210, Type(Face.SAID, 60), look),
        *centred("•" * len(moment.door.digits) or hint, top - 110, Type(Face.DONE, 40, Tint.SECOND), look),
        *(quiet(box, Tool("digit", k), DIGITS[k], moment) for k, box in enumerate(pad)),
    )


def staff(moment: Moment, look: Look) -> tuple[Element, ...]:
    """What staff can do at the screen."""
    said, middle = look.phrases.staff, look.height // 2
    rests = moment.session.state is State.RESTING
    box = Box(look.width // 2 - 250, middle + 20, 500, theme.MAIN)
    state = "   ·   ".join(
        (
            said.ready if moment.ready else said.starting,
            said.hears if moment.hears else said.deaf,
            said.visits.format(count=moment.session.visit),
        )
    )
    return (
        Shade(look.whole, 0.96, even=True, deed=Event.TOUCHED),
        *centred(said.door, middle - 300, Type(Face.SAID, 60), look),
        *centred(state, middle - 170, Type(Face.TOLD, 30, Tint.SECOND), look),
        main(box, Event.OPEN if rests else Event.STOP, said.open if rests else said.stop, moment),
        quiet(box.moved(0, theme.MAIN + theme.APART), Event.RESTART, said.restart, moment),
        quiet(main_box(look, 300), Event.CLOSE, said.close, moment),
    )
