"""Backgrounds and colours: a place and a time, seen by each of the six painters."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE = 256
Rgb = NDArray[np.floating[Any]]  # [H, W, 3], 0..255
Colour = tuple[float, float, float]

LANDS = (
    "by the sea",
    "in the snow",
    "in the mountains",
    "in the city",
    "in a meadow",
    "in the desert",
    "in space",
    "under water",
    "",
)
TIMES = ("at night", "at sunset", "")

_SKY: dict[str, tuple[Colour, Colour]] = {
    "": ((120, 180, 232), (214, 232, 240)),
    "at night": ((10, 18, 66), (44, 62, 132)),
    "at sunset": ((92, 58, 132), (252, 158, 84)),
    "in space": ((8, 6, 26), (30, 16, 60)),
    "under water": ((44, 150, 176), (8, 56, 112)),
    "in the snow": ((176, 196, 222), (226, 232, 240)),
}
_GROUND: dict[str, Colour] = {
    "by the sea": (36, 104, 164), "in the snow": (236, 240, 248), "in the mountains": (104, 142, 84),
    "in the city": (112, 108, 116), "in a meadow": (96, 160, 66), "in the desert": (226, 184, 108),
    "in space": (60, 48, 92), "under water": (196, 178, 126), "": (190, 174, 140),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How one painter draws things."""

    outline: Colour
    outline_width: float  # pixels at 256
    shading: float  # 0 flat .. 1 round
    fill_variation: float  # how much the parts of a thing differ in lightness


LOOKS: dict[str, Look] = {
    "van gogh": Look((16, 20, 50), 2.4, 0.5, 0.12),
    "monet": Look((52, 42, 92), 2.2, 0.6, 0.16),
    "warhol": Look((12, 10, 16), 3.4, 0.0, 0.0),
    "hokusai": Look((20, 30, 64), 2.2, 0.08, 0.04),
    "seurat": Look((48, 30, 44), 2.2, 0.7, 0.12),
    "klimt": Look((58, 32, 10), 2.4, 0.2, 0.16),
}  # lines of two pixels and more, dark in every manner: an eye must survive the autoencoder's cells of 8 x 8
_POP = np.array(
    [
        (250, 60, 150),
        (20, 170, 240),
        (250, 210, 30),
        (120, 210, 60),
        (250, 120, 30),
        (130, 70, 200),
        (20, 200, 190),
        (240, 240, 235),
    ]
)


def cloudy(rng: np.random.Generator, cells: tuple[int, int]) -> NDArray[np.float32]:
    """Smooth noise [SIZE, SIZE] in about -1..1; `cells` are its features down and across."""
    small = rng.standard_normal(cells).astype(np.float32)
    return cv2.resize(small, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)


def backdrop(land: str, time: str, style: str, rng: np.random.Generator) -> Rgb:
    """The empty place [SIZE, SIZE, 3]."""
    horizon = int(
        SIZE * (rng.uniform(0.52, 0.74) if land not in ("under water", "in space") else rng.uniform(0.84, 0.94))
    )
    sky, ground = _sky_and_ground(land, time, rng)
    picture = np.where(
        np.arange(SIZE)[:, None, None] < horizon,
        _gradient(*sky, horizon),
        _gradient(ground, (0.72 * ground[0], 0.72 * ground[1], 0.72 * ground[2]), SIZE),
    )
    picture = picture + np.zeros((SIZE, SIZE, 3), np.float32)
    _furnish(picture, land, time, horizon, rng)
    return np.clip(_PAINTERS[style](picture, horizon, land, time, rng), 0, 255).astype(np.float32)


def _sky_and_ground(land: str, time: str, rng: np.random.Generator) -> tuple[tuple[Colour, Colour], Colour]:
    sky = _SKY[land] if land in ("in space", "under water") else _SKY[time] if time else _SKY.get(land, _SKY[""])
    tint, keep = {"at night": ((18, 28, 74), 0.42), "at sunset": ((214, 110, 84), 0.68)}.get(time, ((0, 0, 0), 1.0))
    ground = np.array(_GROUND[land]) * keep + np.array(tint) * (1 - keep) + rng.normal(0, 7, 3)
    return sky, tuple(float(c) for c in ground)  # type: ignore[return-value]


def _gradient(top: Colour, bottom: Colour, height: int) -> Rgb:
    t = np.clip(np.arange(SIZE, dtype=np.float32) / max(height, 1), 0, 1)[:, None, None]
    return (np.array(top, np.float32) * (1 - t) + np.array(bottom, np.float32) * t).astype(np.float32)


def _furnish(picture: Rgb, land: str, time: str, horizon: int, rng: np.random.Generator) -> None:
    if time == "at night" or land == "in space":
        _stars(picture, horizon, rng, 30 if land == "in space" else 14)
    if time == "at sunset" and land not in ("in space", "under water"):
        cv2.circle(
            picture, (int(rng.uniform(40, 216)), horizon), int(rng.uniform(18, 30)), (254, 190, 108), -1, cv2.LINE_AA
        )
        cv2.rectangle(
            picture, (0, horizon), (SIZE, SIZE), tuple(float(c) for c in picture[min(horizon + 2, SIZE - 1), 0]), -1
        )
    furnish = _FURNITURE.get(land)
    if furnish:
        furnish(picture, horizon, rng)


def _stars(picture: Rgb, horizon: int, rng: np.random.Generator, count: int) -> None:
    for _ in range(count):
        at = (int(rng.uniform(0, SIZE)), int(rng.uniform(0, horizon * 0.95)))
        cv2.circle(picture, at, 1, (196, 190, 170), -1, cv2.LINE_AA)


def _line(rng: np.random.Generator, base: float, swing: float, cells: int) -> NDArray[np.int32]:
    knots = rng.normal(0, swing, cells).astype(np.float32)[None]
    y = base + cv2.resize(knots, (SIZE, 1), interpolation=cv2.INTER_CUBIC)[0]
    return np.stack([np.arange(SIZE), y], 1).astype(np.int32)


def _below(picture: Rgb, line: NDArray[np.int32], colour: NDArray[np.float32]) -> None:
    outline = np.concatenate([line, [[SIZE, SIZE], [0, SIZE]]]).astype(np.int32)
    cv2.fillPoly(picture, [outline], tuple(float(c) for c in np.clip(colour, 0, 255)), cv2.LINE_AA)


def _hills(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    ground = picture[min(horizon + 4, SIZE - 1), 0].copy()
    for k, shade in enumerate((1.05, 0.97, 0.9)):
        _below(picture, _line(rng, horizon + k * (SIZE - horizon) * 0.3, 6 + 3 * k, 5), ground * shade)


def _ridges(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    sky, ground = picture[horizon - 2, 0].copy(), picture[horizon + 2, 0].copy()
    for k in range(3):
        knots = np.arange(0, 9) * SIZE / 8
        y = horizon - (3 - k) * 20 * rng.uniform(0.4, 1.6, 9) + 6
        line = np.stack([np.arange(SIZE), np.interp(np.arange(SIZE), knots, y)], 1).astype(np.int32)
        mix = 0.22 + 0.16 * k
        _below(picture, line, sky * (1 - mix) + np.array([78, 82, 134]) * mix * (0.4 + 0.6 * sky.mean() / 200))
    _below(picture, _line(rng, horizon + 4, 4, 5), ground)


def _blocks(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    x = -4
    tone = picture[horizon - 2, 0] * 0.7 + np.array([50, 48, 66]) * 0.3
    lit = tuple(float(c) for c in tone * 0.84 + np.array([250, 222, 130]) * 0.16)
    while x < SIZE:
        w, h = int(rng.uniform(16, 36)), int(rng.uniform(24, 88))
        colour = np.clip(tone * rng.uniform(0.92, 1.06), 0, 255)
        cv2.rectangle(picture, (x, horizon - h), (x + w, horizon), tuple(float(c) for c in colour), -1)
        for wy in range(horizon - h + 6, horizon - 6, 11):
            for wx in range(x + 4, x + w - 5, 9):
                if rng.random() < 0.6:
                    cv2.rectangle(picture, (wx, wy), (wx + 4, wy + 5), lit, -1)
        x += w


def _waves(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    sea = picture[min(horizon + 3, SIZE - 1), 0].copy()
    for k, y in enumerate(range(horizon + 6, SIZE, 12)):
        line = _line(rng, y, 0, 4).astype(np.float32)
        line[:, 1] += (1.5 + 0.3 * k) * np.sin(line[:, 0] / rng.uniform(9, 16) + rng.uniform(0, 6))
        _below(picture, line.astype(np.int32), sea * rng.uniform(0.93, 1.05))
        cv2.polylines(
            picture,
            [line.astype(np.int32)],
            isClosed=False,
            color=tuple(float(c) for c in np.clip(sea * 1.08 + 6, 0, 255)),
            thickness=1,
            lineType=cv2.LINE_AA,
        )


def _bubbles(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    _below(picture, _line(rng, horizon, 5, 5), picture[min(horizon + 2, SIZE - 1), 0].copy())
    for _ in range(8):
        at = (int(rng.uniform(0, SIZE)), int(rng.uniform(0, horizon)))
        cv2.circle(picture, at, int(rng.uniform(2, 6)), (96, 176, 196), 1, cv2.LINE_AA)
    for _ in range(3):
        x = int(rng.uniform(0, SIZE))
        weed = np.array(
            [(x + 5 * np.sin(t / 9), horizon + 8 - t) for t in range(0, int(rng.uniform(24, 60)), 4)], np.int32
        )
        cv2.polylines(picture, [weed], isClosed=False, color=(96, 156, 110), thickness=4, lineType=cv2.LINE_AA)


def _planets(picture: Rgb, horizon: int, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 3))):
        at = (int(rng.uniform(20, 236)), int(rng.uniform(16, 130)))
        colour = tuple(float(c) for c in rng.choice(_POP[:7]) * 0.35 + 12)
        cv2.circle(picture, at, int(rng.uniform(8, 20)), colour, -1, cv2.LINE_AA)
    cv2.ellipse(picture, (128, SIZE + 40), (190, 40 + SIZE - horizon), 0, 0, 360, (92, 80, 128), -1, cv2.LINE_AA)


def _saturate(picture: Rgb, gain: float) -> Rgb:
    grey = picture.mean(2, keepdims=True)
    return grey + (picture - grey) * gain


def _van_gogh(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    bands = np.sin(4 * cloudy(rng, (3, 3)) + 2 * cloudy(rng, (6, 4)))
    picture = _saturate(picture, 1.4) * np.array([0.92, 0.94, 1.06])
    light = np.array([9, 9, 15]) if time == "at night" or land == "in space" else np.array([8, 6, -8])
    return picture + bands[..., None] * light


def _monet(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    haze = np.array([214, 196, 214]) if time != "at night" else np.array([86, 92, 150])
    picture = picture * 0.68 + haze * 0.32
    tint = np.stack([cloudy(rng, (12, 5)) for _ in range(3)], 2)
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 2.0) + 6 * tint


def _warhol(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    dark = time == "at night" or land == "in space"
    sky = np.array([52, 30, 128]) if dark else _POP[rng.choice([0, 1, 2, 4, 6])]
    ground = {"by the sea": _POP[1], "in a meadow": _POP[3], "in the desert": _POP[2], "in the snow": _POP[7]}.get(
        land, _POP[rng.choice([3, 5, 6, 0])]
    )
    if np.abs(sky - ground).sum() < 120:
        sky = np.array([250, 210, 30]) if not dark else np.array([120, 20, 110])
    flat = np.where(np.arange(SIZE)[:, None, None] < horizon, sky, ground) + np.zeros((SIZE, SIZE, 3))
    tone = picture.mean(2) - cv2.GaussianBlur(picture.mean(2).astype(np.float32), (0, 0), 24)
    return flat + np.where(np.abs(tone) > 12, np.sign(tone) * 16, 0)[..., None]


def _hokusai(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    paper = np.array([232, 222, 196])
    picture = _saturate(picture, 0.62) * 0.8 + paper * 0.2
    t = np.clip(1 - np.arange(SIZE) / (0.36 * SIZE), 0, 1)[:, None, None]
    picture = picture * (1 - 0.66 * t) + np.array([34, 66, 122]) * 0.66 * t
    return picture * np.array([0.98, 1.0, 0.98])


def _seurat(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    warm = np.array([248, 226, 150]) if time != "at night" else np.array([70, 70, 150])
    glow = (0.5 + 0.5 * np.tanh(cloudy(rng, (3, 3))))[..., None]
    return _saturate(picture, 1.12) * (1 - 0.24 * glow) + warm * 0.24 * glow + 6


def _klimt(picture: Rgb, horizon: int, land: str, time: str, rng: np.random.Generator) -> Rgb:
    gold = np.array([206, 160, 62]) if time != "at night" and land != "in space" else np.array([132, 92, 44])
    picture = picture * 0.45 + gold * 0.55
    picture = picture.astype(np.float32)
    for _ in range(12):
        at, r = (int(rng.uniform(0, SIZE)), int(rng.uniform(0, horizon))), int(rng.uniform(5, 15))
        for k in range(r, 1, -4):
            cv2.circle(picture, at, k, tuple(float(c) for c in gold * (1.05 if (r - k) % 8 else 0.96)), 2, cv2.LINE_AA)
    return picture


_PAINTERS = {
    "van gogh": _van_gogh,
    "monet": _monet,
    "warhol": _warhol,
    "hokusai": _hokusai,
    "seurat": _seurat,
    "klimt": _klimt,
}
_FURNITURE = {
    "by the sea": _waves,
    "in the mountains": _ridges,
    "in the city": _blocks,
    "in a meadow": _hills,
    "in the desert": _hills,
    "in the snow": _hills,
    "under water": _bubbles,
    "in space": _planets,
}
