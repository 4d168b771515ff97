"""The sketch layer: weapons, lewd doodles and hate symbols, recognised before a line conditions anything."""

from typing import Final

import numpy as np
import torch

from models.bundle import Bundle
from models.types import Bytes
from safety.eye import Eye
from safety.layers import Score
from safety.types import Category
from safety.views import is_blank, views
from safety.weights import load_eye

CATEGORIES: Final = (Category.VIOLENCE, Category.INDECENCY, Category.HATE)  # the network's outputs, in order
DOUBT: Final = 0.7  # taken from the logit of a part: torn out of its drawing, an elephant's leg looks like a club


class SketchCheck:
    """Scores a sheet as the worst of its views; an empty sheet or a single dot holds nothing to judge."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye

    @torch.inference_mode()
    def judge(self, ink: Bytes) -> list[Score]:
        """A score per view and category for ink uint8 [S, S], 255 on ink."""
        if is_blank(ink):
            return [Score(category, "as drawn", 0.0, "blank sheet") for category in CATEGORIES]
        names, pictures = zip(*views(ink), strict=True)
        doubt = torch.tensor([[DOUBT * name.startswith("part")] for name in names])
        scores = torch.sigmoid(self._eye(torch.from_numpy(np.stack(pictures))[:, None]) - doubt)  # [V, 3]
        rows = zip(names, scores.tolist(), strict=True)
        return [Score(c, name, value) for name, row in rows for c, value in zip(CATEGORIES, row, strict=True)]


def load_sketch_check(bundle: Bundle) -> SketchCheck:
    """The layer with the weights of a verified guard bundle."""
    return SketchCheck(load_eye(bundle, "sketch", channels=1))
