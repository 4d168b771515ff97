"""A whole installation of tiny real networks, of the same classes and formats as what ships."""

import os

from installation.cli import ENVIRONMENT

os.environ.update(ENVIRONMENT)  # before torch loads, as in the process that ships

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
import torch
from safetensors.torch import save_file

from installation.keeper.wards import Ward, kill, start
from installation.link import line_ends
from installation.screen.door import Pin
from installation.screen.house import open_house
from installation.screen.kiosk import Kiosk
from installation.screen.microphone import Microphone
from installation.screen.surfaces import surface_of
from installation.settings import CONFIGS, Settings, read_settings
from models.vocabulary import FILE
from safety.eye import Eye
from scripts.bundled.manifest import write_manifest
from scripts.bundled.painter.architecture import TINY, untrained_pipeline
from scripts.bundled.painter.export import write_pipeline
from tests.installation.visitor import PATIENCE_S, PIN, SIZE, Started, Visitor

BUNDLED = Path(__file__).parents[2] / "models" / "bundled"
HEADER: dict[str, Any] = {"version": "1", "licence": "CC0-1.0", "pipeline": "tiny", "provenance": "made by a test"}
PAINTER = {
    "size": 64,
    "guidance": 1.0,
    "sketch_scale": 1.0,
    "sketch_end": 1.0,
    "blank_scale": 0.0,
    "strength": 0.5,
    "half": False,
}
EYES = {"sketch": (1, 3), "image": (3, 2)}  # channels, categories
SURE = 6.0  # a logit: 0.0025 of doubt


def build_guard(directory: Path, **opinions: float) -> Path:
    """A guard bundle whose networks answer with the given logit, and are sure that all is well where none is given."""
    directory.mkdir(parents=True)
    settings: dict[str, Any] = {"contract": 1}
    for name, (channels, outputs) in EYES.items():
        eye = Eye(channels, 4, (4,), outputs)
        torch.nn.init.zeros_(eye.head.weight)
        torch.nn.init.constant_(eye.head.bias, opinions.get(name, -SURE))
        save_file(eye.state_dict(), directory / f"{name}.safetensors")
        settings[name] = {"stem": 4, "widths": [4], "outputs": outputs}
    write_manifest(directory, {**HEADER, "id": "tiny-guard", "kind": "guard", "settings": settings})
    return directory


@pytest.fixture(scope="session")
def painter_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("painter")
    torch.manual_seed(0)
    pipeline = untrained_pipeline(TINY, {"a", "red", "cat", "house"}, tmp_path_factory.mktemp("tokens"))
    for block in (*pipeline.controlnet.controlnet_down_blocks, pipeline.controlnet.controlnet_mid_block):
        torch.nn.init.normal_(block.weight, std=0.3)  # fresh ones are zero: no sketch would be felt
    write_pipeline(pipeline, directory)
    shutil.copy(BUNDLED / "painter" / FILE, directory / FILE)
    write_manifest(directory, {**HEADER, "id": "tiny-painter", "kind": "painter", "settings": PAINTER})
    return directory


def write_settings(directory: Path, painter: Path, guard: Path) -> Path:
    """Settings like the shipped ones, but for the models."""
    (directory / "profiles").mkdir(parents=True)
    profile = f'id = "bundled"\nspeech = "{BUNDLED / "speech"}"\npainter = "{painter}"\nguard = "{guard}"\n'
    (directory / "profiles" / "bundled.toml").write_text(profile)
    text = (CONFIGS / "default.toml").read_text("utf-8")
    for name in ("language", "glossary", "styles", "policy/family.toml", "screen", "curated", "sites/demo.toml"):
        text = text.replace(f'= "{name}"', f'= "{CONFIGS / name}"')
    path = directory / "default.toml"
    path.write_text(text)
    return path


@pytest.fixture(scope="session")
def settings_file(painter_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("installation")
    return write_settings(directory, painter_bundle, build_guard(directory / "guard"))


@pytest.fixture(scope="session")
def settings(settings_file: Path) -> Settings:
    return read_settings(settings_file)


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may read or write what this machine's user keeps."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="module")
def studio_and_line(
    settings_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ward, tuple[int, ...]]]:
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    screen, studio = line_ends(8 << 20, 200 << 20)
    options = ("--settings", str(settings_file), "--profile", "bundled")
    ward = start("studio", "installation.studio.worker", [("--line", studio)], options)
    yield ward, screen.descriptors
    kill([ward])


@pytest.fixture(scope="module")
def microphone() -> Microphone:
    """None is there."""
    return Microphone(None)


@pytest.fixture(scope="module")
def visitor(
    studio_and_line: Started, settings: Settings, microphone: Microphone, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    house = open_house(settings, SIZE)
    pin = Pin(tmp_path_factory.mktemp("pin"))
    pin.choose(PIN)
    display = surface_of(SIZE)
    kiosk = Kiosk(display, house, microphone, pin)
    kiosk.studio.joined(studio_and_line[1])
    visitor = Visitor(kiosk, house.looks[0], display)
    give_up = time.monotonic() + PATIENCE_S
    while not kiosk.studio.ready:
        assert time.monotonic() < give_up
        visitor.frame()
        time.sleep(0.02)
    yield visitor
    kiosk.studio.lost()
