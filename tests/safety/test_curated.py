"""Curated pieces are cleared by their digest, and by nothing else."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.errors import BadInputError, GuardError, OutputError
from models.film import Provenance, encode
from models.types import Clip, ModelId
from safety.curated import Curated, Manifest, approve, read_manifest, record
from safety.guard import Guard
from safety.policy import Policy
from safety.types import Blocked, Cleared

from .conftest import guard_of, image_scores

Score = float


@pytest.fixture
def png(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "piece.png")
    return tmp_path / "piece.png"


@pytest.fixture
def mp4(tmp_path: Path) -> Path:
    frames = np.zeros((6, 64, 64, 3), np.uint8)
    (tmp_path / "piece.mp4").write_bytes(encode(Clip(frames, 24), Provenance(ModelId("m", "1"), "2026-01-01")))
    return tmp_path / "piece.mp4"


@pytest.fixture
def guard(policy: Policy) -> Callable[[Score], Guard]:
    return lambda score: guard_of(policy, image=image_scores(score))


def curated(path: Path, guard: Guard, person: str | None = None) -> Curated:
    return Curated(Manifest(pieces=(approve(path, guard, person),)))


def test_an_approved_picture_is_cleared(png: Path, guard: Callable[[Score], Guard]) -> None:
    cleared = curated(png, guard(0.1)).clear(png)
    assert isinstance(cleared, Cleared)
    assert cleared.value.data == png.read_bytes()
    assert {decision.layer for decision in cleared.decisions} == {"image.violence", "image.indecency"}


def test_an_approved_film_is_judged_in_every_frame(mp4: Path, policy: Policy) -> None:
    seen: list[int] = []

    def judge(frames: object) -> object:
        seen.append(len(frames))  # type: ignore[arg-type]
        return image_scores(0.1)(frames)

    guard = guard_of(policy, image=judge)  # type: ignore[arg-type]
    assert isinstance(curated(mp4, guard).clear(mp4), Cleared)
    assert seen == [6]


def test_one_flipped_byte_anywhere_is_not_cleared(png: Path, guard: Callable[[Score], Guard]) -> None:
    shelf = curated(png, guard(0.1))
    whole = png.read_bytes()
    for place in range(0, len(whole), 7):
        altered = bytearray(whole)
        altered[place] ^= 1
        png.write_bytes(altered)
        assert isinstance(shelf.clear(png), Blocked)


def test_more_or_fewer_bytes_are_not_cleared(mp4: Path, guard: Callable[[Score], Guard]) -> None:
    shelf, whole = curated(mp4, guard(0.1)), mp4.read_bytes()
    for data in (whole + b"\0", whole[:-1], b"", whole[::-1]):
        mp4.write_bytes(data)
        assert isinstance(shelf.clear(mp4), Blocked)


def test_the_name_does_not_matter_but_the_bytes_do(png: Path, guard: Callable[[Score], Guard]) -> None:
    shelf = curated(png, guard(0.1))
    twin = png.with_name("other.png")
    twin.write_bytes(png.read_bytes())
    assert isinstance(shelf.clear(twin), Cleared)
    Image.new("RGB", (32, 32)).save(png)
    assert isinstance(shelf.clear(png), Blocked)
    assert isinstance(shelf.clear(png.with_name("missing.png")), Blocked)


def test_a_mild_objection_needs_a_person(png: Path, guard: Callable[[Score], Guard]) -> None:
    for nobody in (None, "", "  "):
        with pytest.raises(GuardError, match="the name of who approves"):
            approve(png, guard(0.6), nobody)
    approval = approve(png, guard(0.6), "Ada Example")
    assert approval.person == "Ada Example"
    assert {finding.severity for finding in approval.findings} == {2}


def test_no_person_is_noted_where_no_layer_objects(png: Path, guard: Callable[[Score], Guard]) -> None:
    assert approve(png, guard(0.1), "Ada Example").person == ""


def test_a_grave_objection_is_final(png: Path, guard: Callable[[Score], Guard]) -> None:
    with pytest.raises(GuardError, match="no one may approve"):
        approve(png, guard(0.97), "Ada Example")


def test_a_layer_that_fails_is_no_approval(png: Path, policy: Policy) -> None:
    def broken(_: object) -> object:
        raise RuntimeError("broken")

    with pytest.raises(GuardError, match="verdict of every layer"):
        approve(png, guard_of(policy, image=broken), "Ada Example")  # type: ignore[arg-type]


def test_what_cannot_be_judged_whole_is_refused(tmp_path: Path, guard: Callable[[Score], Guard]) -> None:
    moving = tmp_path / "moving.png"
    stills = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    stills[0].save(moving, save_all=True, append_images=stills[1:])
    clear = tmp_path / "clear.png"
    Image.new("RGBA", (16, 16)).save(clear)
    text = tmp_path / "text.txt"
    text.write_text("no picture")
    fake = tmp_path / "fake.mp4"
    fake.write_bytes(b"no film")
    for path in (moving, clear, text, fake, tmp_path / "missing.png"):
        with pytest.raises(BadInputError):
            approve(path, guard(0.1), None)


def test_the_manifest_is_written_whole_and_read_back(png: Path, mp4: Path, guard: Callable[[Score], Guard]) -> None:
    file = png.with_name("shelf") / "curated.json"
    assert read_manifest(file) == Manifest()
    for path in (png, mp4, png):
        record(approve(path, guard(0.1), None), file)
    manifest = read_manifest(file)
    assert [piece.name for piece in manifest.pieces] == ["piece.mp4", "piece.png"]
    assert isinstance(Curated(manifest).clear(png), Cleared)
    assert [path.name for path in file.parent.iterdir()] == ["curated.json"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[: len(t) // 2],
        lambda t: t.replace('"person"', '"persona"'),
        lambda t: t.replace('"severity": 0', '"severity": 4'),
        lambda _: "[]",
    ],
)
def test_a_spoilt_manifest_is_refused(spoil: Callable[[str], str], png: Path, guard: Callable[[Score], Guard]) -> None:
    file = png.with_name("curated.json")
    record(approve(png, guard(0.1), None), file)
    file.write_text(spoil(file.read_text()))
    with pytest.raises(GuardError, match="manifest"):
        read_manifest(file)


def test_a_manifest_that_cannot_be_written_says_so(png: Path, guard: Callable[[Score], Guard]) -> None:
    with pytest.raises(OutputError):
        record(approve(png, guard(0.1), None), png / "curated.json")


def test_clearing_needs_no_network() -> None:
    code = "import sys, safety.curated; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


def test_the_bytes_shown_are_the_bytes_hashed(png: Path, guard: Callable[[Score], Guard]) -> None:
    cleared = curated(png, guard(0.1)).clear(png)
    assert isinstance(cleared, Cleared)
    png.write_bytes(b"exchanged afterwards")
    with Image.open(io.BytesIO(cleared.value.data)) as image:
        assert image.size == (32, 32)
