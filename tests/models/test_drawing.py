"""Drawings come in from anywhere, and what cannot be one is refused in one sentence."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.drawing import blank_sheet, is_blank, read_drawing, read_sketch
from models.errors import BadInputError
from models.ink import MAX_LINES, SHEET
from models.types import Bytes, Sketch


def strokes_file(path: Path, strokes: list[Any], width: Any = 400, height: Any = 300) -> Path:
    path.write_text(json.dumps({"width": width, "height": height, "strokes": strokes}))
    return path


def stroke(*points: Any, width: float = 6) -> dict[str, Any]:
    return {"width": width, "points": [list(point) for point in points]}


def box(sketch: Sketch) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(sketch.ink)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def overlap(first: Bytes, second: Bytes) -> float:
    a, b = first > 127, second > 127
    return float((a & b).sum() / (a | b).sum())


def picture(size: tuple[int, int], paper: Any, ink: Any, mode: str = "RGB", line: int = 4) -> Image.Image:
    image = Image.new(mode, size, paper)
    width, height = size
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 5, height // 5, width * 4 // 5, height * 4 // 5), outline=ink, width=line)
    return image


def save(image: Image.Image, path: Path) -> Path:
    image.save(path)
    return path


def test_strokes_keep_their_pace(tmp_path: Path) -> None:
    path = strokes_file(tmp_path / "a.json", [stroke((10, 20, 1000), (30, 20, 1500)), stroke((5, 5, 2000))])
    drawing = read_drawing(path)
    assert (drawing.width, drawing.height, len(drawing.strokes)) == (400, 300, 2)
    np.testing.assert_allclose(drawing.strokes[0].points, np.array([[10, 20, 0], [30, 20, 0.5]]))
    np.testing.assert_allclose(drawing.strokes[1].points, np.array([[5, 5, 1.0]]))


def test_a_calendar_clock_and_one_that_steps_back_still_tell_the_pace(tmp_path: Path) -> None:
    path = strokes_file(tmp_path / "a.json", [stroke((0, 0, 1.7e12), (1, 1, 1.7e12 + 40), (2, 2, 1.7e12 + 10))])
    np.testing.assert_allclose(read_drawing(path).strokes[0].points[:, 2], [0, 0.04, 0.04])


def test_the_canvas_is_letterboxed_in_the_middle_with_its_aspect(tmp_path: Path) -> None:
    corners = [(0, 0, 0), (400, 0, 1), (400, 300, 2), (0, 300, 3), (0, 0, 4)]
    left, top, right, bottom = box(read_sketch(strokes_file(tmp_path / "a.json", [stroke(*corners)])))
    assert (left, right) == (0, SHEET - 1)
    assert abs(top - 64) <= 4 and abs(bottom - 448) <= 4


def test_ink_is_white_on_black_without_greys_and_read_only(tmp_path: Path) -> None:
    ink = read_sketch(strokes_file(tmp_path / "a.json", [stroke((50, 50, 0), (300, 200, 9))])).ink
    assert ink.shape == (SHEET, SHEET) and ink.dtype == np.uint8
    assert set(np.unique(ink)) == {0, 255}
    with pytest.raises(ValueError, match="read-only"):
        ink[0, 0] = 1


@pytest.mark.parametrize("strokes", [[], [stroke()], [stroke((200, 150, 0))], [stroke((200, 150, 0), (201, 150, 5))]])
def test_bare_paper_and_a_dot_are_blank(tmp_path: Path, strokes: list[Any]) -> None:
    assert is_blank(read_sketch(strokes_file(tmp_path / "a.json", strokes)))


def test_a_short_line_is_not_blank(tmp_path: Path) -> None:
    assert not is_blank(read_sketch(strokes_file(tmp_path / "a.json", [stroke((100, 100, 0), (300, 100, 5))])))
    assert is_blank(blank_sheet())


def test_a_tiny_drawing_is_enlarged_and_says_so(tmp_path: Path) -> None:
    small = stroke((20, 20, 0), (60, 20, 1), (60, 50, 2), (20, 50, 3), (20, 20, 4))
    sketch = read_sketch(strokes_file(tmp_path / "a.json", [small]))
    left, top, right, bottom = box(sketch)
    assert 0.65 < (right - left) / SHEET < 0.75
    assert abs((left + right) / 2 - SHEET / 2) < 3 and abs((top + bottom) / 2 - SHEET / 2) < 3
    assert "enlarged" in sketch.notes[0]


def test_ten_thousand_strokes_are_simplified_and_it_is_said(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    ends = rng.uniform(0, 300, (9_999, 2, 2)).round(1)
    strokes = [stroke((*a, 0), (*(a + (b - a) * 0.05), 1)) for a, b in ends]
    strokes.append(stroke((0, 0, 0), (400, 300, 10)))
    sketch = read_sketch(strokes_file(tmp_path / "a.json", strokes))
    assert "10,000 strokes" in sketch.notes[0] and f"{MAX_LINES:,} longest" in sketch.notes[0]
    assert sketch.ink[256, 256] == 255  # the longest of them, the diagonal, is there


def test_ink_outside_the_canvas_is_cut_off_but_not_refused(tmp_path: Path) -> None:
    sketch = read_sketch(strokes_file(tmp_path / "a.json", [stroke((-900, 150, 0), (3900, 150, 1))]))
    assert box(sketch)[0] == 0 and box(sketch)[2] == SHEET - 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "poi', "EOF"),
        ("", "EOF"),
        ("[]", "got"),
        ('{"width": 400, "height": 300}', "strokes"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[1, 2]]}]}', "points"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [["1", 2, 3]]}]}', "valid number"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[true, 2, 3]]}]}', "valid number"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[NaN, 2, 3]]}]}', "finite"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[1, Infinity, 3]]}]}', "finite"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[1, 1e999, 3]]}]}', "finite"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[4001, 2, 3]]}]}', "10 canvases"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[1, -3001, 3]]}]}', "10 canvases"),
        ('{"width": 400, "height": 300, "strokes": [{"width": 3, "points": [[1, 2, -3]]}]}', "greater than"),
        ('{"width": 0, "height": 300, "strokes": []}', "width"),
        ('{"width": 400, "height": -1, "strokes": []}', "height"),
        ('{"width": 1e9, "height": 300, "strokes": []}', "width"),
        ('{"width": NaN, "height": 300, "strokes": []}', "width"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_what_is_no_drawing_is_refused_in_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(BadInputError, match=complaint) as caught:
        read_sketch(path)
    assert str(caught.value).startswith("expected ") and "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_more_strokes_than_anyone_draws_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="10000"):
        read_sketch(strokes_file(tmp_path / "a.json", [stroke((1, 2, 3))] * 10_001))


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.png"):
        with pytest.raises(BadInputError, match="cannot be read"):
            read_sketch(path)


@pytest.mark.parametrize(
    ("mode", "paper", "ink"),
    [
        ("RGB", "white", "black"),
        ("RGB", "black", "white"),
        ("RGB", "white", "yellow"),
        ("RGB", "#f6f1e6", "#211c17"),
        ("L", 255, 0),
        ("L", 20, 230),
        ("1", 1, 0),
        ("P", "white", "navy"),
        ("LA", (255, 255), (0, 255)),
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("RGBA", (255, 255, 255, 0), (255, 255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),
        ("I;16", 65535, 0),
        ("I;16", 0, 65535),
    ],
)
def test_a_picture_of_any_kind_and_polarity_gives_the_same_ink(tmp_path: Path, mode: str, paper: Any, ink: Any) -> None:
    expected = read_sketch(save(picture((500, 400), "white", "black"), tmp_path / "expected.png"))
    if mode == "I;16":  # ImageDraw cannot draw in it
        drawn = np.asarray(picture((500, 400), "white", "black", "L")) > 127
        image = Image.fromarray(np.where(drawn, np.uint16(paper), np.uint16(ink)))
    elif mode == "P":
        image = picture((500, 400), paper, ink).convert("P")
    else:
        image = picture((500, 400), paper, ink, mode)
    assert overlap(read_sketch(save(image, tmp_path / "a.png")).ink, expected.ink) > 0.95


@pytest.mark.parametrize("size", [(64, 64), (3000, 2000), (5000, 300)])
def test_a_picture_of_any_size_keeps_its_lines(tmp_path: Path, size: tuple[int, int]) -> None:
    sketch = read_sketch(save(picture(size, "white", "black", line=2), tmp_path / "a.png"))
    left, _, right, _ = box(sketch)
    assert abs(left - SHEET // 5) < 12 and abs(right - SHEET * 4 // 5) < 12
    middle = sketch.ink[SHEET // 2]
    assert middle[left : left + 12].any() and middle[right - 12 : right + 1].any()


def test_a_coloured_in_picture_gives_its_outlines(tmp_path: Path) -> None:
    image = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(image).ellipse((60, 60, 340, 340), fill="red")
    sketch = read_sketch(save(image, tmp_path / "a.png"))
    assert "outlines" in sketch.notes[0]
    assert sketch.ink[256, 256] == 0 and 0.002 < sketch.coverage < 0.1


def test_a_tiny_drawing_on_a_picture_is_enlarged(tmp_path: Path) -> None:
    image = Image.new("L", (800, 800), 255)
    ImageDraw.Draw(image).rectangle((30, 30, 130, 110), outline=0, width=3)
    sketch = read_sketch(save(image, tmp_path / "a.png"))
    left, _, right, _ = box(sketch)
    assert 0.6 < (right - left) / SHEET < 0.8 and "enlarged" in sketch.notes[0]


@pytest.mark.parametrize("colour", ["white", "black", "#808080"])
def test_an_even_picture_is_bare_paper(tmp_path: Path, colour: str) -> None:
    assert read_sketch(save(Image.new("RGB", (300, 200), colour), tmp_path / "a.png")).coverage == 0.0


def test_a_truncated_picture_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    picture((500, 400), "white", "black").save(buffer, "PNG")
    data = buffer.getvalue()
    for length in (len(data) // 2, 40, 20, 8):
        path = tmp_path / f"{length}.png"
        path.write_bytes(data[:length])
        with pytest.raises(BadInputError, match="expected a"):
            read_sketch(path)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("1", (8, 8)).save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    path = tmp_path / "bomb.png"
    path.write_bytes(data)
    with pytest.raises(BadInputError, match="60000 x 60000"):
        read_sketch(path)
