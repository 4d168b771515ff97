"""Curated films and pictures: judged once by all layers, and by a named person where one objects; known by digest.

Nothing here needs a network: clearing is one hash and one look into the manifest, so that there is always something fit
to show, even when the guard itself cannot start. No torch is imported, by test.
"""

import io
import json
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

import av
import numpy as np
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.complaint import complaint
from models.errors import BadInputError, GuardError, OutputError
from models.film import read_film
from models.types import Clip, ModelId, Picture
from safety.digests import sha256
from safety.types import _SEAL, Blocked, Cleared, Decision, Film, Piece, Verdict

MANIFEST = "manifest.json"  # of the pieces in its folder
OVERRULED = 4  # severity from which on nobody may override a layer
LARGEST = 64 << 20  # bytes
FILMS, PICTURES = (".mp4",), (".png",)


class Judge(Protocol):
    """What approving needs of the guard."""

    @property
    def model(self) -> ModelId: ...
    @property
    def policy(self) -> str: ...
    def clear_picture(self, picture: Picture, thresholds: Mapping[str, float]) -> Cleared[Picture] | Blocked: ...
    def clear_clip(
        self, clip: Clip, thresholds: Mapping[str, float], encode: Callable[[Clip], bytes]
    ) -> Cleared[Film] | Blocked: ...


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Strict):
    """One layer's decision, as it was when the piece was approved."""

    layer: str
    score: float = Field(ge=0, le=1)
    threshold: float = Field(ge=0, le=1)
    verdict: Verdict
    subject: str
    severity: Literal[0, 2]
    reason: str = ""

    @property
    def decision(self) -> Decision:
        return Decision(**self.model_dump())


class Approval(_Strict):
    """Exactly these bytes may be shown: who said so, when, and what the layers said."""

    name: str = Field(min_length=1, description="file name, for people; the digest decides")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    approved: datetime
    person: str = Field(description="who overrode a layer's objection; empty where none objected")
    policy: str
    model: str = Field(description="<id>/<version> of the guard's weights")
    findings: tuple[Finding, ...] = Field(min_length=1)


class Manifest(_Strict):
    """All approvals of a site, in the order they were given."""

    pieces: tuple[Approval, ...] = ()


class Curated:
    """Clears what stands in a manifest, and nothing else."""

    def __init__(self, manifest: Manifest) -> None:
        self._approved = {piece.sha256: piece for piece in manifest.pieces}

    def clear(self, path: Path) -> Cleared[Piece] | Blocked:
        """The file's bytes with a clearance, if they are, bit for bit, a piece that was approved.

        The bytes are read once; what is hashed is what is handed out.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            return _refused(f"expected a curated piece at {path}, which cannot be read: {error.strerror}")
        digest = sha256(data)
        approval = self._approved.get(digest)
        if approval is None:
            return _refused(f"expected an approved piece, got {path.name} with SHA-256 {digest[:12]}…")
        decisions = tuple(finding.decision for finding in approval.findings)
        return Cleared(Piece(path.name, data), (digest,), approval.policy, decisions, "", _SEAL)


def approve(path: Path, guard: Judge, person: str | None) -> Approval:
    """Let all layers judge a film (.mp4: every frame and a montage) or a picture (.png).

    Raises:
        BadInputError: the file cannot be read or decoded, or is neither.
        GuardError: a layer objects and no person is named, or it objects so strongly that no person may override it,
            or it could not judge at all.
    """
    data = _read(path)
    decisions = _judged(path, data, guard).decisions
    objections = [decision for decision in decisions if decision.blocks]
    _require_overridable(path, objections, (person or "").strip())
    findings = tuple(Finding(**_plain(decision)) for decision in decisions)
    signed = (person or "").strip() if objections else ""
    model = f"{guard.model.id}/{guard.model.version}"
    now = datetime.now(UTC).replace(microsecond=0)
    return Approval(
        name=path.name,
        sha256=sha256(data),
        approved=now,
        person=signed,
        policy=guard.policy,
        model=model,
        findings=findings,
    )


def read_manifest(path: Path) -> Manifest:
    """The approvals written so far; none where there is no file yet.

    Raises:
        GuardError: the file cannot be read or is not a manifest.
    """
    try:
        return Manifest.model_validate_json(path.read_text("utf-8")) if path.exists() else Manifest()
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise GuardError(f"expected a manifest of approvals at {path}, got {complaint(error)}") from error


def record(approval: Approval, path: Path) -> Manifest:
    """Add an approval to the manifest, in the place of an older one of the same bytes; whole or not at all.

    Raises:
        GuardError: what is there already is not a manifest.
        OutputError: it cannot be written.
    """
    kept = tuple(piece for piece in read_manifest(path).pieces if piece.sha256 != approval.sha256)
    manifest = Manifest(pieces=(*kept, approval))
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(manifest.model_dump(mode="json"), indent=1) + "\n", "utf-8")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OutputError(f"expected to write the approvals to {path}, got: {error.strerror}") from error
    return manifest


def _read(path: Path) -> bytes:
    if path.suffix.lower() not in FILMS + PICTURES:
        raise BadInputError(f"expected a film (.mp4) or a picture (.png), got {path.name}")
    try:
        if path.stat().st_size > LARGEST:
            raise BadInputError(f"expected a piece of at most {LARGEST >> 20} MiB, got a larger file: {path}")
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"expected a film or a picture at {path}, which cannot be read: {error.strerror}"
        ) from error


def _judged(path: Path, data: bytes, guard: Judge) -> Cleared[Picture] | Cleared[Film] | Blocked:
    """Judge what was read, not the file again, which may have changed since."""
    if path.suffix.lower() in FILMS:
        return guard.clear_clip(_film(path, data), {}, lambda _: data)
    return guard.clear_picture(_picture(path, data), {})


def _film(path: Path, data: bytes) -> Clip:
    """All there is to see in a film; one that holds a second stream could show or say what was never judged."""
    try:
        with av.open(io.BytesIO(data)) as container:
            kinds = [stream.type for stream in container.streams]
    except av.FFmpegError as error:
        raise BadInputError(f"expected a film in {path.name}, got bytes that cannot be decoded: {error}") from error
    if kinds != ["video"]:
        raise BadInputError(
            f"expected a film of one picture stream and no sound in {path.name}, got: {', '.join(kinds)}"
        )
    return read_film(data)


def _picture(path: Path, data: bytes) -> Picture:
    """All there is to see in a picture: one frame, nothing transparent."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            frames, mode = getattr(image, "n_frames", 1), image.mode
            pixels = np.array(image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInputError(f"expected a picture in {path.name}, got bytes that cannot be decoded: {error}") from error
    if frames != 1 or mode != "RGB":
        raise BadInputError(f"expected a still RGB picture in {path.name}, got {frames} frames in {mode}")
    return Picture(pixels)


def _require_overridable(path: Path, objections: list[Decision], person: str) -> None:
    """Raise unless nothing objects, or all that objects is mild and a person stands for it with a name."""
    faults = [decision.fault or decision.layer for decision in objections if not math.isfinite(decision.score)]
    grave = [decision.layer for decision in objections if decision.severity >= OVERRULED]
    if faults:
        raise GuardError(f"expected a verdict of every layer on {path.name}, got: {'; '.join(faults)}")
    if grave:
        raise GuardError(
            f"expected a piece that may be shown, got {path.name}, which no one may approve: {', '.join(grave)}"
        )
    if objections and not person:
        layers = ", ".join(decision.layer for decision in objections)
        raise GuardError(f"expected the name of who approves {path.name} although a layer objects ({layers}), got none")


def _plain(decision: Decision) -> dict[str, object]:
    names = ("layer", "score", "threshold", "verdict", "subject", "severity", "reason")
    return {name: getattr(decision, name) for name in names}


def _refused(fault: str) -> Blocked:
    return Blocked("curated", (Decision("curated.digest", math.nan, 0.0, Verdict.BLOCK, "file", 6, fault=fault),))
