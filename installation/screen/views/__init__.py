"""The pages, one file a screen: pure functions from a moment to what stands where."""

from collections.abc import Callable, Mapping
from typing import Final

from installation.screen.moment import Look, Moment
from installation.screen.page import Element, Page
from installation.screen.session import Cover, State
from installation.screen.views.check import check
from installation.screen.views.covers import choose, door, staff, still_there
from installation.screen.views.film import film
from installation.screen.views.gallery import gallery
from installation.screen.views.idle import closed, idle, resting
from installation.screen.views.keyboard import keyboard
from installation.screen.views.making import making
from installation.screen.views.sketch import sketch
from installation.screen.views.sorry import sorry, thanks
from installation.screen.views.speak import hearing, speak
from installation.screen.views.welcome import welcome

View = Callable[[Moment, Look], tuple[Element, ...]]

VIEWS: Final[Mapping[State, View]] = {
    State.CHOOSE: choose,
    State.IDLE: idle,
    State.WELCOME: welcome,
    State.GALLERY: gallery,
    State.SKETCH: sketch,
    State.SPEAK: speak,
    State.HEARING: hearing,
    State.CHECK: check,
    State.KEYBOARD: keyboard,
    State.MAKING: making,
    State.FILM: film,
    State.SORRY: sorry,
    State.THANKS: thanks,
    State.RESTING: resting,
    State.CLOSED: closed,
}
COVERS: Final[Mapping[Cover, View]] = {
    Cover.STILL_THERE: still_there,
    Cover.DOOR: door,
    Cover.STAFF: staff,
}


def page(moment: Moment, look: Look) -> Page:
    """The page of a moment, with what covers it on top."""
    elements = VIEWS[moment.session.state](moment, look)
    if moment.session.cover is not Cover.NOTHING:
        elements = (*elements, *COVERS[moment.session.cover](moment, look))
    return Page(look.width, look.height, elements)
