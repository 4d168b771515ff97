"""The speech gate: where somebody speaks, so that no words are invented on silence or noise.

The network is Silero VAD (github.com/snakers4/silero-vad, MIT), read from the weights its package brings. The package
itself is never imported: that would set torch to one thread for the whole process.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from models.audio import level
from models.errors import BundleError
from models.types import SAMPLE_RATE, Floats, Recording

WEIGHTS = "data/silero_vad_16k.safetensors"
CHUNK = 512  # samples the network judges at a time: 32 ms
CONTEXT = 64  # samples it sees of what came before
CHUNK_S = CHUNK / SAMPLE_RATE
ONSET, OFFSET = 0.5, 0.35  # probability above which speech begins, below which it ends
SHORTEST = 0.25  # s of speech in the whole recording; a short word alone has little more
PAUSE = 0.35  # s; a shorter one is part of what is said
MARGIN = 0.3  # s kept before and after
FLOOR = 1e-3  # root mean square: -60 dBFS; quieter is a closed microphone
COMFORTABLE = 0.1  # level at which the network was meant to listen
LOUDEST_GAIN = 30.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the recording in which somebody speaks, margins included."""

    start_s: float
    end_s: float


class Silero(nn.Module):
    """Silero VAD v6 at 16 kHz; names as in its weights."""

    def __init__(self) -> None:
        super().__init__()
        self.stft_conv = nn.Conv1d(1, 258, 256, stride=128, bias=False)
        self.conv1 = nn.Conv1d(129, 128, 3, padding=1)
        self.conv2 = nn.Conv1d(128, 64, 3, stride=2, padding=1)
        self.conv3 = nn.Conv1d(64, 64, 3, stride=2, padding=1)
        self.conv4 = nn.Conv1d(64, 128, 3, padding=1)
        self.lstm_cell = nn.LSTMCell(128, 128)
        self.final_conv = nn.Conv1d(128, 1, 1)

    def forward(self, chunks: Tensor) -> Tensor:
        """[N, 576] consecutive chunks with their context -> probability of speech [N]."""
        x = nn.functional.pad(chunks[:, None], (0, CONTEXT), "reflect")
        real, imaginary = self.stft_conv(x).chunk(2, dim=1)  # [N, 129, 4] each
        x = (real**2 + imaginary**2).sqrt()
        for layer in (self.conv1, self.conv2, self.conv3, self.conv4):
            x = layer(x).relu()  # [N, 128, 1] in the end
        states = self._remember(x.squeeze(-1))
        probability: Tensor = self.final_conv(states.relu()[..., None]).sigmoid()
        return probability.flatten()

    def _remember(self, x: Tensor) -> Tensor:
        """[N, 128] -> hidden state after each chunk [N, 128]."""
        state = (torch.zeros(1, 128, device=x.device), torch.zeros(1, 128, device=x.device))
        states = []
        for chunk in x:
            state = self.lstm_cell(chunk[None], state)
            states.append(state[0])
        return torch.cat(states)


class SpeechGate:
    """Finds speech; answers the same for the same recording."""

    def __init__(self, network: nn.Module) -> None:
        self._network = network.eval()

    @classmethod
    def load(cls) -> Self:
        """The gate with the weights of the installed package.

        Raises:
            BundleError: the package `silero-vad` or its weights are missing or of another version.
        """
        path = _weights()
        network = Silero()
        try:
            network.load_state_dict(load_file(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise BundleError(f"expected the weights of Silero VAD 6 at {path}, got: {error}") from error
        return cls(network)

    @torch.inference_mode()
    def probabilities(self, recording: Recording) -> Floats:
        """How likely each 32 ms is speech: float32 [chunks]."""
        samples = recording.samples * min(LOUDEST_GAIN, COMFORTABLE / level(recording.samples))
        padded = np.pad(samples, (CONTEXT, -len(samples) % CHUNK)).clip(-1, 1)
        chunks = torch.from_numpy(padded).unfold(0, CONTEXT + CHUNK, CHUNK)
        probability: Floats = self._network(chunks).numpy()
        return probability

    def spans(self, recording: Recording) -> tuple[Span, ...]:
        """Where speech is, in order, never overlapping; nothing when there is less than 0.25 s of it."""
        if not len(recording.samples) or level(recording.samples) < FLOOR:
            return ()
        runs = _merged(_runs(self.probabilities(recording)))
        if sum(end - start for start, end in runs) * CHUNK_S < SHORTEST:
            return ()
        return tuple(_with_margin(runs, index, recording.seconds) for index in range(len(runs)))


def _weights() -> Path:
    spec = find_spec("silero_vad")  # looks without importing
    if spec is None or not spec.submodule_search_locations:
        raise BundleError("expected the package silero-vad to be installed, found none")
    return Path(spec.submodule_search_locations[0]) / WEIGHTS


def _runs(probabilities: Floats) -> list[tuple[int, int]]:
    """Chunks from the first above `ONSET` to the first below `OFFSET`, again and again."""
    runs, start = [], -1
    for index, probability in enumerate(probabilities):
        if start < 0 and probability >= ONSET:
            start = index
        elif start >= 0 and probability < OFFSET:
            runs.append((start, index))
            start = -1
    return [*runs, (start, len(probabilities))] if start >= 0 else runs


def _merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs whose pause between them is too short to be one become one."""
    merged: list[tuple[int, int]] = []
    for start, end in runs:
        if merged and (start - merged[-1][1]) * CHUNK_S < PAUSE:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _with_margin(runs: list[tuple[int, int]], index: int, seconds: float) -> Span:
    """The run in seconds with its margins, which meet the neighbour's half-way at most."""
    start, end = (chunk * CHUNK_S for chunk in runs[index])
    before = runs[index - 1][1] * CHUNK_S if index else start - 2 * MARGIN
    after = runs[index + 1][0] * CHUNK_S if index + 1 < len(runs) else end + 2 * MARGIN
    first = max(start - MARGIN, (before + start) / 2, 0.0)
    return Span(first, min(end + MARGIN, (end + after) / 2, seconds))
