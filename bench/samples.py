"""What is measured, and how a round's figures and their spread over the rounds are told."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """So many cycles in so many seconds; `cpu` is the seconds that the measured process computed in that time."""

    cycles: int
    seconds: float
    cpu: float

    @property
    def per_second(self) -> float:
        return self.cycles / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of computing per cycle."""
        return 1000 * self.cpu / self.cycles


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long people waited in one cycle, in milliseconds."""

    start_to_card: float
    click_to_ack: float
    click_to_resumed: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure's median over the rounds, its least and its most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """The spread of one figure per round."""
        return cls(statistics.median(figures), min(figures), max(figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All that one round measured; `echo` is in milliseconds."""

    bare: Pace
    desk: Pace
    finished: Pace
    settled: Pace
    sandbox: Pace
    alone: Sequence[Cycle]
    crowded: Sequence[Cycle]
    burst: Sequence[Cycle]
    echo: Sequence[float]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * percent // 100) - 1)]
