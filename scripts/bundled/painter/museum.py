"""Pictures such as a museum might hang, made by procedure: landscapes, still lifes, portraits; photographed or painted.

They are what visitors' changes are painted into, so that the painter learns to continue what it has never painted.
"""

import cv2
import numpy as np

from scripts.bundled.painter.looks import SIZE, Rgb, cloudy

PALETTES = np.array(
    [
        [(58, 42, 30), (120, 84, 48), (196, 160, 104), (232, 214, 174)],
        [(34, 52, 64), (74, 108, 118), (148, 170, 160), (222, 220, 202)],
        [(40, 56, 34), (88, 112, 58), (160, 168, 98), (214, 206, 160)],
        [(62, 34, 40), (128, 62, 58), (190, 118, 92), (236, 200, 170)],
        [(28, 34, 62), (62, 80, 124), (134, 152, 184), (226, 224, 226)],
        [(24, 22, 24), (72, 62, 54), (130, 118, 104), (206, 196, 182)],
    ],
    np.float32,
)


def museum_picture(rng: np.random.Generator) -> Rgb:
    """One picture [SIZE, SIZE, 3], 0..255."""
    palette = PALETTES[int(rng.integers(len(PALETTES)))] + rng.normal(0, 8, (4, 3)).astype(np.float32)
    subject = (_landscape, _still_life, _portrait)[int(rng.integers(3))]
    picture = _photographed if rng.random() < 0.5 else _painted
    return np.clip(picture(subject(palette, rng), rng), 0, 255).astype(np.float32)


def _blend(palette: Rgb, weight: Rgb) -> Rgb:
    """Colours of a palette [4, 3] at weights 0..1 [H, W]."""
    at = np.clip(weight, 0, 1) * (len(palette) - 1)
    return np.stack([np.interp(at, np.arange(len(palette)), palette[:, c]) for c in range(3)], -1).astype(np.float32)


def _landscape(palette: Rgb, rng: np.random.Generator) -> Rgb:
    ramp = np.linspace(rng.uniform(0.5, 0.8), 1, SIZE, dtype=np.float32)[:, None]
    picture = _blend(palette, ramp + 0.12 * cloudy(rng, (4, 3)))
    for k, tone in enumerate(np.linspace(0.7, 0.1, int(rng.integers(2, 5)))):
        knots = rng.normal(0, 14, 7).astype(np.float32)[None]
        y = SIZE * (0.45 + 0.14 * k) + cv2.resize(knots, (SIZE, 1), interpolation=cv2.INTER_CUBIC)[0]
        land = np.arange(SIZE)[:, None] > y[None]
        picture[land] = _blend(palette, tone + 0.1 * cloudy(rng, (6, 6)))[land]
    return picture


def _still_life(palette: Rgb, rng: np.random.Generator) -> Rgb:
    edge = int(SIZE * rng.uniform(0.55, 0.75))
    wall = np.where(np.arange(SIZE)[:, None] < edge, 0.25, 0.55) + 0.12 * cloudy(rng, (3, 3))
    picture = _blend(palette, wall.astype(np.float32))
    for _ in range(int(rng.integers(2, 6))):
        middle = (int(rng.uniform(30, SIZE - 30)), edge + int(rng.uniform(-24, 24)))
        _lit(picture, middle, (rng.uniform(14, 34), rng.uniform(14, 44)), palette[int(rng.integers(1, 4))])
    return picture


def _portrait(palette: Rgb, rng: np.random.Generator) -> Rgb:
    picture = _blend(palette, 0.2 + 0.15 * cloudy(rng, (3, 3)))
    x, y, r = SIZE * rng.uniform(0.4, 0.6), SIZE * rng.uniform(0.32, 0.42), rng.uniform(26, 44)
    _lit(picture, (int(x), int(y + 3.2 * r)), (2 * r, 2.1 * r), palette[int(rng.integers(0, 3))])
    _lit(picture, (int(x), int(y - 0.2 * r)), (0.95 * r, 1.3 * r), palette[0])
    _lit(picture, (int(x), int(y)), (0.75 * r, r), palette[3])
    return picture


def _lit(picture: Rgb, middle: tuple[int, int], radii: tuple[float, float], colour: Rgb) -> None:
    """A round body with light from above left."""
    ys, xs = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    u, v = (xs - middle[0]) / radii[0], (ys - middle[1]) / radii[1]
    inside = np.clip((1 - u**2 - v**2) * 12, 0, 1)[..., None]
    shade = np.clip(1 - 0.35 * (u + v), 0.5, 1.4)[..., None]
    picture[:] = picture * (1 - inside) + colour * shade * inside


def _photographed(picture: Rgb, rng: np.random.Generator) -> Rgb:
    """A little out of focus, darker at the corners, with grain."""
    ys, xs = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    vignette = 1 - rng.uniform(0, 0.35) * (xs**2 + ys**2)[..., None] / 2
    soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 2))
    return (soft * vignette + rng.normal(0, rng.uniform(1, 4), picture.shape)).astype(np.float32)


def _painted(picture: Rgb, rng: np.random.Generator) -> Rgb:
    """Repeated in short strokes that follow a slowly turning direction."""
    turn = np.pi * cloudy(rng, (3, 3))
    out = cv2.GaussianBlur(picture, (0, 0), 3)
    length, width = rng.uniform(5, 11), int(rng.integers(2, 5))
    for x, y in rng.integers(0, SIZE, (900, 2)):
        step = length * np.array([np.cos(turn[y, x]), np.sin(turn[y, x])])
        colour = tuple(float(c) for c in picture[y, x] + rng.normal(0, 7))
        ends = [tuple(int(c) for c in np.array([x, y]) + sign * step) for sign in (-1, 1)]
        cv2.line(out, ends[0], ends[1], colour, width, cv2.LINE_AA)
    return out
