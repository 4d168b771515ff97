"""Write the `bundle.toml` of a directory: a header, and the SHA-256 of every file beside it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from models.bundle import MANIFEST, Manifest


def write_manifest(directory: Path, header: Mapping[str, Any]) -> None:
    """Vouch for everything below `directory` as it is now."""
    files = sorted(f for f in directory.rglob("*") if f.is_file() and f.name != MANIFEST and not f.name.startswith("."))
    digests = {f.relative_to(directory).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    manifest = Manifest.model_validate({**header, "files": digests})
    (directory / MANIFEST).write_text(tomli_w.dumps(manifest.model_dump()))
