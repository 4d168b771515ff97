"""A TOML file is read whole, or refused in one sentence that names the file and the key."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from models.errors import BundleError
from models.toml_file import read_toml


class Boat(BaseModel):
    name: str
    crew: tuple[str, ...] = ()


def boat_file(folder: Path, content: bytes) -> Path:
    file = folder / "boat.toml"
    file.write_bytes(content)
    return file


def test_a_file_becomes_a_value_of_a_model_or_of_any_type(tmp_path: Path) -> None:
    file = boat_file(tmp_path, b'name = "Ada"')
    assert read_toml(file, Boat, "a valid boat", BundleError) == Boat(name="Ada")
    assert read_toml(file, dict[str, str], "some names", BundleError) == {"name": "Ada"}


def test_what_a_file_cannot_say_is_added_before_it_is_judged(tmp_path: Path) -> None:
    file = boat_file(tmp_path, b'crew = ["Bo"]')
    named = read_toml(file, Boat, "a valid boat", BundleError, lambda table: table | {"name": "Ada"})
    assert named == Boat(name="Ada", crew=("Bo",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "at name: Field required"),
        (b'name = "Ada"\ncrew = ["Bo", 3]', "at crew.1: Input should be a valid string"),
        (b"name = ", "Invalid value"),
        (b'name = "\xff"', "can't decode byte"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(BundleError, match=r"expected a valid boat at .*boat\.toml, got ") as caught:
        read_toml(boat_file(tmp_path, content), Boat, "a valid boat", BundleError)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"expected a valid boat at .*none\.toml, which cannot be read: No such file"):
        read_toml(tmp_path / "none.toml", Boat, "a valid boat", BundleError)
