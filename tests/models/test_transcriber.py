"""The transcriber with the weights that ship, and the ways a bundle may be wrong."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from models.audio import read_recording
from models.bundle import Bundle, Manifest, open_bundle
from models.errors import BundleError
from models.hearing import bare
from models.speech_gate import Span
from models.transcriber import Transcriber, repeats, windows
from models.types import SAMPLE_RATE, Json, Recording

ROOT = Path(__file__).parents[2]
VOICE = ROOT / "configs/examples/voice.flac"
SHIPPED = ROOT / "models/bundled/speech"
PROMPT = "a red house and a green tree at night"


@pytest.fixture(scope="module")
def transcriber() -> Transcriber:
    return Transcriber.load(open_bundle(SHIPPED, "speech"))


@pytest.fixture(scope="module")
def voice() -> Recording:
    return read_recording(VOICE)


def bundle(folder: Path, settings: Json, parts: list[object]) -> Bundle:
    files = {}
    for number, part in enumerate(parts):
        path = folder / f"part{number}.pt"
        torch.save(part, path)
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    about = {"id": "t", "version": "1", "pipeline": "openai-whisper", "licence": "MIT", "provenance": ""}
    manifest = Manifest(kind="speech", settings=settings, files=files, **about)
    return Bundle(folder, manifest, "")


def test_the_example_is_understood(transcriber: Transcriber, voice: Recording) -> None:
    transcript = transcriber.transcribe(voice)
    assert transcript.text == PROMPT
    assert transcript.hypotheses[0] == PROMPT
    assert len(set(transcript.hypotheses)) == len(transcript.hypotheses) >= 3
    assert transcript.language == "en"
    assert transcript.no_speech_probability < 0.5
    for word in transcript.words:
        assert 0 < word.probability <= 1
        assert word.text not in word.alternatives
    assert any(word.alternatives for word in transcript.words)


def test_the_same_voice_gives_the_same_transcript_at_any_level(transcriber: Transcriber, voice: Recording) -> None:
    once = transcriber.transcribe(voice)
    assert transcriber.transcribe(voice) == once
    assert transcriber.transcribe(Recording(voice.samples * np.float32(0.1))).text == once.text


@pytest.mark.parametrize("loudness", [0.0, 0.001, 0.1])
def test_no_words_are_invented_where_nobody_speaks(transcriber: Transcriber, loudness: float) -> None:
    hiss = np.random.default_rng(4).normal(0, 1, 48_000).astype(np.float32) * np.float32(loudness)
    transcript = transcriber.transcribe(Recording(np.clip(hiss, -1, 1)))
    assert (transcript.words, transcript.hypotheses, transcript.text) == ((), (), "")
    assert transcript.no_speech_probability == 1.0


def test_a_lone_word_is_believed_only_when_it_is_sure(voice: Recording) -> None:
    shipped = open_bundle(SHIPPED, "speech")
    last = Recording(voice.samples[-round(0.88 * SAMPLE_RATE) :].copy())
    for lowest, heard in ((0.0, 1), (1.0, 0)):
        settings = {**shipped.manifest.settings, "lowest_word": lowest, "lowest_logprob": -9.0}
        manifest = shipped.manifest.model_copy(update={"settings": settings})
        transcriber = Transcriber.load(Bundle(shipped.directory, manifest, ""))
        assert len(transcriber.transcribe(last).words) == heard
        assert len(transcriber.transcribe(voice).words) > 1


def test_words_that_say_nothing_are_no_wish_alone(voice: Recording) -> None:
    shipped = open_bundle(SHIPPED, "speech")
    said = [bare(word.text) for word in Transcriber.load(shipped).transcribe(voice).words]
    for nothing, heard in ((said, 0), (said[1:], len(said))):
        settings = {**shipped.manifest.settings, "saying_nothing": [word for word in nothing if word]}
        manifest = shipped.manifest.model_copy(update={"settings": settings})
        words = Transcriber.load(Bundle(shipped.directory, manifest, "")).transcribe(voice).words
        assert len(words) == (heard if said[0] not in said[1:] else 0)


def test_a_minute_is_heard_window_by_window(transcriber: Transcriber, voice: Recording) -> None:
    pause = np.zeros(32_000, np.float32)
    several = Recording(np.concatenate([part for _ in range(5) for part in (voice.samples, pause)]))
    assert several.seconds > 2 * transcriber.window_s
    transcript = transcriber.transcribe(several)
    assert transcript.text.count("house") >= 3
    assert transcript.hypotheses[0] == transcript.text


def test_windows_are_cut_in_pauses_and_never_too_long() -> None:
    rng = np.random.default_rng(0)
    samples = rng.normal(0, 0.1, 40 * 16_000).astype(np.float32)
    quiet = slice(int(9.5 * 16_000), int(9.6 * 16_000))
    samples[quiet] = 0
    recording = Recording(samples)
    spans = (Span(0.0, 11.0), Span(12.0, 14.0), Span(15.0, 40.0))
    pieces = list(windows(recording, spans, 12.0))
    assert all(len(piece) <= 12 * 16_000 for piece in pieces)
    assert sum(map(len, pieces)) >= 38 * 16_000
    assert len(list(windows(recording, (Span(0, 5), Span(6, 11)), 12.0))) == 1
    first = next(iter(windows(recording, (Span(0.0, 20.0),), 12.0)))
    assert len(first) / 16_000 == pytest.approx(9.55, abs=0.06)
    assert list(windows(recording, (), 12.0)) == []


def test_loops_are_told_from_emphasis() -> None:
    assert repeats(["a", "cat"] * 3)
    assert repeats(["no"] * 5)
    assert not repeats(["no"] * 3)
    assert not repeats(["a", "red", "cat", "and", "a", "red", "dog", "and", "a", "red", "bird"])


def test_shards_are_put_together(tmp_path: Path, voice: Recording, transcriber: Transcriber) -> None:
    shipped = open_bundle(SHIPPED, "speech")
    whole = torch.load(shipped.path("speech.pt"), weights_only=True)
    state = list(whole["model_state_dict"].items())
    parts = [{"dims": whole["dims"], "model_state_dict": dict(half)} for half in (state[:20], state[20:])]
    sharded = Transcriber.load(bundle(tmp_path, shipped.settings, list(parts)))
    assert sharded.transcribe(voice) == transcriber.transcribe(voice)
    with pytest.raises(BundleError, match="Whisper checkpoint"):
        Transcriber.load(bundle(tmp_path, {}, list(parts[:1])))


@pytest.mark.parametrize("part", [[1, 2], {"dims": {}}, {"dims": {"n_mels": 80}, "model_state_dict": {}}])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, part: object) -> None:
    with pytest.raises(BundleError, match="Whisper checkpoint"):
        Transcriber.load(bundle(tmp_path, {}, [part]))


@pytest.mark.parametrize("settings", [{"beams": 0}, {"tongue": "en"}, {"languages": []}, {"task": "sing"}])
def test_wrong_settings_are_refused(tmp_path: Path, settings: Json) -> None:
    with pytest.raises(BundleError, match="settings"):
        Transcriber.load(bundle(tmp_path, settings, [{}]))
