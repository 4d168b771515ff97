"""The page of licences is complete and right, and its checker would notice if it were not."""

from pathlib import Path

import pytest

from scripts.licences import PAGE, ROOT, SHIPPED, Row, bundles, differences, libraries, rows_of


def test_the_page_names_every_library_and_weight() -> None:
    real = libraries((ROOT / "requirements.lock").read_text("utf-8")) + bundles(ROOT / "models" / "bundled")
    assert len(real) > 50
    assert not differences(rows_of(PAGE.read_text("utf-8")), real)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "expected a row for Some_Thing 1.2 (MIT), found none"),
        ("| some-thing | 1.1 | MIT |", "expected Some_Thing 1.2, the page says 1.1"),
        ("| some-thing | 1.2 | GPL-3.0-only |", "expected Some_Thing under MIT, the page says GPL-3.0-only"),
        ("| some-thing | 1.2 |  |", "expected Some_Thing under MIT, the page says nothing"),
        ("| some-thing | 1.2 | MIT | yes |", None),
    ],
)
def test_the_checker_notices(said: str, sentence: str | None) -> None:
    assert differences(rows_of(said), [Row("Some_Thing", "1.2", "MIT")]) == ([sentence] if sentence else [])


def test_weights_are_read_from_their_manifests(tmp_path: Path) -> None:
    (tmp_path / "ear").mkdir()
    (tmp_path / "ear" / "bundle.toml").write_text('id = "ear"\nversion = "3"\nlicence = "CC-BY-4.0"\n')
    assert bundles(tmp_path) == [Row("ear", SHIPPED, "CC-BY-4.0")]
