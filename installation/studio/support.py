"""What a piece is painted on, bare paper or a picture that was given: each begins and ends a piece in its own way."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.animator import Finisher, animate, finish_first, keyframe_time
from models.motion import Field, author, subject_mask
from models.painter import Painter, Painting
from models.retouch import Retouch, alive, authored, changed, seen_by_painter
from models.types import Bytes, Clip, Picture, read_only

if TYPE_CHECKING:
    from installation.studio.commission import Order


class Begun(Protocol):
    """A piece whose first keyframe is painted and finished."""

    @property
    def first(self) -> Picture:
        """The first keyframe as it will be shown."""

    def film(self, painter: Painter) -> Clip:
        """Everything that follows from it."""


class Support(Protocol):
    """Something to paint on."""

    def begin(self, painter: Painter, order: "Order") -> Begun:
        """Paint and finish the first keyframe of an order."""


@dataclass(frozen=True, slots=True, eq=False)
class OnPaper:
    """A piece begun on bare paper."""

    order: "Order"
    painting: Painting
    finisher: Finisher

    @property
    def first(self) -> Picture:
        """As it will be shown."""
        return self.finisher.first

    def film(self, painter: Painter) -> Clip:
        """Paint the later keyframes from the first one and make the film of them all."""
        plan = self.order.request.plan
        times = [keyframe_time(index, plan) for index in range(1, plan.keyframes)]
        later = painter.repaint(self.painting, [self.finisher.field.backward(time) for time in times])
        return animate((self.painting.picture, *later), self.finisher)


@dataclass(frozen=True, slots=True)
class Paper:
    """A bare sheet: everything is painted."""

    def begin(self, painter: Painter, order: "Order") -> OnPaper:
        """Paint and finish the first keyframe; its motion is authored before, from the sketch alone."""
        request = order.request
        field = author(request.prompt.motion, order.style.ambience, subject_mask(request.sketch), request.seed)
        painting = painter.first(request, order.style.prompt)
        finisher = finish_first(painting.picture, field, order.style, request.seed, request.plan)
        return OnPaper(order, painting, finisher)


@dataclass(frozen=True, slots=True, eq=False)
class OnPicture:
    """A piece begun in a picture that was given."""

    order: "Order"
    retouch: Retouch
    square: Bytes  # the changed picture on its square
    field: Field

    def __post_init__(self) -> None:
        read_only(self.square)

    @property
    def first(self) -> Picture:
        """As it will be shown, in the picture's own shape."""
        return Picture(self.retouch.ground.cut(self.square).copy())

    def film(self, painter: Painter) -> Clip:
        """The changed picture, which lives and moves; nothing more is painted."""
        return alive(self.retouch.ground, self.square, self.field, self.order.request.plan.threads)


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A picture, and what is to change in it."""

    retouch: Retouch

    def begin(self, painter: Painter, order: "Order") -> OnPicture:
        """Paint what was drawn into the picture; the ink is the order's, which was cleared."""
        request = order.request
        seen = seen_by_painter(self.retouch, painter.settings.size)
        painted = painter.change(seen, request, order.style.prompt)
        square = changed(self.retouch, painted, order.style, request)
        return OnPicture(order, self.retouch, square, authored(self.retouch, order.style, request))


PAPER = Paper()
