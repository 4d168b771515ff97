"""What lies over a page: the question whether anybody is there, and the staff's door and page."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Shade, Tool, Type
from installation.screen.session import Event, State
from installation.screen.views.parts import centred, main, main_box, quiet

DIGITS = "123456789<0"


def still_there(moment: Moment, look: Look) -> tuple[Element, ...]:
    """A countdown that one touch stops."""
    said, top = look.phrases.still, look.height * 2 // 5
    return (
        Shade(look.whole, 0.88, even=True, deed=Event.TOUCHED),
        *centred(said.title, top, Type(Face.SAID, 112), look),
        *centred(said.hint.format(seconds=moment.left), top + 170, Type(Face.TOLD, 36, theme.SECOND), look),
    )


def door(moment: Moment, look: Look) -> tuple[Element, ...]:
    """Ten digits and a way back."""
    said = look.phrases.staff
    left, top, side = look.width // 2 - 200, look.height // 2 - 200, 116
    pad = [Box(left + k % 3 * (side + 24), top + k // 3 * (side + 24), side, side) for k in range(len(DIGITS))]
    shown = "•" * moment.digits or said.pin
    return (
        Shade(look.whole, 0.96, even=True, deed=Event.TOUCHED),
        *centred(said.door, top - 220, Type(Face.SAID, 60), look),
        *centred(shown, top - 110, Type(Face.DONE, 44, theme.SECOND), look),
        *(quiet(box, Tool("digit", k), DIGITS[k], moment) for k, box in enumerate(pad)),
        quiet(main_box(look, 300), Event.CLOSE, said.close, moment),
    )


def staff(moment: Moment, look: Look) -> tuple[Element, ...]:
    """What staff can do at the screen."""
    said, middle = look.phrases.staff, look.height // 2
    rests = moment.session.state is State.RESTING
    box = Box(look.width // 2 - 250, middle + 20, 500, theme.MAIN)
    return (
        Shade(look.whole, 0.96, even=True, deed=Event.TOUCHED),
        *centred(said.door, middle - 260, Type(Face.SAID, 60), look),
        main(box, Event.OPEN if rests else Event.STOP, said.open if rests else said.stop, moment),
        quiet(main_box(look, 300), Event.CLOSE, said.close, moment),
    )
