"""The bundled painter's networks: SDXL with a ControlNet, small enough to ship and to run on two cores.

The layout is that of `StableDiffusionXLControlNetPipeline` (diffusers documentation, api/pipelines/controlnet_sdxl), so
that the code which loads and runs full-size bundles loads and runs this one.
"""

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from diffusers import (
    AutoencoderTiny,
    ControlNetModel,
    EulerDiscreteScheduler,
    StableDiffusionXLControlNetPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

TOKENS = 32  # longest prompt
TEXT_WIDTH = 64  # of each of the two text encoders
PROJECTION = 64
LATENT_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels of the networks; `SHIPPED` is what the repository carries, `TINY` what its tests build."""

    unet: tuple[int, int, int]
    encoder: int
    decoder: int
    groups: int


SHIPPED = Widths((48, 96, 144), 32, 48, 16)
TINY = Widths((16, 32, 32), 8, 8, 4)


def autoencoder(widths: Widths) -> AutoencoderTiny:
    """Pictures [B, 3, 8h, 8w] in -1..1 to latents [B, 8, h, w] and back.

    Convolutions without normalisation (the architecture of TAESD, github.com/madebyollin/taesd): on flat colours a
    group norm removes the very mean that is the colour; one with 8 groups had learnt grey after 600 steps.
    """
    return AutoencoderTiny(
        encoder_block_out_channels=(widths.encoder,) * 4,
        decoder_block_out_channels=(widths.decoder,) * 4,
        num_encoder_blocks=(1, 2, 2, 2),
        num_decoder_blocks=(2, 2, 2, 1),
        latent_channels=LATENT_CHANNELS,
        scaling_factor=1.0,
    )


def unet(widths: Widths) -> UNet2DConditionModel:
    """Predicts v for latents [B, 8, h, w], conditioned on text [B, T, 128] and pooled text [B, 64]."""
    return UNet2DConditionModel(
        sample_size=32,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=widths.unet,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        transformer_layers_per_block=1,
        attention_head_dim=(2, 3, 4) if widths is SHIPPED else (1, 2, 2),
        cross_attention_dim=2 * TEXT_WIDTH,
        norm_num_groups=widths.groups,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=PROJECTION + 6 * 8,
    )


def controlnet(painter: UNet2DConditionModel) -> ControlNetModel:
    """A ControlNet that starts as a copy of the painter's encoder; its sketch is 8 times the latents' size."""
    return ControlNetModel.from_unet(
        painter, conditioning_channels=3, conditioning_embedding_out_channels=(8, 16, 32, 64)
    )


def text_encoders(vocabulary_size: int) -> tuple[CLIPTextModel, CLIPTextModelWithProjection]:
    """The two text encoders of SDXL, three layers of width 64 each."""
    config = CLIPTextConfig(
        vocab_size=vocabulary_size,
        hidden_size=TEXT_WIDTH,
        intermediate_size=4 * TEXT_WIDTH,
        projection_dim=PROJECTION,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=TOKENS,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    return CLIPTextModel(config), CLIPTextModelWithProjection(config)


def tokenizer(words: set[str], directory: Path) -> CLIPTokenizer:
    """A CLIP tokenizer in whose byte-pair vocabulary each of `words` is one token; unknown words fall to letters."""
    letters = sorted({c for w in words for c in w} | set("abcdefghijklmnopqrstuvwxyz,.'-"))
    vocabulary = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{c}</w>" for c in letters)]
    merges: list[tuple[str, str]] = []
    for word in sorted(words):
        parts = [*word[:-1], f"{word[-1]}</w>"]
        while len(parts) > 1:
            parts = _merge(parts, vocabulary, merges)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "vocab.json").write_text(json.dumps({token: k for k, token in enumerate(vocabulary)}))
    (directory / "merges.txt").write_text("#version: 0.2\n" + "\n".join(f"{a} {b}" for a, b in merges) + "\n")
    return CLIPTokenizer(str(directory / "vocab.json"), str(directory / "merges.txt"), model_max_length=TOKENS)


def _merge(parts: list[str], vocabulary: list[str], merges: list[tuple[str, str]]) -> list[str]:
    """Apply the earliest known merge, as the tokenizer will; learn a new one only when none applies."""
    known = {pair: rank for rank, pair in enumerate(merges)}
    pairs = list(pairwise(parts))
    ranked = [pair for pair in pairs if pair in known]
    pair = min(ranked, key=known.__getitem__) if ranked else pairs[0]
    if not ranked:
        merges.append(pair)
        if "".join(pair) not in vocabulary:
            vocabulary.append("".join(pair))
    out: list[str] = []
    for part in parts:
        out = [*out[:-1], out[-1] + part] if out and (out[-1], part) == pair else [*out, part]
    return out


def scheduler() -> EulerDiscreteScheduler:
    """Trained with v-prediction to zero terminal signal (Lin et al. 2023, arXiv 2305.08891); trailing steps."""
    return EulerDiscreteScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        rescale_betas_zero_snr=True,
    )


def untrained_pipeline(widths: Widths, words: set[str], directory: Path) -> StableDiffusionXLControlNetPipeline:
    """The whole painter with fresh weights; the tokenizer's files go to `directory`."""
    tokens = tokenizer(words, directory)
    painter = unet(widths)
    first, second = text_encoders(len(tokens))
    return StableDiffusionXLControlNetPipeline(
        vae=autoencoder(widths),
        text_encoder=first,
        text_encoder_2=second,
        tokenizer=tokens,
        tokenizer_2=tokens,
        unet=painter,
        controlnet=controlnet(painter),
        scheduler=scheduler(),
        force_zeros_for_empty_prompt=True,
        add_watermarker=False,
    )


def parameters(model: torch.nn.Module) -> int:
    """How many numbers a network holds."""
    return sum(p.numel() for p in model.parameters())
