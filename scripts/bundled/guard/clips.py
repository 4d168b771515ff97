"""Whole films of harmless and of unfit drawings, to set the line of the image layer where it is applied: on films.

    python -m scripts.bundled.guard.clips --data ../shared/data --painter models/bundled/painter

A film is blocked by its worst frame or its montage, so a line drawn on single pictures would block too many films.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.animator import animate, finish_first, keyframe_time
from models.bundle import open_bundle
from models.device import settle
from models.motion import VERBS, author, subject_mask
from models.painter import Painter
from models.style import Style, read_style, style_ids
from models.types import Plan, Prompt, Request
from safety.image_check import reduced
from scripts.bundled.guard.drawings import load_drawings
from scripts.bundled.guard.paintings import Subjects
from scripts.bundled.guard.pictures import STYLES

EVERY = 6  # one frame in so many is kept
LABELS = (0, 0, 1, 0, 0, 2)  # what the drawings of six films in a row show: nothing unfit, a weapon, something lewd
Frames = NDArray[np.uint8]


def film(painter: Painter, subjects: Subjects, style: Style, label: int, rng: np.random.Generator) -> Frames:
    """Frames [24, side, side, 3] of one film, as the image layer sees them."""
    sketch, words = subjects.commission(label, rng)
    seed, verb = int(rng.integers(1 << 30)), str(rng.choice(list(VERBS)))
    plan = Plan(steps=8, keyframes=6, size=256, threads=2)
    field = author(verb, style.ambience, subject_mask(sketch), seed)
    first = painter.first(Request(sketch, Prompt(words, (), (), verb), style.id, seed, plan), style.prompt)
    begun = finish_first(first.picture, field, style, seed, plan)
    later = painter.repaint(first, [field.backward(keyframe_time(k, plan)) for k in range(1, plan.keyframes)])
    frames = animate((first.picture, *later), begun).frames[::EVERY]
    return np.stack([reduced(frame) for frame in frames])


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the films of the held-out drawings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--painter", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/guard"))
    parser.add_argument("--fold", type=int, default=0, help="the fold of drawings shown: the one held out")
    parser.add_argument("--films", type=int, default=72)
    options = parser.parse_args(arguments)
    settle(2)
    painter = Painter.load(open_bundle(options.painter, "painter"))
    styles = [read_style(name, STYLES) for name in style_ids(STYLES)]
    subjects = Subjects([d for d in load_drawings(options.data) if d.fold == options.fold])
    labels = [LABELS[(k // len(styles)) % len(LABELS)] for k in range(options.films)]
    made = [
        film(painter, subjects, styles[k % len(styles)], label, np.random.default_rng((37, k)))
        for k, label in enumerate(labels)
    ]
    names = np.array([styles[k % len(styles)].id for k in range(options.films)])
    np.savez(options.work / "clips.npz", frames=np.stack(made), labels=np.array(labels), styles=names)


if __name__ == "__main__":
    main()
