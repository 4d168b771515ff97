"""A finished piece as files: H.264 film and PNG poster, both saying by IPTC words that a machine painted them."""

import io
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from html import escape, unescape

import av
import numpy as np
from av.container import InputContainer
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from models.errors import BadInputError
from models.types import Bytes, Clip, ModelId, Picture

MACHINE_MADE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
CRF = 18  # x264's constant rate factor: the marks of a brush stay clean
# cpu-independent: with the AVX-512 routines of its look-ahead x264 gave eight clips four different files (measured)
OPTIONS = {"preset": "veryfast", "threads": "2", "x264-params": "deterministic=1:cpu-independent=1:keyint=48"}
XMP_BOX = uuid.UUID("be7acfcb-97a9-42e8-9c71-999491e3afac")  # where XMP lies in ISO media (Adobe XMP spec., part 3)
PNG_XMP = "XML:com.adobe.xmp"
_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a piece says about how it was made; a day and a model, nothing about the visitor."""

    model: ModelId
    day: str  # ISO 8601, yyyy-mm-dd: the caller decides, so that the same piece has the same bytes
    source: str = MACHINE_MADE


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a film file holds, read back from its bytes."""

    frames: int
    fps: float
    width: int
    height: int
    codec: str
    pixels: str
    seconds: float
    sha256: str


def encode(clip: Clip, provenance: Provenance, crf: int = CRF) -> bytes:
    """An MP4 (H.264, yuv420p, index first, no sound), the same bytes for the same clip on one machine."""
    file = io.BytesIO()
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(file, "w", format="mp4", options=options, io_open=lambda *_: _Reader(file)) as container:
        stream = container.add_stream("libx264", rate=clip.fps, options=OPTIONS | {"crf": str(crf)})
        stream.height, stream.width = clip.frames.shape[1:3]
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, clip.fps)
        for pixels in clip.frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return file.getvalue() + _box(_packet(provenance))


def encode_poster(picture: Picture, provenance: Provenance) -> bytes:
    """A PNG with the same words of origin."""
    words = PngInfo()
    words.add_itxt(PNG_XMP, _packet(provenance))
    file = io.BytesIO()
    Image.fromarray(picture.pixels).save(file, "PNG", pnginfo=words)
    return file.getvalue()


def read_provenance(data: bytes) -> Provenance:
    """What a film or a poster says about its making.

    Raises:
        BadInputError: it says nothing, or nothing that can be read.
    """
    packet = _find_packet(data)
    model, _, version = _said(packet, "xmp:CreatorTool").rpartition(" ")
    source, day = _said(packet, "Iptc4xmpExt:DigitalSourceType"), _said(packet, "xmp:CreateDate")
    if not model or not source or not day:
        raise BadInputError("expected words of origin with source, model and day, got a file that lacks some of them")
    return Provenance(ModelId(model, version), day, source)


def film_facts(data: bytes) -> FilmFacts:
    """Decode a film and say what it holds.

    Raises:
        BadInputError: it cannot be decoded.
    """
    with _opened(data) as container:
        stream = container.streams.video[0]
        frames = sum(1 for _ in _decoded(container))
        fps = float(stream.average_rate or 0)
        context = stream.codec_context
        facts = (stream.width, stream.height, context.name, str(context.pix_fmt))
    return FilmFacts(frames, fps, *facts, frames / fps, sha256(data).hexdigest())


def read_film(data: bytes) -> Clip:
    """The frames of a film as they will be shown.

    Raises:
        BadInputError: it cannot be decoded.
    """
    with _opened(data) as container:
        fps = round(container.streams.video[0].average_rate or 0)
        return Clip(np.stack([frame.to_ndarray(format="rgb24") for frame in _decoded(container)]), fps)


def frames_of(data: bytes) -> Iterator[Bytes]:
    """The same frames one by one, RGB uint8 [H, W, 3], each decoded when it is asked for.

    Raises:
        BadInputError: it cannot be decoded.
    """
    with _opened(data) as container:
        for frame in _decoded(container):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


@contextmanager
def _opened(data: bytes) -> Iterator[InputContainer]:
    try:
        container = av.open(io.BytesIO(data), "r")
    except (av.FFmpegError, IndexError) as error:
        raise BadInputError(f"expected a film, got {len(data)} bytes that are none") from error
    with container:
        if not container.streams.video:
            raise BadInputError("expected a film, got a file without pictures in it")
        yield container


def _decoded(container: InputContainer) -> Iterator[av.VideoFrame]:
    try:
        yield from container.decode(container.streams.video[0])
    except (av.FFmpegError, IndexError) as error:
        raise BadInputError("expected a whole film, got one whose pictures cannot be decoded") from error


class _Reader:
    """A second view of a file being written: moving the index to the front reads what was written (movenc.c)."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file
        self._place = 0

    def read(self, count: int) -> bytes:
        with self._file.getbuffer() as written:
            data = bytes(written[self._place : self._place + count])
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._file.getbuffer().nbytes}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        """The file stays with its writer."""


def _packet(provenance: Provenance) -> str:
    """An XMP packet; source type after the IPTC Photo Metadata Standard 2023.1."""
    said = {
        "Iptc4xmpExt:DigitalSourceType": provenance.source,
        "xmp:CreatorTool": f"{provenance.model.id} {provenance.model.version}",
        "xmp:CreateDate": provenance.day,
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
    words = " ".join(f'{name}="{escape(value)}"' for name, value in said.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {spaces}><rdf:Description rdf:about="" {words}/></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    )


def _said(packet: str, name: str) -> str:
    """The value of an attribute in a packet of ours, empty when absent; no XML parser meets strangers' files."""
    found = re.search(rf'\s{re.escape(name)}="([^"]*)"', packet)
    return unescape(found[1]) if found else ""


def _box(packet: str) -> bytes:
    body = XMP_BOX.bytes + packet.encode()
    return (len(body) + 8).to_bytes(4, "big") + b"uuid" + body


def _find_packet(data: bytes) -> str:
    at = data.rfind(b"uuid" + XMP_BOX.bytes)
    if at >= 4:
        return data[at + 20 : at - 4 + int.from_bytes(data[at - 4 : at], "big")].decode("utf-8", "replace")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            packet = picture.info.get(PNG_XMP, "")
    except OSError as error:  # what Pillow raises for whatever is no picture, or only a part of one
        raise BadInputError("expected a film or a poster with words of origin, got a file without any") from error
    return packet if isinstance(packet, str) else ""
