"""Choose how people draw every thing, and put it into a painter's bundle.

python -m scripts.bundled.painter.sketchbook --data ../shared/data --bundle models/bundled/painter

Of the doodles kept for teaching those most like all others; things nobody drew, and what pens draw well, by pen.
"""

import argparse
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.bundle import MANIFEST
from models.sketchbook import FILE, FINEST
from scripts.bundled.guard.twins import raster
from scripts.bundled.manifest import write_manifest
from scripts.bundled.painter.doodles import Doodle, simplify, unit
from scripts.bundled.painter.pens import PENS
from scripts.bundled.painter.scenes import doodles_of

DRAWINGS = 4  # of each thing
POINTS = 24  # of a stroke, at most
SEED = 51


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file, and vouch for the bundle with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args(arguments)
    doodles = doodles_of(options.data, held_out=False)
    known = {thing: [_plain(d) for d in _chosen(thing, doodles)] for thing in sorted({*doodles, *PENS})}
    (options.bundle / FILE).write_text(json.dumps(known, separators=(",", ":")), "utf-8")
    header = tomllib.loads((options.bundle / MANIFEST).read_text("utf-8"))
    header.pop("files")
    write_manifest(options.bundle, header)


def _chosen(thing: str, doodles: dict[str, tuple[Doodle, ...]]) -> list[Doodle]:
    if thing in PENS:
        return [unit(PENS[thing](np.random.default_rng([SEED, k]))) for k in range(DRAWINGS)]
    some = doodles[thing]
    rasters = np.stack([raster(doodle) for doodle in some]).reshape(len(some), -1).astype(np.float32)
    likeness = rasters @ rasters.mean(0) / np.linalg.norm(rasters, axis=1)
    return [some[k] for k in np.argsort(-likeness)[:DRAWINGS]]


def _plain(doodle: Doodle) -> list[list[int]]:
    return [np.rint(simplify(s, POINTS) * FINEST).astype(int).ravel().tolist() for s in doodle]


if __name__ == "__main__":
    main()
