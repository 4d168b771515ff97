"""Marks laid for a piece, with everything needed to colour them from any of its keyframes."""

from dataclasses import dataclass, replace

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from models.brushwork.colour import colours_at, graded, shadowed, to_lab, to_rgb
from models.brushwork.marks import Brush, Marks, Relief, coloured, draw, moved
from models.types import Bytes, Floats

TURN = 2 * np.pi


class Paint(BaseModel):
    """How a hand mixes and thickens its paint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    saturation: float = Field(ge=0.3, le=2.5, description="factor on the painting's chroma")
    contrast: float = Field(ge=0.5, le=1.8, description="factor on the painting's lightness around grey")
    relief: float = Field(ge=0, le=4, description="thickness of the paint, 0 flat")
    glow: float = Field(ge=0, le=20, description="light that travels over the marks in the film, L* units")
    shadow: tuple[float, float, float] = Field(description="what the darkest darks gain, L*a*b* units")
    ground: tuple[int, int, int] = Field(description="sRGB of the primed canvas between the marks")


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """What each of N marks makes of the painting's colour there: L*a*b* * `keep` + `own`, then a travelling light."""

    source: Floats  # [N, 2], where the colour is taken, in the first keyframe's coordinates
    keep: Floats  # [N, 1 or 3], how much of the painting's colour stays
    own: Floats  # [N, 3], L*a*b* of the mark's own
    phase: Floats  # [N], turns, when the travelling light reaches it
    glow: Floats  # [N], how strongly, L* units


@dataclass(frozen=True, slots=True, eq=False)
class MarksLayout:
    """Laid marks, ready to be coloured."""

    paint_box: Paint
    marks: Marks
    mixture: Mixture
    brush: Brush
    relief: Relief

    def paint(self, painting: Bytes, time: float) -> Bytes:
        """The finished picture, uint8 [S, S, 3], of a painting [H, H, 3] in the first keyframe's coordinates."""
        box, mixture = self.paint_box, self.mixture
        lab = graded(to_lab(colours_at(painting, mixture.source)), box.saturation, box.contrast)
        lab = shadowed(lab, np.array(box.shadow, np.float32)) * mixture.keep + mixture.own
        light = np.sin(TURN * (time - mixture.phase)) + np.sin(TURN * mixture.phase)  # nothing at time 0
        lab[:, 0] += mixture.glow * light
        return coloured(self.relief, np.concatenate([np.array([box.ground], np.float32), to_rgb(lab)]))

    def carried(self, forward: Floats) -> "MarksLayout":
        """The same marks, painted where a forward displacement [G, G, 2] has brought them."""
        marks = moved(self.marks, forward)
        return replace(self, marks=marks, relief=self._drawn(marks))

    def _drawn(self, marks: Marks) -> Relief:
        return draw(marks, self.brush, self.relief.light.shape[0], self.paint_box.relief)


def laid(box: Paint, marks: Marks, mixture: Mixture, brush: Brush, size: int) -> MarksLayout:
    """Draw the marks for pictures of `size` pixels a side."""
    return MarksLayout(box, marks, mixture, brush, draw(marks, brush, size, box.relief))
