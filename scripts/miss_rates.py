"""Write anew what was counted for the fault tree, from what an evaluation found.

    drawn-aloud evaluate guard --data DIR --out out/guard
    python -m scripts.miss_rates --figures out/guard/guard.json [--films work/guard/clips.npz]

`--films` also counts what the image layer lets pass in films of `scripts.bundled.guard.clips`: half a minute. All other
rates stay as they are. Afterwards: `python -m scripts.safety_case`.
"""

import argparse
import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import tomli_w

from installation.safety_case import TREE
from installation.settings import CONFIGS, ROOT
from models.bundle import open_bundle
from models.types import Bytes
from safety.fault_tree import RATES
from safety.image_check import ImageCheck, load_image_check
from safety.policy import Limit, load_policy
from safety.types import Category
from scripts.bundled.guard.drawings import LEWD, WEAPONS
from scripts.bundled.guard.texts import OURS

Rate = dict[str, Any]
Found = dict[str, Any]
HEAD: Final = (
    "# What was counted, by name, for the fault tree beside this file. `python -m scripts.miss_rates` writes it anew;\n"
    "# what that does not count stays as it is.\n\n"
)
COUNTED: Final[dict[str, tuple[Callable[[Found], bool], str]]] = {
    "words": (
        lambda found: found["source"] == OURS,
        "unfit phrasings in six languages, written apart from the lists, that the words layer let pass",
    ),
    "sketch_weapon": (
        lambda found: found["slice"] in WEAPONS,
        "weapons drawn by held-out people that the sketch layer let pass",
    ),
    "sketch_lewd": (
        lambda found: found["slice"] == LEWD,
        "lewd doodles by held-out people that the sketch layer let pass",
    ),
}
FILMED: Final = (
    "{} of {} drawings by held-out people that the image layer let pass, half of which drew its line ({}): films of "
    "scripts.bundled.guard.clips"
)
FILMS: Final = {1: "weapon", 2: "lewd"}  # labels of scripts.bundled.guard.clips


def main(arguments: Sequence[str] | None = None) -> None:
    """Count, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, required=True, metavar="FILE")
    parser.add_argument("--films", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    path = TREE.with_name(RATES)
    rates = tomllib.loads(path.read_text("utf-8"))
    rates |= counted(json.loads(options.figures.read_text("utf-8")))
    if options.films:
        rates |= dict(films_counted(options.films))
    path.write_text(HEAD + tomli_w.dumps(rates), "utf-8")
    print(path)


def counted(report: Found) -> dict[str, Rate]:
    """The rates an evaluation's report tells: unfit things that were not blocked.

    Raises:
        ValueError: it has no findings for one of them.
    """
    return {name: _rate(report, *chosen) for name, chosen in COUNTED.items()}


def _rate(report: Found, chosen: Callable[[Found], bool], what: str) -> Rate:
    unfit = [found for found in report["findings"] if not found["fit"] and chosen(found)]
    if not unfit:
        raise ValueError(f"expected findings of {what}, got none")
    missed = sum(not found["blocked"] for found in unfit)
    return {"hits": missed, "of": len(unfit), "source": f"{what}: drawn-aloud evaluate guard ({report['guard']})"}


def films_counted(file: Path) -> Iterator[tuple[str, Rate]]:
    """What the image layer lets pass, of first pictures and of whole films."""
    films, bundle = np.load(file), open_bundle(ROOT / "models" / "bundled" / "guard", "guard")
    check, limits = load_image_check(bundle), load_policy(CONFIGS / "policy" / "family.toml").limits("image")
    guard = f"{bundle.model_id.id} {bundle.model_id.version}"
    for label, name in FILMS.items():
        some = films["frames"][films["labels"] == label]
        for part, what, frames in (("first_picture", "first pictures", some[:, :1]), ("film", "whole films", some)):
            passed = sum(_passes(check, limits, each) for each in frames)
            yield f"{part}_{name}", {"hits": passed, "of": len(some), "source": FILMED.format(what, name, guard)}


def _passes(check: ImageCheck, limits: dict[Category, Limit], frames: Bytes) -> bool:
    return all(score.value < limits[score.category].threshold for score in check.judge(frames))


if __name__ == "__main__":
    main()
