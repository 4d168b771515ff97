"""The settings of an installation: one TOML file, read once where a process starts, and injected from there."""

import os
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from installation.errors import SettingsError
from installation.gallery import RIGHTS, read_labels
from installation.screen.phrases import own_phrases
from installation.screen.typefaces import without_shape
from installation.site import Site, read_site
from models.style import style_ids
from models.toml_file import read_toml
from models.types import Json

ROOT = Path(__file__).resolve().parents[1]
CONFIGS = ROOT / "configs"
# settings that start at their file
PATHS = ("languages", "glossary", "styles", "profiles", "policy", "screen", "curated")
EVENTS = "events.sqlite"  # in the state directory
STATE = "drawn-aloud"  # folder in the user's state directory (XDG Base Directory Specification 0.8)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Frozen):
    """A plan this installation may choose, without the threads, which are the machine's."""

    steps: int = Field(ge=1, le=100, description="denoising steps of the first keyframe")
    keyframes: int = Field(ge=1, le=24, description="paintings a film")
    size: int = Field(ge=512, le=2160, multiple_of=2, description="side of the film in pixels")


class Pace(_Frozen):
    """How long a visitor waits at most, and the plans to choose from, best first."""

    first_s: float = Field(gt=0, le=600, description="end of the voice to the first cleared keyframe, s")
    film_s: float = Field(gt=0, le=600, description="end of the voice to the cleared film, s")
    hearing_s: float = Field(ge=0, le=600, description="share of both kept for hearing and understanding, s")
    choices: tuple[Choice, ...] = Field(min_length=1, description="the first that keeps the pace is taken")


class Settings(_Frozen):
    """What an installation does. Paths are complete."""

    language: str = Field(pattern=r"^[a-z]{2}$", description="ISO 639-1 code of the language wishes come in")
    languages: Path = Field(description="folder of the lists of words")
    glossary: Path = Field(description="folder of what is typed in other languages, a file a language")
    styles: Path = Field(description="folder of the styles")
    profiles: Path = Field(description="folder of the profiles")
    policy: Path = Field(description="the guard's policy")
    screen: Path = Field(description="folder of what the screen says, a file a language")
    curated: Path = Field(description="folder of the approved pieces, their manifest among them")
    neutral: str = Field(min_length=1, description="what is painted instead of a picture that was blocked")
    pace: Pace
    site: Site = Field(description="what the museum decided; in the file, where that is written")


def read_settings(path: Path) -> Settings:
    """Read the settings; their paths start at the folder of the file.

    Raises:
        SettingsError: the file cannot be read, or is not valid.
    """
    settings = read_toml(path, Settings, "valid settings", SettingsError, partial(_with_site, folder=path.parent))
    places = {name: path.parent / getattr(settings, name) for name in PATHS}
    return settings.model_copy(update=places)


def _with_site(values: Json, folder: Path) -> Json:
    """The settings with the site they name, if they are such that one can be read."""
    places = [values.get(key) for key in ("site", "styles", "screen")]
    if not all(isinstance(place, str) for place in places):
        return values
    site, styles, screen = (folder / place for place in places if place)
    languages = tuple(sorted(file.stem for file in screen.glob("*.toml")))
    read = read_site(site, {"styles": style_ids(styles), "languages": languages})
    for language, texts in read.texts.items():
        try:
            own_phrases(screen, language, texts)
        except SettingsError as error:
            raise SettingsError(f"expected phrases that fit in texts.{language} of {site}: {error}") from error
    _refuse_strange_letters(read, site)
    return values | {"site": read}


def _refuse_strange_letters(site: Site, path: Path) -> None:
    """What stands on the screen in every language needs letters that the fonts of all of them have."""
    labels = read_labels(site.gallery).items() if site.gallery else ()
    words = {f"the name in {path}": site.name} | {
        f"{name} in {site.gallery}/{RIGHTS}": f"{label.title}{label.rights}" for name, label in labels
    }
    for place, text in words.items():
        for language in site.languages:
            if strange := without_shape(text, language):
                where = f"{place} in letters the screen's fonts have in {language!r}"
                raise SettingsError(f"expected {where}, got {strange!r}")


def state_directory() -> Path:
    """Where this user's events and calibration are kept."""
    home = os.environ.get("XDG_STATE_HOME", "")
    base = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "state"
    return base / STATE
