"""The report of one run: everything that decided the piece and everything the guard said, as plain values."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from models.film import film_facts
from models.types import Json, ModelId, Picture, Plan, Prompt, Request, Sketch, Transcript
from safety.types import Blocked, Cleared, Decision, Failed, Film, Outcome

_ENDS: dict[type, str] = {Cleared: "cleared", Blocked: "blocked", Failed: "failed"}
MILLI = 3  # digits of a second that mean anything


def plan_as_json(plan: Plan, day: str) -> Json:
    """A plan as `--plan` reads it; the day stands in the film, so replaying it gives the same bytes."""
    return asdict(plan) | {"day": day}


@dataclass(slots=True)
class Report:
    """Follows a run from its beginning and writes down what happens."""

    started: float = field(default_factory=time.monotonic)
    facts: Json = field(default_factory=dict)
    decisions: list[Json] = field(default_factory=list)
    models: Json = field(default_factory=dict)
    milestones: dict[str, float] = field(default_factory=dict)
    requests: int = 0

    def heard(self, transcript: Transcript) -> None:
        self.milestones["heard"] = self._elapsed()
        self.facts["transcript"] = transcript_as_json(transcript)

    def understood(self, request: Request) -> None:
        self.requests += 1
        self.facts |= {"prompt": _prompt(request.prompt), "style": request.style, "motion": request.prompt.motion}
        self.facts |= {"unpainted": [asdict(missing) for missing in request.prompt.unpainted], "seed": request.seed}
        self.facts["sketch"] = {"coverage": round(request.sketch.coverage, 4), "notes": list(request.sketch.notes)}

    def judged(self, decisions: tuple[Decision, ...]) -> None:
        self.decisions += [decision.as_json() for decision in decisions]

    def drawn(self, sketch: Cleared[Sketch]) -> None:
        self.milestones["sketch"] = self._elapsed()

    def began(self, picture: Cleared[Picture]) -> None:
        self.milestones["first_keyframe"] = self._elapsed()

    def used(self, role: str, model: ModelId) -> None:
        """Which weights take part."""
        self.models[role] = asdict(model)

    def guarded(self, policy: str) -> None:
        """Which policy holds."""
        self.facts["policy"] = policy

    def planned(self, plan: Plan, day: str) -> None:
        """How much work the piece is."""
        self.facts["plan"] = plan_as_json(plan, day)

    def evaluated(self, evaluations: int) -> None:
        """How often a network painted one sample by one step."""
        self.facts["network_evaluations"] = evaluations

    def ended(self, outcome: Outcome, seconds: dict[str, float]) -> Json:
        """The whole report."""
        self.milestones[_ENDS[type(outcome)]] = self._elapsed()
        ending = _ending(outcome)
        regenerated = {"regenerated": self.requests > 1, "models": self.models}
        times = {"seconds": {stage: round(spent, MILLI) for stage, spent in seconds.items()}, "at": self.milestones}
        return ending | self.facts | regenerated | {"guard": self.decisions} | times

    def _elapsed(self) -> float:
        return round(time.monotonic() - self.started, MILLI)


def transcript_as_json(transcript: Transcript) -> Json:
    """A transcript as plain values, its text first."""
    return {"text": transcript.text} | asdict(transcript)


def _prompt(prompt: Prompt) -> Json:
    plain: dict[str, Any] = asdict(prompt)
    return {name: plain[name] for name in ("text", "subjects", "places")}


def _ending(outcome: Outcome) -> Json:
    match outcome:
        case Cleared(value=Film() as film):
            return {"outcome": "cleared", "film": asdict(film_facts(film.mp4)) | {"bytes": len(film.mp4)}}
        case Blocked():
            return {"outcome": "blocked", "stage": outcome.stage}
        case _:
            return {"outcome": "failed", "stage": outcome.stage, "error": outcome.error}
