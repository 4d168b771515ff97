"""Quick pictures without end: doodles filled with colour, laid on painted scenes, in the texture of what is below."""

import cv2
import numpy as np
from numpy.typing import NDArray

from safety.image_check import SIDE
from scripts.bundled.guard.sheets import Sheets

Rgb = NDArray[np.uint8]
Ink = NDArray[np.uint8]
KINDS = (0.5, 0.3, 0.2)  # harmless, weapon, lewd: shares of what is laid on


class Collage:
    """Lays things on harmless pictures; every choice comes from the generator."""

    def __init__(self, sheets: Sheets, grounds: Rgb) -> None:
        self.things = sheets.things
        self._sheets, self._grounds = sheets, grounds

    def sample(self, rng: np.random.Generator) -> tuple[Rgb, int, int]:
        """A picture [SIDE, SIDE, 3], its label (0 harmless, 1 weapon, 2 lewd), and the thing laid on last, or -1."""
        clutter = float(rng.random())  # from one large thing on a soft ground to several small ones among others
        ground = self._grounds[int(rng.integers(len(self._grounds)))]
        picture = cv2.resize(ground, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        if rng.random() > 0.5 * clutter:
            picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(4, 16)) + 0.6 * clutter * _texture(picture)
        label = int(rng.choice(3, p=KINDS))
        if rng.random() < 0.4 * clutter:
            _lay(picture, self._sheets.thing(0, rng)[0], clutter, rng)
        ink, name = self._sheets.thing(label, rng)
        _lay(picture, ink, clutter, rng)
        return np.clip(picture, 0, 255).astype(np.uint8), label, self.things.index(name)


def _lay(picture: NDArray[np.float32], ink: Ink, clutter: float, rng: np.random.Generator) -> None:
    """Fill a drawing with a colour and lay it somewhere on the picture, its lines drawn over it or not."""
    x, y, w, h = cv2.boundingRect(ink)
    size = rng.uniform(0.6 - 0.25 * clutter, 0.95 - 0.15 * clutter) * SIDE
    width, height = max(6, round(size * w / max(w, h, 1))), max(6, round(size * h / max(w, h, 1)))
    lines = cv2.resize(ink[y : y + max(h, 1), x : x + max(w, 1)], (width, height), interpolation=cv2.INTER_AREA)
    body = _filled(lines)
    left, top = int(rng.integers(0, SIDE - width + 1)), int(rng.integers(0, SIDE - height + 1))
    place = picture[top : top + height, left : left + width]
    fill = _colour(place, clutter, rng) + clutter * _texture(place) + rng.normal(0, 6 * clutter, place.shape)
    cover = body[..., None] * rng.uniform(1 - 0.25 * clutter, 1)
    place[:] = place * (1 - cover) + fill * cover
    if rng.random() < 0.9 - 0.3 * clutter or body.sum() < 0.1 * body.size:
        stroke = lines[..., None].astype(np.float32) / 255 * rng.uniform(1 - 0.5 * clutter, 1)
        place[:] = place * (1 - stroke) + rng.uniform(0, 40 + 70 * clutter, 3) * stroke


def _colour(place: NDArray[np.float32], clutter: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """A colour that stands out from its ground, the more so the less clutter there is."""
    tries = rng.uniform(0, 255, (4, 3))
    apart = np.abs(tries - place.mean((0, 1))).sum(1)
    return np.asarray(tries[int(apart.argmax())] if rng.random() > clutter else tries[0], np.float32)


def _texture(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brush marks of a picture, without what it shows."""
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), 2.5), np.float32)


def _filled(lines: Ink) -> NDArray[np.float32]:
    """What the lines enclose, gaps of a few pixels bridged, 0..1 with a soft rim."""
    closed = cv2.morphologyEx((lines > 50).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    outside = np.pad(closed, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(cv2.GaussianBlur((outside[1:-1, 1:-1] != 2).astype(np.float32), (0, 0), 0.6), np.float32)
