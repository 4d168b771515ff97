"""How far a making is, between two words of the studio."""

from hypothesis import given
from hypothesis import strategies as st

from installation.screen.headway import Headway

SHARES, SECONDS = st.floats(0, 1), st.floats(0, 60)


@given(SHARES, SECONDS, SECONDS, SECONDS)
def test_it_only_goes_forward_and_never_past_the_end(done: float, left: float, one: float, more: float) -> None:
    headway = Headway(done, left, 100.0)
    earlier, later = headway.share(100 + one), headway.share(100 + one + more)
    assert round(done, 2) <= earlier <= later <= 1
    assert headway.seconds(100 + one) >= headway.seconds(100 + one + more) >= 1


def test_at_the_foreseen_end_it_is_almost_there() -> None:
    assert Headway(0.2, 5.0, 10.0).share(15.0) == 0.92
    assert Headway(0.2, 5.0, 10.0).seconds(12.0) == 3
