"""The painter's hand: brush marks laid once for a piece, coloured from each of its keyframes."""

from typing import Annotated, Protocol

from pydantic import Field

from models.ambience import Ambience
from models.brushwork.strokes import Strokes, lay_strokes
from models.types import Bytes, Floats

Brushwork = Annotated[Strokes, Field(discriminator="hand")]


class Layout(Protocol):
    """Marks laid for one piece."""

    def paint(self, painting: Bytes, time: float) -> Bytes:
        """The finished picture, uint8 [S, S, 3], of a painting in the first keyframe's coordinates, at film time 0..1."""

    def carried(self, forward: Floats) -> "Layout":
        """The same marks where a forward displacement [G, G, 2] has brought them, drawn afresh."""


def lay(hand: Brushwork, first: Bytes, ambience: Ambience, size: int, seed: int) -> Layout:
    """Lay the marks of a piece from its first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    return lay_strokes(hand, first, ambience, size, seed)
