"""The house: everything a site shows before any visitor came, read and cleared once at start."""

from collections.abc import Sequence
from dataclasses import dataclass

from installation.gallery import Hung, hung
from installation.repertoire import Repertoire
from installation.screen.lettering import Lettering
from installation.screen.moment import Exhibit, Look, Offer
from installation.screen.page import Picture
from installation.screen.phrases import read_phrases
from installation.screen.pictures import Pictures, Stills
from installation.screen.player import Programme, StillReel, approved_films, still_of
from installation.screen.surfaces import paper
from installation.screen.views.sketch import sheet_box
from installation.settings import Settings
from installation.site import Hours
from models.retouch import Ground, ground_of
from models.types import Picture as Pixels
from safety.curated import MANIFEST, Curated, read_manifest
from safety.types import Cleared


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """The look in every language, the house's first; its pictures; those that may be drawn on; its hours."""

    looks: tuple[Look, ...]
    pictures: Pictures
    grounds: tuple[Ground, ...]
    hours: Hours


def open_house(settings: Settings, size: tuple[int, int]) -> House:
    """The house on a canvas of a size.

    Raises:
        SettingsError: a language or a gallery cannot be read.
        GuardError: no curated film is approved, or a piece is not what was approved.
    """
    gallery = tuple(hung(settings.site.gallery)) if settings.site.gallery else ()
    reels = [still_of(each.picture) for each in gallery]
    grounds = tuple(ground_of(Pixels(reel.frame(0.0))) for reel in reels)
    looks = _looks(settings, size, tuple(map(_exhibit, gallery, grounds)))
    side = sheet_box(looks[0]).w
    stills: Stills = _style_pictures(settings, looks[0].offers) | {
        (Picture.GALLERY, k): reel for k, reel in enumerate(reels)
    }
    pictures = Pictures(paper((side, side)), _programme(settings), stills)
    return House(looks, pictures, grounds, settings.site.hours)


def _exhibit(work: Hung, ground: Ground) -> Exhibit:
    height, width = ground.pixels.shape[:2]
    return Exhibit(work.label.title, work.label.rights, (width, height))


def _looks(settings: Settings, size: tuple[int, int], exhibits: tuple[Exhibit, ...]) -> tuple[Look, ...]:
    codes = settings.site.languages
    phrases = {code: read_phrases(settings.screen / f"{code}.toml") for code in codes}
    names, styles, house = tuple(phrases[code].name for code in codes), _offers(settings), settings.site.name
    return tuple(
        Look(*size, phrases[code], styles, Lettering(code), code == settings.language, names, exhibits, house)
        for code in codes
    )


def _offers(settings: Settings) -> tuple[Offer, ...]:
    """The styles a visitor may choose here, the house's first."""
    repertoire = Repertoire(settings.styles, settings.site.styles, settings.site.permissions)
    return tuple(Offer(style_id, names[0]) for style_id, names in repertoire.artists())


def _programme(settings: Settings) -> Programme:
    """The curated films."""
    return Programme(approved_films(settings.curated, Curated(read_manifest(settings.curated / MANIFEST))))


def _style_pictures(settings: Settings, styles: Sequence[Offer]) -> dict[tuple[Picture, int], StillReel]:
    """An approved picture of each style that has one."""
    curated = Curated(read_manifest(settings.curated / MANIFEST))
    answers = [curated.clear(settings.curated / "styles" / f"{style.id}.png") for style in styles]
    return {(Picture.STYLE, k): still_of(a) for k, a in enumerate(answers) if isinstance(a, Cleared)}
