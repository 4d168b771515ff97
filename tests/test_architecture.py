"""The rules of the house that no other tool checks."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("installation", "models", "safety", "telemetry")
MIB = 1024 * 1024

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
MAKES_CLEARED = {"safety/guard.py", "safety/curated.py", "safety/types.py"}
MAY_CATCH_ALL = {
    "installation/cli.py",  # a process root
    "safety/deadline.py",  # a thread root, which hands the error on
    "safety/guard.py",  # where any failure means Blocked
}
MAY_PRINT = {"installation/cli.py"}


@cache
def files() -> list[str]:
    """What is tracked or about to be: everything git does not ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so nobody can say which files belong to it")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def python(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for name in files():
        if name.endswith(".py") and (not folders or name.split("/")[0] in folders):
            yield name, parsed(name)


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"))


def calls(tree: ast.AST, name: str) -> list[int]:
    """The lines on which `name(...)`, `module.name(...)` or `name[...](...)` is called."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node.func) == name]


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=generic):
            return _called(generic)
        case _:
            return ""


def _swallows_all(handler: ast.ExceptHandler) -> bool:
    """A broad `except` that does not raise again at its end."""
    broad = handler.type is None or _called(handler.type) in ("Exception", "BaseException")
    return broad and not isinstance(handler.body[-1], ast.Raise)


def test_files_fit_a_screenful_of_thought() -> None:
    long = {
        name: lines
        for name, _ in python()
        if (lines := len((ROOT / name).read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"Python files of more than {MOST_LINES} lines"


def test_functions_fit_a_hand() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert not long, f"functions of more than {MOST_LINES_OF_A_FUNCTION} lines"


def test_files_are_named_after_what_they_hold() -> None:
    vague = re.compile(r"(^|/|_)(utils?|helpers?|common|misc)(_|/|\.py$)")
    assert not [name for name, _ in python() if vague.search(name)]


def test_only_the_guard_clears() -> None:
    made = {name for name, tree in python(*PACKAGES) if calls(tree, "Cleared")}
    assert made <= MAKES_CLEARED


def test_packages_do_not_print() -> None:
    assert {name for name, tree in python(*PACKAGES) if calls(tree, "print")} <= MAY_PRINT


def test_only_roots_and_the_guard_catch_everything() -> None:
    broad = {
        name
        for name, tree in python(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _swallows_all(node)
    }
    assert broad <= MAY_CATCH_ALL


def test_nobody_keeps_state_in_a_module() -> None:
    assert not [name for name, tree in python(*PACKAGES) if any(isinstance(n, ast.Global) for n in ast.walk(tree))]


def test_no_path_of_one_machine() -> None:
    somewhere = re.compile(rb"/(?:work|home|root|Users|mnt|media)/[A-Za-z0-9_.-]+")
    binary = (".safetensors", ".png", ".pt", ".flac", ".wav", ".mp4", ".gif", ".webp")
    found = {
        name: match.group().decode()
        for name in files()
        if not name.endswith(binary) and (match := somewhere.search((ROOT / name).read_bytes()))
    }
    assert not found


def test_a_checkout_stays_small() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in files()}
    assert sum(sizes.values()) <= 52 * MIB
    assert not {name: size for name, size in sizes.items() if size > 15 * MIB}


@pytest.mark.parametrize(("role", "most"), [("painter", 22), ("speech", 14), ("guard", 4), ("judge", 3)])
def test_weights_keep_to_their_budget(role: str, most: int) -> None:
    weights = [name for name in files() if name.startswith(f"models/bundled/{role}/")]
    assert sum((ROOT / name).stat().st_size for name in weights) <= most * MIB


def test_curated_pieces_are_small() -> None:
    curated = [name for name in files() if "/curated/" in name and not name.endswith(".py")]
    assert sum((ROOT / name).stat().st_size for name in curated) <= 4 * MIB


def test_every_package_is_listed_for_installation() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    present = {
        str(Path(name).parent).replace("/", ".") for name, _ in python(*PACKAGES) if name.endswith("/__init__.py")
    }
    assert set(listed) == present


LIGHT = (
    "telemetry.store",
    "telemetry.recorder",
    "safety.types",
    "safety.curated",
    "safety.text_rules",
    "models.types",
    "models.bundle",
    "models.prompt",
    "installation.cli",
)


def test_what_holds_no_network_starts_without_torch() -> None:
    """The screen, the supervisor and `--help` must not wait for torch (2 s, 200 MB)."""
    code = (
        "import importlib, sys\n"
        f"for name in {LIGHT!r}:\n"
        "    importlib.import_module(name)\n"
        "    if 'torch' in sys.modules: sys.exit(name)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"torch came along with {ended.stderr.strip().splitlines()[-1]}"
