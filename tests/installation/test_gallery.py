"""The museum's own pictures: shown when approved, each with its rights."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from installation.errors import SettingsError
from installation.gallery import RIGHTS, hung
from installation.screen.player import still_of
from installation.settings import CONFIGS
from installation.studio.commission import Order
from installation.studio.support import Given
from models.bundle import open_bundle
from models.change import change_mask
from models.painter import Painter
from models.retouch import ground_of, retouch_of
from models.style import read_style
from models.types import Drawing, Picture, Plan, Prompt, Request, Stroke
from safety.digests import intact

SHIPPED = CONFIGS / "sites" / "demo" / "gallery"


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "gallery"))


def test_six_pictures_ship_each_approved_and_with_its_rights() -> None:
    pictures = list(hung(SHIPPED))
    assert len(pictures) == 6
    assert all(intact(each.picture) and "CC0" in each.label.rights for each in pictures)


def test_a_picture_that_is_not_the_approved_one_is_left_out(gallery: Path) -> None:
    name = next(iter(hung(gallery))).picture.value.name
    Image.fromarray(np.zeros((300, 400, 3), np.uint8)).save(gallery / name)
    assert name not in [each.picture.value.name for each in hung(gallery)]
    assert len(list(hung(gallery))) == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["evening-by-the-sea.png"]\ntitle = "Evening"\n', "rights"),
        ('["nowhere.png"]\ntitle = "Nowhere"\nrights = "ours"\n', "expected the picture 'nowhere.png'"),
        ("[", "expected a title and the rights"),
    ],
)
def test_a_picture_without_rights_or_a_label_without_picture_stops_at_start(
    gallery: Path, text: str, said: str
) -> None:
    (gallery / RIGHTS).write_text(text)
    with pytest.raises(SettingsError, match=said):
        list(hung(gallery))


def test_in_every_picture_only_what_was_drawn_on_changes(painter_bundle: Path) -> None:
    """Through the painter itself, at the first keyframe: not one pixel where the feathered mask is 0."""
    painter, style = Painter.load(open_bundle(painter_bundle, "painter")), read_style("van-gogh", CONFIGS / "styles")
    for each in hung(SHIPPED):
        ground = ground_of(Picture(still_of(each.picture).frame(0.0)))
        height, width = ground.pixels.shape[:2]
        retouch = retouch_of(_ring(width, height), ground)
        request = Request(retouch.sketch, Prompt("a red cat", (), (), "fly"), "van-gogh", 3, Plan(2, 2, 512, 1))
        begun = Given(retouch).begin(painter, Order(request, style, "2026-01-01"))
        mask = np.zeros((ground.side, ground.side), np.float32)
        retouch.window.seen(mask)[:] = change_mask(retouch.sketch.ink, retouch.window.side)
        outside = ground.cut(mask) == 0
        changed = (begun.first.pixels != ground.pixels).any(-1)
        assert not changed[outside].any(), each.label.title
        assert changed[~outside].mean() > 0.5, each.label.title


def _ring(width: int, height: int) -> Drawing:
    turn = np.linspace(0, 2 * np.pi, 50)
    points = np.stack([width * 0.6 + 70 * np.cos(turn), height * 0.4 + 70 * np.sin(turn), turn], 1)
    return Drawing(width, height, (Stroke(points.astype(np.float32), 8.0),))
