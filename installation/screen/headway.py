"""How far a making is, carried on between two words of the studio."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headway:
    """The share done, 0..1, and the seconds left, as the studio said it at a time, s."""

    done: float = 0.0
    left_s: float = 0.0
    said: float = 0.0

    def share(self, now: float) -> float:
        """Done by now: it goes on at the pace that was foreseen, and never quite arrives by itself."""
        onward = (1 - self.done) * (now - self.said) / max(self.left_s, 0.1) * 0.9
        return round(min(1.0, self.done + onward), 2)

    def seconds(self, now: float) -> int:
        """Left by now, at least one."""
        return round(max(1.0, self.left_s - (now - self.said)))
