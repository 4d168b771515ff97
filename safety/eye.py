"""The small network behind both seeing layers: a residual net of a few stages, a score for each category."""

import torch
from torch import Tensor, nn


class Block(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al. 2015, arXiv:1512.03385), halving the side if `stride` is 2."""

    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(after)
        self.second = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(after)
        self.shortcut = nn.Conv2d(before, after, 1, bias=False)
        self.pool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        inner = torch.relu(self.first_norm(self.first(x)))
        result: Tensor = torch.relu(self.second_norm(self.second(inner)) + self.shortcut(self.pool(x)))
        return result


class Eye(nn.Module):
    """Pictures [N, channels, S, S] in 0..1 -> one logit a category [N, outputs].

    Mean and maximum over the last map are both looked at: a weapon may fill the sheet or be a small part of it.
    """

    def __init__(self, channels: int, stem: int, widths: tuple[int, ...], outputs: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(channels, stem, 3, 2, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU())
        blocks = [Block(stem, stem, 1)] + [Block(a, b, 2) for a, b in zip((stem, *widths), widths, strict=False)]
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(2 * widths[-1], outputs)

    def features(self, x: Tensor) -> Tensor:
        """[N, channels, S, S] -> [N, 2 * widths[-1]]."""
        maps: Tensor = self.blocks(self.stem(x * 2 - 1))
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.head(self.features(x))
        return logits
