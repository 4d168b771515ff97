"""The painter's hand: brush marks laid once for a piece, coloured from each of its keyframes."""

from typing import Annotated, Protocol

from pydantic import Field

from models.brushwork.dots import Dots, lay_dots
from models.brushwork.halftone import Halftone, lay_halftone
from models.brushwork.mosaic import Mosaic, lay_mosaic
from models.brushwork.strokes import Strokes, lay_strokes
from models.brushwork.woodblock import Woodblock, lay_woodblock
from models.motion import Field as Motion
from models.types import Bytes, Floats

Brushwork = Annotated[Strokes | Dots | Mosaic | Woodblock | Halftone, Field(discriminator="hand")]


class Layout(Protocol):
    """Marks laid for one piece."""

    def paint(self, painting: Bytes, time: float) -> Bytes:
        """The finished picture, uint8 [S, S, 3], at film time 0..1, of a painting brought back to the first's."""

    def carried(self, forward: Floats) -> "Layout":
        """The same marks where a forward displacement [G, G, 2] has brought them, drawn afresh."""


def lay(hand: Brushwork, first: Bytes, field: Motion, size: int, seed: int) -> Layout:
    """Lay the marks of a piece from its first keyframe, uint8 [H, H, 3], for pictures of `size` pixels a side."""
    match hand:
        case Strokes():
            return lay_strokes(hand, first, field, size, seed)
        case Dots():
            return lay_dots(hand, first, field, size, seed)
        case Mosaic():
            return lay_mosaic(hand, first, field, size, seed)
        case Woodblock():
            return lay_woodblock(hand, first, field, size, seed)
        case Halftone():
            return lay_halftone(hand, first, field, size, seed)
