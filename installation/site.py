"""A museum's own look and rules: one TOML file a site, read once at start; a wrong key or value stops there."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from installation.errors import SettingsError

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


class Site(BaseModel):
    """One file of configs/sites. Paths are complete once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60, description="shown while nobody is there")
    styles: tuple[str, ...] = Field(min_length=1, max_length=8, description="on offer, the house's first")
    languages: tuple[str, ...] = Field(min_length=1, description="on offer, the house's first: ISO 639-1 codes")
    gallery: Path | None = Field(None, description="folder of pictures visitors may change")
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
        SettingsError: the file cannot be read, a key or a value is wrong, or the gallery is missing.
    """
    try:
        site = Site.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise SettingsError(f"expected a site at {path}, which cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise SettingsError(f"expected a valid site in {path}, got {_complaint(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"expected a valid site in {path}, got: {' '.join(str(error).split())}") from error
    for key, names in known.items():
        strange = [name for name in getattr(site, key) if name not in names]
        if strange:
            raise SettingsError(f"expected {key} among {', '.join(names)} in {path}, got {strange[0]!r}")
    gallery = path.parent / site.gallery if site.gallery else None
    if gallery and not gallery.is_dir():
        raise SettingsError(f"expected a folder of pictures as gallery in {path}, got {str(site.gallery)!r}")
    return site.model_copy(update={"gallery": gallery})


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"at {'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
