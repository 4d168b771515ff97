"""The staff's door: a PIN chosen at the first start, six digits, kept only as a salted hash."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from installation.screen.session import Event
from models.errors import OutputError

FILE: Final = "staff-pin.json"  # in the state directory; without it the next start asks for a new PIN
LENGTH: Final = 6
DIGITS: Final = "123456789<0"  # as they stand on the pad; the sign takes the last one back
TRIES: Final = 5  # wrong ones, after which
PAUSE_S: Final = 60.0  # no PIN is right for so long


class Pin:
    """The PIN as it is kept: never itself, only whether another one is the same (scrypt, RFC 7914)."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE

    @property
    def chosen(self) -> bool:
        """Whether there is one."""
        return self._kept() is not None

    def choose(self, digits: str) -> None:
        """Keep this one from now on.

        Raises:
            OutputError: it cannot be written down.
        """
        salt = secrets.token_bytes(16)
        partial = self._file.with_suffix(".partial")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump({"salt": salt.hex(), "hash": _hash(digits, salt).hex()}, file)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._file)
        except OSError as error:
            raise OutputError(f"expected to keep the staff's PIN at {self._file}, got: {error.strerror}") from error

    def fits(self, digits: str) -> bool:
        """Whether these are the digits that were chosen."""
        kept = self._kept()
        return kept is not None and secrets.compare_digest(_hash(digits, kept[0]), kept[1])

    def _kept(self) -> tuple[bytes, bytes] | None:
        """Salt and hash; none where there are none that could be read."""
        try:
            value = json.loads(self._file.read_text("utf-8"))
            return bytes.fromhex(value["salt"]), bytes.fromhex(value["hash"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Door:
    """What was dialled so far. Times are s on the loop's clock."""

    digits: str = ""
    first: str = ""  # while one is chosen: what was dialled the first time
    differed: bool = False  # the second time it was another one
    wrong: int = 0
    shut_until: float = 0.0

    def dialled(self, sign: str, pin: Pin, now: float) -> tuple["Door", Event | None]:
        """After one more sign; with the last digit comes what happens."""
        digits = self.digits[:-1] if sign == "<" else self.digits + sign
        if len(digits) < LENGTH:
            return replace(self, digits=digits), None
        return self._knocked(digits, pin, now) if pin.chosen else self._choosing(digits, pin)

    def _choosing(self, digits: str, pin: Pin) -> tuple["Door", Event | None]:
        if not self.first:
            return Door(first=digits), None
        if digits != self.first:
            return Door(differed=True), None
        pin.choose(digits)
        return Door(), Event.PIN_CHOSEN

    def _knocked(self, digits: str, pin: Pin, now: float) -> tuple["Door", Event]:
        if now >= self.shut_until and pin.fits(digits):
            return Door(), Event.PIN_RIGHT
        wrong = self.wrong + 1
        until = now + PAUSE_S if wrong % TRIES == 0 else self.shut_until
        return Door(wrong=wrong, shut_until=until), Event.PIN_WRONG


def _hash(digits: str, salt: bytes) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, n=2**12, r=8, p=1, dklen=32)
