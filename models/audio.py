"""Sound files into recordings: any rate, any number of channels, nothing broken."""

import struct
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from models.errors import BadInputError
from models.types import SAMPLE_RATE, Floats, Recording

LONGEST = 60  # s
BLOCK = 1 << 18  # samples over all channels that are decoded at a time
PIECE = SAMPLE_RATE // 50  # samples in 20 ms
SILENT = 1e-7
LARGEST = 1 << 30  # bytes; more than a minute of anything a microphone gives
OGG_END = 4  # flag of the last page
MP3_HEAD = 4096  # bytes within which the first frame's tag stands
UNKNOWN_SIZES = (0, 0xFFFFFFFF)  # what a recorder writes into a header it never came back to


def read_recording(path: Path) -> Recording:
    """Decode a sound file to 16 kHz mono, channels averaged.

    Raises:
        BadInputError: unreadable, truncated, empty, over 60 s, or with values that are no numbers.
    """
    try:
        _refuse_truncation(path)
        samples = _whole(path)
    except OSError as error:
        raise BadInputError(f"expected a sound file, but {path.name} cannot be read: {error.strerror}") from error
    except (soundfile.SoundFileError, TypeError, ValueError) as error:  # TypeError: a name that promises raw samples
        raise BadInputError(f"expected a sound file such as WAV or FLAC, got {path.name}: {_reason(error)}") from error
    return Recording(samples)


def _whole(path: Path) -> Floats:
    """All of it. MP3 is FFmpeg's: libsndfile was seen to garble some, now with clicks, now with NaN."""
    about = soundfile.info(path)
    if about.format == "MP3":
        _refuse_length(path, about.frames / about.samplerate)
        return _by_ffmpeg(path)
    return _once(path)


def _by_ffmpeg(path: Path) -> Floats:
    """The file at 16 kHz, channels averaged, decoded by FFmpeg.

    Raises:
        BadInputError: it holds no sound, or no numbers.
    """
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        parts = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    samples = np.concatenate(
        [np.zeros(0, np.float32), *(p.to_ndarray()[0] for p in [*parts, *resampler.resample(None)])]
    )
    if not len(samples) or not np.isfinite(samples).all():
        raise BadInputError(f"expected sound in {path.name}, got none, or no numbers")
    return np.asarray(np.clip(samples, -1.0, 1.0), np.float32)


def _once(path: Path) -> Floats:
    with soundfile.SoundFile(path) as file:
        _refuse_length(path, file.frames / file.samplerate)
        return _decode(path, file)


def level(samples: Floats) -> float:
    """Root mean square of the louder half of the 20 ms pieces, 0..1: what is said, not the pauses."""
    pieces = samples[: len(samples) // PIECE * PIECE].reshape(-1, PIECE)
    power = np.sort((pieces.astype(np.float64) ** 2).mean(axis=1))
    loud = power[len(power) // 2 :]
    return float(np.sqrt(loud.mean())) + SILENT if len(loud) else SILENT


def _decode(path: Path, file: soundfile.SoundFile) -> Floats:
    samples = np.concatenate([np.zeros(0, np.float32), *_resampled(path, file)])
    if not len(samples):
        raise BadInputError(f"expected a recording, got {path.name}, which holds no sound")
    if not np.isfinite(samples).all():  # a damaged MP3 may decode to numbers so large that resampling overflows
        raise BadInputError(f"expected sound in {path.name}, got numbers beyond all bounds")
    return np.asarray(np.clip(samples, -1.0, 1.0), np.float32)


def _resampled(path: Path, file: soundfile.SoundFile) -> Iterator[Floats]:
    """The file in blocks at 16 kHz, so that neither rate nor channels decide how much memory it takes."""
    resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, 1, dtype="float32")
    decoded = 0
    for block in file.blocks(max(1, BLOCK // file.channels), dtype="float32", always_2d=True):
        decoded += len(block)
        _refuse_length(path, decoded / file.samplerate)
        if not np.isfinite(block).all():
            raise BadInputError(f"expected numbers in the sound file {path.name}, got NaN or infinity")
        yield resampler.resample_chunk(np.ascontiguousarray(block.mean(axis=1)))
    if decoded < file.frames:
        raise BadInputError(f"expected {file.frames} samples in {path.name}, got {decoded}: the file was cut short")
    yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)


def _refuse_length(path: Path, seconds: float) -> None:
    if seconds > LONGEST:
        raise BadInputError(f"expected a recording of at most {LONGEST} s, got {path.name} of {seconds:.0f} s")


def _refuse_truncation(path: Path) -> None:
    """The decoder reads a shortened file without a word, so what the file says of itself is asked first."""
    if path.stat().st_size > LARGEST:
        raise BadInputError(f"expected a recording of at most {LARGEST >> 20} MiB, got {path.name}")
    data = path.read_bytes()
    promised = next((size for promise in PROMISES if (size := promise(data)) is not None), 0)
    if promised > len(data) + 1:  # some writers count a padding byte they never wrote
        raise BadInputError(f"expected {promised} bytes or more in {path.name}, got {len(data)}: it was cut short")


def _riff(data: bytes) -> int | None:
    """WAV and AIFF: the size stands in the first chunk."""
    if data[:4] not in (b"RIFF", b"FORM") or len(data) < 8:
        return None
    size: int = struct.unpack("<I" if data[:4] == b"RIFF" else ">I", data[4:8])[0]
    return 0 if size in UNKNOWN_SIZES else size + 8


def _ogg(data: bytes) -> int | None:
    """Ogg: the last page says that it is the last."""
    if data[:4] != b"OggS":
        return None
    last = data.rfind(b"OggS")
    return 0 if len(data) > last + 5 and data[last + 5] & OGG_END else len(data) + 2


def _mp3(data: bytes) -> int | None:
    """MP3: the encoder's first frame mostly tells the number of bytes from there on."""
    at = max(data.find(b"Xing", 0, MP3_HEAD), data.find(b"Info", 0, MP3_HEAD))
    if at < 0 or len(data) < at + 16:
        return None
    flags, first, second = struct.unpack(">III", data[at + 4 : at + 16])
    size: int = second if flags & 1 else first  # the number of frames comes before it where it is told
    return size if flags & 2 else None


PROMISES = (_riff, _ogg, _mp3)  # how many bytes a file has to have, by its own word; None: says nothing


def _reason(error: Exception) -> str:
    return str(error).rpartition(": ")[2].strip().rstrip(".") or "it cannot be decoded"
