"""The six styles are all there, say what they may, and a wrong one is refused in one sentence."""

from pathlib import Path

import pytest

from models.ambience import AMBIENCES
from models.errors import BadInputError
from models.style import read_style, style_ids

STYLES = Path(__file__).parents[2] / "configs" / "styles"
PROMPTS = {
    "van-gogh": "van gogh",
    "monet": "monet",
    "warhol": "warhol",
    "hokusai": "hokusai",
    "seurat": "seurat",
    "klimt": "klimt",
}


def test_six_styles_ship() -> None:
    assert set(style_ids(STYLES)) == set(PROMPTS)


@pytest.mark.parametrize("style_id", PROMPTS)
def test_a_style_speaks_the_painters_words(style_id: str) -> None:
    style = read_style(style_id, STYLES)
    assert style.prompt == PROMPTS[style_id]
    assert style.ambience in AMBIENCES
    assert style.artist
    assert style.name


def test_only_a_protected_artist_needs_a_permission() -> None:
    kinds = {style_id: read_style(style_id, STYLES).rights.kind for style_id in PROMPTS}
    assert {style_id for style_id, kind in kinds.items() if kind == "permission"} == {"warhol"}


def test_an_unknown_style_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadInputError, match=r"expected a style among hokusai, klimt, .* got 'picasso'"):
        read_style("picasso", STYLES)


def test_a_name_cannot_lead_out_of_the_folder() -> None:
    with pytest.raises(BadInputError, match="expected a style among"):
        read_style("../styles/monet", STYLES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "monet"', 'id = "manet"'),
        ("keep = ", "kept = "),
        ("contrast = ", "contrast = 9"),
        ('ambience = "shimmer"', 'ambience = "storm"'),
        ('hand = "strokes"', 'hand = "fingers"'),
        ("[rights]", "[rights"),
    ],
)
def test_a_malformed_style_is_refused(old: str, new: str, tmp_path: Path) -> None:
    text = (STYLES / "monet.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "monet.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadInputError, match="got"):
        read_style("monet", tmp_path)
