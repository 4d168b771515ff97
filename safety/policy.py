"""A policy: what is too much, how grave it is, how long a layer may take. Data, never looser than is checked here."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.errors import GuardError
from models.toml_file import read_toml
from safety.types import Category

LOOSEST, STRICTEST = 0.95, 0.02  # a threshold beyond these would be an off switch, or block everything


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Frozen):
    """When one category blocks, and how grave that is."""

    threshold: float = Field(ge=STRICTEST, le=LOOSEST, description="score from which on it blocks, 0..1")
    grave: float = Field(default=0.8, ge=STRICTEST, le=1.0, description="score from which no person may override it")
    severity: Literal[4, 6] = Field(default=4, description="severity from `grave` on; below, 2 for staff")

    def severity_of(self, score: float) -> int:
        """0, 2, 4 or 6 (DESIGN: the public display admits 0 only)."""
        if score < self.threshold:
            return 0
        return self.severity if score >= self.grave else 2


class WordLimits(_Frozen):
    """The words layer judges every category."""

    violence: Limit
    indecency: Limit
    profanity: Limit
    hate: Limit
    politics: Limit


class SketchLimits(_Frozen):
    """The sketch layer also knows hate symbols."""

    violence: Limit
    indecency: Limit
    hate: Limit


class ImageLimits(_Frozen):
    """The image layer judges what can be seen in a picture."""

    violence: Limit
    indecency: Limit


class Deadlines(_Frozen):
    """Seconds a layer may take; generous, so that on a healthy machine no clock decides, but real."""

    words: float = Field(default=5.0, gt=0, le=60)
    sketch: float = Field(default=10.0, gt=0, le=60)
    picture: float = Field(default=10.0, gt=0, le=60)
    clip: float = Field(default=60.0, gt=0, le=120)


class Policy(_Frozen):
    """What one site never shows. No category and no stage can be left out."""

    id: str = Field(min_length=1, description="name of the policy")
    version: str = Field(min_length=1, description="changes whenever a limit or a list does")
    lists: tuple[str, ...] = Field(min_length=1, description="word lists in use, in the folder `words` beside it")
    directory: Path = Field(description="where the policy lies; set by `load_policy`")
    words: WordLimits
    sketch: SketchLimits
    image: ImageLimits
    deadlines: Deadlines = Deadlines()

    @property
    def name(self) -> str:
        return f"{self.id}/{self.version}"

    def limits(self, stage: Literal["words", "sketch", "image"]) -> dict[Category, Limit]:
        """Every category this stage has to judge, with its limit."""
        table = getattr(self, stage)
        return {Category(name): getattr(table, name) for name in type(table).model_fields}


def load_policy(path: Path) -> Policy:
    """Read a policy.

    Raises:
        GuardError: it cannot be read, or is not a whole policy within the bounds above.
    """
    return read_toml(path, Policy, "a valid policy", GuardError, lambda table: table | {"directory": path.parent})
