"""The house: everything a site shows before any visitor came, read and cleared once at start."""

from collections.abc import Sequence
from dataclasses import dataclass

from installation.errors import SettingsError
from installation.gallery import Hung, hung
from installation.repertoire import Repertoire
from installation.screen.lettering import Lettering
from installation.screen.moment import Exhibit, Look, Offer
from installation.screen.page import Picture
from installation.screen.phrases import read_phrases
from installation.screen.pictures import Pictures, Stills
from installation.screen.player import Programme, StillReel, approved_films, still_of
from installation.screen.theme import PALETTES
from installation.screen.views.sketch import sheet_box
from installation.settings import Settings
from installation.site import Appearance, Hours
from models.glossary import read_glossary
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
        BundleError: a glossary cannot be read.
        SettingsError: a language or a gallery cannot be read, or the museum's sign is not approved.
        GuardError: no curated film is approved, or a piece is not what was approved.
    """
    gallery = tuple(hung(settings.site.gallery)) if settings.site.gallery else ()
    reels = [still_of(each.picture) for each in gallery]
    grounds = tuple(ground_of(Pixels(reel.frame(0.0))) for reel in reels)
    sign = _sign(settings.site.look)
    looks = _looks(settings, size, sign, tuple(map(_exhibit, gallery, grounds)))
    stills: Stills = (
        _style_pictures(settings, looks[0].offers)
        | {(Picture.GALLERY, k): reel for k, reel in enumerate(reels)}
        | ({(Picture.LOGO, 0): sign} if sign else {})
    )
    pictures = Pictures(looks[0], sheet_box(looks[0]).w, _programme(settings, calm=looks[0].calm), stills)
    return House(looks, pictures, grounds, settings.site.hours)


def _exhibit(work: Hung, ground: Ground) -> Exhibit:
    height, width = ground.pixels.shape[:2]
    return Exhibit(work.label.title, work.label.rights, (width, height))


def _looks(
    settings: Settings, size: tuple[int, int], sign: StillReel | None, exhibits: tuple[Exhibit, ...]
) -> tuple[Look, ...]:
    site, screen = settings.site, settings.screen
    phrases = {code: read_phrases(screen / f"{code}.toml", site.texts.get(code, {})) for code in site.languages}
    names, styles = tuple(said.name for said in phrases.values()), _offers(settings)
    return tuple(
        Look(
            *size, said, styles, Lettering(code), code == settings.language, names, exhibits, site.name,
            logo=sign.size if sign else None, palette=PALETTES[site.look.palette],
            calm=site.look.motion == "reduced", low=site.look.reach == "low",
            glossary=read_glossary(settings.glossary / f"{code}.toml"),
        )
        for code, said in phrases.items()
    )  # fmt: skip


def _sign(look: Appearance) -> StillReel | None:
    """The museum's sign.

    Raises:
        SettingsError: it was not approved, or is not what was.
    """
    if look.logo is None:
        return None
    answer = Curated(read_manifest(look.logo.parent / MANIFEST)).clear(look.logo)
    if not isinstance(answer, Cleared):
        raise SettingsError(f"expected an approved picture as look.logo: drawn-aloud approve {look.logo}")
    return still_of(answer)


def _offers(settings: Settings) -> tuple[Offer, ...]:
    """The styles a visitor may choose here, the house's first."""
    repertoire = Repertoire(settings.styles, settings.site.styles, settings.site.permissions)
    return tuple(Offer(style_id, names[0]) for style_id, names in repertoire.artists())


def _programme(settings: Settings, *, calm: bool) -> Programme:
    """The curated films."""
    films = approved_films(settings.curated, Curated(read_manifest(settings.curated / MANIFEST)))
    return Programme(films, calm=calm)


def _style_pictures(settings: Settings, styles: Sequence[Offer]) -> dict[tuple[Picture, int], StillReel]:
    """An approved picture of each style that has one."""
    curated = Curated(read_manifest(settings.curated / MANIFEST))
    answers = [curated.clear(settings.curated / "styles" / f"{style.id}.png") for style in styles]
    return {(Picture.STYLE, k): still_of(a) for k, a in enumerate(answers) if isinstance(a, Cleared)}
