"""Colour as a painter mixes it: CIE L*a*b* (L 0..100, a and b about -128..127), tables of colours [N, 3]."""

import cv2
import numpy as np

from models.types import Bytes, Floats
from models.warp import sample


def to_lab(rgb: Floats) -> Floats:
    """L*a*b* of colours [..., 3] given as sRGB 0..255."""
    flat = np.clip(rgb, 0, 255).reshape(1, -1, 3).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2LAB).reshape(rgb.shape), np.float32)


def to_rgb(lab: Floats) -> Floats:
    """sRGB 0..255 of colours [..., 3] given as L*a*b*."""
    flat = lab.reshape(1, -1, 3).astype(np.float32)
    return np.asarray((cv2.cvtColor(flat, cv2.COLOR_LAB2RGB) * 255).reshape(lab.shape), np.float32)


def colours_at(picture: Bytes, where: Floats) -> Floats:
    """sRGB 0..255 of a picture [H, H, 3] at places [N, 2]."""
    return sample(picture.astype(np.float32), where)


def graded(lab: Floats, saturation: float, contrast: float) -> Floats:
    """Stronger colour, and light and dark further apart, around middle grey."""
    lightness = 50 + (lab[..., :1] - 50) * contrast
    return np.concatenate([np.clip(lightness, 2, 98), lab[..., 1:] * saturation], -1).astype(np.float32)


def shadowed(lab: Floats, shadow: Floats) -> Floats:
    """Darks take on the colour of shadow, L*a*b* [3], the darker the more: no painter here used plain black."""
    dark = np.clip(1 - lab[..., :1] / 45, 0, 1)
    return np.asarray(lab + dark * shadow, np.float32)
