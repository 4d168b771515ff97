"""The museum's own pictures: one is chosen and drawn on."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Picture, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, centred, main, main_box, quiet

TITLE = Type(Face.SAID, 56)
SMALL = Type(Face.TOLD, 24, Tint.SECOND)


def gallery(moment: Moment, look: Look) -> tuple[Element, ...]:
    """All of them, each in its own shape, and whose the chosen one is."""
    said, go = look.phrases.gallery, main_box(look)
    title = centred(said.title, theme.EDGE, TITLE, look)
    top = max(look.reach, *(label.box.bottom + 30 for label in title))
    rights = centred(look.exhibits[moment.picture].rights, go.y - 64, SMALL, look) if look.exhibits else ()
    cells = _cells(Box(theme.EDGE, top, look.width - 2 * theme.EDGE, go.y - 90 - top), len(look.exhibits), look)
    return (
        *title,
        *(
            Frame(box.fitted(each.shape), Picture.GALLERY, k, Tool("picture", k), each.title, k == moment.picture)
            for k, (each, box) in enumerate(zip(look.exhibits, cells, strict=True))
        ),
        *rights,
        main(go, Event.BEGIN, said.begin, moment),
        quiet(beside(go, 210, to_the_left=True), Event.BACK, look.phrases.making.back, moment),
    )


def _cells(room: Box, count: int, look: Look) -> list[Box]:
    """Places for so many pictures, in rows."""
    columns = 2 if look.portrait else 3
    down = max(1, -(-count // columns))
    wide = (room.w - theme.APART * (columns - 1)) // columns
    high = (room.h - theme.APART * (down - 1)) // down
    return [
        Box(room.x + k % columns * (wide + theme.APART), room.y + k // columns * (high + theme.APART), wide, high)
        for k in range(count)
    ]
