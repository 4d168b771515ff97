"""Drawing: one bright sheet of paper in a dark room."""

from installation.screen import theme
from installation.screen.moment import Look, Moment
from installation.screen.page import Box, Element, Face, Frame, Icon, Label, Picture, Pill, Tool, Type
from installation.screen.session import Event
from installation.screen.theme import Tint
from installation.screen.views.parts import beside, chosen, main, main_box, quiet

UNDO, CLEAR, ERASE = Tool("undo"), Tool("clear"), Tool("erase")
COLUMN = 310  # px of the tools on the right
TILE = 190  # px: the largest picture of a style
BETWEEN = 12  # px between the brush widths
BRUSHES_ABOVE, TOOLS_BELOW = theme.BUTTON + 16, 140  # px from the sheet of an upright display


def sheet_box(look: Look, shape: tuple[int, int] = (1, 1)) -> Box:
    """Where the paper lies, or the picture that is drawn on: of its shape, in the square the film will have."""
    return _square(look).fitted(shape)


def _square(look: Look) -> Box:
    if look.portrait:
        top = max(180, look.reach + BRUSHES_ABOVE)
        side = min(_row(look, 0, 0).w, main_box(look).y - theme.APART - _below(look) - top)
        return Box((look.width - side) // 2, top, side, side)
    top = max(104, look.reach)
    side = look.height - top - 176
    return Box((look.width - side) // 2, top, side, side)


def _row(look: Look, y: int, height: int) -> Box:
    """From edge to edge of a display that stands upright."""
    edge = min(theme.EDGE, look.width // 20)
    return Box(edge, y, look.width - 2 * edge, height)


def _below(look: Look) -> int:
    """How much stands under the sheet of an upright display: a row of tools, and the styles."""
    return TOOLS_BELOW + _tile(look)


def _tile(look: Look) -> int:
    """Side of a style's picture where all of them stand in one row."""
    count = len(look.offers)
    return min(TILE, (_row(look, 0, 0).w - theme.APART * (count - 1)) // count)


def sketch(moment: Moment, look: Look) -> tuple[Element, ...]:
    """The sheet, the styles, the tools and the way on."""
    said, square, go = look.phrases.sketch, sheet_box(look), main_box(look)
    title = said.change if moment.given else said.title
    room = square.w if not look.portrait else _brush_row(look).x - square.x - theme.APART
    size = look.lettering.fitting(title, Type(Face.SAID, 46), room)
    return (
        Label(Box(square.x, square.y - 76, square.w, 60), title, Type(Face.SAID, size)),
        Frame(sheet_box(look, moment.shape), Picture.SHEET),
        *_styles(moment, look),
        *_tools(moment, look),
        *_ways_on(moment, look, go),
        quiet(beside(go, 210, to_the_left=True), Event.LEAVE, said.leave, moment),
    )


def _ways_on(moment: Moment, look: Look, go: Box) -> tuple[Element, ...]:
    """To say what it is, where one is understood; else to type it, or to pick words."""
    said, keys = look.phrases.sketch, bool(look.phrases.keyboard.rows)
    typing = (quiet(beside(go, 250), Event.TYPE, said.type, moment, Icon.KEYS),) if keys else ()
    if moment.microphone and look.spoken:
        return (main(go, Event.SPEAK, said.say, moment, Icon.MICROPHONE), *typing)
    return (main(go, Event.PICK, look.phrases.check.wish, moment), *typing)


def _styles(moment: Moment, look: Look) -> tuple[Element, ...]:
    return tuple(
        Frame(box, Picture.STYLE, k, Tool("style", k), offer.artist, k == moment.tools.style)
        for k, (offer, box) in enumerate(zip(look.offers, _style_boxes(look), strict=True))
    )


def _style_boxes(look: Look) -> list[Box]:
    count, sheet = len(look.offers), sheet_box(look)
    if look.portrait:
        row = _row(look, sheet.bottom + TOOLS_BELOW, 0)
        wide = _tile(look)
        return [Box(row.x + k * (wide + theme.APART), row.y, wide, wide) for k in range(count)]
    columns = 1 if count <= 4 else 2
    down = -(-count // columns)
    wide = min(TILE, (sheet.h - theme.APART * (down - 1)) // down)
    return [
        Box(theme.EDGE + k % columns * (wide + theme.APART), sheet.y + k // columns * (wide + theme.APART), wide, wide)
        for k in range(count)
    ]


def _tools(moment: Moment, look: Look) -> tuple[Element, ...]:
    said, erasing = look.phrases.sketch, moment.tools.erasing
    deeds = ((UNDO, said.undo, Icon.UNDO), (CLEAR, said.clear, Icon.BIN), (ERASE, said.erase, Icon.ERASER))
    boxes = _tool_boxes(look, len(deeds))
    buttons = (quiet(box, deed, text, moment, icon) for box, (deed, text, icon) in zip(boxes, deeds, strict=True))
    return (*(chosen(b) if erasing and b.deed == ERASE else b for b in buttons), *_brushes(moment, look))


def _brushes(moment: Moment, look: Look) -> tuple[Pill, ...]:
    """The widths to draw with, each shown as the dot it makes."""
    row = _brush_row(look)
    third = (row.w + BETWEEN) // len(theme.BRUSHES)
    boxes = [Box(row.x + k * third, row.y, third - BETWEEN, row.h) for k in range(len(theme.BRUSHES))]
    pills = (
        Pill(box, Tool("brush", k), "", Tint.RAISED, Tint.TEXT, dots=(width,))
        for k, (box, width) in enumerate(zip(boxes, theme.BRUSHES, strict=True))
    )
    return tuple(chosen(pill) if k == moment.tools.brush else pill for k, pill in enumerate(pills))


def _brush_row(look: Look) -> Box:
    sheet, width = sheet_box(look), COLUMN
    if look.portrait:
        return Box(_row(look, 0, 0).right - width, sheet.y - BRUSHES_ABOVE, width, theme.BUTTON)
    return Box(look.width - theme.EDGE - width, sheet.y + 3 * (theme.BUTTON + theme.APART), width, theme.BUTTON)


def _tool_boxes(look: Look, count: int) -> list[Box]:
    sheet = sheet_box(look)
    if look.portrait:
        row = _row(look, sheet.bottom + 20, theme.BUTTON)
        wide = (row.w - theme.APART * (count - 1)) // count
        return [Box(row.x + k * (wide + theme.APART), row.y, wide, row.h) for k in range(count)]
    x = look.width - theme.EDGE - COLUMN
    return [Box(x, sheet.y + k * (theme.BUTTON + theme.APART), COLUMN, theme.BUTTON) for k in range(count)]
