"""A TOML file as a validated value: read once where it enters, or refused in one sentence."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from models.complaint import complaint
from models.errors import DrawnAloudError
from models.types import Json

T = TypeVar("T")


def read_toml(
    path: Path, kind: type[T], noun: str, error: type[DrawnAloudError], completed: Callable[[Json], Json] = dict
) -> T:
    """A file as a value of a kind: a model, or any type pydantic knows.

    `noun` says what is expected there, "a valid glossary"; `completed` adds what the file itself cannot say.

    Raises:
        error: the file cannot be read, is not TOML, or a key or value in it is wrong.
    """
    try:
        return TypeAdapter(kind).validate_python(completed(tomllib.loads(path.read_text("utf-8"))))
    except OSError as reason:
        raise error(f"expected {noun} at {path}, which cannot be read: {reason.strerror}") from reason
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as reason:
        raise error(f"expected {noun} at {path}, got {complaint(reason)}") from reason
