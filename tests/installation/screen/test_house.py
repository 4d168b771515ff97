"""The house is opened as its site says: palette, sign, what moves and where, and words of its own."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from installation.errors import SettingsError
from installation.screen.house import open_house
from installation.screen.page import Box, Frame, Picture
from installation.screen.surfaces import pixels_of
from installation.screen.theme import CONTRAST, Tint
from installation.screen.views.sketch import sheet_box
from installation.settings import CONFIGS, Settings, read_settings
from installation.site import read_site
from models.types import Bytes
from safety.curated import MANIFEST

SIZE = (1920, 1080)
SIGN = "noon-in-the-meadow.png"  # approved with the gallery
KNOWN: Mapping[str, tuple[str, ...]] = {
    "styles": tuple(file.stem for file in (CONFIGS / "styles").glob("*.toml")),
    "languages": tuple(file.stem for file in (CONFIGS / "screen").glob("*.toml")),
}
MUSEUM = f"""
name = "Museum of the Sea"
styles = ["hokusai", "monet"]
languages = ["de", "en"]

[look]
palette = "contrast"
motion = "reduced"
reach = "low"
logo = "{SIGN}"

[texts.de.idle]
first = "Mal uns was."
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped installation with a museum's own site, and its sign beside it."""
    for name in (SIGN, MANIFEST):
        shutil.copy(CONFIGS / "sites" / "demo" / "gallery" / name, tmp_path / name)
    (tmp_path / "museum.toml").write_text(MUSEUM, "utf-8")
    return read_settings(CONFIGS / "default.toml").model_copy(
        update={"site": read_site(tmp_path / "museum.toml", KNOWN)}
    )


def _shown(settings: Settings, frame: Frame) -> Bytes:
    surface = open_house(settings, SIZE).pictures.source(frame)
    assert surface is not None
    return np.array(pixels_of(surface)[..., 2::-1])


def test_every_language_has_the_museums_look_and_its_words(settings: Settings) -> None:
    looks = open_house(settings, SIZE).looks
    with Image.open(CONFIGS / "sites" / "demo" / "gallery" / SIGN) as sign:
        size = sign.size
    assert [look.phrases.idle.first for look in looks] == ["Mal uns was.", "Draw something."]
    for look in looks:
        assert (look.palette, look.calm, look.low) == (CONTRAST, True, True)
        assert look.logo == size
        assert [offer.id for offer in look.offers] == ["hokusai", "monet"]


def test_the_sheet_has_the_palettes_paper(settings: Settings) -> None:
    box = sheet_box(open_house(settings, SIZE).looks[0])
    assert tuple(_shown(settings, Frame(box, Picture.SHEET))[200, 200]) == CONTRAST[Tint.PAPER]


def test_the_sign_is_shown(settings: Settings) -> None:
    assert len(np.unique(_shown(settings, Frame(Box(0, 0, 160, 120), Picture.LOGO)))) > 20


def test_a_sign_nobody_approved_stops_at_start(settings: Settings) -> None:
    logo = settings.site.look.logo
    assert logo is not None
    Image.fromarray(np.zeros((60, 200, 3), np.uint8)).save(logo)
    with pytest.raises(SettingsError, match=r"expected an approved picture as look\.logo"):
        open_house(settings, SIZE)


def test_a_museum_with_a_name_alone_needs_no_sign(settings: Settings) -> None:
    plain = settings.site.model_copy(update={"look": settings.site.look.model_copy(update={"logo": None})})
    assert open_house(settings.model_copy(update={"site": plain}), SIZE).looks[0].logo is None
