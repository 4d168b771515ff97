"""One course of the painter: its networks, their moving average, the optimizer, and what a step teaches.

Beside v three more things are asked for, because the picture alone teaches last which colour belongs to which thing:
the U-Net must say, from its features one level below the picture, which thing and which colour stands in each cell (the
idea of aligning a diffusion network's features, Yu et al. 2024, arXiv 2410.06940); its cross-attention must fall on the
noun of that thing (see `attention`); and the text must say at a noun which colour word came before it. The two layers
that answer are dropped in the end.
"""

import copy
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.bundled.painter.architecture import (
    LATENT_CHANNELS,
    SHIPPED,
    TEXT_WIDTH,
    controlnet,
    scheduler,
    text_encoders,
    unet,
)
from scripts.bundled.painter.attention import astray, described, watch
from scripts.bundled.painter.checkpoint import load_checkpoint, save_checkpoint

LEARNING_RATE = 5e-4
EMA = 0.998
FALLS = 0.4  # of a course: the last part, in which the rate falls
SIDE = 256.0  # pixels; SDXL's size conditioning, constant here
COLOURED = 3  # latents that carry the mean colour (see train_autoencoder)
WEIGHTS = torch.tensor([1.6] * COLOURED + [0.64] * (LATENT_CHANNELS - COLOURED))[:, None, None]
LABELLED, LOOKED, DESCRIBED = 0.06, 0.03, 0.1  # weights beside v
NOWHERE = 0.3  # weight of a cell in which nothing stands


@dataclass(frozen=True, slots=True)
class Batch:
    """Latents [B, 8, 32, 32], sketches [B, 3, 256, 256] in 0..1, tokens [B, T], kept [B] 1 where words are kept, labels
    [B, 2, 32, 32]: thing and colour in each cell, 0 where nothing stands."""

    latents: Tensor
    sketches: Tensor
    tokens: Tensor
    kept: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean square error of v; cross-entropy of the thing and of the colour in each cell, of the attention to the noun,
    and of the colour before each word."""

    v: Tensor
    thing: Tensor
    colour: Tensor
    looked: Tensor
    described: Tensor

    @property
    def total(self) -> Tensor:
        return self.v + LABELLED * (self.thing + self.colour) + LOOKED * self.looked + DESCRIBED * self.described


@dataclass(frozen=True, slots=True)
class Words:
    """How many tokens there are, and the token of each thing (its first word) and of each colour."""

    count: int
    things: tuple[int, ...]
    colours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the networks say: v [B, 8, 32, 32]; logits of the labels [B, things + colours + 2, 32, 32]; attention of
    some layers, each [B, heads, cells, T]; logits of the colour before each word [B, T, colours + 1]."""

    v: Tensor
    labels: Tensor
    attention: tuple[Tensor, ...]
    colours: Tensor


class Networks(nn.Module):
    """Everything of the painter that learns here."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.unet = unet(SHIPPED)
        self.controlnet = controlnet(self.unet)
        self.text_encoder, self.text_encoder_2 = text_encoders(words.count)
        self.labels = nn.Conv2d(SHIPPED.unet[1], len(words.things) + len(words.colours) + 2, 1)
        self.described = nn.Linear(2 * TEXT_WIDTH, len(words.colours) + 1)
        self._features: list[Tensor] = []
        self._attention = watch(self.unet)
        self.unet.up_blocks[1].register_forward_hook(lambda _module, _inputs, output: self._features.append(output))

    def forward(self, noisy: Tensor, t: Tensor, batch: Batch) -> Answers:
        """What is said of noisy latents [B, 8, 32, 32] at times t [B]."""
        first = self.text_encoder(batch.tokens, output_hidden_states=True)
        second = self.text_encoder_2(batch.tokens, output_hidden_states=True)
        said = torch.cat([first.hidden_states[-2], second.hidden_states[-2]], -1)
        text = said * batch.kept[:, None, None]
        sizes = torch.tensor([SIDE, SIDE, 0.0, 0.0, SIDE, SIDE]).repeat(len(noisy), 1)
        added = {"text_embeds": second.text_embeds * batch.kept[:, None], "time_ids": sizes}
        down, middle = self.controlnet(noisy, t, text, batch.sketches, added_cond_kwargs=added, return_dict=False)
        v = self.unet(
            noisy,
            t,
            text,
            added_cond_kwargs=added,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            return_dict=False,
        )[0]
        attention = tuple(self._attention)
        self._attention.clear()
        return Answers(v, self.labels(self._features.pop()), attention, self.described(said))


class Course:
    """What a checkpoint holds."""

    def __init__(self, words: Words) -> None:
        networks = Networks(words)
        self.networks = networks
        self._nouns = torch.tensor([-1, *words.things])
        self._colours = torch.zeros(words.count, dtype=torch.long)
        self._colours[list(words.colours)] = torch.arange(len(words.colours)) + 1
        self.average = copy.deepcopy(networks).requires_grad_(requires_grad=False)
        self.optimizer = torch.optim.AdamW(
            networks.parameters(), lr=LEARNING_RATE, weight_decay=1e-2, betas=(0.9, 0.99)
        )
        self.step = 0
        self._signals = scheduler().alphas_cumprod

    @property
    def _models(self) -> dict[str, nn.Module]:
        return {"networks": self.networks, "average": self.average}

    def load(self, file: Path) -> None:
        """Go on where a checkpoint stands, if there is one."""
        self.step = load_checkpoint(file, self._models, self.optimizer)

    def save(self, file: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        save_checkpoint(file, self._models, self.optimizer, self.step)

    def learn(self, batch: Batch, steps: int) -> Losses:
        """One step of the optimizer, of `steps` in all."""
        self._set_rate(steps)
        losses = self._losses(batch, steps)
        self.optimizer.zero_grad(set_to_none=True)
        losses.total.backward()
        nn.utils.clip_grad_norm_(self.networks.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(EMA, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.networks.parameters()), 1 - decay)
        return losses

    def _losses(self, batch: Batch, steps: int) -> Losses:
        noise = torch.randn_like(batch.latents)
        t = self._times(len(noise), steps)
        a, s = (self._signals[t].sqrt()[:, None, None, None], (1 - self._signals[t]).sqrt()[:, None, None, None])
        with torch.autocast("cpu", torch.bfloat16):
            said: Answers = self.networks(a * batch.latents + s * noise, t, batch)
        error = (said.v.float() - (a * noise - s * batch.latents)).square()
        error = error if self._refines(steps) else error * WEIGHTS
        things, colours = said.labels.float().split([len(self._nouns), said.labels.shape[1] - len(self._nouns)], 1)
        spoken = batch.kept > 0
        looks = [astray(w[spoken], batch.labels[spoken, 0], batch.tokens[spoken], self._nouns) for w in said.attention]
        return Losses(
            error.mean(),
            _named(things, batch.labels[:, 0]),
            _named(colours, batch.labels[:, 1]),
            torch.stack(looks).mean(),
            _named(said.colours.float().transpose(1, 2), described(batch.tokens, self._colours)),
        )

    def _refines(self, steps: int) -> bool:
        """Whether the rate falls already: the colours stand, now the lines count as much."""
        return self.step > (1 - FALLS) * steps

    def _times(self, count: int, steps: int) -> Tensor:
        """Timesteps; the noisier ones more often, at first for all: there the words, not what shows through, decide."""
        draws = torch.randint(0, len(self._signals), (2, count))
        even = torch.arange(count) % 2 == 0
        return torch.where(even, draws[0], draws.amax(0)) if self._refines(steps) else draws.amax(0)

    def _set_rate(self, steps: int) -> None:
        """Warm up over 200 steps, hold, and fall linearly to 2 % over the last part."""
        rate = min(1.0, (self.step + 1) / 200) * min(1.0, max(0.02, (1 - self.step / steps) / FALLS))
        for group in self.optimizer.param_groups:
            group["lr"] = LEARNING_RATE * rate


def _named(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of logits [B, N, ...] against labels [B, ...]; 0, nothing, counts less."""
    weights = torch.ones(logits.shape[1])
    weights[0] = NOWHERE
    return functional.cross_entropy(logits, labels, weights)
