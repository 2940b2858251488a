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
class FormWait:
    """How long somebody waited for a form, in milliseconds: until the command was acknowledged, and until it stood."""

    command_to_ack: float
    command_to_form: float


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
class Whole:
    """What the whole program was seen to do; `finished` is when the last run was, `settled` when all was delivered.

    `strangers` are people of whom the bot knew nothing when they asked for a form, `familiar` those whom it had just
    looked up; `edits` have no start.
    """

    finished: Pace
    settled: Pace
    sandbox: Pace
    driver: Pace
    alone: Sequence[Cycle]
    crowded: Sequence[Cycle]
    burst: Sequence[Cycle]
    strangers: Sequence[FormWait]
    familiar: Sequence[FormWait]
    edits: Sequence[Cycle]


@dataclass(frozen=True, slots=True)
class Echo:
    """What an app that does nothing else was seen to do: milliseconds from click to ack, and forms."""

    clicks: Sequence[float]
    forms: Sequence[FormWait]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All that one round measured."""

    bare: Pace
    desk: Pace
    whole: Whole
    echo: Echo


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * percent // 100) - 1)]
