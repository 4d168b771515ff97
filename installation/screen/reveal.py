"""While it paints: the visitor's own lines come again at their own pace and boil, then colour grows out of them.

Only a drawing that was cleared is shown: the ink that the guard saw must be the ink of these lines.
"""

import math
from typing import Final

import cv2
import numpy as np
import pygame

from installation.screen.canvas import Line
from installation.screen.player import StillReel
from installation.screen.surfaces import Backing, fill, ink, pixels_of, surface_of
from installation.screen.visit import Visit
from models.errors import GuardError
from models.types import Floats, Sketch
from safety.digests import digests_of
from safety.types import Cleared

BOILS: Final = 9  # drawings a second
TREMBLE: Final = 1.6  # px
REPLAY_S: Final = 2.5  # for all lines together, however long they took
SPREADS_S: Final = 2.2
COARSE: Final = 4  # px in one of what distances are measured in
SOFT: Final = 0.18  # of the way the paint goes: how soft its edge is


class Reveal:
    """The sheet of one making. Times are s since it began. A calm one neither replays nor boils."""

    def __init__(self, visit: Visit, cleared: Cleared[Sketch], backing: Backing, *, calm: bool = False) -> None:
        if digests_of(visit.ink(backing.size)) != cleared.digests or digests_of(cleared.value) != cleared.digests:
            raise GuardError("expected the drawing that was cleared, got another one")
        self._lines, self._backing = visit.sheet.lines, backing
        far = _distance(self._lines, backing.size)
        self._far = np.zeros_like(far) if calm else far
        self._times = _paced(self._lines)
        self._tremble, self._replays = (0.0, 0.0) if calm else (TREMBLE, REPLAY_S)
        self._surface = backing.surface.copy()
        self._painted: pygame.Surface | None = None
        self._since = math.inf

    def paint(self, picture: StillReel, seconds: float) -> None:
        """The first picture is there: from now on it spreads."""
        self._painted, self._since = surface_of(self._backing.size), seconds
        fill(self._painted, picture.frame(0.0))

    def at(self, seconds: float) -> pygame.Surface:
        """The sheet at a time."""
        self._surface.blit(self._backing.surface, (0, 0))
        ink(self._surface, self._boiling(seconds), self._backing.ink)
        if self._painted is not None:
            self._spread((seconds - self._since) / SPREADS_S, self._painted)
        return self._surface

    def _boiling(self, seconds: float) -> list[Line]:
        rng = np.random.default_rng(int(seconds * BOILS))
        shown = []
        for line, times in zip(self._lines, self._times, strict=True):
            count = int(np.searchsorted(times, seconds)) if seconds < self._replays else len(times)
            if count:
                points = (
                    np.array(line.seen[:count])
                    + rng.normal(0, self._tremble, 2)
                    + rng.normal(0, self._tremble / 3, (count, 2))
                )
                shown.append(Line(line.width, (), tuple(map(tuple, points)), line.filter))
        return shown

    def _spread(self, share: float, painted: pygame.Surface) -> None:
        reach = (1 + SOFT) * min(1.0, max(0.0, share))
        alpha = np.clip((reach - self._far) / SOFT, 0, 1)[..., None]
        below, above = pixels_of(self._surface), pixels_of(painted)
        below[:] = below + (above.astype(np.float32) - below) * alpha


def _distance(lines: tuple[Line, ...], size: tuple[int, int]) -> Floats:
    """How far each pixel is from the lines, 0..1 of the farthest; from the middle where there are none."""
    width, height = (max(1, side // COARSE) for side in size)
    bare = np.full((height, width), 255, np.uint8)
    for line in lines:
        points = np.rint(np.array(line.seen) / COARSE).astype(np.int32)
        cv2.polylines(bare, [points[:, None]], False, 0, max(1, round(line.width / COARSE)))
    if bare.all():
        bare[height // 2, width // 2] = 0
    far = cv2.distanceTransform(bare, cv2.DIST_L2, 5)
    return np.asarray(cv2.resize(far / max(float(far.max()), 1.0), size), np.float32)


def _paced(lines: tuple[Line, ...]) -> list[Floats]:
    """When each point of each line comes again, s: its own pace, pauses shortened, all within REPLAY_S."""
    clock, times = 0.0, []
    for line in lines:
        own = np.array([t for _, _, t in line.raw]) - line.raw[0][2]
        times.append(clock + own)
        clock += float(own[-1]) + 0.1
    return [np.asarray(t * REPLAY_S / max(clock, REPLAY_S), np.float32) for t in times]
