"""Batches of clips of about the same length, read from the shards."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from whisper.tokenizer import Tokenizer

from models.types import Json
from scripts.bundled.speech.network import IGNORED, Batch

WINDOW = 1200  # mel frames: 12 s
BUDGET = 10_000  # mel frames a batch
WHOLE = 0.1  # share of batches padded to the whole window, as all are when it is used
SILENCE = "_"  # what espeak-ng calls a pause


class Lessons:
    """All shards there are: mel spectrograms on disk, everything else in memory."""

    def __init__(self, work: Path, tokenizer: Tokenizer) -> None:
        self.mels: list[NDArray[np.float16]] = []
        self.clips: list[tuple[int, int, Json]] = []  # shard, first frame, row
        self._encode = cache(lambda word: tokenizer.encode(" " + word))
        self._shards: set[Path] = set()
        self._work = work

    def refresh(self) -> None:
        """Take in shards that have appeared."""
        for path in sorted(set(self._work.glob("[0-9]*.json")) - self._shards):
            self._shards.add(path)
            self.mels.append(np.load(path.with_suffix(".npy"), mmap_mode="r"))
            first = 0
            for row in json.loads(path.read_text("utf-8")):
                row["tokens"] = [self._encode(word) for word in row.pop("text").split()]
                self.clips.append((len(self.mels) - 1, first, row))
                first += row["frames"]

    def keep(self, known: frozenset[int]) -> None:
        """Drop clips with tokens the course does not know."""
        self.clips = [clip for clip in self.clips if known.issuperset(chain.from_iterable(clip[2]["tokens"]))]

    def tokens(self) -> set[int]:
        """Every text token that occurs."""
        return {token for _, _, row in self.clips for word in row["tokens"] for token in word}

    def phonemes(self) -> list[str]:
        """Every phoneme that occurs, silence first."""
        names = {name for _, _, row in self.clips for name, _, _ in row["phonemes"] or ()}
        return [SILENCE, *sorted(name for name in names if not name.startswith(SILENCE))]

    def epoch(self, rng: Random) -> Iterator[list[int]]:
        """Indices of one batch after another, each clip once."""
        order = list(range(len(self.clips)))
        rng.shuffle(order)
        batches = [batch for at in range(0, len(order), 2000) for batch in self._packed(order[at : at + 2000])]
        rng.shuffle(batches)
        yield from batches

    def _packed(self, indices: list[int]) -> Iterator[list[int]]:
        batch: list[int] = []
        for index in sorted(indices, key=self._length):
            if batch and (len(batch) + 1) * self._length(index) > BUDGET:
                yield batch
                batch = []
            batch.append(index)
        yield batch

    def _length(self, index: int) -> int:
        return int(self.clips[index][2]["frames"])

    def mel(self, index: int) -> Tensor:
        """float32 [frames, 80]."""
        shard, first, row = self.clips[index]
        return torch.from_numpy(self.mels[shard][first : first + row["frames"]].astype(np.float32))


class Collator:
    """Turns clips into tensors, in the small vocabulary."""

    def __init__(self, lessons: Lessons, known: list[int], phonemes: list[str], tokenizer: Tokenizer) -> None:
        self._lessons = lessons
        self._ids = {token: i for i, token in enumerate(known)}
        self.known = frozenset(known)
        self._phonemes = {name: i for i, name in enumerate(phonemes)}
        self._start = [tokenizer.sot, tokenizer.no_timestamps]
        self._end, self._no_speech = tokenizer.eot, tokenizer.no_speech

    def __call__(self, indices: list[int], rng: Random) -> Batch:
        whole = rng.random() < WHOLE
        indices = rng.sample(indices, min(len(indices), BUDGET // WINDOW)) if whole else indices
        rows = [self._lessons.clips[index][2] for index in indices]
        frames = WINDOW if whole else padded_length(max(row["frames"] for row in rows), rng)
        mel = torch.stack([self._mel(index, frames, rng) for index in indices])
        phonemes = torch.stack([self._labels(row, frames // 2) for row in rows])
        return Batch(mel, phonemes, *self._tokens(rows))

    def _mel(self, index: int, frames: int, rng: Random) -> Tensor:
        mel = self._lessons.mel(index)
        floor = float(mel.max()) - 2.0  # Whisper's own floor: digital silence after the clip
        mel = masked(mel, rng) if rng.random() < 0.6 else mel
        return torch.nn.functional.pad(mel, (0, 0, 0, frames - len(mel)), value=floor)

    def _labels(self, row: Json, frames: int) -> Tensor:
        if row["phonemes"] is None:
            return torch.full((frames,), IGNORED)
        labels = torch.zeros(frames, dtype=torch.long)
        for name, start, end in row["phonemes"]:
            labels[start:end] = 0 if name.startswith(SILENCE) else self._phonemes.get(name, IGNORED)
        return labels

    def _tokens(self, rows: list[Json]) -> tuple[Tensor, Tensor, Tensor]:
        longest = max(sum(map(len, row["tokens"])) for row in rows) + 2
        inputs = torch.full((len(rows), longest), self._ids[self._end])
        targets = torch.full((len(rows), longest), IGNORED)
        spans = torch.zeros(len(rows), longest, 2, dtype=torch.long)
        for i, row in enumerate(rows):
            text = [token for word in row["tokens"] for token in word]
            first = self._start[1] if text else self._no_speech
            ids = [self._ids[token] for token in (*self._start, *text)]
            inputs[i, : len(ids)] = torch.tensor(ids)
            targets[i, : len(ids)] = torch.tensor([self._ids[first], *ids[2:], self._ids[self._end]])
            placed = [span for word, span in zip(row["tokens"], row["words"], strict=False) for _ in word]
            if placed:
                spans[i, 1 : len(placed) + 1] = torch.tensor(placed)
        return inputs, targets, spans


def padded_length(longest: int, rng: Random) -> int:
    """The window of a batch: mostly just what is needed, sometimes more."""
    extra = 0 if rng.random() < 0.6 else rng.randint(0, 150)
    return min(WINDOW, (longest + extra + 1) // 2 * 2)


def masked(mel: Tensor, rng: Random) -> Tensor:
    """SpecAugment (Park et al. 2019): two bands of frequency and two of time lost."""
    mean = mel.mean()
    for _ in range(2):
        width, start = rng.randint(0, 10), rng.randint(0, 69)
        mel[:, start : start + width] = mean
        length, first = rng.randint(0, 12), rng.randint(0, max(0, len(mel) - 12))
        mel[first : first + length] = mean
    return mel
