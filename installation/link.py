"""Lines between processes: whole messages over a private socket pair, large arrays through memory beside it.

A line belongs to two processes and to one generation of each; it is never shared with a third, and a process that is
killed takes nothing with it that another one waits for. Sending and receiving never wait. Arrays travel out of band
(PEP 574): the sender copies them into memory of its own that the receiver sees read-only, so a film crosses without
passing through the socket. The memory is a ring without locks: what was sent long ago may be overwritten, which is why
the player hashes each frame that it copies. It has no name (memfd_create(2)): nothing is left behind by a kill.
"""

import mmap
import os
import pickle
import socket
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from models.errors import DrawnAloudError

INLINE: Final = 32 << 10  # bytes; a longer array, or a longer message, goes through the memory
PACKET: Final = 128 << 10  # bytes a packet may have; Linux's default socket buffer takes 208 KiB
_HEAD: Final = struct.Struct("<I")
_PLACE: Final = struct.Struct("<QQ")


class LineError(DrawnAloudError):
    """The other end is gone, does not read, or was sent more than there is room for."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line as file descriptors: what a new process is given."""

    pipe: int
    written: int  # memory this end writes
    read: int  # memory the other end writes

    @property
    def descriptors(self) -> tuple[int, int, int]:
        return self.pipe, self.written, self.read


def line_ends(near_bytes: int, far_bytes: int) -> tuple[End, End]:
    """Both ends of a new line, and how many bytes of arrays each may have under way at once."""
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    memories = [_memory(size) for size in (near_bytes, far_bytes)]
    copies = [os.dup(memory) for memory in memories]
    return End(near.detach(), memories[0], memories[1]), End(far.detach(), copies[1], copies[0])


class Line:
    """One end, in the process that holds it."""

    def __init__(self, end: End) -> None:
        self._socket = socket.socket(fileno=end.pipe)
        self._socket.setblocking(False)
        self._written = mmap.mmap(end.written, 0)
        self._read = mmap.mmap(end.read, 0, prot=mmap.PROT_READ)
        self._next = 0
        for descriptor in (end.written, end.read):
            os.close(descriptor)

    def fileno(self) -> int:
        """For `select`: readable when something came, or the other end is gone."""
        return self._socket.fileno()

    def send(self, message: Any, descriptors: Sequence[int] = ()) -> None:
        """Send one message, and open files with it.

        Raises:
            LineError: the other end is gone, does not read, or the message is larger than the memory.
        """
        arrays: list[memoryview] = []

        def aside(buffer: pickle.PickleBuffer) -> bool:
            raw = buffer.raw()
            if raw.nbytes <= INLINE:
                return True
            arrays.append(raw)
            return False

        body = pickle.dumps(message, protocol=5, buffer_callback=aside)
        if len(body) > INLINE:
            arrays, body = [*arrays, memoryview(body)], b""
        packet = _HEAD.pack(len(arrays)) + b"".join(_PLACE.pack(*self._put(array)) for array in arrays) + body
        try:
            socket.send_fds(self._socket, [packet], list(descriptors))
        except OSError as error:
            raise LineError(f"expected the other end to take a message, but: {error.strerror}") from error

    def receive(self) -> Iterator[tuple[Any, tuple[int, ...]]]:
        """Everything that waits, each with the open files that came along; nothing when nothing does.

        Raises:
            LineError: the other end is gone.
        """
        while True:
            try:
                packet, descriptors, _, _ = socket.recv_fds(self._socket, PACKET, 8)
            except BlockingIOError:
                return
            except OSError as error:
                raise LineError(f"expected the other end to be there, but: {error.strerror}") from error
            if not packet:
                raise LineError("expected the other end to be there, but it is closed")
            yield self._message(packet), tuple(descriptors)

    def close(self) -> None:
        """Hang up. What was received and is still held stays readable."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, array: memoryview) -> tuple[int, int]:
        if array.nbytes > len(self._written):
            raise LineError(f"expected at most {len(self._written):,} bytes in a message, got {array.nbytes:,}")
        if self._next + array.nbytes > len(self._written):
            self._next = 0
        begin, self._next = self._next, -(-(self._next + array.nbytes) // mmap.PAGESIZE) * mmap.PAGESIZE
        self._written[begin : begin + array.nbytes] = array
        return begin, array.nbytes

    def _message(self, packet: bytes) -> Any:
        (count,) = _HEAD.unpack_from(packet)
        places = [_PLACE.unpack_from(packet, _HEAD.size + k * _PLACE.size) for k in range(count)]
        seen = memoryview(self._read)
        arrays = [seen[begin : begin + size] for begin, size in places]
        body = packet[_HEAD.size + count * _PLACE.size :] or bytes(arrays.pop())
        return pickle.loads(body, buffers=arrays)  # noqa: S301  from a process of our own


def _memory(size: int) -> int:
    descriptor = os.memfd_create("drawn-aloud", os.MFD_CLOEXEC)
    os.ftruncate(descriptor, max(size, mmap.PAGESIZE))
    return descriptor
