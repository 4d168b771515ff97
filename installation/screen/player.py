"""What may be shown, frame by frame: only what was cleared, hashed again in private memory right before it is shown."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from PIL import Image

from models.errors import GuardError
from models.film import frames_of
from models.types import Bytes, Picture
from safety.curated import Curated
from safety.digests import intact, sha256
from safety.types import Cleared, Film, Piece

FPS: Final = 24


class Reel(Protocol):
    """Something that plays in a loop."""

    def frame(self, seconds: float) -> Bytes:
        """RGB uint8 [H, W, 3] at a time since it began; the same array until the next frame is due."""


class FilmReel:
    """A visitor's film. A frame that is not, byte for byte, the one that was cleared is never handed out."""

    def __init__(self, film: Cleared[Film]) -> None:
        clip = film.value.clip
        if len(film.digests) != len(clip.frames):
            raise GuardError(f"expected a digest for each of {len(clip.frames)} frames, got {len(film.digests)}")
        self._frames, self._digests, self._fps = clip.frames, film.digests, clip.fps
        self._shown = -1
        self._private: Bytes = np.empty(clip.frames.shape[1:], np.uint8)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its frames."""
        height, width = self._private.shape[:2]
        return int(width), int(height)

    def frame(self, seconds: float) -> Bytes:
        """Copy the frame that is due, hash the copy, hand out the copy.

        Raises:
            GuardError: the frame changed after it was cleared.
        """
        index = int(seconds * self._fps) % len(self._frames)
        if index != self._shown:
            self._shown = -1
            np.copyto(self._private, self._frames[index])
            if sha256(self._private.data) != self._digests[index]:
                raise GuardError(f"expected frame {index + 1} as it was cleared, got another one")
            self._shown = index
        return self._private


class StillReel:
    """A picture that was cleared: made by `still_of`, `picture_of`."""

    def __init__(self, private: Bytes) -> None:
        self._private = private

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self._private.shape[:2]
        return int(width), int(height)

    def frame(self, seconds: float) -> Bytes:
        """Always the same."""
        return self._private


def picture_of(picture: Cleared[Picture]) -> StillReel:
    """A painted picture.

    Raises:
        GuardError: it is not, byte for byte, the one that was cleared.
    """
    private = np.array(picture.value.pixels)
    if (sha256(private.data),) != picture.digests:
        raise GuardError("expected the picture as it was cleared, got another one")
    return StillReel(private)


def still_of(piece: Cleared[Piece]) -> StillReel:
    """A curated picture.

    Raises:
        GuardError: it is not, byte for byte, the one that was approved.
    """
    if not intact(piece):
        raise GuardError(f"expected {piece.value.name} as it was approved, got other bytes")
    with Image.open(io.BytesIO(piece.value.data), formats=("PNG",)) as image:
        return StillReel(np.asarray(image.convert("RGB"), np.uint8))


class PieceReel:
    """A curated film, decoded as it plays from bytes that were cleared as a whole."""

    def __init__(self, piece: Cleared[Piece]) -> None:
        if not intact(piece):
            raise GuardError(f"expected {piece.value.name} as it was approved, got other bytes")
        self._data = piece.value.data
        self._frames = self._decoded()
        self._shown, self._frame = 0, next(self._frames)

    def frame(self, seconds: float) -> Bytes:
        """The next frame when it is due; a film that fell behind does not hurry."""
        if int(seconds * FPS) > self._shown:
            self._shown = int(seconds * FPS)
            self._frame = next(self._frames)
        return self._frame

    def _decoded(self) -> Iterator[Bytes]:
        while True:
            yield from frames_of(self._data)


class Programme:
    """The curated films, one after another; the calm way, only the first picture of each."""

    def __init__(self, pieces: Sequence[Cleared[Piece]], each_s: float = 18.0, *, calm: bool = False) -> None:
        if not pieces:
            raise GuardError("expected at least one curated film, got none that is approved")
        self._pieces, self._each, self._calm = tuple(pieces), each_s, calm
        self._number, self._reel = 0, PieceReel(pieces[0])

    def frame(self, seconds: float) -> Bytes:
        """RGB uint8 [H, W, 3] at a time since the programme began."""
        number = int(seconds / self._each)
        if number != self._number:
            self._number, self._reel = number, PieceReel(self._pieces[number % len(self._pieces)])
        return self._reel.frame(0.0 if self._calm else seconds % self._each)


def approved_films(directory: Path, curated: Curated) -> tuple[Cleared[Piece], ...]:
    """The films in a folder that stand in the manifest, exactly as they were approved; others are left out."""
    answers = (curated.clear(path) for path in sorted(directory.glob("*.mp4")))
    return tuple(answer for answer in answers if isinstance(answer, Cleared))
