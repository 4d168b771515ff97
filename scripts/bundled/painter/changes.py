"""Changes to a picture: something is drawn on it and asked for, and only there the picture becomes another one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.change import PICTURE, change_mask
from scripts.bundled.painter.looks import SIZE, backdrop
from scripts.bundled.painter.museum import museum_picture
from scripts.bundled.painter.scenes import Scene, Scenes, some_place
from scripts.bundled.painter.thing import Canvas

MUSEUM = 0.6  # share of changes made to a museum's picture, the others to one of the painter's own


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The picture [SIZE, SIZE, 3] before, the scene it becomes, and where it may change: 0..1 [SIZE, SIZE]."""

    before: NDArray[np.uint8]
    after: Scene
    mask: NDArray[np.float32]


def draw_change(scenes: Scenes, rng: np.random.Generator) -> Change:
    """One thing drawn onto a museum's picture, or onto a scene with one or two things."""
    style, land, time = some_place(rng)
    before = museum_picture(rng)
    if rng.random() > MUSEUM:
        canvas = Canvas.on(backdrop(land, time, style, rng))
        for item in scenes.place(int(rng.integers(1, 3)), rng):
            scenes.paint(canvas, item, style, rng)
        before = canvas.picture
    after = scenes.compose(scenes.place(1, rng), before.copy(), (style, PICTURE, ""), rng)
    return Change(before.astype(np.uint8), after, change_mask(after.ink, SIZE))
