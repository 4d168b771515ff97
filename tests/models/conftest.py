"""What the painter knows, and how wishes for it are read."""

import pytest

from installation.settings import CONFIGS, ROOT
from models.language import read_language
from models.lexicon import Lexicon, build_lexicon
from models.vocabulary import FILE, Vocabulary, read_vocabulary

STYLES = {"van-gogh": ("Vincent van Gogh",), "monet": ("Claude Monet",), "hokusai": ("Katsushika Hokusai",)}


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_vocabulary(ROOT / "models" / "bundled" / "painter" / FILE)


@pytest.fixture(scope="session")
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    return build_lexicon(vocabulary, read_language(CONFIGS / "language", "en"), STYLES)
