"""Warping by a known displacement field.

A displacement is float32 [G, G, 2] (x, y) in shares of the width, on cell centres ((i + 0.5) / G), of any grid size G.
It is *backward*: position x of the result shows position x + D(x) of the source.
"""

import cv2
import numpy as np

from models.types import Bytes, Floats

EDGE = cv2.BORDER_REFLECT_101
STRIP = 32_000  # cv2.remap takes no side of 2^15 or more


def positions(size: int) -> Floats:
    """Cell centres of a grid, float32 [size, size, 2] of (x, y) in 0..1."""
    line = (np.arange(size, dtype=np.float32) + 0.5) / size
    return np.stack(np.meshgrid(line, line), -1)


def resize_field(displacement: Floats, size: int) -> Floats:
    """The same field on another grid, float32 [size, size, 2]."""
    if displacement.shape[0] == size:
        return displacement
    return np.asarray(cv2.resize(displacement, (size, size), interpolation=cv2.INTER_CUBIC), np.float32)


def pixel_map(displacement: Floats, size: int, source: int) -> Floats:
    """Where each of size x size pixels is found, in pixels of a source of `source` pixels: [size, size, 2]."""
    found = positions(size) + resize_field(displacement, size)
    return np.asarray(found * np.float32(source) - np.float32(0.5), np.float32)


def sample(field: Floats, where: Floats) -> Floats:
    """Values of a grid [G, G, C] at positions [..., 2] in 0..1, bilinear, held at the edge: [..., C]."""
    flat = np.asarray(where, np.float32).reshape(1, -1, 2) * field.shape[0] - np.float32(0.5)
    found = np.empty((flat.shape[1], field.shape[2]), np.float32)
    for start in range(0, flat.shape[1], STRIP):
        part = slice(start, start + STRIP)
        values = cv2.remap(field, flat[:, part], None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        found[part] = values.reshape(-1, field.shape[2])
    return found.reshape(*where.shape[:-1], field.shape[2])


def invert(displacement: Floats) -> Floats:
    """The field E with x + E(x) + D(x + E(x)) = x, by Newton's method on every cell; D must not fold (see `stretch`).

    First half of D, then the whole from there, and no step too long: so it also holds where D turns by a radian and
    more, where plain fixed-point iteration (Chen et al., Med. Phys. 35, 2008) diverges.
    """
    inverse = np.zeros_like(displacement)
    for share in (np.float32(0.5), np.float32(1)):
        inverse = _newton(displacement * share, inverse, 4)
    return inverse


def _newton(displacement: Floats, inverse: Floats, steps: int) -> Floats:
    grid, slope = positions(displacement.shape[0]), _jacobian(displacement)
    for _ in range(steps):
        found = grid + inverse
        step = _solve(sample(slope, found), inverse + sample(displacement, found))
        length = np.linalg.norm(step, axis=-1, keepdims=True)
        inverse = inverse - step * np.minimum(1, 0.1 / np.maximum(length, 1e-9))
    return np.asarray(inverse, np.float32)


def _jacobian(displacement: Floats) -> Floats:
    """Of x + D(x), as [G, G, 4]: d(x')/dx, d(x')/dy, d(y')/dx, d(y')/dy."""
    dy, dx = np.gradient(displacement * np.float32(displacement.shape[0]), axis=(0, 1))
    return np.stack([1 + dx[..., 0], dy[..., 0], dx[..., 1], 1 + dy[..., 1]], -1).astype(np.float32)


def _solve(slope: Floats, residual: Floats) -> Floats:
    a, b, c, d = np.moveaxis(slope, -1, 0)
    x, y = residual[..., 0], residual[..., 1]
    determinant = np.maximum(a * d - b * c, np.float32(0.05))  # a step stays finite even where the field is crushed
    return np.asarray(np.stack([d * x - b * y, a * y - c * x], -1) / determinant[..., None], np.float32)


def compose(first: Floats, second: Floats) -> Floats:
    """One field that does what warping by `first`, then the result by `second`, does: [G, G, 2], G of `second`."""
    where = positions(second.shape[0]) + second
    return second + sample(first, where)


def stretch(displacement: Floats) -> Floats:
    """Determinant of the Jacobian of x + D(x), float32 [G, G]; nothing tears or folds where it stays above 0."""
    a, b, c, d = np.moveaxis(_jacobian(displacement), -1, 0)
    return np.asarray(a * d - b * c, np.float32)


def warp_picture(pixels: Bytes, displacement: Floats, size: int = 0) -> Bytes:
    """A picture uint8 [H, H(, 3)] seen through the field, [size, size(, 3)] (0: as large as it came), bicubic."""
    size = size or pixels.shape[0]
    where = pixel_map(displacement, size, pixels.shape[0])
    return np.asarray(cv2.remap(pixels, where, None, cv2.INTER_CUBIC, borderMode=EDGE), np.uint8)


def warp_ink(ink: Bytes, displacement: Floats) -> Bytes:
    """A sketch uint8 [S, S] seen through the field; beyond the sheet there is no ink."""
    where = pixel_map(displacement, ink.shape[0], ink.shape[0])
    return np.asarray(cv2.remap(ink, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8)


def warp_noise(noise: Floats, displacement: Floats) -> Floats:
    """Gaussian noise [C, h, h] moved along the field; nearest neighbour, so every value stays a drawn Gaussian one.

    Interpolating would lower the variance (Chang et al., "How I Warped Your Noise", ICLR 2024).
    """
    height, width = noise.shape[1:]
    where = np.rint(pixel_map(displacement, height, height)).astype(np.int64)
    column, row = _reflect(where[..., 0], width), _reflect(where[..., 1], height)
    return np.ascontiguousarray(noise[:, row, column])


def _reflect(
    index: np.ndarray[tuple[int, ...], np.dtype[np.int64]], size: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    period = 2 * size
    index = np.mod(index, period)
    return np.where(index < size, index, period - 1 - index)
