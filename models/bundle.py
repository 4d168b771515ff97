"""A bundle: a directory with `bundle.toml` and the files it vouches for. Read offline, verified before use."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.errors import BundleError
from models.toml_file import read_toml
from models.types import Json, ModelId

MANIFEST = "bundle.toml"


class Manifest(BaseModel):
    """What `bundle.toml` says; unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, description="unique name of the bundle")
    version: str = Field(min_length=1, description="changes whenever a file does")
    kind: Literal["painter", "speech", "guard", "judge"]
    pipeline: str = Field(description="the architecture, by the name its library gives it")
    licence: str = Field(description="SPDX name of the licence the weights are under")
    provenance: str = Field(description="how the weights came to be: data, script, seed")
    settings: Json = Field(default_factory=dict, description="what the loading code needs to know")
    files: dict[str, str] = Field(min_length=1, description="path inside the bundle -> SHA-256")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle on disk."""

    directory: Path
    manifest: Manifest
    sha256: str  # of bundle.toml, which holds the digest of everything else

    @property
    def model_id(self) -> ModelId:
        return ModelId(self.manifest.id, self.manifest.version, self.sha256)

    @property
    def settings(self) -> Json:
        return self.manifest.settings

    def path(self, name: str) -> Path:
        """Where a vouched-for file lies.

        Raises:
            BundleError: the manifest does not list it.
        """
        if name not in self.manifest.files:
            raise BundleError(f"expected {name!r} in {self.directory / MANIFEST}, which lists no such file")
        return self.directory / name


def open_bundle(directory: Path, kind: str) -> Bundle:
    """Read and verify a bundle.

    Raises:
        BundleError: something is missing, malformed, of another kind, or differs from its digest.
    """
    manifest = read_toml(directory / MANIFEST, Manifest, "the manifest of a model bundle", BundleError)
    if manifest.kind != kind:
        raise BundleError(f"expected a {kind} bundle in {directory}, got a {manifest.kind} bundle")
    for name, expected in manifest.files.items():
        _verify(directory / name, expected)
    return Bundle(directory, manifest, _digest(directory / MANIFEST))


def _verify(path: Path, expected: str) -> None:
    try:
        actual = _digest(path)
    except OSError as error:
        raise BundleError(f"expected the weights {path}, which cannot be read: {error.strerror}") from error
    if actual != expected:
        raise BundleError(f"expected {path} with SHA-256 {expected[:12]}…, got {actual[:12]}…: the file was altered")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
