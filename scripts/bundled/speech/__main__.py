"""Make the bundled speech model from nothing: clips, training, bundle, judgement. Every part resumes where it stopped.

python -m scripts.bundled.speech --data ../shared/data --work DIR --version 0.1.0
"""

import argparse
from pathlib import Path

from scripts.bundled.speech import evaluate, make_clips, train, write_bundle

BUNDLE = Path(__file__).parents[3] / "models/bundled/speech"


def main() -> None:
    """Run the four parts one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--steps", default="7000")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    work, seed = ["--work", options.work], ["--seed", options.seed]
    make_clips.main([*work, *seed, "--data", options.data])
    train.main([*work, *seed, "--steps", options.steps])
    write_bundle.main([*work, *seed, "--out", str(BUNDLE), "--version", options.version])
    evaluate.main(["--data", options.data, "--bundle", str(BUNDLE), "--out", options.work])


if __name__ == "__main__":
    main()
