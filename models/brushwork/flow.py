"""Which way a brush runs at each place: along the style's flow, turned along edges near them."""

import cv2
import numpy as np

from models.types import Bytes, Floats
from models.warp import sample


def directions(picture: Bytes, flow: Floats, turning: float) -> Floats:
    """Angles [128, 128] in radians: `flow` [G, G], bent along the picture's edges as much as `turning` 0..1 says.

    Edges by the smoothed structure tensor (Kyprianidis and Döllner, "Image abstraction by structure adaptive
    filtering", 2008); the half-turn symmetry of a stroke is kept by averaging doubled angles.
    """
    tensor = _tensor(cv2.resize(picture, (128, 128), interpolation=cv2.INTER_AREA))
    tangent, strength = _tangent(tensor)
    pull = turning * strength / (strength + np.float32(np.quantile(strength, 0.85)) + 1e-6)
    base = _grown(flow)
    x = (1 - pull) * np.cos(2 * base) + pull * np.cos(2 * tangent)
    y = (1 - pull) * np.sin(2 * base) + pull * np.sin(2 * tangent)
    angle = 0.5 * np.arctan2(y, x)
    flip = np.cos(angle - base) < 0  # keep the sense of the flow, so that neighbours taper the same way
    return np.asarray(np.where(flip, angle + np.pi, angle), np.float32)


def angles_at(angles: Floats, where: Floats) -> Floats:
    """Angles at places [N, 2]: averaged as vectors."""
    vector = sample(np.stack([np.cos(angles), np.sin(angles)], -1).astype(np.float32), where)
    return np.asarray(np.arctan2(vector[..., 1], vector[..., 0]), np.float32)


def edges(picture: Bytes) -> Floats:
    """How much happens at each place, 0..1, [128, 128]: the picture's strongest edges are 1."""
    small = cv2.resize(picture, (128, 128), interpolation=cv2.INTER_AREA)
    strength = np.sqrt(_tangent(_tensor(small))[1])
    return np.asarray(np.clip(strength / (np.quantile(strength, 0.97) + 1e-6), 0, 1), np.float32)


def _grown(flow: Floats) -> Floats:
    vector = cv2.resize(np.stack([np.cos(flow), np.sin(flow)], -1), (128, 128), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.arctan2(vector[..., 1], vector[..., 0]), np.float32)


def _tensor(picture: Bytes) -> Floats:
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    dx, dy = cv2.Sobel(lab, cv2.CV_32F, 1, 0), cv2.Sobel(lab, cv2.CV_32F, 0, 1)
    products = np.stack([(dx * dx).sum(-1), (dx * dy).sum(-1), (dy * dy).sum(-1)], -1)
    return np.asarray(cv2.GaussianBlur(products, (0, 0), 2.0), np.float32)


def _tangent(tensor: Floats) -> tuple[Floats, Floats]:
    """Angle along the edge, and the tensor's larger eigenvalue minus its smaller."""
    xx, xy, yy = tensor[..., 0], tensor[..., 1], tensor[..., 2]
    across = 0.5 * np.arctan2(2 * xy, xx - yy)
    return across + np.float32(np.pi / 2), np.hypot(xx - yy, 2 * xy)
