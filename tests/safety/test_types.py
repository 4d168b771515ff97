"""A clearance cannot be made outside the guard."""

import ast
import copy
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import GuardError
from safety import types
from safety.types import Cleared, Decision, Verdict, Words

from .conftest import guard_of

ROOT = Path(__file__).parents[2]
PRODUCT = ("installation", "models", "safety", "telemetry", "scripts")
KEEPERS = {"safety/guard.py", "safety/curated.py"}


def sources() -> list[tuple[str, ast.Module]]:
    files = sorted(file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py"))
    return [(file.relative_to(ROOT).as_posix(), ast.parse(file.read_text("utf-8"))) for file in files]


def test_only_the_guard_and_curated_hold_the_seal() -> None:
    holders = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name | ast.Attribute) and getattr(node, "id", getattr(node, "attr", "")) == "_SEAL")
        or (isinstance(node, ast.alias) and node.name == "_SEAL")
        or (isinstance(node, ast.Constant) and node.value == "_SEAL")
    }
    assert holders == KEEPERS | {"safety/types.py"}


def test_only_they_construct_a_clearance_and_none_is_forged() -> None:
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).split("[")[0].split(".")[-1]
                assert called != "Cleared" or name in KEEPERS, f"{name}:{node.lineno} makes a Cleared"
                first = ast.unparse(node.args[0]) if node.args else ""
                forged = called in ("cast", "__new__", "__setattr__") and "Cleared" in first
                assert not forged, f"{name}:{node.lineno} forges a Cleared"


@pytest.mark.parametrize("seal", [None, object(), True, "seal"])
def test_without_the_seal_there_is_no_clearance(seal: object) -> None:
    with pytest.raises(GuardError, match="made by the guard"):
        Cleared(Words(("a gun",)), ("0" * 64,), "family/1", (), "", seal)


def test_a_clearance_cannot_be_changed_into_another(policy: object) -> None:
    cleared = guard_of(policy).clear_words(("a red cat",))  # type: ignore[arg-type]
    assert isinstance(cleared, Cleared)
    with pytest.raises(AttributeError):
        cleared.value = Words(("a gun",))  # type: ignore[misc]
    with pytest.raises((GuardError, ValueError, TypeError)):
        replace(cleared, value=Words(("a gun",)))


def test_a_copy_is_of_the_same_value(policy: object) -> None:
    cleared = guard_of(policy).clear_words(("a red cat",))  # type: ignore[arg-type]
    assert isinstance(cleared, Cleared)
    for twin in (copy.copy(cleared), copy.deepcopy(cleared), pickle.loads(pickle.dumps(cleared))):
        assert twin.value == cleared.value
        assert twin.digests == cleared.digests


def test_a_missing_score_is_null_in_json_and_names_its_fault() -> None:
    decision = Decision("image.violence", float("nan"), 0.5, Verdict.BLOCK, "frame 1", 4, fault="TimeoutError: late")
    plain = decision.as_json()
    assert plain["score"] is None
    assert plain["fault"] == "TimeoutError: late"
    assert decision.blocks


def test_the_seal_says_nothing_by_itself() -> None:
    assert type(types._SEAL) is object
