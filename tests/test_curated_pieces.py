"""The curated pieces that ship: all of them, and only they, may be shown without any network."""

from pathlib import Path

import pytest

from models.film import film_facts
from safety.curated import Curated, read_manifest
from safety.types import Blocked, Cleared

FOLDER = Path(__file__).parents[1] / "configs" / "curated"
FILMS = sorted(FOLDER.glob("*.mp4"))


def test_six_pieces_ship() -> None:
    assert len(FILMS) == 6


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.stem)
def test_each_is_cleared_and_whole(film: Path) -> None:
    cleared = Curated(read_manifest(FOLDER / "manifest.json")).clear(film)
    assert isinstance(cleared, Cleared)
    facts = film_facts(cleared.value.data)
    assert (facts.frames, facts.fps, facts.width, facts.height) == (144, 24, 512, 512)


def test_one_other_byte_is_not(tmp_path: Path) -> None:
    forged = tmp_path / FILMS[0].name
    forged.write_bytes(FILMS[0].read_bytes() + b"\0")
    assert isinstance(Curated(read_manifest(FOLDER / "manifest.json")).clear(forged), Blocked)


@pytest.mark.parametrize("style", sorted(path.stem for path in (FOLDER.parent / "styles").glob("*.toml")))
def test_every_style_has_a_picture_that_may_be_shown(style: str) -> None:
    cleared = Curated(read_manifest(FOLDER / "manifest.json")).clear(FOLDER / "styles" / f"{style}.png")
    assert isinstance(cleared, Cleared)
