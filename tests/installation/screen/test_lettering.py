"""Letters in lines: never too wide, nothing lost, nobody left alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from installation.screen.lettering import CUT, LEAST, Lettering
from installation.screen.page import Face, Type

STYLE = Type(Face.SAID, 60)


@settings(deadline=None)
@given(st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=30), st.integers(400, 1500))
def test_lines_fit_and_hold_every_word(words: list[str], width: int) -> None:
    letters = Lettering("en")
    lines = letters.lines(" ".join(words), STYLE, width)
    assert " ".join(lines).split() == words
    assert all(letters.width(line, STYLE) <= width for line in lines)
    balanced = letters.balanced(" ".join(words), STYLE, width)
    assert len(balanced) == len(lines)
    assert " ".join(balanced).split() == words


def test_no_word_is_left_alone_on_the_last_line() -> None:
    text = "Zeichne mit dem Finger, dann sag, was es ist."
    first, second = Lettering("de").balanced(text, Type(Face.SAID, 84), 1400)
    assert len(second) > len(first) / 2


def test_a_script_without_spaces_is_broken_between_its_letters() -> None:
    lines = Lettering("ja").lines("指で描いて、それが何かを話してください。", Type(Face.SAID, 84), 800)
    assert len(lines) > 1
    assert "".join(lines) == "指で描いて、それが何かを話してください。"


@settings(deadline=None)
@given(
    st.lists(st.text("abcdefg雪", min_size=1, max_size=60), min_size=1, max_size=60),
    st.tuples(st.integers(120, 1500), st.integers(40, 600)),
)
def test_a_text_of_any_length_fits_a_room(words: list[str], room: tuple[int, int]) -> None:
    letters, text = Lettering("ja"), " ".join(words)
    style, lines = letters.filling(text, STYLE, room, 1.2)
    assert LEAST <= style.size <= STYLE.size
    assert all(letters.width(line, style) <= room[0] for line in lines)
    assert len(lines) * round(1.2 * style.size) <= room[1]
    whole = "".join(lines).replace(" ", "") == "".join(words)
    assert whole or (lines[-1].endswith(CUT) and style.size == LEAST)


def test_a_long_text_is_cut_behind_a_word() -> None:
    _, lines = Lettering("en").filling("one two three four five six seven eight nine ten", STYLE, (160, 40), 1.22)
    assert lines == ("one two three…",)
