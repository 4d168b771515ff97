"""The screen's end of the line to whichever studio lives: asks carry a stamp, answers to older asks are dropped."""

from collections.abc import Iterator

from installation.link import End, Line, LineError
from installation.messages import ForStudio, FromStudio, Ready, Stamp


class StudioLine:
    """At most one studio at a time; without one everything asked is simply not answered."""

    def __init__(self) -> None:
        self._line: Line | None = None
        self._ready = False

    @property
    def ready(self) -> bool:
        """Whether there is a studio that has loaded."""
        return self._ready

    def joined(self, descriptors: tuple[int, ...]) -> None:
        """A new studio is being started."""
        self.lost()
        self._line = Line(End(*descriptors))

    def lost(self) -> None:
        """It is gone."""
        if self._line is not None:
            self._line.close()
        self._line, self._ready = None, False

    def ask(self, message: ForStudio) -> bool:
        """Whether a studio took the message."""
        if self._line is None or not self._ready:
            return False
        try:
            self._line.send(message)
        except LineError:
            self.lost()
            return False
        return True

    def answers(self, stamp: Stamp) -> Iterator[FromStudio]:
        """What came for this stamp.

        Raises:
            LineError: the studio is gone.
        """
        if self._line is None:
            return
        try:
            for message, _ in self._line.receive():
                if isinstance(message, Ready):
                    self._ready = True
                elif message.stamp == stamp:
                    yield message
        except LineError:
            self.lost()
            raise
