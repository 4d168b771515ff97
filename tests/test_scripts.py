"""The commands a newcomer types, and the list of versions they install."""

import ast
import os
import re
import shutil
import subprocess
import time
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
COMMANDS = ("scripts/setup", "scripts/run", "scripts/test", "scripts/check", "scripts/benchmark", ".ci/run")
NOT_INSTALLED = {"triton"}  # openai-whisper calls it only on a GPU, where torch brings its own
LOCK = {
    canonicalize_name(line.name): line
    for line in map(Requirement, re.findall(r"^\w.*", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
}


def wanted() -> list[Requirement]:
    """What pyproject.toml asks for, to run and to develop."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["dev"])]


def closure(roots: list[Requirement]) -> set[str]:
    """Every distribution that the roots need on this machine, by what the installed ones say of themselves."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and name not in found | NOT_INSTALLED:
            found.add(name)
            waiting += map(Requirement, distribution(name).requires or ())
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout with what set-up reads, in a folder with a space in its name."""
    fresh = tmp_path / "a checkout"
    (fresh / "scripts").mkdir(parents=True)
    for name in ("scripts/setup", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / name, fresh / name)
    return fresh


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_run_and_stop_at_the_first_error(name: str) -> None:
    script = ROOT / name
    assert os.access(script, os.X_OK)
    assert "\nset -euo pipefail\n" in script.read_text("utf-8")
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.skipif(not (ROOT / ".venv/setup.sha256").exists(), reason="this environment was not made by scripts/setup")
def test_set_up_is_quick_and_quiet_the_second_time(tmp_path: Path) -> None:
    subprocess.run([ROOT / "scripts/setup"], capture_output=True, check=True)
    began = time.monotonic()
    ended = subprocess.run([ROOT / "scripts/setup"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert time.monotonic() - began < 1
    assert ended.stdout + ended.stderr == ""


def test_set_up_names_the_packages_it_cannot_install(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "cat", "dirname", "env", "flock", "mkdir", "rm", "sha256sum"):
        (tools / name).symlink_to(shutil.which(name) or name)
    ended = subprocess.run(
        [checkout / "scripts/setup"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "These Debian packages are missing: python3 python3-venv git" in ended.stderr
    assert "apt-get install python3 python3-venv git" in ended.stderr
    assert not (checkout / ".venv").exists()


def test_a_half_made_environment_is_repaired_and_a_failing_step_says_why(checkout: Path, tmp_path: Path) -> None:
    broken = checkout / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("half a file")
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    environment = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(nothing), "PIP_CONFIG_FILE": os.devnull}
    ended = subprocess.run([checkout / "scripts/setup"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "making a Python environment in .venv" in ended.stdout
    assert re.search(r"ERROR: .*torch==2\.13", ended.stderr)
    assert "Set-up stopped while installing PyTorch; everything it said is in .setup/log." in ended.stderr
    subprocess.run([broken, "-m", "pip", "--version"], check=True, capture_output=True)
    assert not (checkout / ".venv/setup.sha256").exists()  # so the next run goes on from here


def test_the_lock_holds_exactly_what_is_needed() -> None:
    try:
        needed = closure(wanted())
    except PackageNotFoundError as missing:
        pytest.fail(f"{missing.name} is needed, but not installed")
    assert set(LOCK) == needed


def test_the_lock_and_the_project_ask_for_the_same_versions() -> None:
    assert {str(line) for line in wanted()} <= {str(line) for line in LOCK.values()}


def test_the_lock_is_what_is_installed() -> None:
    others = {
        name: version for name, line in LOCK.items() if (version := distribution(name).version) not in line.specifier
    }
    assert not others


def imported(*folders: str) -> dict[str, str]:
    """The distributions that the code in these folders imports by name, and one file that does."""
    known = packages_distributions()
    return {
        canonicalize_name(distributions[0]): str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for name in top_level_imports(path)
        if (distributions := known.get(name)) and canonicalize_name(distributions[0]) != "drawn-aloud"
    }


def top_level_imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_what_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    to_run = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    to_develop = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["dev"]}
    product, workshop = imported("installation", "models", "safety", "telemetry"), imported("scripts", "tests")
    assert not {name: file for name, file in product.items() if name not in to_run}
    assert not {name: file for name, file in workshop.items() if name not in to_run | to_develop}
