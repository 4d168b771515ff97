"""A film is the same bytes for the same clip, plays everywhere, and says what made it, nothing more."""

import io

import numpy as np
import pytest
from PIL import Image

from models.errors import BadInputError
from models.film import MACHINE_MADE, Provenance, encode, encode_poster, film_facts, read_film, read_provenance
from models.types import Clip, ModelId, Picture

PROVENANCE = Provenance(ModelId("drawn-aloud-painter", "1.2"), "2026-11-21")


def clip(frames: int = 12, size: int = 64) -> Clip:
    """A soft blob that goes round."""
    y, x = np.mgrid[0:size, 0:size] / size
    turn = np.linspace(0, 2 * np.pi, frames, endpoint=False)
    blobs = [np.exp(-(((x - 0.5 - 0.2 * np.cos(a)) ** 2 + (y - 0.5 - 0.2 * np.sin(a)) ** 2) / 0.02)) for a in turn]
    grey = (np.stack(blobs) * 200 + 20).astype(np.uint8)
    return Clip(np.stack([grey, grey // 2, 255 - grey], -1), 24)


@pytest.fixture(scope="module")
def film() -> bytes:
    return encode(clip(), PROVENANCE)


def test_the_same_clip_is_the_same_bytes(film: bytes) -> None:
    assert encode(clip(), PROVENANCE) == film


def test_a_film_is_what_was_asked_for(film: bytes) -> None:
    facts = film_facts(film)
    assert (facts.frames, facts.fps, facts.width, facts.height) == (12, 24.0, 64, 64)
    assert (facts.codec, facts.pixels, facts.seconds) == ("h264", "yuv420p", 0.5)
    assert len(facts.sha256) == 64


def test_the_index_comes_first_so_that_a_film_starts_while_it_loads(film: bytes) -> None:
    assert 0 < film.find(b"moov") < film.find(b"mdat")


def test_frames_come_back_as_they_went_in(film: bytes) -> None:
    back = read_film(film)
    assert back.fps == 24
    error = np.square(back.frames.astype(float) - clip().frames).mean()
    assert 10 * np.log10(255**2 / error) > 30  # dB; colour is halved in resolution


def test_film_and_poster_say_that_a_machine_painted_them(film: bytes) -> None:
    poster = encode_poster(Picture(clip().frames[0].copy()), PROVENANCE)
    for data in (film, poster):
        assert read_provenance(data) == PROVENANCE
        assert MACHINE_MADE.encode() in data
    assert Image.open(io.BytesIO(poster)).size == (64, 64)


def test_a_poster_is_the_same_bytes_and_the_same_pixels() -> None:
    picture = Picture(clip().frames[3].copy())
    poster = encode_poster(picture, PROVENANCE)
    assert poster == encode_poster(picture, PROVENANCE)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(poster))), picture.pixels)


def test_no_clock_is_written_into_a_film(film: bytes) -> None:
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        at = film.find(box)
        assert film[at + 8 : at + 16] == bytes(8)  # creation and modification time (ISO/IEC 14496-12)


def test_names_that_are_not_plain_come_back_whole() -> None:
    odd = Provenance(ModelId('<a "b" & c>', "2"), "2026-11-21")
    assert read_provenance(encode_poster(Picture(clip().frames[0].copy()), odd)) == odd


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\x00\x00\x18ftypisom" + bytes(40)])
def test_what_is_no_film_is_refused(data: bytes) -> None:
    for read in (film_facts, read_film, read_provenance):
        with pytest.raises(BadInputError, match=r"^expected "):
            read(data)


def test_a_film_cut_short_is_refused(film: bytes) -> None:
    with pytest.raises(BadInputError, match=r"^expected "):
        film_facts(film[: film.find(b"moov") + 30])


def test_a_poster_without_words_is_refused() -> None:
    file = io.BytesIO()
    Image.fromarray(clip().frames[0].copy()).save(file, "PNG")
    with pytest.raises(BadInputError, match="expected words of origin"):
        read_provenance(file.getvalue())
