"""The painter against plain diffusers, with a tiny real pipeline of the shipped architecture."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from models.bundle import open_bundle
from models.change import change_mask
from models.errors import BundleError, GenerationError
from models.painter import Painter
from models.types import Picture, Plan, Prompt, Request, Sketch
from scripts.bundled.manifest import write_manifest
from scripts.bundled.painter.architecture import TINY, untrained_pipeline
from scripts.bundled.painter.export import write_pipeline

SETTINGS = {
    "size": 64,
    "guidance": 2.0,
    "sketch_scale": 1.0,
    "sketch_end": 1.0,
    "blank_scale": 0.0,
    "strength": 0.5,
    "half": False,
}
HEADER = {
    "id": "tiny",
    "version": "1",
    "kind": "painter",
    "licence": "CC0-1.0",
    "pipeline": "tiny",
    "provenance": "a test",
}
torch.set_num_threads(1)  # the networks are tiny: threads would only wait for each other
STILL = np.zeros((8, 8, 2), np.float32)


@pytest.fixture(scope="module")
def bundle_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("painter")
    torch.manual_seed(0)
    pipeline = untrained_pipeline(TINY, {"a", "red", "cat", "monet"}, tmp_path_factory.mktemp("tokens"))
    for block in (*pipeline.controlnet.controlnet_down_blocks, pipeline.controlnet.controlnet_mid_block):
        torch.nn.init.normal_(block.weight, std=0.3)  # fresh ones are zero: no sketch would be felt
    write_pipeline(pipeline, directory)
    write_manifest(directory, {**HEADER, "settings": SETTINGS})
    return directory


@pytest.fixture
def painter(bundle_directory: Path) -> Iterator[Painter]:
    yield Painter.load(open_bundle(bundle_directory, "painter"))


def request(seed: int = 3, steps: int = 4, ink: bool = True) -> Request:
    sheet = np.zeros((128, 128), np.uint8)
    sheet[30:36, 20:100] = 255 * ink
    return Request(Sketch(sheet), Prompt("a red cat", (), (), "still"), "monet", seed, Plan(steps, 3, 64, 1))


def test_same_request_paints_the_same_picture(painter: Painter) -> None:
    one, two = painter.first(request(), "monet"), painter.first(request(), "monet")
    assert np.array_equal(one.picture.pixels, two.picture.pixels)


@pytest.mark.parametrize("other", [request(seed=4), request(ink=False)])
def test_seed_and_sketch_change_the_picture(painter: Painter, other: Request) -> None:
    one, two = painter.first(request(), "monet"), painter.first(other, "monet")
    assert not np.array_equal(one.picture.pixels, two.picture.pixels)


def test_first_equals_the_plain_pipeline(painter: Painter) -> None:
    ours = painter.first(request(), "monet")
    pipeline = painter._pipeline
    pipeline.scheduler.set_timesteps(4)
    sheet = torch.zeros(1, 3, 64, 64)
    sheet[:, :, 15:18, 10:50] = 1
    theirs = pipeline(
        prompt="a red cat, monet", image=sheet, num_inference_steps=4, guidance_scale=2.0, height=64, width=64,
        latents=torch.from_numpy(ours.noise.copy())[None], output_type="np",
    ).images[0]  # fmt: skip
    assert np.abs(theirs * 255 - ours.picture.pixels).max() <= 2


def test_repaints_count_only_the_tail_of_the_schedule(painter: Painter) -> None:
    first = painter.first(request(), "monet")
    assert painter.evaluations == 4 * 2  # steps, each with and without words
    assert len(painter.repaint(first, [STILL, STILL])) == 2
    assert painter.evaluations == 4 * 2 + 2 * 2 * 2  # two keyframes, half the steps, with and without words


def test_repainting_in_one_batch_equals_one_by_one(painter: Painter) -> None:
    first = painter.first(request(), "monet")
    moved = STILL + np.float32(0.1)
    together = painter.repaint(first, [STILL, moved])
    alone = painter.repaint(first, [moved])
    assert np.abs(together[1].pixels.astype(int) - alone[0].pixels).max() <= 2


def test_values_that_are_no_numbers_are_an_error(painter: Painter) -> None:
    with torch.no_grad():
        painter._pipeline.unet.conv_out.bias.fill_(float("nan"))
    with pytest.raises(GenerationError, match="not numbers"):
        painter.first(request(), "monet")


def test_one_flipped_byte_is_refused(bundle_directory: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bundle_directory, copy)
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(BundleError, match="altered"):
        open_bundle(copy, "painter")


def test_a_change_leaves_every_pixel_outside_its_mask(painter: Painter) -> None:
    before = Picture(np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8))
    wish = request()
    after = painter.change(before, wish, "monet")
    changed = (after.pixels != before.pixels).any(-1)
    assert changed.any()
    assert not changed[change_mask(wish.sketch.ink, 64) == 0].any()


def test_an_empty_sheet_changes_nothing(painter: Painter) -> None:
    before = Picture(np.full((64, 64, 3), 90, np.uint8))
    assert painter.change(before, request(ink=False), "monet") is before


def test_a_change_sees_what_is_around_it(painter: Painter) -> None:
    dark, light = (Picture(np.full((64, 64, 3), tone, np.uint8)) for tone in (20, 230))
    inside = change_mask(request().sketch.ink, 64) == 1
    one, two = (painter.change(before, request(), "monet").pixels[inside] for before in (dark, light))
    assert not np.array_equal(one, two)


def test_a_picture_of_another_size_is_refused(painter: Painter) -> None:
    with pytest.raises(GenerationError, match="64 x 64 pixels, got"):
        painter.change(Picture(np.zeros((32, 32, 3), np.uint8)), request(), "monet")
