"""The small network behind both seeing layers: a residual net of a few stages, a score for each category."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Names:
    """How many things the network can tell apart, and which of them are unfit: a tuple of numbers for each category."""

    count: int = 0
    unfit: tuple[tuple[int, ...], ...] = ()


class Eye(nn.Module):
    """Pictures [N, channels, S, S] in 0..1 -> one logit a category [N, outputs].

    Mean and maximum over the last map are both looked at: a weapon may fill the sheet or be a small part of it.
    With `names` the answer is the mean of two: of a judge for each category, and of the odds that what is seen is one
    of its unfit things rather than any other thing; to name what it is instead keeps a clarinet from being a rifle.
    """

    def __init__(
        self,
        channels: int,
        stem: int,
        widths: tuple[int, ...],
        outputs: int,
        names: Names = Names(),
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(channels, stem, 3, 2, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU())
        blocks = [Block(stem, stem, 1)] + [Block(a, b, 2) for a, b in zip((stem, *widths), widths, strict=False)]
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(2 * widths[-1], outputs)
        self.unfit = names.unfit
        self.namer = nn.Linear(2 * widths[-1], names.count) if names.count else None

    def features(self, x: Tensor) -> Tensor:
        """[N, channels, S, S] -> [N, 2 * widths[-1]]."""
        maps: Tensor = self.blocks(self.stem(x * 2 - 1))
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)

    def forward(self, x: Tensor) -> Tensor:
        features = self.features(x)
        judged: Tensor = self.head(features)
        return judged if self.namer is None else (judged + log_odds(self.namer(features), self.unfit)) / 2


def log_odds(named: Tensor, unfit: tuple[tuple[int, ...], ...]) -> Tensor:
    """Logits of names [N, names] -> log-odds of each group of them against all others [N, groups]."""
    everything = torch.arange(named.shape[1])
    groups = [torch.tensor(group) for group in unfit]
    others = [everything[~torch.isin(everything, group)] for group in groups]
    pairs = zip(groups, others, strict=True)
    return torch.stack([named[:, g].logsumexp(1) - named[:, o].logsumexp(1) for g, o in pairs], 1)
