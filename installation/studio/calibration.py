"""The plan: how much work a piece is. Chosen at start-up from one rehearsal, never by a clock in mid-piece."""

import hashlib
import json
import math
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from installation.settings import Choice, Pace
from installation.studio.commission import Order
from installation.studio.pipeline import Studio, clear_film
from installation.studio.support import PAPER
from models.complaint import complaint
from models.device import settle
from models.drawing import blank_sheet
from models.errors import BadInputError
from models.prompt import read
from models.types import Plan, Request

FILE = "calibration.json"
BASE = 512  # side the rehearsal is measured at
FEW, MORE = 1, 4  # steps of the two paintings whose difference is what steps cost
DAY = "1970-01-01"  # the rehearsal's film is thrown away

T = TypeVar("T")


class PlanFile(BaseModel):
    """A plan from a file: what `report.json` calls "plan". Without a day it is today's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    steps: int = Field(ge=1, le=100)
    keyframes: int = Field(ge=1, le=24)
    size: int = Field(ge=512, le=2160, multiple_of=2)
    threads: int = Field(ge=1, le=256)
    day: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")


@dataclass(frozen=True, slots=True)
class Speed:
    """What the parts of a piece cost on this machine, in seconds; `finish_s` and `film_s` for BASE pixels a side."""

    step_s: float  # one evaluation of the painter's network
    picture_s: float  # what a painting costs besides its steps
    finish_s: float  # the first keyframe: motion, marks, check
    film_s: float  # animating, checking and encoding

    def first_s(self, choice: Choice) -> float:
        """Until the first keyframe is cleared."""
        return choice.steps * self.step_s + self.picture_s + self.finish_s * _area(choice)

    def whole_s(self, choice: Choice, strength: float) -> float:
        """Until the film is cleared; later keyframes are repainted with a share `strength` of the steps."""
        tail = max(1, math.ceil(strength * choice.steps))
        later = (choice.keyframes - 1) * (tail * self.step_s + self.picture_s)
        return self.first_s(choice) + later + self.film_s * _area(choice)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    machine: str
    step_s: float = Field(gt=0, allow_inf_nan=False)
    picture_s: float = Field(ge=0, allow_inf_nan=False)
    finish_s: float = Field(gt=0, allow_inf_nan=False)
    film_s: float = Field(gt=0, allow_inf_nan=False)


def read_plan(path: Path, today: str) -> tuple[Plan, str]:
    """A plan to replay and its day, from a plan file or from the report of an earlier run.

    Raises:
        BadInputError: it is no plan.
    """
    try:
        content = json.loads(path.read_bytes())
        plan = content.get("plan", content) if isinstance(content, dict) else content
        file = PlanFile.model_validate(plan)
    except OSError as error:
        raise BadInputError(f"expected a plan at {path}, which cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        wanted = "steps, keyframes, size and threads"
        raise BadInputError(f"expected a plan with {wanted} in {path}, got {complaint(error)}") from error
    return Plan(file.steps, file.keyframes, file.size, file.threads), file.day or today


def choose_plan(studio: Studio, pace: Pace, state: Path) -> Plan:
    """The first of the choices that keeps the pace on this machine, measured once and kept in `state`."""
    speed = _kept(studio, state) or _measured_and_kept(studio, state)
    strength = studio.painter.settings.strength
    for choice in pace.choices:
        in_time = speed.whole_s(choice, strength) + pace.hearing_s <= pace.film_s
        if in_time and speed.first_s(choice) + pace.hearing_s <= pace.first_s:
            return _plan(choice)
    return _plan(pace.choices[-1])


def measure(studio: Studio) -> Speed:
    """Rehearse one piece on bare paper, with every part that a real one has."""
    order = _rehearsal(studio, FEW)
    settle(order.request.plan.threads)
    _paint(studio, FEW)  # the first time is slower
    few = _timed(lambda: _paint(studio, FEW))[1]
    more = _timed(lambda: _paint(studio, MORE))[1]
    step = max((more - few) / (MORE - FEW), 1e-4)
    picture = max(few - FEW * step, 0.0)
    begun, beginning = _timed(lambda: PAPER.begin(studio.painter, order))
    check = _timed(lambda: studio.guard.clear_picture(begun.first, order.style.thresholds))[1]
    clip, completing = _timed(lambda: begun.film(studio.painter))
    animating = completing - (order.request.plan.keyframes - 1) * (step + picture)
    checking = _timed(lambda: clear_film(studio, clip, order))[1]
    return Speed(step, picture, max(beginning - few, 0.0) + check, max(animating, 0.0) + checking)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _paint(studio: Studio, steps: int) -> None:
    order = _rehearsal(studio, steps)
    studio.painter.first(order.request, order.style.prompt)


def _rehearsal(studio: Studio, steps: int) -> Order:
    prompt = read(studio.neutral, studio.lexicon)
    plan = Plan(steps, 6, BASE, cores())
    style = studio.repertoire.style(studio.house_style)
    return Order(Request(blank_sheet(), prompt, style.id, 0, plan), style, DAY)


def _kept(studio: Studio, state: Path) -> Speed | None:
    try:
        kept = _Kept.model_validate_json((state / FILE).read_bytes())
    except (OSError, ValidationError):
        return None  # never measured, or damaged: measure again
    if kept.machine != _machine(studio):
        return None
    return Speed(kept.step_s, kept.picture_s, kept.finish_s, kept.film_s)


def _measured_and_kept(studio: Studio, state: Path) -> Speed:
    speed = measure(studio)
    kept = {"machine": _machine(studio)} | asdict(speed)
    draft = state / f"{FILE}.{os.getpid()}"
    try:
        state.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(kept), "utf-8")
        draft.replace(state / FILE)
    except OSError:
        draft.unlink(missing_ok=True)
    return speed


def _machine(studio: Studio) -> str:
    """What the measurement holds for: processor, cores, weights, library."""
    parts = (processor(), cores(), studio.painter_id.sha256, studio.guard.model.sha256, version("torch"))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def processor() -> str:
    """What this machine calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _plan(choice: Choice) -> Plan:
    return Plan(choice.steps, choice.keyframes, choice.size, cores())


def _area(choice: Choice) -> float:
    return (choice.size / BASE) ** 2


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """A result and what it cost: no more than its processor time, so that what else runs just now hardly counts."""
    started, busy = time.perf_counter(), time.process_time()
    result = work()
    return result, min(time.perf_counter() - started, time.process_time() - busy)
