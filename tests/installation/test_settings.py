"""Settings are read whole, bounded, and refused in one sentence."""

import shutil
from pathlib import Path

import pytest

from installation.errors import SettingsError
from installation.gallery import RIGHTS
from installation.settings import CONFIGS, ROOT, read_settings, state_directory
from models.errors import BadInputError, BundleError
from models.settings import read_profile

SHIPPED = (CONFIGS / "default.toml").read_text("utf-8")
for name in ("sites/demo.toml", "styles", "screen"):  # what is read along with them stays where it is
    SHIPPED = SHIPPED.replace(f'= "{name}"', f'= "{CONFIGS / name}"')


def test_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SHIPPED)
    assert read_settings(tmp_path / "site.toml").policy == tmp_path / "policy" / "family.toml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        SHIPPED + "\nsurprise = 1\n",
        SHIPPED.replace("size = 512", "size = 100"),
        SHIPPED.replace("first_s = 3.0", "first_s = -1"),
    ],
)
def test_settings_out_of_bounds_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(SettingsError, match="expected valid settings"):
        read_settings(tmp_path / "site.toml")


def _with_site(folder: Path, old: str, new: str) -> Path:
    """Settings beside a copy of the shipped site in which something stands otherwise."""
    shutil.copytree(CONFIGS / "sites", folder / "sites")
    site = folder / "sites" / "demo.toml"
    for file in (site, folder / "sites" / "demo" / "gallery" / RIGHTS):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    settings = folder / "site.toml"
    settings.write_text(SHIPPED.replace(str(CONFIGS / "sites/demo.toml"), str(site)), "utf-8")
    return settings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'name = "Drawn Aloud"',
            'name = "日本☃"',
            "expected the name in .*demo.toml .* in 'en', got '日本☃'",
        ),
        (
            "[hours]",
            '[texts.ja.idle]\nfirst = "鸞"\n[hours]',
            "in texts.ja of .*demo.toml: expected idle.first .*'鸞'",
        ),
        ('title = "Evening', 'title = "Вечер', "expected evening-by-the-sea.png in .*rights.toml .* 'Вечр'"),
    ],
)
def test_letters_that_no_font_has_stop_at_start(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_settings(_with_site(tmp_path, old, new))


def test_letters_of_any_language_that_ships_may_be_used(tmp_path: Path) -> None:
    settings = read_settings(_with_site(tmp_path, 'name = "Drawn Aloud"', 'name = "Œuvre – “Größe” €"'))
    assert settings.site.name.startswith("Œuvre")


def test_missing_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "site.toml")


def test_state_goes_where_the_user_says_and_else_to_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_directory() == tmp_path / "drawn-aloud"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")  # the specification has these ignored
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_directory() == tmp_path / ".local" / "state" / "drawn-aloud"


def test_a_profile_names_a_bundle_a_role(tmp_path: Path) -> None:
    profile = read_profile("bundled", CONFIGS / "profiles", ROOT)
    assert profile.painter == ROOT / "models" / "bundled" / "painter"
    with pytest.raises(BadInputError, match="among bundled"):
        read_profile("huge", CONFIGS / "profiles", ROOT)
    (tmp_path / "odd.toml").write_text('id = "odd"\nspeech = "a"\npainter = "b"\n')
    with pytest.raises(BundleError, match="guard"):
        read_profile("odd", tmp_path, ROOT)
