"""What was said: a Whisper of any size over the spoken parts of a recording, with its doubts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from threading import Lock
from typing import Any, Self

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import Tokenizer
from whisper.utils import compression_ratio

from models.audio import level
from models.bundle import Bundle
from models.complaint import complaint
from models.errors import BundleError
from models.hearing import Heard, Hearing, Sentence, bare, tokenizer_for
from models.speech_gate import Span, SpeechGate
from models.types import SAMPLE_RATE, Floats, Recording, Transcript, Word

SPEECH_LEVEL = 0.1  # root mean square the network hears: -20 dBFS
PIECE = SAMPLE_RATE // 50  # samples in 20 ms
HYPOTHESES = 5
LOOPS = {1: 5, 2: 3, 3: 3, 4: 3}  # words that repeat in a row -> how often makes it a loop


class Ear(BaseModel):
    """What a speech bundle's settings may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: tuple[str, ...] = Field(("en",), min_length=1, description="languages a visitor may speak")
    task: str = Field("transcribe", pattern="^(transcribe|translate)$", description="translate gives English")
    beams: int = Field(5, ge=1, le=10, description="sentences followed at a time")
    lowest_logprob: float = Field(-1.0, le=0, description="mean log-probability a token below which it is garbage")
    lowest_word: float = Field(0.0, ge=0, le=1, description="a word alone is believed from this probability on")
    saying_nothing: tuple[str, ...] = Field((), description="words of which alone no wish is made")
    highest_no_speech: float = Field(0.6, ge=0, le=1, description="above this nothing was said")
    highest_compression: float = Field(2.4, gt=1, description="a text that shrinks more than this repeats itself")


@dataclass(frozen=True, slots=True)
class _Window:
    """What one window gave: sentences worth believing, as text; the words of the best; the language."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    words: tuple[Word, ...]
    language: str
    no_speech_probability: float


class Transcriber:
    """Recording -> transcript; the same recording always gives the same transcript. One caller at a time is served."""

    def __init__(self, model: Whisper, gate: SpeechGate, ear: Ear) -> None:
        self._model = model.eval()
        self._gate = gate
        self._ear = ear
        self._lock = Lock()

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """The network of a verified bundle, on the graphics card where there is one.

        Raises:
            BundleError: the files are no checkpoint of openai-whisper, or the settings are not valid.
        """
        try:
            ear = Ear.model_validate(bundle.settings)
        except ValidationError as error:
            raise BundleError(f"expected valid settings in {bundle.directory}, got {complaint(error)}") from error
        model = _network([bundle.path(name) for name in sorted(bundle.manifest.files) if name.endswith(".pt")])
        return cls(model.to("cuda" if torch.cuda.is_available() else "cpu"), SpeechGate.load(), ear)

    @property
    def window_s(self) -> float:
        """Seconds the network hears at once."""
        return float(self._model.dims.n_audio_ctx / 50)

    @torch.inference_mode()
    def transcribe(self, recording: Recording) -> Transcript:
        """Everything said; an empty transcript when the gate finds no speech or the network believes none."""
        with self._lock:
            spans = self._gate.spans(recording)
            heard = [self._hear(samples) for samples in windows(recording, spans, self.window_s)]
        if not heard:
            return Transcript((), (), self._ear.languages[0], 1.0)
        words = self._trusted(tuple(word for window in heard for word in window.words))
        silence = min(window.no_speech_probability for window in heard)
        return Transcript(words, _whole_sentences(heard) if words else (), heard[0].language, silence)

    def _hear(self, samples: Floats) -> _Window:
        hearing = Hearing(self._model, samples)
        language = hearing.language(self._ear.languages)
        tokenizer = tokenizer_for(self._model, language, self._ear.task)
        heard = hearing.sentences(language, self._ear.task, self._ear.beams)
        believed = self._believed(heard, tokenizer)
        words = hearing.words(believed[0], tokenizer) if believed else ()
        texts = tuple(tokenizer.decode(list(sentence.tokens)).strip() for sentence in believed)
        scores = tuple(sentence.score for sentence in believed)
        return _Window(texts, scores, words, language, heard.no_speech_probability)

    def _trusted(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words, but not an unsure one alone, nor articles and the like alone: that is what noise sounds like."""
        lonely = len(words) == 1 and words[0].probability < self._ear.lowest_word
        empty = all(bare(word.text) in self._ear.saying_nothing for word in words)
        return () if lonely or empty else words

    def _believed(self, heard: Heard, tokenizer: Tokenizer) -> list[Sentence]:
        """What may have been said, without loops; nothing when the best of it is garbage or was heard in silence."""
        if not heard.sentences or not heard.sentences[0].tokens:
            return []
        if heard.no_speech_probability > self._ear.highest_no_speech:
            return []
        texts = ((one, tokenizer.decode(list(one.tokens)).strip()) for one in heard.sentences if one.tokens)
        said = [one for one, text in texts if not self._loops(text)]
        return said if said and said[0].score >= self._ear.lowest_logprob else []

    def _loops(self, text: str) -> bool:
        return compression_ratio(text) > self._ear.highest_compression or repeats(text.lower().split())


def repeats(words: list[str]) -> bool:
    """Whether some run of up to four words comes again and again without a break."""
    return any(
        all(words[at + k] == words[at + k + size] for k in range(size * (times - 1)))
        for size, times in LOOPS.items()
        for at in range(len(words) - size * times + 1)
    )


def windows(recording: Recording, spans: tuple[Span, ...], seconds: float) -> Iterator[Floats]:
    """The spoken parts in pieces the network can hear at once, cut in pauses, at the level it was taught with."""
    start = end = -1.0
    for span in (part for whole in spans for part in _parts(recording, whole, seconds)):
        if start >= 0 and span.end_s - start > seconds:
            yield _levelled(recording, start, end)
            start = -1.0
        start = span.start_s if start < 0 else start
        end = span.end_s
    if start >= 0:
        yield _levelled(recording, start, end)


def _parts(recording: Recording, span: Span, seconds: float) -> Iterator[Span]:
    """A span longer than the window, cut at the quietest 20 ms in the last third of each window."""
    start = span.start_s
    while span.end_s - start > seconds:
        first = int((start + seconds * 2 / 3) * SAMPLE_RATE)
        pieces = recording.samples[first : int((start + seconds) * SAMPLE_RATE)]
        power = (pieces[: len(pieces) // PIECE * PIECE].reshape(-1, PIECE) ** 2).mean(axis=1)
        cut = (first + (int(power.argmin()) + 0.5) * PIECE) / SAMPLE_RATE
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end_s)


def _levelled(recording: Recording, start_s: float, end_s: float) -> Floats:
    samples = recording.samples[int(start_s * SAMPLE_RATE) : int(end_s * SAMPLE_RATE)]
    return np.asarray(np.clip(samples * (SPEECH_LEVEL / level(samples)), -1.0, 1.0), np.float32)


def _whole_sentences(heard: list[_Window]) -> tuple[str, ...]:
    """Best first: the best of every window, then with one window's next best in its place."""
    heard = [window for window in heard if window.texts]
    best = [window.texts[0] for window in heard]
    others = [
        (window.scores[rank] - window.scores[0], " ".join([*best[:at], window.texts[rank], *best[at + 1 :]]))
        for at, window in enumerate(heard)
        for rank in range(1, len(window.texts))
    ]
    ranked = [" ".join(best), *(text for _, text in sorted(others, reverse=True))]
    distinct = {bare(text): text for text in reversed(ranked)}  # of those that are one, the likelier remains
    return tuple(distinct[key] for key in dict.fromkeys(map(bare, ranked)))[:HYPOTHESES]


def _network(paths: list[Path]) -> Whisper:
    """openai-whisper's checkpoint, whole or in shards that each hold the dimensions and a part of the tensors."""
    try:
        parts: list[dict[str, Any]] = [torch.load(path, map_location="cpu", weights_only=True) for path in paths]
        model = Whisper(ModelDimensions(**parts[0]["dims"]))
        model.load_state_dict({name: tensor for part in parts for name, tensor in part["model_state_dict"].items()})
    except (IndexError, KeyError, TypeError, RuntimeError, EOFError, OSError, UnpicklingError) as error:
        reason = complaint(error)[:200]
        raise BundleError(f"expected a Whisper checkpoint with dims and model_state_dict, got {reason}") from error
    return model
