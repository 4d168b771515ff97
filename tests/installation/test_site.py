"""A site's file: read whole, bounded, and refused in one sentence that names the file and the key."""

from datetime import datetime
from pathlib import Path

import pytest

from installation.errors import SettingsError
from installation.settings import CONFIGS
from installation.site import Hours, read_site

SHIPPED = (CONFIGS / "sites" / "demo.toml").read_text("utf-8")
KNOWN = {
    "styles": ("hokusai", "klimt", "monet", "seurat", "van-gogh", "warhol"),
    "languages": ("de", "en", "es", "fr", "it", "ja", "nl", "zh"),
}


def site_file(folder: Path, text: str) -> Path:
    (folder / "demo" / "gallery").mkdir(parents=True, exist_ok=True)
    file = folder / "museum.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_shipped_site_is_read_with_complete_paths(tmp_path: Path) -> None:
    site = read_site(site_file(tmp_path, SHIPPED), KNOWN)
    assert site.style == "van-gogh"
    assert site.gallery == tmp_path / "demo" / "gallery"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHIPPED.replace("name =", "nam ="), "name: Field required"),
        (SHIPPED.replace('"klimt"', '"picasso"'), "expected styles among hokusai.*got 'picasso'"),
        (SHIPPED.replace('"zh"', '"xx"'), "expected languages among de.*got 'xx'"),
        (SHIPPED.replace("demo/gallery", "nowhere"), "expected gallery in .* to be there, found no 'nowhere'"),
        (SHIPPED + 'monday = ["9-18"]', 'hours.monday.0: Value error, expected opening hours like "10:00-18:00"'),
        (SHIPPED + 'monday = ["18:00-09:00"]', "end after they begin"),
        (SHIPPED + "monday = [", "expected a valid site"),
        (SHIPPED.replace('"dark"', '"pink"'), "look.palette: Input should be 'dark', 'light' or 'contrast'"),
        (SHIPPED.replace("# logo", "logo"), "expected look.logo in .* to be there, found no 'sign.png'"),
        (SHIPPED.replace("[look]", '[look]\nfont = "x"'), "look.font: Extra inputs are not permitted"),
        (SHIPPED + '[texts.xx.idle]\nfirst = "x"', "expected texts among en, .*got 'xx'"),
        (SHIPPED + 'noday = ["09:00-18:00"]', "hours.noday: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_the_file(tmp_path: Path, text: str, said: str) -> None:
    file = site_file(tmp_path, text)
    with pytest.raises(SettingsError, match=said) as caught:
        read_site(file, KNOWN)
    assert str(file) in str(caught.value)


def test_a_site_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_site(tmp_path / "museum.toml", KNOWN)


def test_without_hours_it_is_always_open() -> None:
    assert Hours().open_at(datetime(2026, 11, 21, 3, 0))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_open"),
    [
        (24, 9, 59, False),
        (24, 10, 0, True),
        (24, 13, 0, False),
        (24, 14, 0, True),
        (24, 18, 0, False),
        (23, 11, 0, False),
    ],
)
def test_hours_hold_by_the_minute(day: int, hour: int, minute: int, is_open: bool) -> None:
    hours = Hours.model_validate({"tuesday": ["10:00-13:00", "14:00-18:00"]})  # the 24th is a Tuesday
    assert hours.open_at(datetime(2026, 11, day, hour, minute)) is is_open
