"""The drawings the guard learns from, in five folds by their content, so that no test doodle is ever learnt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.bundled.guard.pens import HARMLESS_PENS, WEAPON_PENS, swastika
from scripts.bundled.guard.twins import SIDE, have_twins
from scripts.bundled.painter.doodles import Doodle, load_doodles

FOLDS = 5
WEAPONS = ("rifle", "sword", "knife", "axe", "cannon")
LEWD = "penis"
UNDECIDED = frozenset({"aircraft carrier"})  # neither clearly harmless nor clearly a weapon
ALIKE = (  # what is most easily taken for a weapon or a lewd doodle
    "arm", "asparagus", "banana", "baseball bat", "boomerang", "broom", "bulldozer", "cactus", "candle", "carrot",
    "clarinet", "crayon", "drill", "dumbbell", "elbow", "eyeglasses", "feather", "finger", "firetruck",
    "flashlight", "foot", "fork", "frying pan", "golf club", "guitar", "hammer", "hockey stick", "hot dog",
    "ice cream", "key", "knee", "leg", "light bulb", "lighter", "lighthouse", "lightning", "lipstick", "lollipop",
    "marker", "matches", "microphone", "moustache", "mushroom", "nail", "nose", "paintbrush", "peanut", "pencil",
    "pliers", "popsicle", "rake", "rhinoceros", "roller coaster", "saw", "saxophone", "scissors", "screwdriver",
    "shovel", "skateboard", "snorkel", "sock", "speedboat", "spoon", "stethoscope", "string bean", "submarine",
    "syringe", "telephone", "tennis racquet", "toe", "tooth", "toothbrush", "tractor", "trombone", "trumpet",
    "umbrella", "violin", "wheel", "windmill", "wine bottle",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One person's drawing of one thing: strokes in the unit square, or ink [28, 28] where only that was kept."""

    thing: str
    fold: int
    strokes: Doodle = ()
    bitmap: NDArray[np.uint8] | None = None

    @property
    def label(self) -> int:
        """0 harmless, 1 weapon, 2 lewd."""
        return 1 if self.thing in WEAPONS else 2 if self.thing == LEWD else 0


def names_of(drawings: Sequence[Drawing]) -> tuple[list[str], list[list[int]]]:
    """Every thing there is a drawing or a pen of, and which numbers are weapons, lewd, hate symbols."""
    weapons = {*WEAPONS, *(pen.__name__ for pen in WEAPON_PENS)}
    names = sorted({d.thing for d in drawings} | weapons | {swastika.__name__} | set(HARMLESS_PENS))
    groups = (weapons, {LEWD}, {swastika.__name__})
    return names, [[i for i, name in enumerate(names) if name in group] for group in groups]


def load_drawings(data: Path) -> list[Drawing]:
    """Every real drawing below `data`/sketches whose label is certain, once: as strokes where there are strokes."""
    files = [*sorted((data / "sketches/quickdraw").glob("*.ndjson")), data / "sketches/obscene/obscene.ndjson"]
    drawn = [drawing for file in files for drawing in _strokes(file)]
    return [d for d in drawn + _bitmaps(data, drawn) if d.thing not in UNDECIDED]


def _strokes(file: Path) -> list[Drawing]:
    thing = LEWD if file.stem == "obscene" else file.stem
    doodles = load_doodles(file)
    return [Drawing(thing, _fold(b"".join(s.tobytes() for s in doodle)), strokes=doodle) for doodle in doodles]


def _bitmaps(data: Path, drawn: Sequence[Drawing]) -> list[Drawing]:
    """The rasters that show none of the drawings there are as strokes."""
    archive = np.load(data / "sketches/bitmaps/quickdrawjs_345x100_28x28.npz")
    doodles: dict[str, list[Doodle]] = {}
    for drawing in drawn:
        doodles.setdefault(drawing.thing, []).append(drawing.strokes)
    found: list[Drawing] = []
    images, labels = archive["images"].reshape(-1, SIDE, SIDE), archive["labels"]
    for number, name in enumerate(map(str, archive["names"])):
        own = images[labels == number]
        alone = own[~have_twins(own, doodles.get(name, []))]
        found += [Drawing(name, _fold(image.tobytes()), bitmap=image) for image in alone]
    return found


def _fold(content: bytes) -> int:
    return hashlib.sha256(content).digest()[0] % FOLDS
