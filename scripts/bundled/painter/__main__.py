"""Make the bundled painter from nothing: autoencoder, scenes, painter, bundle, sketchbook. Every part resumes.

python -m scripts.bundled.painter --data ../shared/data --work build/painter --version 2
"""

import argparse
from pathlib import Path

from scripts.bundled.painter import export, pack, sketchbook, train_autoencoder, train_painter

BUNDLE = Path(__file__).parents[3] / "models/bundled/painter"


def main() -> None:
    """Run the parts one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--shards", default="24", help="of a thousand scenes each")
    parser.add_argument("--steps", default="11000", help="of the painter")
    options = parser.parse_args()
    work, data = ["--work", options.work], ["--data", options.data]
    train_autoencoder.main([*work, *data])
    pack.main([*work, *data, "--shards", options.shards])
    train_painter.main([*work, "--steps", options.steps])
    export.main([*work, "--out", str(BUNDLE), "--version", options.version])
    sketchbook.main([*data, "--bundle", str(BUNDLE)])


if __name__ == "__main__":
    main()
