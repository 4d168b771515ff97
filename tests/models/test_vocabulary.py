"""The vocabulary is read whole, and refused in one sentence when it is not one."""

from pathlib import Path

import pytest

from models.errors import BundleError
from models.vocabulary import FILE, Vocabulary, read_vocabulary


def test_the_bundled_vocabulary_holds_what_the_painter_learns(vocabulary: Vocabulary) -> None:
    assert vocabulary.things["cat"].kind == "animal"
    assert vocabulary.colours["red"].rgb == (206, 44, 40)
    assert "night" in vocabulary.places["at night"]
    assert "flying" in vocabulary.verbs["fly"]


def test_a_doodle_name_defaults_to_the_canonical_word_and_may_be_absent(vocabulary: Vocabulary) -> None:
    assert vocabulary.things["cat"].doodle == "cat"
    assert vocabulary.things["palm"].doodle == "palm tree"
    assert vocabulary.things["rocket"].doodle == ""


def test_no_word_means_two_things(vocabulary: Vocabulary) -> None:
    words = [word for thing in vocabulary.things.values() for word in {thing.name, *thing.words}]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "text",
    ["things = 3", "[things]\ncat = { kind = 'animal' }\n[colours]\n[places]\n[verbs]", "not toml", ""],
)
def test_what_is_no_vocabulary_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / FILE
    path.write_text(text)
    with pytest.raises(BundleError, match="expected a valid vocabulary"):
        read_vocabulary(path)


def test_a_missing_vocabulary_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"nowhere\.toml"):
        read_vocabulary(tmp_path / "nowhere.toml")
