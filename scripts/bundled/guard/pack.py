"""Put the trained networks into models/bundled/guard: fp16, calibrated, vouched for.

    python -m scripts.bundled.guard.pack --data ../shared/data

Calibration moves the last bias so that a score of 0.5, where policies draw the line by default, lies at the operating
point chosen on drawings and on whole films (`scripts.bundled.guard.clips`) that neither taught the networks nor are
reported on.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from safety.eye import Eye
from scripts.bundled.guard import train_image, train_sketch
from scripts.bundled.guard.calibration import FALSE_ALARMS, HELD_OUT, Judged, clip_scores, sketch_scores
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.manifest import write_manifest

OUT = Path("models/bundled/guard")
HEADER = {
    "id": "drawn-aloud-guard", "version": "2", "kind": "guard", "pipeline": "safety.eye.Eye",
    "licence": "CC-BY-4.0",
    "provenance": (
        "Trained by scripts/bundled/guard from nothing. Drawings: Quick, Draw! by Google (CC BY 4.0) and Moniker's "
        "Quick, Draw! appendix (CC BY 4.0), fold 0 of 5 by SHA-256 held out; pictures: scenes of "
        "scripts/bundled/painter with the hands of models/brushwork. Seeds: sketch 5 (4,000 "
        "steps) and 6 (3,000 more), image 7 (1,200 steps), pictures 11. "
        "Four courses for the image network (1,200, 700, 3,000 and 1,800 steps; all but the first with the painter's "
        "own pictures, the last, version 2, with those of painter version 5). "
        "Made to recognise weapons, lewd doodles and hate symbols, so that they are not shown; unfit for any other use."
    ),
}  # fmt: skip


def operating_point(judged: Judged, output: int) -> float:
    """The score above which FALSE_ALARMS of the harmless things of the calibration half lie."""
    harmless = judged.scores[(judged.labels == 0) & judged.calibration, output]
    return float(np.quantile(harmless, 1 - FALSE_ALARMS[judged.name]))


def calibrate(eye: Eye, judged: Judged) -> None:
    """Shift each output so that its operating point becomes 0.5; an output nothing was measured for stays."""
    with torch.no_grad():
        for output in range(2):
            point = min(max(operating_point(judged, output), 1e-4), 1 - 1e-4)
            heads = 1 if eye.namer is None else 2  # the answer is the mean of two, of which one is shifted
            eye.head.bias[output] -= heads * float(np.log(point / (1 - point)))


def load(checkpoint: Path, eye: Eye) -> Eye:
    """The network out of a checkpoint of its training."""
    state = torch.load(checkpoint, weights_only=True)["pupil"]
    eye.load_state_dict({k.removeprefix("eye."): v for k, v in state.items() if k.startswith("eye.")})
    return eye.eval()


def write(eye: Eye, name: str, out: Path) -> None:
    """Weights in half precision; counters stay whole numbers."""
    half = {k: v.half() if v.is_floating_point() else v for k, v in eye.state_dict().items()}
    save_file({k: v.contiguous() for k, v in half.items()}, out / f"{name}.safetensors")


def main(arguments: Sequence[str] | None = None) -> None:
    """Calibrate and write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    drawings = [d for d in load_drawings(options.data) if d.fold != HELD_OUT]
    sketch = load(options.work / "sketch-0.pt", train_sketch.build(drawings))
    image = load(options.work / "image.pt", train_image.build(drawings))
    calibrate(sketch, sketch_scores(sketch, options.data))
    calibrate(image, clip_scores(image, options.work / "clips.npz"))
    options.out.mkdir(parents=True, exist_ok=True)
    write(sketch, "sketch", options.out)
    write(image, "image", options.out)
    names = {
        eye: {"names": eye.namer.out_features if eye.namer else 0, "unfit": [list(group) for group in eye.unfit]}
        for eye in (sketch, image)
    }
    settings = {
        "contract": 1,
        "sketch": train_sketch.SHAPE | names[sketch],
        "image": train_image.SHAPE | names[image],
    }
    write_manifest(options.out, {**HEADER, "settings": settings})
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{options.out}: {size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
