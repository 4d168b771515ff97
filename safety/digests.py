"""The SHA-256 that ties a clearance to exact bytes, and copies that nobody can write to."""

import hashlib

import numpy as np

from models.types import Bytes, Clip, Picture, Sketch
from safety.types import Cleared, Film, Piece, Words

Guarded = Words | Sketch | Picture | Film | Piece


def sha256(data: bytes | memoryview) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def frozen(pixels: Bytes) -> Bytes:
    """A copy over immutable memory: unlike a read-only flag, it cannot be unlocked again."""
    return np.frombuffer(np.ascontiguousarray(pixels).tobytes(), np.uint8).reshape(pixels.shape)


def frame_digests(clip: Clip) -> tuple[str, ...]:
    """One digest a frame, over its RGB bytes; 0.4 ms each at 512 px."""
    return tuple(sha256(np.ascontiguousarray(frame).data) for frame in clip.frames)


def digests_of(value: Guarded) -> tuple[str, ...]:
    """The digests a clearance of this value must hold."""
    match value:
        case Words():
            return (sha256("\0".join(value.texts).encode()),)
        case Sketch():
            return (sha256(np.ascontiguousarray(value.ink).data),)
        case Picture():
            return (sha256(np.ascontiguousarray(value.pixels).data),)
        case Film():
            return frame_digests(value.clip)
        case Piece():
            return (sha256(value.data),)


def intact(cleared: Cleared[Guarded]) -> bool:
    """Whether the value still is, byte for byte, what was cleared; ask right before showing it."""
    encoded = sha256(cleared.value.mp4) if isinstance(cleared.value, Film) else ""
    return digests_of(cleared.value) == cleared.digests and encoded == cleared.encoded
