"""The guard: everything is blocked, except what every mandatory layer has scored, in time, as fit for everyone.

Default deny (DESIGN §6). An exception, a missing or non-finite score, a time-out, a full queue: Blocked. Here, and only
here, a broad `except` is right, since it can only ever mean Blocked.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

import numpy as np

from models.bundle import Bundle
from models.errors import BundleError, GuardError
from models.types import Bytes, Clip, ModelId, Picture, Sketch
from safety.deadline import Watch
from safety.digests import digests_of, frozen, sha256
from safety.image_check import load_image_check
from safety.layers import ImageLayer, Score, SketchLayer, WordsLayer
from safety.policy import LOOSEST, STRICTEST, Limit, Policy
from safety.sketch_check import load_sketch_check
from safety.text_check import load_text_check
from safety.types import _SEAL, Blocked, Category, Cleared, Decision, Film, Verdict, Words

CONTRACT: Final = 1  # what this code expects a guard bundle to hold; a bundle of another contract is refused
PLACES: Final = 4  # checks at once
LONGEST_TEXT, MOST_TEXTS = 2_000, 64  # characters, hypotheses

Encode = Callable[[Clip], bytes]
Stage = Literal["words", "sketch", "image"]
Limits = Mapping[Category, Limit]
V = TypeVar("V", Words, Sketch, Picture, Film)


@dataclass(frozen=True, slots=True)
class Layers:
    """The mandatory layers; there is no guard without all of them."""

    words: WordsLayer
    sketch: SketchLayer
    image: ImageLayer


class Guard:
    """The only maker of clearances for what is generated."""

    def __init__(self, policy: Policy, layers: Layers, model: ModelId) -> None:
        self._policy, self._layers, self.model = policy, layers, model
        self._watch = Watch(PLACES)

    @classmethod
    def load(cls, bundle: Bundle, policy: Policy) -> "Guard":
        """A guard with the weights of a verified bundle and the lists of a policy.

        Raises:
            BundleError: the bundle is no guard, or one this code does not know.
            GuardError: a word list is missing or malformed.
        """
        if bundle.manifest.kind != "guard" or bundle.settings.get("contract") != CONTRACT:
            found = f"{bundle.manifest.kind} of contract {bundle.settings.get('contract')}"
            raise BundleError(f"expected a guard of contract {CONTRACT} in {bundle.directory}, got a {found}")
        layers = Layers(load_text_check(policy), load_sketch_check(bundle), load_image_check(bundle))
        return cls(policy, layers, bundle.model_id)

    @property
    def policy(self) -> str:
        return self._policy.name

    def clear_words(self, hypotheses: Sequence[str]) -> Cleared[Words] | Blocked:
        """Judge everything that may have been said, and the prompt made of it; one unfit text blocks all."""
        return _or_blocked("words", lambda: self._words(Words(tuple(hypotheses))))

    def clear_sketch(self, sketch: Sketch) -> Cleared[Sketch] | Blocked:
        """Judge ink before anything is painted from it."""
        return _or_blocked("sketch", lambda: self._sketch(replace(sketch, ink=frozen(_square(sketch.ink)))))

    def clear_picture(self, picture: Picture, thresholds: Mapping[str, float]) -> Cleared[Picture] | Blocked:
        """Judge one picture. `thresholds` are its style's ("image.violence" -> 0..1), over the policy's."""
        return _or_blocked("picture", lambda: self._picture(frozen(_frames(picture.pixels[None])), thresholds))

    def clear_clip(self, clip: Clip, thresholds: Mapping[str, float], encode: Encode) -> Cleared[Film] | Blocked:
        """Judge every frame and a montage, then encode; the worst frame decides.

        The clearance holds a digest of each frame, and of the MP4 that `encode` made of exactly these frames.
        """
        return _or_blocked("clip", lambda: self._clip(Clip(frozen(_frames(clip.frames)), clip.fps), thresholds, encode))

    def _words(self, words: Words) -> Cleared[Words] | Blocked:
        longest = max(map(len, words.texts), default=0)
        _require(len(words.texts) <= MOST_TEXTS, f"at most {MOST_TEXTS} texts", f"{len(words.texts)}")
        _require(longest <= LONGEST_TEXT, f"texts of at most {LONGEST_TEXT} characters", f"one of {longest}")
        digests, texts = digests_of(words), words.texts or ("",)
        scores = self._watch.run(lambda: self._layers.words.judge(texts), self._policy.deadlines.words)
        subjects = [f"hypothesis {i}" for i in range(1, len(texts) + 1)]
        decisions = _decisions("words", self._policy.limits("words"), scores, subjects)
        return self._verdict("words", words, digests, decisions)

    def _sketch(self, sketch: Sketch) -> Cleared[Sketch] | Blocked:
        digests = digests_of(sketch)
        scores = self._watch.run(lambda: self._layers.sketch.judge(sketch.ink), self._policy.deadlines.sketch)
        decisions = _decisions("sketch", self._policy.limits("sketch"), scores, ["as drawn"])
        return self._verdict("sketch", sketch, digests, decisions)

    def _picture(self, frames: Bytes, thresholds: Mapping[str, float]) -> Cleared[Picture] | Blocked:
        picture = Picture(frames[0])
        digests = digests_of(picture)
        decisions = self._seen(frames, thresholds, self._policy.deadlines.picture)
        return self._verdict("picture", picture, digests, decisions)

    def _clip(self, clip: Clip, thresholds: Mapping[str, float], encode: Encode) -> Cleared[Film] | Blocked:
        digests = digests_of(Film(clip, b""))
        decisions = self._seen(clip.frames, thresholds, self._policy.deadlines.clip)
        if any(decision.blocks for decision in decisions):
            return Blocked("clip", decisions)
        mp4 = self._watch.run(lambda: encode(clip), self._policy.deadlines.clip)
        _require(isinstance(mp4, bytes) and len(mp4) > 0, "the bytes of a film", f"{type(mp4).__name__}")
        return self._verdict("clip", Film(clip, mp4), digests, decisions)

    def _seen(self, frames: Bytes, thresholds: Mapping[str, float], seconds: float) -> tuple[Decision, ...]:
        """The image layer's decisions on one frame, or on all frames of a clip and their montage."""
        limits = styled("image", self._policy.limits("image"), thresholds)
        scores = self._watch.run(lambda: self._layers.image.judge(frames), seconds)
        subjects = [f"frame {i}" for i in range(1, len(frames) + 1)] + ["montage"] * (len(frames) > 1)
        return _decisions("image", limits, scores, subjects)

    def _verdict(
        self, stage: str, value: V, digests: tuple[str, ...], decisions: tuple[Decision, ...]
    ) -> Cleared[V] | Blocked:
        """A clearance where nothing blocks and the value did not change while it was judged."""
        _require(len(decisions) > 0, "a decision in every category", "none")
        _require(digests_of(value) == digests, "the value that was judged", "one that changed meanwhile")
        if any(decision.blocks for decision in decisions):
            return Blocked(stage, decisions)
        encoded = sha256(value.mp4) if isinstance(value, Film) else ""
        return Cleared(value, digests, self._policy.name, decisions, encoded, _SEAL)


def _or_blocked(stage: str, judge: Callable[[], Cleared[V] | Blocked]) -> Cleared[V] | Blocked:
    """What the judging says; whatever goes wrong in it is a decision too, and it blocks."""
    try:
        return judge()
    except Exception as error:  # noqa: BLE001  default deny: this can only ever mean Blocked
        fault = f"{type(error).__name__}: {error}"
        return Blocked(stage, (Decision(f"{stage}.guard", math.nan, 0.0, Verdict.BLOCK, stage, 6, fault=fault),))


def styled(stage: str, limits: Limits, thresholds: Mapping[str, float]) -> Limits:
    """The policy's limits with a style's thresholds in their place.

    Raises:
        GuardError: a threshold for a layer that is not there, or one that would switch it off.
    """
    by_layer = {f"{stage}.{category.value}": category for category in limits}
    unknown = sorted(set(thresholds) - set(by_layer))
    _require(not unknown, f"thresholds for {', '.join(by_layer)}", ", ".join(unknown))
    for layer, value in thresholds.items():
        _require(STRICTEST <= value <= LOOSEST, f"a threshold for {layer} in {STRICTEST}..{LOOSEST}", str(value))
    own = {by_layer[layer]: value for layer, value in thresholds.items()}
    return {c: limit.model_copy(update={"threshold": own.get(c, limit.threshold)}) for c, limit in limits.items()}


def _decisions(stage: Stage, limits: Limits, scores: Sequence[Score], subjects: Sequence[str]) -> tuple[Decision, ...]:
    """One decision a category: its worst score against its limit.

    Raises:
        GuardError: a subject was not scored in a category, or a score is not a number in 0..1.
    """
    return tuple(_decision(f"{stage}.{c.value}", limit, _whole(c, scores, subjects)) for c, limit in limits.items())


def _whole(category: Category, scores: Sequence[Score], subjects: Sequence[str]) -> list[Score]:
    own = [score for score in scores if score.category is category]
    missing = sorted(set(subjects) - {score.subject for score in own})
    _require(bool(own) and not missing, f"a {category.value} score for every subject", f"none for {missing[:3]}")
    for score in own:
        fit = math.isfinite(score.value) and 0 <= score.value <= 1
        _require(fit, f"a {category.value} score in 0..1 for {score.subject}", str(score.value))
    return own


def _decision(layer: str, limit: Limit, scores: Sequence[Score]) -> Decision:
    worst = max(scores, key=lambda score: score.value)
    value = float(worst.value)
    verdict = Verdict.CLEAR if value < limit.threshold else Verdict.BLOCK
    return Decision(layer, value, limit.threshold, verdict, worst.subject, limit.severity_of(value), worst.reason)


def _require(holds: bool, expected: str, got: str) -> None:  # noqa: FBT001
    if not holds:
        raise GuardError(f"expected {expected}, got {got}")


def _square(ink: Bytes) -> Bytes:
    fit = ink.dtype == np.uint8 and ink.ndim == 2 and ink.shape[0] == ink.shape[1] >= 16
    _require(fit, "ink uint8 [S, S] of at least 16 pixels", f"{ink.dtype} {ink.shape}")
    return ink


def _frames(frames: Bytes) -> Bytes:
    fit = frames.dtype == np.uint8 and frames.ndim == 4 and frames.shape[3] == 3 and min(frames.shape[:3]) >= 1
    _require(bool(fit), "frames RGB uint8 [T, H, W, 3], at least one", f"{frames.dtype} {frames.shape}")
    return frames
