"""The gate against the reference it was rebuilt from, on speech, silence and noise."""

import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from models.audio import read_recording
from models.speech_gate import CHUNK, MARGIN, Silero, Span, SpeechGate
from models.types import SAMPLE_RATE, Recording

VOICE = Path(__file__).parents[2] / "configs/examples/voice.flac"
TORCHSCRIPT_NAMES = {
    "stft.forward_basis_buffer": "stft_conv.weight",
    "decoder.rnn.weight_ih": "lstm_cell.weight_ih",
    "decoder.rnn.weight_hh": "lstm_cell.weight_hh",
    "decoder.rnn.bias_ih": "lstm_cell.bias_ih",
    "decoder.rnn.bias_hh": "lstm_cell.bias_hh",
    "decoder.decoder.2.weight": "final_conv.weight",
    "decoder.decoder.2.bias": "final_conv.bias",
}


@pytest.fixture(scope="module")
def gate() -> SpeechGate:
    return SpeechGate.load()


@pytest.fixture(scope="module")
def voice() -> Recording:
    return read_recording(VOICE)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def test_the_network_is_silero_s_own(voice: Recording) -> None:
    """Oracle: the TorchScript file of the same package, whose weights are put into our network."""
    spec = find_spec("silero_vad")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.jit is no longer recommended; here it is only the judge
        reference = torch.jit.load(Path(spec.submodule_search_locations[0]) / "data/silero_vad.jit")
    ours = Silero()
    ours.load_state_dict(dict(_renamed(reference.state_dict())))
    samples = torch.from_numpy(voice.samples[: 30 * CHUNK].copy())
    with torch.inference_mode(), torch.jit.optimized_execution(False):  # type: ignore[attr-defined]
        expected = torch.cat([reference(chunk[None], SAMPLE_RATE)[0] for chunk in samples.view(-1, CHUNK)])
        padded = torch.nn.functional.pad(samples, (64, 0)).unfold(0, 64 + CHUNK, CHUNK)
        assert torch.allclose(ours(padded), expected, atol=1e-4)


def _renamed(state: dict[str, torch.Tensor]) -> list[tuple[str, torch.Tensor]]:
    renamed = []
    for name, tensor in state.items():
        model, _, rest = name.partition(".")
        if model == "_model":
            parts = rest.split(".")  # encoder.0.reparam_conv.weight -> conv1.weight
            ours = TORCHSCRIPT_NAMES.get(rest) or f"conv{int(parts[1]) + 1}.{parts[3]}"
            renamed.append((ours, tensor))
    return renamed


def test_speech_is_found_and_trimmed(gate: SpeechGate, voice: Recording) -> None:
    padded = Recording(np.concatenate([silence(2), voice.samples, silence(2)]))
    (span,) = gate.spans(padded)
    assert 2.0 - MARGIN <= span.start_s <= 2.4
    assert 2.0 + voice.seconds - 0.4 <= span.end_s <= 2.0 + voice.seconds + MARGIN


def test_two_sentences_far_apart_are_two_spans_in_order(gate: SpeechGate, voice: Recording) -> None:
    spans = gate.spans(Recording(np.concatenate([voice.samples, silence(2), voice.samples])))
    assert len(spans) == 2
    assert spans[0].end_s <= spans[1].start_s
    assert spans[1].end_s <= 2 * voice.seconds + 2


def test_a_short_pause_does_not_part_a_sentence(gate: SpeechGate, voice: Recording) -> None:
    cut = len(voice.samples) // 2
    paused = np.concatenate([voice.samples[:cut], silence(0.1), voice.samples[cut:]])
    assert len(gate.spans(Recording(paused))) == 1


@pytest.mark.parametrize("loudness", [0.02, 0.3, 3.0])
def test_speech_is_found_at_any_level(gate: SpeechGate, voice: Recording, loudness: float) -> None:
    spans = gate.spans(Recording(np.clip(voice.samples * loudness, -1, 1).astype(np.float32)))
    assert spans
    assert isinstance(spans[0], Span)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("loudness", [0.0, 1e-4, 0.01, 0.3])
def test_nobody_is_heard_in_silence_and_hiss(gate: SpeechGate, seed: int, loudness: float) -> None:
    noise = np.random.default_rng(seed).standard_normal(4 * SAMPLE_RATE).astype(np.float32) * loudness
    assert gate.spans(Recording(np.clip(noise, -1, 1))) == ()


def test_nobody_is_heard_in_nothing_or_in_a_hum(gate: SpeechGate) -> None:
    hum = 0.2 * np.sin(2 * np.pi * 50 * np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE)
    assert gate.spans(Recording(hum.astype(np.float32))) == ()
    assert gate.spans(Recording(silence(0))) == ()


def test_the_same_recording_gives_the_same_spans_and_no_thread_is_taken_away(
    gate: SpeechGate, voice: Recording
) -> None:
    threads = torch.get_num_threads()
    assert SpeechGate.load().spans(voice) == gate.spans(voice)
    assert torch.get_num_threads() == threads
