"""How sure a share is that was counted."""

from math import comb, sqrt

Z = 1.959964  # two-sided 95 %
SURE = 0.95
STEPS = 60  # of a bisection: more than a double holds


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    p = hits / count
    middle = (p + Z * Z / (2 * count)) / (1 + Z * Z / count)
    reach = Z * sqrt(p * (1 - p) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return max(0.0, min(p, middle - reach)), min(1.0, max(p, middle + reach))


def at_least(hits: int, count: int) -> float:
    """The share that is exceeded with 95 % confidence (Clopper & Pearson 1934, one-sided)."""
    low, high = 0.0, 1.0
    for _ in range(STEPS if hits else 0):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(hits, count, middle) < 1 - SURE else (low, middle)
    return low


def at_most(hits: int, count: int) -> float:
    """The share that is not exceeded with 95 % confidence."""
    return 1 - at_least(count - hits, count)


def _tail(hits: int, count: int, p: float) -> float:
    """The probability of `hits` or more."""
    return sum(comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(hits, count + 1))
