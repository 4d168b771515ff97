"""A style the museum chose: an artist, words for the painter, a living world, a hand, and the right to show it."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.brushwork import Brushwork
from models.errors import BadInputError
from models.toml_file import read_toml

Kind = Literal["swirls", "shimmer", "sea", "panels", "breathing", "glinting"]


class Rights(BaseModel):
    """Why this style may be shown; where a permission is needed, the site states it in its own settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["public-domain", "permission"]
    reason: str = Field(min_length=10, description="one sentence a visitor or a lawyer can read")
    year: int = Field(
        ge=1800, le=2200, description="from when public domain (life + 70 years), or until when protected"
    )


class Style(BaseModel):
    """One file of configs/styles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$", description="the file's name")
    name: str = Field(min_length=1, description="what the visitor reads")
    artist: str = Field(min_length=1, description="whom the style follows")
    prompt: str = Field(min_length=1, description="the words the painter was trained with for this style")
    ambience: Kind = Field(description="how the world around the subject lives, a name of models.ambience")
    rights: Rights
    thresholds: dict[str, float] = Field(description="guard layer -> threshold, where this style needs its own")
    brushwork: Brushwork = Field(description="which hand paints, and how")


def read_style(style_id: str, directory: Path) -> Style:
    """The style of that id among the files of a directory.

    Raises:
        BadInputError: there is no such style, or its file is malformed.
    """
    known = style_ids(directory)
    if style_id not in known:
        raise BadInputError(f"expected a style among {', '.join(known) or 'none at all'}, got {style_id!r}")
    path = directory / f"{style_id}.toml"
    style = read_toml(path, Style, "a valid style", BadInputError)
    if style.id != style_id:
        raise BadInputError(f"expected the style {style_id!r} in {path}, got {style.id!r}")
    return style


def style_ids(directory: Path) -> tuple[str, ...]:
    """The styles a directory holds, in alphabetical order."""
    return tuple(sorted(path.stem for path in directory.glob("*.toml")))
