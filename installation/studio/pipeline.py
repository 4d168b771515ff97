"""The way of one piece, in one direction: hear, understand, check, paint, check, animate, check.

Nothing a visitor said or drew reaches the painter before the guard cleared it, nothing painted leaves here uncleared.
"""

from dataclasses import dataclass

from installation.repertoire import Repertoire
from installation.studio.commission import Commission, Ear, Order, Watcher
from installation.studio.support import PAPER
from models.device import settle
from models.drawing import blank_sheet, is_blank
from models.errors import BadInputError
from models.film import Provenance, encode
from models.lexicon import Lexicon
from models.painter import Painter
from models.prompt import asked_style, is_paintable, read
from models.types import Clip, ModelId, Picture, Recording, Request, Sketch, Transcript
from safety.guard import Guard
from safety.types import Blocked, Cleared, Film, Words
from telemetry.events import Detail, PlanNumbers, Stage
from telemetry.events import Outcome as Ended
from telemetry.recorder import Note, Recorder


@dataclass(frozen=True, slots=True, eq=False)
class Studio:
    """What makes pieces: loaded once, used for every visitor."""

    lexicon: Lexicon
    repertoire: Repertoire
    house_style: str  # when nobody asks for another
    neutral: str  # what is painted instead of a picture that was blocked
    painter: Painter
    guard: Guard
    painter_id: ModelId


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Who follows one request."""

    recorder: Recorder
    watcher: Watcher


def listen(ear: Ear, recording: Recording, run: Run) -> Transcript:
    """What was said.

    Raises:
        BadInputError: nothing was.
    """
    with run.recorder.stage(Stage.TRANSCRIBE):
        transcript = ear.transcribe(recording)
    run.watcher.heard(transcript)
    if not transcript.text.strip():
        raise BadInputError(
            f"expected spoken words, got {recording.seconds:.1f} s of recording in which none were heard"
        )
    return transcript


def create(studio: Studio, commission: Commission, run: Run) -> Cleared[Film] | Blocked:
    """Make one piece.

    A picture that is blocked is made anew once from neutral words and bare paper, with every check again.

    Raises:
        BadInputError: the style is not known, or there is nothing to paint.
        GenerationError: a network did not give what it had to.
    """
    settle(commission.plan.threads)
    run = Run(run.recorder.planned(_numbers(commission)), run.watcher)
    order = _checked(studio, commission.transcript.hypotheses, understand(studio, commission, run), run)
    if isinstance(order, Blocked):
        return order
    _require_paintable(order.request)
    outcome = _piece(studio, order, run)
    if isinstance(outcome, Blocked):
        outcome = _neutral_piece(studio, order, run)
    return outcome


def understand(studio: Studio, commission: Commission, run: Run) -> Order:
    """What is to be painted, and in which style: the one asked for, the one the wish names, or the house's.

    Raises:
        BadInputError: the style is not known.
    """
    with run.recorder.stage(Stage.INTERPRET):
        text = commission.transcript.text
        prompt = read(text, studio.lexicon)
        style = commission.style or asked_style(text, studio.lexicon) or studio.house_style
        request = Request(commission.sketch, prompt, style, commission.seed, commission.plan)
        order = Order(request, studio.repertoire.style(style), commission.day, commission.support)
    run.watcher.understood(request)
    return order


def clear_film(studio: Studio, clip: Clip, order: Order) -> Cleared[Film] | Blocked:
    """Every frame is checked, then encoded inside the guard's boundary."""
    provenance = Provenance(studio.painter_id, order.day)
    return studio.guard.clear_clip(clip, order.style.thresholds, lambda cleared: encode(cleared, provenance))


def _checked(studio: Studio, hypotheses: tuple[str, ...], order: Order, run: Run) -> Order | Blocked:
    """The order with exactly the ink that was cleared; its words are checked in every way they may have been meant."""
    with run.recorder.stage(Stage.CHECK_WORDS) as note:
        words = studio.guard.clear_words((*hypotheses, order.request.prompt.text))
        _judged(words, Detail.WORDS_RULE, note, run)
    if isinstance(words, Blocked):
        return words
    with run.recorder.stage(Stage.CHECK_SKETCH) as note:
        sketch = studio.guard.clear_sketch(order.request.sketch)
        _judged(sketch, Detail.SKETCH_SCORE, note, run)
    if isinstance(sketch, Blocked):
        return sketch
    run.watcher.drawn(sketch)
    return order.conditioned_by(sketch.value)


def _require_paintable(request: Request) -> None:
    if is_paintable(request.prompt) or not is_blank(request.sketch):
        return
    missing = "; ".join(f"no {entry.word}, but {', '.join(entry.nearest)}" for entry in request.prompt.unpainted)
    raise BadInputError(
        f"expected ink, or words for something that can be painted, got neither ({missing or 'no thing'})"
    )


def _piece(studio: Studio, order: Order, run: Run) -> Cleared[Film] | Blocked:
    with run.recorder.stage(Stage.PAINT):
        begun = order.support.begin(studio.painter, order)
    with run.recorder.stage(Stage.CHECK_KEYFRAMES) as note:
        first = studio.guard.clear_picture(begun.first, order.style.thresholds)
        _judged(first, Detail.KEYFRAME_SCORE, note, run)
    if isinstance(first, Blocked):
        return first
    run.watcher.began(first)
    with run.recorder.stage(Stage.ANIMATE):
        clip = begun.film(studio.painter)
    with run.recorder.stage(Stage.CHECK_FRAMES) as note:
        film = clear_film(studio, clip, order)
        _judged(film, Detail.FRAME_SCORE, note, run)
    return film


def _neutral_piece(studio: Studio, order: Order, run: Run) -> Cleared[Film] | Blocked:
    """A piece with nothing of the visitor's in it but the style."""
    order = order.on(PAPER).conditioned_by(blank_sheet()).asking_for(read(studio.neutral, studio.lexicon))
    run.watcher.understood(order.request)
    checked = _checked(studio, (studio.neutral,), order, run)
    return checked if isinstance(checked, Blocked) else _piece(studio, checked, run)


def _judged(
    answer: Cleared[Words] | Cleared[Sketch] | Cleared[Picture] | Cleared[Film] | Blocked,
    why: Detail,
    note: Note,
    run: Run,
) -> None:
    run.watcher.judged(answer.decisions)
    if isinstance(answer, Blocked):
        faulty = any(decision.fault for decision in answer.decisions)
        note.outcome, note.detail = Ended.BLOCKED, Detail.LAYER_ERROR if faulty else why


def _numbers(commission: Commission) -> PlanNumbers:
    plan = commission.plan
    return PlanNumbers(plan.steps, plan.keyframes, plan.size, plan.threads)
