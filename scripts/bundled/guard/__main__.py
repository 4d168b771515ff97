"""Make the guard networks from nothing, after the painter: drawings, pictures, paintings, films, lines, bundle.

    python -m scripts.bundled.guard --data ../shared/data --work work/guard

Every part resumes where it stopped.
"""

import argparse

from scripts.bundled.guard import clips, pack, paintings, pictures, train_image, train_sketch

PAINTER = "models/bundled/painter"


def main() -> None:
    """Run the parts one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", default="work/guard")
    options = parser.parse_args()
    here, painter = ["--data", options.data, "--work", options.work], ["--painter", PAINTER]
    train_sketch.main([*here, "--steps", "7000"])
    pictures.main(here)
    paintings.main([*here, *painter])
    train_image.main(here)
    clips.main([*here, *painter])
    pack.main(here)


if __name__ == "__main__":
    main()
