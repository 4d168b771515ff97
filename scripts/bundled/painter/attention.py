"""Cross-attention that is told, while the painter learns, to look at the noun of the thing that stands in a cell.

Otherwise which colour belongs to which thing is the last the networks find out. (Supervised cross-attention, as in
TokenCompose, Wang et al. 2023, arXiv 2312.03626, with the labels our scenes have.)
"""

from dataclasses import dataclass, field

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import Attention
from torch import Tensor

GUIDED_HEADS = 2  # of each layer; the others look where they like
LEAST = 1e-4  # mass below which the loss no longer grows


@dataclass(frozen=True, slots=True)
class Watched:
    """An attention processor of diffusers that keeps its weights [B, heads, cells, tokens]."""

    seen: list[Tensor] = field(default_factory=list)

    def __call__(
        self,
        attention: Attention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        attention_mask: Tensor | None = None,
        **_: object,
    ) -> Tensor:
        """[B, cells, C] looking at [B, tokens, D] -> [B, cells, C], written out so that the weights can be kept."""
        parts = (
            attention.to_q(hidden_states),
            attention.to_k(encoder_hidden_states),
            attention.to_v(encoder_hidden_states),
        )
        q, k, v = (part.unflatten(-1, (attention.heads, -1)).transpose(1, 2) for part in parts)
        weights = ((q * attention.scale) @ k.transpose(-1, -2)).float().softmax(-1)
        self.seen.append(weights)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).flatten(2)
        result: Tensor = attention.to_out[1](attention.to_out[0](mixed))
        return result


def watch(unet: UNet2DConditionModel) -> list[Tensor]:
    """Watch the cross-attention of the decoder; every pass adds its layers' weights to the list that is returned."""
    processor = Watched()
    for block in unet.up_blocks[:2]:
        for transformer in block.attentions:
            for layer in transformer.transformer_blocks:
                layer.attn2.set_processor(processor)
    return processor.seen


def astray(weights: Tensor, labels: Tensor, tokens: Tensor, nouns: Tensor) -> Tensor:
    """Minus the log of the attention that falls on the noun of what stands in each cell.

    Weights [B, heads, cells, T], labels [B, 32, 32], tokens [B, T]; `nouns` [things + 1] is the token of each label, -1
    where nothing stands. Cells whose noun is not among the words do not count.
    """
    side = round(weights.shape[2] ** 0.5)
    step = labels.shape[-1] // side
    here = nouns[labels[:, step // 2 :: step, step // 2 :: step]].flatten(1)  # [B, cells]
    right = (tokens[:, None, :] == here[:, :, None])[:, None].float()  # [B, 1, cells, T]
    mass = (weights[:, :GUIDED_HEADS] * right).sum(-1).clamp_min(LEAST)  # [B, heads, cells]
    counted = right.amax(-1)
    return -(mass.log() * counted).sum() / (counted.sum() * GUIDED_HEADS).clamp_min(1)


def described(tokens: Tensor, colours: Tensor) -> Tensor:
    """The colour word before each token [B, T], as its number plus one, 0 without; `colours` [words] numbers tokens."""
    before = torch.nn.functional.pad(tokens[:, :-1], (1, 0))
    return colours[before]
