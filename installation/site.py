"""A museum's own look and rules: one TOML file a site, read once at start; a wrong key or value stops there."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from installation.errors import SettingsError
from models.toml_file import read_toml

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def _span(text: object) -> object:
    """\"10:00-18:00\" as two times of day."""
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f'expected opening hours like "10:00-18:00", got {text!r}')
    begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if begin >= end:
        raise ValueError(f"expected opening hours that end after they begin, got {text!r}")
    return begin, end


Span = Annotated[tuple[time, time], BeforeValidator(_span)]


class Hours(BaseModel):
    """When it is open, by the machine's own clock; a day that is left out is closed, none at all: always open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    monday: tuple[Span, ...] = ()
    tuesday: tuple[Span, ...] = ()
    wednesday: tuple[Span, ...] = ()
    thursday: tuple[Span, ...] = ()
    friday: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()

    def open_at(self, now: datetime) -> bool:
        """Whether visitors are welcome."""
        week = {day: getattr(self, day) for day in DAYS}
        if not any(week.values()):
            return True
        return any(begin <= now.time() < end for begin, end in week[DAYS[now.weekday()]])


class Appearance(BaseModel):
    """How the screen looks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    palette: Literal["dark", "light", "contrast"] = Field(
        "dark", description="a dark room, a light one, or high contrast"
    )
    letters: Literal["usual", "large"] = Field("usual", description="large: letters and buttons a fifth larger")
    motion: Literal["full", "reduced"] = Field("full", description="reduced: idle pictures and lines stand still")
    reach: Literal["usual", "low"] = Field("usual", description="low: all a visitor touches in the lower 70 %")
    logo: Path | None = Field(None, description="the museum's sign instead of its name: an approved PNG, opaque")


class Site(BaseModel):
    """One file of configs/sites. Paths are complete once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60, description="shown while nobody is there")
    styles: tuple[str, ...] = Field(min_length=1, max_length=8, description="on offer, the house's first")
    languages: tuple[str, ...] = Field(min_length=1, description="on offer, the house's first: ISO 639-1 codes")
    gallery: Path | None = Field(None, description="folder of pictures visitors may change")
    look: Appearance = Field(default_factory=Appearance, description="how the screen looks")
    texts: dict[str, dict[str, dict[str, str]]] = Field(
        default_factory=dict, description="language -> page -> phrase -> what the screen says here instead"
    )
    hours: Hours = Field(default_factory=Hours, description="when it is open")
    permissions: dict[str, str] = Field(
        default_factory=dict, description="style -> who permits this site to show it; needed where rights say so"
    )

    @property
    def style(self) -> str:
        """When nobody asks for another."""
        return self.styles[0]


def read_site(path: Path, known: Mapping[str, tuple[str, ...]]) -> Site:
    """Read a site; `known` holds what `styles` and `languages` may name.

    Raises:
        SettingsError: the file cannot be read, a key or a value is wrong, or what it names is missing.
    """
    site = read_toml(path, Site, "a valid site", SettingsError)
    _refuse_strangers(site, path, {**known, "texts": site.languages})
    logo = _found(site.look.logo, path, "look.logo", Path.is_file)
    look = site.look.model_copy(update={"logo": logo})
    return site.model_copy(update={"gallery": _found(site.gallery, path, "gallery", Path.is_dir), "look": look})


def _refuse_strangers(site: Site, path: Path, known: Mapping[str, tuple[str, ...]]) -> None:
    for key, names in known.items():
        strange = [name for name in getattr(site, key) if name not in names]
        if strange:
            raise SettingsError(f"expected {key} among {', '.join(names)} in {path}, got {strange[0]!r}")


def _found(place: Path | None, site: Path, key: str, there: Callable[[Path], bool]) -> Path | None:
    """The complete path of something a site names, if it names any."""
    if place and not there(site.parent / place):
        raise SettingsError(f"expected {key} in {site} to be there, found no {str(place)!r}")
    return place and site.parent / place
