"""Only what was cleared is handed out, byte for byte, whatever happens to the memory it came from."""

from pathlib import Path

import numpy as np
import pytest

from installation.screen.player import FilmReel, PieceReel, Programme, approved_films, picture_of
from installation.settings import CONFIGS
from models.errors import GuardError
from models.film import read_film
from models.types import Bytes, Clip, Picture
from safety.curated import Curated, Manifest, read_manifest
from safety.digests import digests_of
from safety.types import _SEAL, Cleared, Film, Piece

CURATED = CONFIGS / "curated"


def _film(frames: Bytes) -> Cleared[Film]:
    """A clearance as the guard would make it."""
    film = Film(Clip(frames, 24), b"mp4")
    return Cleared(film, digests_of(film), "family/1", (), "", _SEAL)


def _frames(count: int = 5) -> Bytes:
    return np.random.default_rng(2).integers(0, 256, (count, 32, 32, 3), np.uint8)


@pytest.fixture(scope="module")
def pieces() -> tuple[Cleared[Piece], ...]:
    return approved_films(CURATED, Curated(read_manifest(CURATED / "manifest.json")))


def test_a_film_plays_frame_by_frame_and_begins_anew() -> None:
    frames = _frames()
    reel = FilmReel(_film(frames))
    for k in range(12):
        np.testing.assert_array_equal(reel.frame((k + 0.5) / 24), frames[k % 5])


def test_a_frame_that_changed_after_it_was_cleared_is_never_shown() -> None:
    memory = bytearray(_frames().tobytes())
    frames = np.frombuffer(memory, np.uint8).reshape(5, 32, 32, 3)
    reel = FilmReel(_film(frames))
    first = reel.frame(0.0).copy()
    memory[2 * 32 * 32 * 3 + 17] ^= 1
    np.testing.assert_array_equal(reel.frame(0.0), first)
    with pytest.raises(GuardError, match="frame 3"):
        reel.frame(2.5 / 24)
    with pytest.raises(GuardError, match="frame 3"):
        reel.frame(2.5 / 24)


def test_what_is_shown_does_not_change_with_the_memory_it_came_from() -> None:
    memory = bytearray(_frames().tobytes())
    reel = FilmReel(_film(np.frombuffer(memory, np.uint8).reshape(5, 32, 32, 3)))
    shown = reel.frame(0.0)
    before = shown.copy()
    memory[:] = bytes(len(memory))
    np.testing.assert_array_equal(shown, before)


def test_a_film_with_too_few_digests_is_refused() -> None:
    film = Film(Clip(_frames(), 24), b"mp4")
    with pytest.raises(GuardError, match="each of 5 frames"):
        FilmReel(Cleared(film, digests_of(film)[:4], "family/1", (), "", _SEAL))


def test_a_still_must_be_the_one_that_was_cleared() -> None:
    picture = Picture(_frames(1)[0])
    np.testing.assert_array_equal(
        picture_of(Cleared(picture, digests_of(picture), "family/1", (), "", _SEAL)).frame(3.0), picture.pixels
    )
    with pytest.raises(GuardError):
        picture_of(Cleared(picture, ("0" * 64,), "family/1", (), "", _SEAL))


def test_a_curated_film_plays_as_it_was_encoded(pieces: tuple[Cleared[Piece], ...]) -> None:
    reel = PieceReel(pieces[0])
    frames = read_film(pieces[0].value.data).frames
    for k in range(30):
        np.testing.assert_array_equal(reel.frame(k / 24), frames[k])


def test_the_programme_shows_every_piece_and_begins_anew(pieces: tuple[Cleared[Piece], ...]) -> None:
    programme = Programme(pieces, each_s=1.0)
    firsts = [programme.frame(float(k)).copy() for k in range(len(pieces) + 1)]
    np.testing.assert_array_equal(firsts[0], firsts[-1])
    assert len({first.tobytes() for first in firsts}) == len(pieces)


def test_what_is_not_approved_is_left_out(tmp_path: Path, pieces: tuple[Cleared[Piece], ...]) -> None:
    data = bytearray(pieces[0].value.data)
    (tmp_path / "good.mp4").write_bytes(data)
    data[-1] ^= 1
    (tmp_path / "bad.mp4").write_bytes(data)
    found = approved_films(tmp_path, Curated(read_manifest(CURATED / "manifest.json")))
    assert [piece.value.name for piece in found] == ["good.mp4"]
    with pytest.raises(GuardError, match="at least one"):
        Programme(approved_films(tmp_path, Curated(Manifest())))


def test_the_calm_way_only_the_first_picture_of_each_film_is_shown(pieces: tuple[Cleared[Piece], ...]) -> None:
    programme = Programme(pieces, each_s=2.0, calm=True)
    first = programme.frame(0.0).copy()
    np.testing.assert_array_equal(programme.frame(1.5), first)
    assert (programme.frame(2.5) != first).any()
