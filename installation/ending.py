"""How a command ends: what `installation.cli` prints and exits with."""

from dataclasses import dataclass

from models.types import Json

CLEARED, BLOCKED = 0, 3  # exit codes; the others are the errors' own


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended: its exit code, one plain line, and what it prints: JSON, or else a text, or nothing."""

    code: int
    line: str
    output: Json
    text: str = ""
