"""Write a trained painter as a bundle: the pipeline's directories in fp16 safetensors, and a manifest with digests.

python -m scripts.bundled.painter.export --work build/painter --out models/bundled/painter
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from diffusers import StableDiffusionXLControlNetPipeline

from scripts.bundled.manifest import write_manifest
from scripts.bundled.painter.architecture import SHIPPED, untrained_pipeline
from scripts.bundled.painter.pack import SHARD, latent_scale, trained_autoencoder
from scripts.bundled.painter.scenes import VOCABULARY
from scripts.bundled.painter.train_painter import grammar_words

SETTINGS = {
    "size": 256,
    "guidance": 2.0,
    "sketch_scale": 2.4,  # measured on other scenes than those it is judged with: most things are recognised
    "sketch_end": 1.0,
    "blank_scale": 1.0,
    "strength": 0.5,
    "half": True,
}
PROVENANCE = (
    "Trained from nothing by scripts/bundled/painter on scenes drawn by procedure around real doodles of Quick, Draw! "
    "(Google, CC BY 4.0). Version 1: autoencoder 2400 steps (seed 1), painter 4700 steps of 16 on 12,000 scenes of 83 "
    "things (seeds 7, 3). Versions 2 and 3, taken up from the weights of version 1: 13000 steps of 16 (seed 3) on "
    "11000 scenes of 116 things (seed 7), from step 1500 on with attention and text supervised, the rate falling "
    "three times, at steps 6300, 11500 and the last, lines as heavy as colours after 11500; then the decoder alone "
    "7000 steps (seed 1). Version 4: on to step 17600 on {scenes} other scenes (seed 8) with bolder lines, more bare "
    "sheets and more changes; the decoder widened from 32 to 48 channels, what it knew kept, 3500 steps more. Version "
    "5: on to step {steps}, the rate raised once more; the sketch weighs 2.4 times as much. Version 6: the same "
    "weights, with drawings of every thing by people and pens, to be laid into bare shapes. Every sixth doodle is kept "
    "for judging. Figures and limits: docs/models/painter.md."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Assemble, save, vouch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="6")
    options = parser.parse_args(arguments)
    pipeline = assemble(options.work)
    write_pipeline(pipeline, options.out)
    (options.out / VOCABULARY.name).write_bytes(VOCABULARY.read_bytes())
    provenance = _provenance(options.work)
    header = {
        "id": "drawn-aloud-painter", "version": options.version, "kind": "painter", "licence": "CC-BY-4.0",
        "pipeline": "StableDiffusionXLControlNetPipeline", "provenance": provenance, "settings": SETTINGS,
    }  # fmt: skip
    write_manifest(options.out, header)


def _provenance(work: Path) -> str:
    """With the steps and scenes of the course in `work`."""
    steps = torch.load(work / "painter.pt", weights_only=True)["step"]
    return PROVENANCE.format(steps=steps, scenes=SHARD * len(list((work / "shards").glob("[0-9][0-9][0-9].npz"))))


def assemble(work: Path) -> StableDiffusionXLControlNetPipeline:
    """The trained networks (their moving average) as one diffusers pipeline."""
    pipeline = untrained_pipeline(SHIPPED, grammar_words(), work / "tokenizer")
    state = torch.load(work / "painter.pt", weights_only=True)["average"]
    for part in ("unet", "controlnet", "text_encoder", "text_encoder_2"):
        weights = {k.removeprefix(f"{part}."): v for k, v in state.items() if k.startswith(f"{part}.")}
        getattr(pipeline, part).load_state_dict(weights)
    pipeline.vae.load_state_dict(trained_autoencoder(work).state_dict())
    pipeline.vae.register_to_config(scaling_factor=latent_scale(work))
    return pipeline


def write_pipeline(pipeline: StableDiffusionXLControlNetPipeline, directory: Path) -> None:
    """Save in fp16 safetensors, without whatever an earlier save left there."""
    for part in (
        "unet",
        "controlnet",
        "vae",
        "text_encoder",
        "text_encoder_2",
        "tokenizer",
        "tokenizer_2",
        "scheduler",
    ):
        shutil.rmtree(directory / part, ignore_errors=True)
    pipeline.to(torch.float16).save_pretrained(directory, safe_serialization=True)
    for file in directory.rglob("*config.json"):
        _tidy(file)


def _tidy(file: Path) -> None:
    """Drop what loading warns about, and where a configuration was read from, which names a machine's folders."""
    value = json.loads(file.read_text("utf-8"))
    surplus = (
        {"_name_or_path", "block_out_channels"} if value.get("_class_name") == "AutoencoderTiny" else {"_name_or_path"}
    )
    if surplus & value.keys():
        kept = {k: v for k, v in value.items() if k not in surplus}
        file.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
