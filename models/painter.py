"""The painter: an SDXL pipeline with a scribble ControlNet, whatever its size, from a verified bundle.

One pipeline object serves all uses. `first` denoises from pure noise; `repaint` starts the later keyframes from the
first one, moved by the authored field, with the same noise moved by the same field (video research: ∫-noise,
arXiv 2504.03072), and denoises only the last part of the schedule; `change` paints inside a mask and puts the latents
around it back after every step (blended latent diffusion, Avrahami et al. 2022, arXiv 2206.02779).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
import torch
from diffusers import StableDiffusionXLControlNetPipeline
from diffusers.pipelines.stable_diffusion_xl.pipeline_stable_diffusion_xl_img2img import retrieve_latents
from diffusers.utils import logging as diffusers_logging
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from transformers.utils import logging as transformers_logging

from models.bundle import Bundle
from models.change import PICTURE, blended, change_mask
from models.complaint import complaint
from models.errors import BundleError, GenerationError
from models.sketchbook import Sketchbook, read_sketchbook
from models.types import Bytes, Floats, Picture, Request, read_only
from models.warp import warp_ink, warp_noise, warp_picture

INK_MIN = 0.002  # share of the sheet; less is no drawing (generation research, failure modes)
INK_LEVEL = 64  # after shrinking, above this a pixel is ink


class PainterSettings(BaseModel):
    """The `settings` of a painter bundle."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int = Field(ge=32, le=2048, multiple_of=8, description="side of a painting in pixels")
    guidance: float = Field(ge=0, le=20, description="classifier-free guidance; up to 1 is none")
    sketch_scale: float = Field(ge=0, le=4, description="how strictly the sketch is followed")
    sketch_end: float = Field(gt=0, le=1, description="share of the steps the sketch takes part in")
    blank_scale: float = Field(ge=0, le=2, description="the same for an empty sheet: 0 unless trained on empty sheets")
    strength: float = Field(gt=0, le=1, description="share of the steps a later keyframe is repainted with")
    half: bool = Field(description="whether the networks run in bfloat16")


@dataclass(frozen=True, slots=True, eq=False)
class Painting:
    """The first keyframe, and what the later ones start from: its request and noise float32 [4, h, h]."""

    request: Request
    words: str
    picture: Picture
    noise: Floats

    def __post_init__(self) -> None:
        read_only(self.noise)


class Painter:
    """Paints keyframes. `evaluations` counts passes of one sample through the U-Net."""

    def __init__(
        self, pipeline: StableDiffusionXLControlNetPipeline, settings: PainterSettings, sketchbook: Sketchbook
    ) -> None:
        self.settings = settings
        self._sketchbook = sketchbook
        self.evaluations = 0
        self._pipeline = pipeline
        self._pipeline.set_progress_bar_config(disable=True)
        self._pipeline.unet.register_forward_pre_hook(self._count)

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """Load a verified bundle from its directory, offline.

        Raises:
            BundleError: the settings or the files are not those of a painter.
        """
        diffusers_logging.disable_progress_bar()
        transformers_logging.disable_progress_bar()
        try:
            settings = PainterSettings.model_validate(bundle.settings)
            pipeline = StableDiffusionXLControlNetPipeline.from_pretrained(
                str(bundle.directory),
                local_files_only=True,
                use_safetensors=True,
                add_watermarker=False,
                dtype=torch.bfloat16 if settings.half else torch.float32,
            )
        except (ValidationError, OSError, ValueError, KeyError) as error:
            raise BundleError(f"expected a painter bundle at {bundle.directory}, got {complaint(error)}") from error
        return cls(pipeline, settings, read_sketchbook(bundle))

    def first(self, request: Request, style: str) -> Painting:
        """Paint the first keyframe of a request in the words of a style: RGB [size, size, 3].

        Raises:
            GenerationError: the networks gave something that is no picture.
        """
        request = self._completed(request)
        words = f"{request.prompt.text}, {style}"
        noise = self._noise(request.seed)
        scale = self._scale(request)
        schedule = _Schedule(request.plan.steps, request.plan.steps, scale)
        latents = self._denoise(words, request.sketch.ink[None], _Ground(noise[None]), schedule)
        return Painting(request, words, Picture(self._decode(latents)[0]), noise)

    def change(self, before: Picture, request: Request, style: str) -> Picture:
        """Paint what a request asks for into a picture [size, size, 3], only where its sketch was drawn.

        Where `change_mask` of the sketch is 0 the pixels stay exactly what they were; an empty sheet changes nothing.

        Raises:
            GenerationError: the picture has another size, or the networks gave something that is no picture.
        """
        size = self.settings.size
        if before.pixels.shape != (size, size, 3):
            raise GenerationError(f"expected a picture of {size} x {size} pixels, got {before.pixels.shape}")
        mask = change_mask(request.sketch.ink, size)
        if not mask.any():
            return before
        request = self._completed(request)
        words = f"{request.prompt.text}, {PICTURE}, {style}"
        ground = _Ground(self._noise(request.seed)[None], self._encode(np.stack([before.pixels])), self._cells(mask))
        schedule = _Schedule(request.plan.steps, request.plan.steps, self._scale(request))
        latents = self._denoise(words, request.sketch.ink[None], ground, schedule)
        return Picture(blended(before.pixels, self._decode(latents)[0], mask))

    def repaint(self, first: Painting, displacements: Sequence[Floats]) -> tuple[Picture, ...]:
        """Paint the later keyframes, all in one batch: each is the first one moved by its field, painted over.

        `displacements` are backward fields float32 [G, G, 2] (see `models.warp`); each picture is in the places of its
        own frame.

        Raises:
            GenerationError: the networks gave something that is no picture.
        """
        if not displacements:
            return ()
        request = first.request
        moved = [warp_picture(first.picture.pixels, d) for d in displacements]
        noise = np.stack([warp_noise(first.noise, d) for d in displacements])
        ink = np.stack([warp_ink(request.sketch.ink, d) for d in displacements])
        scale = self._scale(request)
        tail = max(1, math.ceil(self.settings.strength * request.plan.steps))
        ground = _Ground(noise, self._encode(np.stack(moved)))
        latents = self._denoise(first.words, ink, ground, _Schedule(request.plan.steps, tail, scale))
        pictures = self._decode(latents)
        return tuple(Picture(_match(p, m)) for p, m in zip(pictures, moved, strict=True))

    def _completed(self, request: Request) -> Request:
        """With what the words name drawn into a bare shape."""
        ink = self._sketchbook.completed(request.sketch.ink, request.prompt.text, request.seed)
        return replace(request, sketch=replace(request.sketch, ink=ink))

    def _scale(self, request: Request) -> float:
        """How strictly the sketch of a request is followed."""
        return self.settings.blank_scale if request.sketch.coverage < INK_MIN else self.settings.sketch_scale

    def _noise(self, seed: int) -> Floats:
        side = self.settings.size // self._pipeline.vae_scale_factor
        channels = self._pipeline.unet.config.in_channels
        generator = torch.Generator("cpu").manual_seed(seed)
        return np.asarray(torch.randn((channels, side, side), generator=generator).numpy(), np.float32)

    def _cells(self, mask: Floats) -> torch.Tensor:
        """Where latents may change, [1, 1, h, h]: 1 in every cell the mask touches."""
        factor = self._pipeline.vae_scale_factor
        return torch.nn.functional.max_pool2d(torch.from_numpy(mask > 0)[None, None].float(), factor)

    def _denoise(self, words: str, ink: Bytes, ground: "_Ground", schedule: "_Schedule") -> torch.Tensor:
        """Latents [B, C, h, h] after the schedule, from noise alone or from the ground's start with noise added."""
        scheduler = self._pipeline.scheduler
        scheduler.set_timesteps(schedule.steps)
        times = [int(t) for t in scheduler.timesteps][-schedule.last :]
        begin = float(scheduler.sigmas[-schedule.last - 1])
        scheduler.set_timesteps(timesteps=times)
        count = len(ground.noise)
        with torch.inference_mode():
            result = self._pipeline(
                prompt=[words] * count,
                image=self._condition(ink),
                height=self.settings.size,
                width=self.settings.size,
                timesteps=times,
                guidance_scale=self.settings.guidance,
                latents=(ground.at(begin) / scheduler.init_noise_sigma).to(self._pipeline.unet.dtype),
                controlnet_conditioning_scale=schedule.scale,
                control_guidance_end=self.settings.sketch_end,
                callback_on_step_end=ground.put_back,
                output_type="latent",
                return_dict=False,
            )[0]
        if not bool(torch.isfinite(result).all()):
            raise GenerationError("expected a painting from the networks, got values that are not numbers")
        return torch.as_tensor(result)

    def _condition(self, ink: Bytes) -> torch.Tensor:
        """White lines on black, hard-edged: [B, 3, size, size] in 0..1."""
        size = self.settings.size
        sheets = [cv2.resize(sheet, (size, size), interpolation=cv2.INTER_AREA) > INK_LEVEL for sheet in ink]
        return torch.from_numpy(np.stack(sheets).astype(np.float32))[:, None].expand(-1, 3, -1, -1).contiguous()

    def _encode(self, pictures: Bytes) -> torch.Tensor:
        """Scaled latents [B, C, h, h] of RGB uint8 [B, H, W, 3]."""
        vae = self._pipeline.vae
        pixels = torch.from_numpy(pictures).permute(0, 3, 1, 2).to(vae.dtype) / 127.5 - 1
        with torch.inference_mode():
            latents = retrieve_latents(vae.encode(pixels), sample_mode="argmax")
        return torch.as_tensor(latents.float() * vae.config.scaling_factor)

    def _decode(self, latents: torch.Tensor) -> Bytes:
        """RGB uint8 [B, H, W, 3] of scaled latents."""
        vae = self._pipeline.vae
        with torch.inference_mode():
            pixels = vae.decode((latents / vae.config.scaling_factor).to(vae.dtype)).sample.float()
        if not bool(torch.isfinite(pixels).all()):
            raise GenerationError("expected a picture from the autoencoder, got values that are not numbers")
        rgb = ((pixels.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1)
        return np.ascontiguousarray(rgb.numpy())

    def _count(self, _module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        self.evaluations += len(inputs[0])


@dataclass(frozen=True, slots=True)
class _Schedule:
    """`last` of `steps` denoising steps, and how strictly the sketch is followed."""

    steps: int
    last: int
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What a denoising begins with: noise [B, C, h, h]; the latents it is added to; where they may change."""

    noise: Floats
    start: torch.Tensor | None = None
    free: torch.Tensor | None = None

    def at(self, sigma: float) -> torch.Tensor:
        """The latents at a level of noise."""
        return torch.from_numpy(self.noise) * sigma + (0 if self.start is None else self.start)

    def put_back(
        self, pipeline: StableDiffusionXLControlNetPipeline, step: int, time: object, made: dict[str, torch.Tensor]
    ) -> dict[str, torch.Tensor]:
        """After a step of the pipeline: where nothing may change, the start at the noise of the step to come."""
        if self.free is None:
            return {}
        latents = made["latents"]
        kept = self.at(float(pipeline.scheduler.sigmas[step + 1])).to(latents)
        free = self.free.to(latents)
        return {"latents": latents * free + kept * (1 - free)}


def _match(picture: Bytes, reference: Bytes) -> Bytes:
    """The picture with the mean colour of the reference in CIELAB: repainting must not make the film's light drift."""
    lab, wanted = (cv2.cvtColor(p, cv2.COLOR_RGB2LAB).astype(np.float32) for p in (picture, reference))
    shifted = np.clip(lab + (wanted.mean((0, 1)) - lab.mean((0, 1))), 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.cvtColor(shifted, cv2.COLOR_LAB2RGB), np.uint8)
