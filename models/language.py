"""What a language does with a wish, beyond the painter's own vocabulary: read from `configs/language/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.errors import BundleError
from models.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class Language:
    """Words by what they do, all in lower case."""

    counts: Mapping[str, int]
    same: Mapping[str, str]  # another word -> the vocabulary's
    irregular: Mapping[str, str]  # plural -> singular
    articles: frozenset[str]
    are: frozenset[str]
    negations: frozenset[str]
    corrections: frozenset[str]
    scenery: frozenset[str]  # what is in every picture
    prepositions: frozenset[str]
    style_links: tuple[str, ...]  # "in the style of", longest first
    ordinary: frozenset[str]  # never a reason to say sorry
    endings: tuple[str, ...]  # of words that are no things
    times: frozenset[str]  # places that are times of day
    styles: Mapping[str, str]  # how a style's name is also heard -> its id
    artists: Mapping[str, tuple[str, ...]]  # not on offer -> ids of the nearest styles
    nearby: Mapping[str, tuple[str, ...]]  # what was never learnt -> the nearest canonical words


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Links(_Entry):
    articles: str
    are: str
    negations: str
    corrections: str = Field(description="phrases, separated by commas")
    scenery: str
    prepositions: str
    styles: str = Field(description="phrases, separated by commas")


class _Ordinary(_Entry):
    words: str = Field(description="separated by spaces")
    endings: str = Field(description="separated by spaces")


class _Times(_Entry):
    words: str = Field(description="phrases, separated by commas")


class _Words(_Entry):
    counts: dict[str, int]
    same: dict[str, str]
    irregular: dict[str, str]
    links: _Links
    times: _Times
    ordinary: _Ordinary
    styles: dict[str, str]
    artists: dict[str, tuple[str, ...]]


class _Near(_Entry):
    to: tuple[str, str, str] = Field(description="the three nearest canonical words")
    words: str = Field(description="phrases, separated by commas")


class _Nearby(_Entry):
    near: tuple[_Near, ...]


def read_language(directory: Path, code: str) -> Language:
    """Read `<code>.toml` and `nearby_<code>.toml`.

    Raises:
        BundleError: one of them cannot be read, or does not say what it has to.
    """
    words = read_toml(directory / f"{code}.toml", _Words, "a valid list of words", BundleError)
    nearby = read_toml(directory / f"nearby_{code}.toml", _Nearby, "a valid list of words", BundleError)
    return Language(
        counts=words.counts,
        same=words.same,
        irregular=words.irregular,
        articles=frozenset(words.links.articles.split()),
        are=frozenset(words.links.are.split()),
        negations=frozenset(words.links.negations.split()),
        corrections=frozenset(_phrases(words.links.corrections)),
        scenery=frozenset(words.links.scenery.split()),
        prepositions=frozenset(words.links.prepositions.split()),
        style_links=tuple(sorted(_phrases(words.links.styles), key=len, reverse=True)),
        ordinary=frozenset(words.ordinary.words.split()),
        endings=tuple(words.ordinary.endings.split()),
        times=frozenset(_phrases(words.times.words)),
        styles=words.styles,
        artists=words.artists,
        nearby={phrase: near.to for near in nearby.near for phrase in _phrases(near.words)},
    )


def _phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]
