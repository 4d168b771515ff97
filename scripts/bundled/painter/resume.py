"""Take up a shipped painter where its weights stand, on a machine without its checkpoint.

    python -m scripts.bundled.painter.resume --bundle models/bundled/painter --work build/painter

Writes the autoencoder, the scale of its latents, and a checkpoint of the painter at step 0 whose words are those of
today's vocabulary: a word the bundle knows keeps its embedding, a new one starts as the mean of all.
"""

import argparse
from pathlib import Path

import torch
from diffusers import StableDiffusionXLControlNetPipeline
from torch import Tensor

from scripts.bundled.painter.architecture import tokenizer
from scripts.bundled.painter.course import Course
from scripts.bundled.painter.pack import SCALE
from scripts.bundled.painter.train_painter import grammar_words, words_of

EMBEDDING = "text_model.embeddings.token_embedding.weight"


def main() -> None:
    """Write the files a training and a packing start from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    shipped = StableDiffusionXLControlNetPipeline.from_pretrained(
        str(arguments.bundle), local_files_only=True, use_safetensors=True, add_watermarker=False, dtype=torch.float32
    )
    arguments.work.mkdir(parents=True, exist_ok=True)
    torch.save({"model": shipped.vae.state_dict(), "step": 0}, arguments.work / "autoencoder.pt")
    (arguments.work / SCALE).write_text(f"{shipped.vae.config.scaling_factor!r}\n", "utf-8")
    spoken = tokenizer(grammar_words(), arguments.work / "tokenizer")
    tokens = spoken.get_vocab()
    course = Course(words_of(spoken))
    for part in ("unet", "controlnet", "text_encoder", "text_encoder_2"):
        state = getattr(shipped, part).state_dict()
        for name in [name for name in state if name.endswith(EMBEDDING.removeprefix("text_model."))]:
            state[name] = _rearranged(state[name], shipped.tokenizer.get_vocab(), tokens)
        getattr(course.networks, part).load_state_dict(state)
    course.average.load_state_dict(course.networks.state_dict())
    course.save(arguments.work / "painter.pt")


def _rearranged(rows: Tensor, old: dict[str, int], new: dict[str, int]) -> Tensor:
    """Embeddings [words, width] in the order of another vocabulary."""
    table = rows.mean(0, keepdim=True).repeat(len(new), 1)
    for word, number in new.items():
        if word in old:
            table[number] = rows[old[word]]
    return table


if __name__ == "__main__":
    main()
