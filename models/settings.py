"""A profile: which bundle plays which role."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.errors import BadInputError, BundleError
from models.toml_file import read_toml


class Profile(BaseModel):
    """One file of configs/profiles; unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$", description="the file's name")
    speech: Path = Field(description="directory of the speech bundle")
    painter: Path = Field(description="directory of the painter bundle")
    guard: Path = Field(description="directory of the guard bundle")


def read_profile(profile_id: str, directory: Path, root: Path) -> Profile:
    """The profile of that id among the files of a directory, its paths completed with `root`.

    Raises:
        BadInputError: there is no such profile.
        BundleError: its file is malformed.
    """
    known = sorted(path.stem for path in directory.glob("*.toml"))
    if profile_id not in known:
        raise BadInputError(f"expected a profile among {', '.join(known) or 'none at all'}, got {profile_id!r}")
    profile = read_toml(directory / f"{profile_id}.toml", Profile, "a valid profile", BundleError)
    places = {role: root / getattr(profile, role) for role in ("speech", "painter", "guard")}
    return profile.model_copy(update=places)
