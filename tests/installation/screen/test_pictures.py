"""Live ink, drawn piece by piece, is the ink that a fresh look at the sheet would draw."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.screen.canvas import Sheet, line_from
from installation.screen.pictures import Ink
from installation.screen.surfaces import paper, pixels_of
from installation.screen.theme import DARK

SIDE = 400
Step = tuple[str, int, float, float]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["down", "move", "move", "move", "up", "undo", "clear", "erase", "void"]),
        st.integers(0, 2),
        st.floats(20, SIDE - 20),
        st.floats(20, SIDE - 20),
    ),
    max_size=40,
)


def _after(sheet: Sheet, step: Step, time: float) -> Sheet:
    deed, finger, x, y = step
    contact = (1, finger)
    return {
        "down": lambda: sheet.begun(contact, line_from(x, y, time, 8.0)),
        "move": lambda: sheet.extended(contact, x, y, time),
        "up": lambda: sheet.ended(contact),
        "undo": lambda: sheet.undone(),
        "clear": lambda: Sheet(),
        "erase": lambda: sheet.erased(x, y),
        "void": lambda: sheet.voided(contact),
    }[deed]()


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_live_ink_covers_what_was_drawn_and_nothing_that_was_taken_back(steps: list[Step]) -> None:
    sheet, live = Sheet(), Ink(paper((SIDE, SIDE), DARK))
    for number, step in enumerate(steps):
        sheet = _after(sheet, step, number / 60)
        live.follow(sheet)
    fresh = Ink(paper((SIDE, SIDE), DARK))
    fresh.follow(sheet)
    drawn, expected = (pixels_of(ink.surface)[..., 0].astype(int) for ink in (live, fresh))
    assert np.abs(drawn - expected).mean() < 2.0  # smooth edges meet twice where pieces join


def test_only_where_the_finger_is_pixels_change() -> None:
    sheet, live = Sheet().begun((1, 1), line_from(50, 50, 0, 8.0)), Ink(paper((SIDE, SIDE), DARK))
    live.follow(sheet)
    before = pixels_of(live.surface).copy()
    box = live.follow(sheet.extended((1, 1), 60, 50, 0.1))
    changed = np.argwhere((pixels_of(live.surface) != before).any(-1))
    assert len(changed)
    assert box.x <= changed[:, 1].min()
    assert changed[:, 1].max() < box.right
    assert box.w < 60
    assert live.follow(sheet.extended((1, 1), 60, 50, 0.1)).w == 0
