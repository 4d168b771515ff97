"""A page of measurements is whole, asks nothing of anybody, and shows what it was given, whatever that is."""

import base64
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest

from scripts.bundled.page import Figure, Gallery, Table, write_page

NASTY = '<script>alert("x")</script> & \' "'
VOID = {"meta", "img", "link", "br", "hr", "input"}
ADDRESSES = {"src", "href", "action", "srcset", "poster", "data"}


class Reader(HTMLParser):
    """What a browser would find: elements that are still open, addresses, and the text by element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag in VOID else [tag]
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data.strip()))

    def all(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


@pytest.fixture(scope="module")
def png() -> bytes:
    return cv2.imencode(".png", np.full((4, 6, 3), 90, np.uint8))[1].tobytes()


@pytest.fixture
def page(tmp_path: Path, png: bytes) -> Path:
    parts: list[Table | Gallery] = [
        Table("Slices", ("what", "word error"), [("clean", "5 %"), (NASTY, "–")], "a note"),
        Table("Empty", ("", "times"), []),
        Gallery("Pictures", [Figure(png, NASTY)]),
    ]
    write_page(tmp_path / "new" / "page.html", "A title", "An opening", parts)
    return tmp_path / "new" / "page.html"


def read(page: Path) -> Reader:
    reader = Reader()
    reader.feed(page.read_text("utf-8"))
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_shows_what_it_was_given(page: Path) -> None:
    reader = read(page)
    assert reader.all("h1") == reader.all("title") == ["A title"]
    assert reader.all("h2") == ["Slices", "Empty", "Pictures"]
    assert reader.all("p") == ["An opening", "a note"]
    assert reader.all("th") == ["what", "word error", "clean", NASTY, "times"]
    assert reader.all("td") == ["5 %", "–"]
    assert reader.all("figcaption") == [NASTY]


def test_the_page_asks_nothing_of_anybody(page: Path, png: bytes) -> None:
    html, reader = page.read_text("utf-8"), read(page)
    assert html.startswith("<!doctype html>") and "http" not in html and "url(" not in html and "@import" not in html
    assert "<script" not in html and reader.all("script") == []
    (address,) = reader.addresses
    head, _, data = address.partition(",")
    assert head == "data:image/png;base64" and base64.b64decode(data) == png


def test_nothing_is_left_half_written(page: Path) -> None:
    write_page(page, "Again", "", [])
    assert [file.name for file in page.parent.iterdir()] == ["page.html"]
    assert read(page).all("h1") == ["Again"]
