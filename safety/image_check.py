"""The image layer: every frame that will be shown, and a montage of the clip."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
import torch

from models.bundle import Bundle
from models.types import Bytes
from safety.eye import Eye
from safety.layers import Score
from safety.types import Category
from safety.weights import load_eye

CATEGORIES: Final = (Category.VIOLENCE, Category.INDECENCY)  # the network's outputs, in order
SIDE: Final = 96  # pixels a frame is looked at
BATCH: Final = 16  # frames at once


class ImageCheck:
    """Scores each frame; for a clip also a montage of four moments, since frames can be unfit only together."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye

    def judge(self, frames: Bytes) -> list[Score]:
        """A score per frame and category for RGB uint8 [T, H, W, 3]."""
        small = np.stack([reduced(frame) for frame in frames])
        names = [f"frame {i}" for i in range(1, len(small) + 1)]
        if len(small) > 1:
            small, names = np.concatenate([small, montage(small)[None]]), [*names, "montage"]
        rows = [row for batch in _batches(small) for row in self._score(batch)]
        return [Score(c, name, value) for name, row in zip(names, rows, strict=True)
                for c, value in zip(CATEGORIES, row, strict=True)]  # fmt: skip

    @torch.inference_mode()
    def _score(self, batch: Bytes) -> list[list[float]]:
        pictures = torch.from_numpy(batch).permute(0, 3, 1, 2).float() / 255  # [N, 3, SIDE, SIDE], channels last
        scores: list[list[float]] = torch.sigmoid(self._eye(pictures)).tolist()
        return scores


def reduced(frame: Bytes) -> Bytes:
    """RGB uint8 [H, W, 3] -> [SIDE, SIDE, 3], squeezed to a square."""
    return np.asarray(cv2.resize(frame, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def montage(frames: Bytes) -> Bytes:
    """Four moments of a clip [T, S, S, 3], evenly apart, as one picture [S, S, 3]."""
    moments = [frames[round(i * (len(frames) - 1) / 3)] for i in range(4)]
    half = len(frames[0]) // 2
    tiles = [cv2.resize(moment, (half, half), interpolation=cv2.INTER_AREA) for moment in moments]
    return np.vstack([np.hstack(tiles[:2]), np.hstack(tiles[2:])]).astype(np.uint8)


def load_image_check(bundle: Bundle) -> ImageCheck:
    """The layer with the weights of a verified guard bundle."""
    return ImageCheck(load_eye(bundle, "image", channels=3))


def _batches(frames: Bytes) -> Iterator[Bytes]:
    return (frames[i : i + BATCH] for i in range(0, len(frames), BATCH))
