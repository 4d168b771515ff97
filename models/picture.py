"""A picture comes in from outside: any usual file of bounded size becomes RGB pixels."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from models.errors import BadInputError
from models.types import Bytes, Picture

MAX_BYTES = 64 << 20
MAX_PIXELS = 32_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")


def read_picture(path: Path) -> Picture:
    """Decode a picture; what is transparent shows white, of several frames the first counts.

    Raises:
        BadInputError: it cannot be read, is truncated, or is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInputError(f"expected a picture of at most {MAX_BYTES >> 20} MiB, got a larger file: {path}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked below
            return Picture(_pixels(path))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be decoded"
        raise BadInputError(f"expected a picture such as PNG or JPEG in {path}, got: {reason}") from error


def _pixels(path: Path) -> Bytes:
    with Image.open(path, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            most = MAX_PIXELS // 1_000_000
            raise BadInputError(f"expected at most {most} megapixels in {path}, got {image.width} x {image.height}")
        seen = Image.new("RGBA", image.size, "white")
        seen.alpha_composite(image.convert("RGBA"))
        return np.array(seen.convert("RGB"))
