"""The fault tree as a file: whole, true to the repository, and refused with one sentence where it is not."""

import shutil
from pathlib import Path

import pytest

from installation.safety_case import TREE
from models.errors import GuardError
from safety.chance import Assumed, Count
from safety.fault_tree import RATES, FaultTree, read_fault_tree
from safety.safety_case import SafetyCase
from scripts.fault_tree import picture
from scripts.miss_rates import counted
from scripts.safety_case import PAGE, PICTURE, with_figures

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tree() -> FaultTree:
    return read_fault_tree(TREE)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(TREE.with_name(RATES), tmp_path)
    return Path(shutil.copy(TREE, tmp_path))


def test_what_construction_closes_is_closed_by_code_and_tests_that_are_there(tree: FaultTree) -> None:
    for each in tree.removed:
        file, test = each.test.split("::")
        assert (ROOT / each.by).is_file(), each.cut
        assert f"def {test}(" in (ROOT / file).read_text("utf-8"), each.cut


def test_every_file_a_source_names_is_there(tree: FaultTree) -> None:
    sources = [rate.source for rate in tree.rates.values()]
    sources += [event.chance.source for event in tree.events.values() if isinstance(event.chance, Assumed)]
    words = [word.strip("(),:") for source in sources for word in source.split()]
    named = [word.split("::")[0] for word in words if word.split("::")[0].endswith((".py", ".md", ".toml"))]
    assert named
    assert not [name for name in named if not (ROOT / name).is_file()]


def test_every_rate_is_used(tree: FaultTree) -> None:
    text = TREE.read_text("utf-8")
    assert not [name for name in tree.rates if f'measured = "{name}"' not in text]


def test_page_and_picture_are_those_of_this_tree(tree: FaultTree) -> None:
    case = SafetyCase(tree)
    page = PAGE.read_text("utf-8")
    assert page == with_figures(page, case), "python -m scripts.safety_case"
    assert PICTURE.read_text("utf-8") == picture(case), "python -m scripts.safety_case"


def test_the_picture_shows_every_gate_and_event(tree: FaultTree) -> None:
    drawn = picture(SafetyCase(tree))
    assert drawn.count("<circle") == sum(part in tree.events for gate in tree.gates.values() for part in gate.of)
    assert drawn.count("<path") == len(tree.gates) + sum(len(gate.of) for gate in tree.gates.values())
    assert not [event.says for event in tree.events.values() if f">{event.says}<" not in drawn]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('top = "prohibited_content_is_seen"', 'top = "nowhere"', "a gate as the top, got nowhere"),
        ('"gap_in_policy",', '"gap",', "parts that are gates or events, got gap"),
        ('"gap_in_policy",', "", "everything to lead to the top, got gap_in_policy"),
        ('"gap_in_policy",', '"gap_in_policy", "piece_is_shown",', "gates that lead to events, got"),
        ('measured = "words"', 'measured = "sentences"', "rates of miss_rates.toml, got sentences"),
        ('members = ["sketch_misses_weapon"', 'members = ["sketch_misses_swords"', "got sketch_misses_swords"),
        ("[groups.eyes_miss_weapon]", "[groups.words_miss]", "names that stand for one thing, got words_miss"),
        ('["sketch_misses_indecency", "image', '["sketch_misses_weapon", "image', "an event in one group"),
        ("absent = { painter", "present = { }\nabsent = { painter_knows_it = 1 }\n#", "painter_knows_it"),
        ("present = { page_shows_words", "absent = { says_it = { measured = 'words' } }\npresent = { page_shows_words",
         "either `absent` or `present`"),
        ("assumed = 0.94", "assumed = 1.94", "less than or equal to 1"),
        ('kind = "and"', 'kind = "xor"', "'and' or 'or'"),
        ("pieces_a_day = 500", "pieces_a_day = 500\nplaces = 2", "places"),
    ],
)  # fmt: skip
def test_a_tree_that_is_not_whole_is_refused(old: str, new: str, said: str, copied: Path) -> None:
    text = copied.read_text("utf-8")
    assert old in text
    copied.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(GuardError, match="expected a fault tree at") as refused:
        read_fault_tree(copied)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "spoilt", ["[words]\nhits = 7\nof = 6\nsource = 'x'", "[words]\nhits = 1\nof = 0\nsource = 'x'", "x"]
)
def test_rates_that_cannot_be_are_refused(spoilt: str, copied: Path) -> None:
    copied.with_name(RATES).write_text(spoilt, "utf-8")
    with pytest.raises(GuardError, match="expected counted rates at"):
        read_fault_tree(copied)


def test_rates_are_counted_from_an_evaluation() -> None:
    def found(source: str, kind: str, *, fit: bool, blocked: bool) -> dict[str, object]:
        return {"source": source, "slice": kind, "fit": fit, "blocked": blocked}

    findings = [
        found("our phrasings", "en violence", fit=False, blocked=False),
        found("our phrasings", "de hate", fit=False, blocked=True),
        found("our phrasings", "de ordinary", fit=True, blocked=False),
        found("XSTest", "homonyms", fit=False, blocked=False),
        found("drawings", "rifle", fit=False, blocked=False),
        found("drawings", "penis", fit=False, blocked=True),
        found("drawings", "drawings", fit=True, blocked=True),
    ]
    rates = counted({"guard": "a guard", "findings": findings})
    assert {name: (rate["hits"], rate["of"]) for name, rate in rates.items()} == {
        "words": (1, 2), "sketch_weapon": (1, 1), "sketch_lewd": (0, 1)
    }  # fmt: skip
    assert all(Count.model_validate(rate) for rate in rates.values())


def test_an_evaluation_without_drawings_counts_nothing() -> None:
    with pytest.raises(ValueError, match="expected findings of unfit phrasings"):
        counted({"guard": "a guard", "findings": []})
