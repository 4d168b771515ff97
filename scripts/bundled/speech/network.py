"""The small Whisper while it learns: only the tokens that occur, short windows, and two teachers beside the text.

The output is trained over the tokens that occur and one row standing for all others; that row's logit carries the log
of their number, so copying it to every other token afterwards gives exactly the same distribution.
"""

import math
import zipfile
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from whisper.model import ModelDimensions, MultiHeadAttention, Whisper

N_VOCAB = 51864  # of every English-only Whisper
WIDTH, HEADS = 192, 4
GUIDED_HEADS = 2  # of the last decoder layer, which are told where the word is
IGNORED = -100


def dimensions(n_vocab: int) -> ModelDimensions:
    """12 s windows, 4 + 2 layers."""
    return ModelDimensions(80, 600, WIDTH, HEADS, 4, n_vocab, 128, WIDTH, HEADS, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """mel [B, frames, 80]; phonemes [B, frames / 2]; inputs, targets [B, tokens]; spans [B, tokens, 2] alike."""

    mel: Tensor
    phonemes: Tensor
    inputs: Tensor
    targets: Tensor
    spans: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Cross-entropy of the text, of the phoneme at every frame, and of the attention to the word's own span."""

    text: Tensor
    phoneme: Tensor
    place: Tensor

    @property
    def total(self) -> Tensor:
        return self.text + 0.4 * self.phoneme + 0.2 * self.place


class Student(nn.Module):
    """Whisper over `known` tokens and the shared row; the phoneme head is dropped in the end."""

    def __init__(self, known: int, phonemes: int) -> None:
        super().__init__()
        self.whisper = Whisper(dimensions(known + 1))
        self.phoneme = nn.Linear(WIDTH, phonemes)
        self.rest = math.log(N_VOCAB - known)
        nn.init.normal_(self.whisper.decoder.token_embedding.weight, std=0.05)
        nn.init.normal_(self.whisper.decoder.positional_embedding, std=0.02)

    def encode(self, mel: Tensor) -> Tensor:
        """[B, frames, 80] -> [B, frames / 2, width], for any even number of frames the window allows."""
        encoder = self.whisper.encoder
        x = functional.gelu(encoder.conv1(mel.transpose(1, 2)))
        x = functional.gelu(encoder.conv2(x)).transpose(1, 2)
        x = x + encoder.positional_embedding[: x.shape[1]]
        for block in encoder.blocks:
            normal = block.attn_ln(x)
            x = x + attend(block.attn, normal, normal)[0]
            x = x + block.mlp(block.mlp_ln(x))
        heard: Tensor = encoder.ln_post(x)
        return heard

    def decode(self, tokens: Tensor, heard: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [B, tokens, known + 1] and the last layer's attention [B, heads, tokens, frames]."""
        decoder = self.whisper.decoder
        x = decoder.token_embedding(tokens) + decoder.positional_embedding[: tokens.shape[1]]
        for block in decoder.blocks:
            x = x + block.attn(block.attn_ln(x), mask=decoder.mask)[0]
            seen, attention = attend(block.cross_attn, block.cross_attn_ln(x), heard)
            x = x + seen
            x = x + block.mlp(block.mlp_ln(x))
        logits = (decoder.ln(x) @ decoder.token_embedding.weight.T).float()
        return torch.cat([logits[..., :-1], logits[..., -1:] + self.rest], -1), attention

    def forward(self, batch: Batch) -> Losses:
        heard = self.encode(batch.mel)
        logits, attention = self.decode(batch.inputs, heard)
        text = functional.cross_entropy(logits.flatten(0, 1), batch.targets.flatten(), ignore_index=IGNORED)
        guesses = self.phoneme(heard).float().flatten(0, 1)
        phoneme = functional.cross_entropy(guesses, batch.phonemes.flatten(), ignore_index=IGNORED)
        return Losses(text, phoneme, misplaced(attention[:, :GUIDED_HEADS], batch.spans))


def attend(layer: MultiHeadAttention, x: Tensor, heard: Tensor) -> tuple[Tensor, Tensor]:
    """Whisper's attention, written out: fused it keeps its weights to itself, and is slower to train on a CPU."""
    parts = (layer.query(x), layer.key(heard), layer.value(heard))
    q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in parts)
    weights = softmax((q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2))
    return layer.out((weights @ v).transpose(1, 2).flatten(2)), weights


def softmax(scores: Tensor) -> Tensor:
    """Over the last axis, in the scores' own precision, which autocast would widen."""
    with torch.autocast("cpu", enabled=False):
        return scores.softmax(-1)


def misplaced(attention: Tensor, spans: Tensor) -> Tensor:
    """Minus the log of the attention that falls on the token's own span; spans with no length do not count."""
    frames = torch.arange(attention.shape[-1])
    inside = (frames >= spans[..., :1] - 2) & (frames < spans[..., 1:] + 2)  # [B, tokens, frames]
    mass = (attention.float() * inside[:, None]).sum(-1).clamp_min(1e-4)  # [B, heads, tokens]
    counted = (spans[..., 1] > spans[..., 0])[:, None].float()
    return -(mass.log() * counted).sum() / (counted.sum() * attention.shape[1]).clamp_min(1)


def export(student: Student, known: list[int], path: Path) -> None:
    """Write openai-whisper's checkpoint with the whole vocabulary, float16; at `path` it is whole or as it was."""
    state = {name: tensor.to(torch.float16) for name, tensor in student.whisper.state_dict().items()}
    rows = state["decoder.token_embedding.weight"]
    table = rows[-1:].repeat(N_VOCAB, 1)
    table[torch.tensor(known)] = rows[:-1]
    state["decoder.token_embedding.weight"] = table
    checkpoint = BytesIO()
    torch.save({"dims": asdict(dimensions(N_VOCAB)), "model_state_dict": state}, checkpoint)
    part = path.with_suffix(".part")
    part.write_bytes(deflated(checkpoint))
    part.replace(path)


def deflated(archive: BytesIO) -> bytes:
    """The archive that torch wrote, as torch reads it too: a row copied 48,000 times costs what one row costs.

    The same tensors give the same bytes: no time is written down.
    """
    smaller = BytesIO()
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(smaller, "w") as target:
        for name in whole.namelist():
            target.writestr(zipfile.ZipInfo(name), whole.read(name), zipfile.ZIP_DEFLATED)
    return smaller.getvalue()
