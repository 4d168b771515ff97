"""How the subject moves for each word: displacements of a body, nothing at t = 0, the same again at t = 1.

Each verb is a free function (body, t) -> float32 [G, G, 2], a forward displacement in shares of the width that has its
full size in the body and fades out around it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.types import Floats, read_only
from models.warp import positions

TURN = 2 * np.pi


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The subject's shape, on a grid and in a few numbers."""

    centre: tuple[float, float]  # where its middle lies
    reach: tuple[float, float]  # half width, half height
    foot: float  # y of its lowest part
    axis: tuple[float, float]  # unit vector along its longest extent
    weight: Floats  # [G, G], 1 in the body, fading to 0 around it
    vigour: float  # how far it goes, against the verb's full range
    offset: Floats  # [G, G, 2], position minus centre, held at the body's rim outside it, so that no motion grows there

    def __post_init__(self) -> None:
        read_only(self.weight)
        read_only(self.offset)


def measure_body(mask: Floats, weight: Floats, vigour: float = 1.0) -> Body:
    """The body of a mask float32 [G, G] 0..1 that takes its surroundings along by `weight`, float32 [G, G]."""
    grid = positions(mask.shape[0])
    share = mask / max(float(mask.sum()), 1e-6)
    centre = (share[..., None] * grid).sum((0, 1))
    offset = grid - centre
    spread = np.einsum("yx,yxi,yxj->ij", share, offset, offset)
    axis = np.linalg.eigh(spread)[1][:, 1]
    reach = np.clip(np.sqrt(np.diag(spread)) * 1.9, 0.1, 0.45)  # 1.9 σ: between a disc (2) and a square (1.73)
    reach = np.maximum(reach, 0.5 * reach.max())  # about a very thin body the field would shear too hard
    return Body(
        (float(centre[0]), float(centre[1])),
        (float(reach[0]), float(reach[1])),
        min(float(centre[1] + reach[1]), 1.0),
        (float(axis[0]), float(axis[1])),
        weight,
        vigour,
        _held(offset, reach),
    )


def still(body: Body, time: float) -> Floats:
    """Rests where it was painted."""
    return np.zeros_like(body.offset)


def fly(body: Body, time: float) -> Floats:
    """Soars in a wide lying eight, banks into its turns, and beats its outer parts."""
    swing, rise = np.sin(TURN * time), np.sin(2 * TURN * time)
    outward = np.clip(np.abs(body.offset[..., 0]) / body.reach[0], 0, 1.2) ** 1.5
    beat = -0.22 * body.reach[0] * outward * np.sin(5 * TURN * time)
    moved = _turn(body.offset, 0.16 * rise) + _shift(0.075 * swing, -0.034 * rise - 0.022 * (1 - np.cos(TURN * time)))
    moved[..., 1] += beat.astype(np.float32)
    return _faded(body, moved)


def swim(body: Body, time: float) -> Floats:
    """Glides along its length while a wave runs down it, strongest at the ends."""
    axis = np.array(body.axis, np.float32) * np.sign(body.axis[0] + 1e-6)
    side = np.array([-axis[1], axis[0]], np.float32)
    length = max(body.reach)
    along = body.offset @ axis / length
    wave = np.sin(TURN * (0.55 * along - 4 * time)) - np.sin(TURN * 0.55 * along)
    wave = 0.16 * length * (0.3 + 0.7 * np.clip(along**2, 0, 1.3)) * wave
    glide = 0.068 * np.sin(TURN * time)
    return _faded(body, wave[..., None] * side + glide * axis + _shift(0, 0.014 * np.sin(2 * TURN * time)))


def spin(body: Body, time: float) -> Floats:
    """Turns about its own middle, to and fro, while the middle goes round a small circle.

    The turn fades with the distance alone, so every ring only slides along itself and nothing is squeezed.
    """
    round_x, round_y = np.sin(TURN * time), 1 - np.cos(TURN * time)
    away = positions(len(body.weight)) - np.array(body.centre, np.float32)
    inner, rim = max(body.reach), 0.5 - np.abs(positions(len(body.weight)) - 0.5).max(-1)
    held = 1 - _rise(np.linalg.norm(away, axis=-1), inner * 0.9, inner * 0.9 + 0.28)
    held = held * _rise(rim, -0.05, 0.25)  # nothing from beyond the sheet comes in
    angle = min(1.15, 0.28 / inner) * body.vigour * np.sin(2 * TURN * time) * held  # the rim of a large body goes far
    cos, sin = np.cos(angle) - 1, np.sin(angle)
    turned = np.stack([cos * away[..., 0] - sin * away[..., 1], sin * away[..., 0] + cos * away[..., 1]], -1)
    return np.asarray(turned + _faded(body, _shift(0.066 * round_x, 0.066 * (round_y - round_x))), np.float32)


def fall(body: Body, time: float) -> Floats:
    """Drops like a leaf: sideways swings and tilts all the way down; a breath of wind carries it up again."""
    drop = 0.5 - 0.5 * np.cos(TURN * time + 0.55 * np.sin(TURN * time))
    sway = np.sin(3 * TURN * time)
    return _faded(body, _turn(body.offset, 0.24 * sway) + _shift(0.03 * sway, 0.13 * drop - 0.012 * sway**2))


def dance(body: Body, time: float) -> Floats:
    """Hops from foot to foot, leans over its feet, stretches as it rises and squashes as it lands."""
    beat = 3 * TURN * time
    hop, lean = 0.5 - 0.5 * np.cos(2 * beat), np.sin(beat)
    above = (body.foot - body.centre[1] - body.offset[..., 1]) / (2 * body.reach[1])
    moved = np.zeros_like(body.offset)
    moved[..., 0] = 0.032 * lean + 0.4 * body.reach[0] * lean * above - 0.16 * hop * body.offset[..., 0]
    moved[..., 1] = -0.036 * hop - 0.3 * body.reach[1] * hop * above
    return _faded(body, moved)


def run(body: Body, time: float) -> Floats:
    """Gallops: forward and back over the ground, rocking nose and tail, legs sweeping."""
    step = 7 * TURN * time
    below = np.clip((body.offset[..., 1] / body.reach[1] - 0.1) / 0.9, 0, 1.1)
    stride = np.sin(step + 3.2 * body.offset[..., 0] / body.reach[0]) - np.sin(
        3.2 * body.offset[..., 0] / body.reach[0]
    )
    bob = -0.014 * (0.5 - 0.5 * np.cos(step))
    moved = _turn(body.offset, 0.085 * np.sin(step)) + _shift(0.08 * np.sin(TURN * time), bob)
    moved[..., 0] += (0.16 * body.reach[0] * below * stride).astype(np.float32)
    return _faded(body, moved)


def grow(body: Body, time: float) -> Floats:
    """Swells upward from its foot, swaying as a plant does, and breathes back."""
    swell = 0.5 - 0.5 * np.cos(TURN * time)
    foot = body.offset - np.array([0, body.foot - body.centre[1]], np.float32)
    share = np.clip(0.06 / body.reach[1], 0.18, 0.6)
    grown = swell * (share * foot * np.array([0.75, 1.0], np.float32) + _shift(0, -0.04))
    return _faded(body, grown + _shift(0.045 * np.sin(TURN * time), 0))


def float_(body: Body, time: float) -> Floats:
    """Hangs in the air: a slow rise and fall, a slower drift, a little sway."""
    rise = np.sin(TURN * time)
    tilt = 0.07 * np.sin(2 * TURN * time)
    return _faded(body, _turn(body.offset, tilt) + _shift(0.012 * np.sin(2 * TURN * time), -0.05 * rise))


VERBS: dict[str, Callable[[Body, float], Floats]] = {
    "fly": fly,
    "swim": swim,
    "spin": spin,
    "fall": fall,
    "dance": dance,
    "run": run,
    "grow": grow,
    "float": float_,
    "still": still,
}


def _held(offset: Floats, reach: Floats) -> Floats:
    far = np.linalg.norm(offset / reach, axis=-1, keepdims=True)
    return np.asarray(offset * (1.1 / np.maximum(far, 1.1)), np.float32)


def _faded(body: Body, moved: Floats) -> Floats:
    return np.asarray(body.vigour * body.weight[..., None] * moved, np.float32)


def _rise(values: Floats, low: float, high: float) -> Floats:
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _shift(x: float, y: float) -> Floats:
    return np.array([x, y], np.float32)


def _turn(offset: Floats, angle: float) -> Floats:
    """Displacement of a rotation by `angle` radians (clockwise on the screen) about the body's centre."""
    cos, sin = np.cos(angle) - 1, np.sin(angle)
    return np.asarray(offset @ np.array([[cos, sin], [-sin, cos]], np.float32), np.float32)
