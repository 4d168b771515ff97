"""The museum's own pictures: shown when approved, each with its rights."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from installation.errors import SettingsError
from installation.gallery import RIGHTS, hung
from installation.settings import CONFIGS
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
