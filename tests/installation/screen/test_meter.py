"""The level meter: a bar for every moment, the loudest of it."""

import numpy as np

from installation.screen.meter import METER_S, Meter
from installation.screen.moment import LEVELS

LOUD, QUIET = np.full(320, 0.2, np.float32), np.zeros(320, np.float32)


def test_a_bar_shows_the_loudest_of_its_moment() -> None:
    meter = Meter()
    for k, samples in enumerate((QUIET, LOUD, QUIET)):
        meter.heard(samples, k * METER_S / 4)
    for k in (1, 2):
        meter.heard(QUIET, k * METER_S)
    loud, quiet = meter.levels
    assert loud > 0.5
    assert quiet == 0


def test_only_the_latest_bars_are_kept_and_forgotten_at_once() -> None:
    meter = Meter()
    for k in range(1, 3 * LEVELS):
        meter.heard(LOUD, k * METER_S)
    assert len(meter.levels) == LEVELS
    meter.forget()
    assert meter.levels == ()
