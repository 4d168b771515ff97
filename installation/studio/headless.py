"""The studio without a screen: what the commands of `drawn-aloud` do, one function each, from files to files."""

import argparse
import datetime
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from installation.ending import BLOCKED, CLEARED, Ending
from installation.settings import EVENTS, ROOT, Settings, state_directory
from installation.studio.calibration import choose_plan, read_plan
from installation.studio.commission import Commission, written
from installation.studio.loading import load_ear, load_guard, load_studio, open_repertoire
from installation.studio.pipeline import Run, create, listen
from installation.studio.publication import Publication, publication
from installation.studio.report import Report, transcript_as_json
from installation.studio.support import PAPER, Given, Support
from models.animator import SECONDS
from models.audio import read_recording
from models.drawing import read_drawing, read_sketch
from models.errors import BadInputError, BundleError, DrawnAloudError, GuardError, OutputError
from models.film import Provenance, encode_poster
from models.picture import read_picture
from models.retouch import ground_of, retouch_of
from models.settings import Profile, read_profile
from models.types import Json, Picture, Recording, Sketch, Transcript
from safety import curated
from safety.guard import Guard
from safety.types import Blocked, Cleared, Failed, Film, Words
from telemetry.events import Detail, Stage
from telemetry.events import Outcome as Ended
from telemetry.recorder import Note, Recorder, judge
from telemetry.store import Store

LONGEST_WISH = 500  # characters
MOST_SEED = 2**31


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """What came in, read and found usable before anything heavy is loaded."""

    sketch: Sketch
    support: Support
    said: Recording | str
    style: str
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A film, or why there is none, and what stands in the film about its making."""

    outcome: Cleared[Film] | Blocked
    provenance: Provenance


def make_film(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud create`: a sketch and words become a guarded film in a folder.

    Raises:
        DrawnAloudError: bad input, or a failure, which leaves a report in the folder.
        TelemetryError: what happens cannot be recorded.
    """
    report = Report()
    with publication(arguments.out) as draft, Store(state_directory() / EVENTS) as store:
        recorder = Recorder(store, uuid4(), uuid4(), judge=_judge)
        with _failures_told(draft, report, recorder):
            with recorder.stage(Stage.PIECE) as note:
                made = _make(arguments, settings, recorder, report)
                note.outcome = Ended.BLOCKED if isinstance(made.outcome, Blocked) else Ended.DONE
            with recorder.stage(Stage.PUBLISH):
                _publish(draft, made, report.ended(made.outcome, recorder.seconds))
    if isinstance(made.outcome, Blocked):
        return Ending(BLOCKED, "blocked: expected something fit for everyone, got something that may not be", {})
    return Ending(CLEARED, f"cleared: a film of {SECONDS} s is in {arguments.out / 'film.mp4'}", {})


def transcribe(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud transcribe`: what is said in a recording."""
    recording = read_recording(arguments.file)
    ear, _ = load_ear(_profile(arguments, settings))
    transcript = ear.transcribe(recording)
    return Ending(CLEARED, f"heard: {len(transcript.words)} words", transcript_as_json(transcript))


def check_words(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud check-words`: what the guard says to a text."""
    text = _readable(arguments.text)
    guard = load_guard(settings, _profile(arguments, settings))
    return _judgement(guard.clear_words((text,)), guard)


def check_sketch(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud check-sketch`: what the guard says to a drawing."""
    sketch = read_sketch(arguments.file)
    guard = load_guard(settings, _profile(arguments, settings))
    return _judgement(guard.clear_sketch(sketch), guard)


def check_image(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud check-image`: what the guard says to a picture."""
    picture = read_picture(arguments.file)
    guard = load_guard(settings, _profile(arguments, settings))
    return _judgement(guard.clear_picture(picture, {}), guard)


def approve(arguments: argparse.Namespace, settings: Settings) -> Ending:
    """`drawn-aloud approve`: add a film or a picture to the manifest of pieces that may be shown without the guard."""
    guard = load_guard(settings, _profile(arguments, settings))
    try:
        approval = curated.approve(arguments.file, guard, arguments.person)
    except GuardError as error:
        return Ending(BLOCKED, f"blocked: {error}", {"outcome": "blocked", "reason": str(error)})
    manifest = arguments.manifest or arguments.file.resolve().parent / curated.MANIFEST
    curated.record(approval, manifest)
    return Ending(CLEARED, f"approved in {manifest}", {"outcome": "approved"} | approval.model_dump(mode="json"))


def _make(arguments: argparse.Namespace, settings: Settings, recorder: Recorder, report: Report) -> Made:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    with recorder.stage(Stage.READ):
        profile = _profile(arguments, settings)
        brought = _read(arguments, settings)
        replayed = read_plan(arguments.plan, today) if arguments.plan else None
    with recorder.stage(Stage.LOAD):
        studio = load_studio(settings, profile)
    report.used("painter", studio.painter_id)
    report.used("guard", studio.guard.model)
    report.guarded(studio.guard.policy)
    with recorder.stage(Stage.CALIBRATE):
        plan, day = replayed or (choose_plan(studio, settings.pace, state_directory()), today)
    report.planned(plan, day)
    run, before = Run(recorder, report), studio.painter.evaluations
    transcript = _transcript(brought.said, settings, profile, run, report)
    commission = Commission(brought.sketch, transcript, brought.style, brought.seed, plan, day, brought.support)
    outcome = create(studio, commission, run)
    report.evaluated(studio.painter.evaluations - before)
    return Made(outcome, Provenance(studio.painter_id, day))


def _read(arguments: argparse.Namespace, settings: Settings) -> Brought:
    if arguments.style:
        open_repertoire(settings).style(arguments.style)
    said = read_recording(arguments.voice) if arguments.voice else _readable(arguments.words)
    seed = secrets.randbelow(MOST_SEED) if arguments.seed is None else arguments.seed
    sketch, support = _drawn(arguments)
    return Brought(sketch, support, said, arguments.style, seed)


def _drawn(arguments: argparse.Namespace) -> tuple[Sketch, Support]:
    """A drawing on bare paper, or strokes on a picture."""
    if not arguments.image:
        return read_sketch(arguments.sketch), PAPER
    retouch = retouch_of(read_drawing(arguments.sketch), ground_of(read_picture(arguments.image)))
    return retouch.sketch, Given(retouch)


def _transcript(said: Recording | str, settings: Settings, profile: Profile, run: Run, report: Report) -> Transcript:
    if isinstance(said, str):
        transcript = written(said, settings.language)
        run.watcher.heard(transcript)
        return transcript
    with run.recorder.stage(Stage.LOAD):
        ear, model = load_ear(profile)
    report.used("speech", model)
    return listen(ear, said, run)


def _readable(text: str) -> str:
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not clean:
        raise BadInputError("expected words, got none")
    if len(clean) > LONGEST_WISH:
        raise BadInputError(f"expected at most {LONGEST_WISH} characters of words, got {len(clean):,}")
    return clean


def _publish(draft: Publication, made: Made, report: Json) -> None:
    """Only what was cleared is written: the film, and frames of it."""
    if isinstance(made.outcome, Cleared):
        film = made.outcome.value
        count = report["plan"]["keyframes"]
        draft.add("film.mp4", film.mp4)
        draft.add("poster.png", encode_poster(Picture(film.clip.frames[0]), made.provenance))
        for index in range(count):
            frame = Picture(film.clip.frames[round(index * len(film.clip.frames) / count)])
            draft.add(f"keyframes/{index + 1:02}.png", encode_poster(frame, made.provenance))
    draft.add_json("report.json", report)
    draft.publish()


@contextmanager
def _failures_told(draft: Publication, report: Report, recorder: Recorder) -> Iterator[None]:
    """A failed run leaves a report; input that cannot be used leaves nothing, since nothing was tried."""
    try:
        yield
    except BadInputError:
        raise
    except Exception as error:
        with suppress(OutputError):
            stage = next((name for name in reversed(recorder.seconds) if name != Stage.PIECE.name.lower()), "start")
            failed = Failed(stage, str(error) if isinstance(error, DrawnAloudError) else type(error).__name__)
            draft.add_json("report.json", report.ended(failed, recorder.seconds))
            draft.publish()
        raise


def _judgement(answer: Cleared[Words] | Cleared[Sketch] | Cleared[Picture] | Blocked, guard: Guard) -> Ending:
    blocked = isinstance(answer, Blocked)
    said = {"outcome": "blocked" if blocked else "cleared", "policy": guard.policy, "model": guard.model.id}
    output = said | {"guard": [decision.as_json() for decision in answer.decisions]}
    return Ending(BLOCKED if blocked else CLEARED, str(output["outcome"]), output)


def _profile(arguments: argparse.Namespace, settings: Settings) -> Profile:
    return read_profile(arguments.profile, settings.profiles, ROOT)


def _judge(error: BaseException) -> Note:
    """How this product's own errors count."""
    match error:
        case BadInputError():
            return Note(Ended.REFUSED, Detail.BAD_INPUT)
        case BundleError():
            return Note(Ended.FAILED, Detail.BUNDLE_ALTERED)
        case OutputError():
            return Note(Ended.FAILED, Detail.OUTPUT_UNWRITTEN)
        case _:
            return judge(error)
