"""Every page in every shape of display: nothing overflows, nothing is too small to touch, nothing lies on another."""

from dataclasses import replace
from itertools import combinations, product

import pygame
import pytest
from fontTools.ttLib import TTFont

from installation.screen.lettering import Lettering
from installation.screen.moment import UNREACHED, Doubt, Moment, Wish
from installation.screen.page import SHORT, Box, Element, Face, Frame, Label, Page, Picture, Pill, Shade, Tool, Type
from installation.screen.session import TABLE, Cover, Event, State
from installation.screen.theme import PALETTES, Rgb, Tint
from installation.screen.typefaces import typeface
from installation.screen.views import COVERS, VIEWS, page
from tests.installation.screen.conftest import LANGUAGES, SIZES, look_of, moment_of

TOUCHED = 84  # px: 20 mm on a display of 43 inches
SMALLEST_SHEET = 0.45  # of the display's short side
PAGES = [(state, Cover.NOTHING) for state in VIEWS] + [(State.SKETCH, cover) for cover in COVERS]


def _pages(size: tuple[int, int], language: str = "en", *, low: bool = False) -> list[Page]:
    look = look_of(size, language, low=low)
    return [page(moment_of(state, cover, look.chips), look) for state, cover in PAGES]


def _buttons(shown: Page) -> list[Pill | Frame]:
    """What can be touched, above whatever veils the rest."""
    veils = [k for k, e in enumerate(shown.elements) if isinstance(e, Shade) and e.deed]
    above = shown.elements[max(veils, default=-1) + 1 :]
    return [e for e in above if isinstance(e, Pill | Frame) and e.deed is not None]


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_everything_lies_on_the_display(size: tuple[int, int], language: str, low: bool) -> None:
    for shown in _pages(size, language, low=low):
        for element in shown.elements:
            if not isinstance(element, Label):
                box = element.box
                assert box.x >= 0 and box.y >= 0 and box.right <= size[0] and box.bottom <= size[1], element


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_line_of_letters_fits_its_place(size: tuple[int, int], language: str, low: bool) -> None:
    letters = Lettering(language)
    for shown in _pages(size, language, low=low):
        for label in (e for e in shown.elements if isinstance(e, Label)):
            width = letters.width(label.text, label.type)
            assert width <= label.box.w, label.text
            assert label.box.x + width <= size[0], label.text
            assert label.box.y >= 0
            assert label.box.y + label.type.size <= size[1], label.text


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_buttons_are_large_enough_and_apart(size: tuple[int, int], language: str, low: bool) -> None:
    for shown in _pages(size, language, low=low):
        buttons = [b for b in _buttons(shown) if b.box.w < size[0]]
        for button in buttons:
            assert min(button.box.w, button.box.h) >= TOUCHED * min(size) / SHORT["usual"], button
        for one, other in combinations(buttons, 2):
            assert not _overlap(one.box, other.box), (one, other)


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_letters_on_buttons_stay_legible(size: tuple[int, int], language: str, low: bool) -> None:
    letters = Lettering(language)
    for shown in _pages(size, language, low=low):
        for pill in (e for e in shown.elements if isinstance(e, Pill) and e.text):
            assert letters.fitting(pill.text, Type(pill.face, pill.size), pill.room) >= 22, pill.text


@pytest.mark.parametrize("state", VIEWS)
def test_every_button_leads_somewhere(state: State) -> None:
    shown = page(moment_of(state), look_of((1920, 1080)))
    for button in _buttons(shown):
        assert not isinstance(button.deed, Event) or button.deed in TABLE[state], button


@pytest.mark.parametrize("cover", COVERS)
def test_nothing_under_a_cover_can_be_touched(cover: Cover) -> None:
    look = look_of((1920, 1080))
    beneath = page(moment_of(State.SKETCH), look)
    above = page(moment_of(State.SKETCH, cover), look)
    own = {id(button) for button in _buttons(above)}
    for button in _buttons(beneath):
        deed = above.deed_at(*button.box.middle)
        assert deed is not None
        hit = next(e for e in reversed(above.elements) if isinstance(e, Pill | Frame | Shade) and e.deed == deed[0])
        assert isinstance(hit, Shade) or id(hit) in own


def test_without_a_microphone_the_words_are_typed() -> None:
    look = look_of((1920, 1080))
    shown = page(replace(moment_of(State.SKETCH), microphone=False), look)
    deeds = [e.deed for e in shown.elements if isinstance(e, Pill)]
    assert {Event.TYPE, Event.PICK} <= set(deeds)
    assert Event.SPEAK not in deeds


def test_a_language_the_studio_does_not_understand_is_not_listened_for() -> None:
    for language in set(LANGUAGES) - {"en"}:
        look = look_of((1920, 1080), language)
        shown = [page(moment_of(state), look) for state in VIEWS]
        assert Event.SPEAK not in [e.deed for each in shown for e in each.elements if isinstance(e, Pill)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_a_shape(language: str) -> None:
    shapes = {face: {chr(code) for code in TTFont(typeface(face, language)).getBestCmap()} for face in Face}
    for shown in _pages((1920, 1080), language):
        for element in (e for e in shown.elements if isinstance(e, Label | Pill)):
            face = element.type.face if isinstance(element, Label) else element.face
            assert set(element.text) <= shapes[face], element.text


def test_words_are_shown_word_by_word_and_only_the_doubtful_one_is_marked() -> None:
    shown = page(moment_of(State.CHECK), look_of((1920, 1080)))
    spoken = [e.text for e in shown.elements if isinstance(e, Label) and e.type.size > 60]
    assert " ".join(spoken) == "a red house and a tree under the moon"
    (dots,) = [e for e in shown.elements if type(e).__name__ == "Dots"]
    (tree,) = [e for e in shown.elements if isinstance(e, Label) and e.text == "tree"]
    assert (dots.box.x, dots.box.w) == (tree.box.x, tree.box.w)


def test_the_first_word_that_is_picked_does_not_move_the_others() -> None:
    look, moment = look_of((1920, 1080)), moment_of(State.CHECK)
    chips = [
        [e.box for e in page(replace(moment, wish=Wish(text, chips=moment.wish.chips)), look).elements if _is_chip(e)]
        for text in ("", "a house")
    ]
    assert chips[0] == chips[1] != []


def _is_chip(element: Element) -> bool:
    return isinstance(element, Pill) and isinstance(element.deed, Tool) and element.deed.name == "chip"


def test_an_empty_sheet_and_no_words_cannot_be_painted() -> None:
    shown = page(Moment(session=moment_of(State.CHECK).session), look_of((1920, 1080)))
    assert Event.PAINT not in [e.deed for e in shown.elements if isinstance(e, Pill)]


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_no_letters_lie_under_a_button(size: tuple[int, int], language: str, low: bool) -> None:
    letters = Lettering(language)
    for shown in _pages(size, language, low=low):
        veils = [k for k, e in enumerate(shown.elements) if isinstance(e, Shade) and e.deed]
        above = shown.elements[max(veils, default=-1) + 1 :]
        for label in (e for e in above if isinstance(e, Label)):
            for pill in (e for e in above if isinstance(e, Pill)):
                assert not _overlap(_written(label, letters), pill.box), (label.text, pill)


def _overlap(one: Box, other: Box) -> bool:
    return pygame.Rect(one.x, one.y, one.w, one.h).colliderect(pygame.Rect(other.x, other.y, other.w, other.h))


SAYING = (State.SPEAK, State.HEARING, State.CHECK, State.KEYBOARD, State.FILM)
LONG = "a small red house with a round window and a very tall chimney beside an old green tree, "
LONG_WISHES = (LONG.strip(), (3 * LONG).strip(), "kindergarten" * 12, "雪の中で踊る小さな赤い家と" * 9)


def _written(label: Label, letters: Lettering) -> Box:
    """Where its letters lie."""
    width = letters.width(label.text, label.type)
    left = label.box.x + (label.box.w - width) // 2 * (label.align.name == "MIDDLE")
    return Box(left, label.box.y, width, label.type.size)


@pytest.mark.parametrize("wish", range(len(LONG_WISHES)))
@pytest.mark.parametrize("state", SAYING)
@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_however_long_a_wish_is_it_lies_on_nothing(size: tuple[int, int], low: bool, state: State, wish: int) -> None:
    look = look_of(size, "ja" if wish == 3 else "en", low=low)
    moment = moment_of(state)
    for doubts in ((), (Doubt(1, ("mall", "shawl")),)):
        said = replace(moment.wish, text=LONG_WISHES[wish], doubts=doubts)
        elements = page(replace(moment, wish=said, typed=7 * (state is State.KEYBOARD)), look).elements
        written = [_written(label, look.lettering) for label in elements if isinstance(label, Label)]
        for box in written:
            assert box.x >= 0 and box.y >= 0 and box.right <= size[0] and box.bottom <= size[1], box
        pills = [pill.box for pill in elements if isinstance(pill, Pill)]
        for one, other in [*combinations(written, 2), *product(written, pills), *combinations(pills, 2)]:
            assert not _overlap(one, other), (one, other)


def test_the_main_button_is_in_reach_of_a_child() -> None:
    for size in SIZES:
        for shown in _pages(size):
            for pill in (e for e in shown.elements if isinstance(e, Pill) and e.fill is Tint.ACCENT):
                assert pill.box.middle[1] >= size[1] // 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_on_a_display_that_hangs_high_everything_is_touched_low(size: tuple[int, int], language: str) -> None:
    for shown in _pages(size, language, low=True):
        for button in _buttons(shown):
            assert button.box.w == size[0] or button.box.y >= size[1] * UNREACHED, button


@pytest.mark.parametrize("size", SIZES)
def test_on_a_display_that_hangs_high_the_sheet_is_drawn_on_low(size: tuple[int, int]) -> None:
    sheet = page(moment_of(State.SKETCH), look_of(size, low=True)).frame(Picture.SHEET)
    assert sheet is not None
    assert sheet.y >= size[1] * UNREACHED
    assert sheet.w >= min(size) * SMALLEST_SHEET


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("size", [*SIZES, (1080, 1440)])
def test_however_many_styles_there_are_the_sheet_is_large(size: tuple[int, int], count: int) -> None:
    for low in (False, True):
        look = replace(look_of(size, low=low), offers=look_of(size).offers[:1] * count)
        shown = page(moment_of(State.SKETCH), look)
        sheet = shown.frame(Picture.SHEET)
        assert sheet is not None
        assert sheet.w >= min(size) * (SMALLEST_SHEET - 0.1 * low)
        for one, other in combinations(_buttons(shown), 2):
            assert not _overlap(one.box, other.box), (one, other)


def test_a_display_that_moves_little_keeps_its_ring_still() -> None:
    look = replace(look_of((1920, 1080)), calm=True)
    rings = [page(replace(moment_of(State.IDLE), turn=turn), look).elements[-1] for turn in (0.0, 0.5)]
    assert rings[0] == rings[1]


def test_a_museums_sign_stands_in_the_place_of_its_name() -> None:
    look = replace(look_of((1920, 1080)), logo=(900, 300))
    shown = page(moment_of(State.IDLE), look)
    sign = shown.frame(Picture.LOGO)
    assert sign is not None
    assert sign.w / sign.h == pytest.approx(3, abs=0.05)
    assert look.house not in [e.text for e in shown.elements if isinstance(e, Label)]


@pytest.mark.parametrize("palette", PALETTES)
def test_letters_stand_out_from_what_they_stand_on(palette: str) -> None:
    """Contrast as WCAG 2.2 measures it (1.4.3, 1.4.6): small letters 4.5, large ones 3; 7 where much is promised."""
    tint = PALETTES[palette]
    least = 7.0 if palette == "contrast" else 4.5
    for letters, ground in (
        (Tint.TEXT, Tint.ROOM), (Tint.TEXT, Tint.RAISED), (Tint.SECOND, Tint.ROOM), (Tint.INK, Tint.PAPER),
    ):  # fmt: skip
        assert _contrast(tint[letters], tint[ground]) >= least, (letters, ground)
    assert _contrast(tint[Tint.ON_ACCENT], tint[Tint.ACCENT]) >= (7.0 if palette == "contrast" else 3.0)


def _contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [(c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4) for c in colour]
    return float(sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
