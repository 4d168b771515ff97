"""Letters in lines: never too wide, nothing lost, nobody left alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from installation.screen.lettering import Lettering
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
