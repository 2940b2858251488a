"""How large the measurement is, and what all contestants have in common."""

from dataclasses import dataclass
from pathlib import Path

from bench.workload import CLIMBING, EDITED, NAME

ROOT = Path(__file__).parents[1]
REQUESTER = "maya"
REVIEWER = "tom"
FORM = "refund"  # the workflow whose form people ask for
WARM_UP = 10
ALONE = 20
BURSTS = 3
_WORKFLOWS = (
    f"{NAME}=bench.workload:graph",
    f"{EDITED}=bench.workload:edited",
    f"{CLIMBING}=bench.workload:graph",
    f"{FORM}=workflows.refund.graph:graph",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The number of cycles in each measurement, how many are in flight, the clicks in a burst, and the rounds."""

    cycles: int = 150
    in_flight: int = 16
    clicks: int = 50
    rounds: int = 3

    @property
    def warm_up(self) -> range:
        """Tickets that are not measured."""
        return range(min(WARM_UP, self.cycles))

    @property
    def alone(self) -> range:
        """Tickets of the cycles that have the program to themselves; the further ones follow on each other."""
        return range(self.warm_up.stop, self.warm_up.stop + min(ALONE, self.cycles))

    @property
    def crowded(self) -> range:
        """Tickets of the cycles that share the program."""
        return range(self.alone.stop, self.alone.stop + self.cycles)

    def burst(self, number: int) -> range:
        """Tickets of one burst of clicks."""
        first = self.crowded.stop + number * self.clicks
        return range(first, first + self.clicks)

    @property
    def edited(self) -> range:
        """Tickets that are edited and approved, by a clerk each."""
        first = self.burst(BURSTS).start
        return range(first, first + self.clicks)

    def clerks(self, number: int) -> range:
        """The clerks who type in one burst of commands; nobody types in two."""
        return range(number * self.clicks, (number + 1) * self.clicks)

    @property
    def all_clerks(self) -> int:
        """How many clerks there have to be."""
        return BURSTS * self.clicks


def environ(contest: Contest, data: Path) -> dict[str, str]:
    """Countersign's settings for the contest, without the access to Slack."""
    return {
        "COUNTERSIGN_DATA": str(data),
        "COUNTERSIGN_WORKFLOWS": ",".join(_WORKFLOWS),
        "COUNTERSIGN_POLICIES": str(Path(__file__).with_name("policies.yaml")),
        "COUNTERSIGN_CHANNEL_PACE": "0",
        "COUNTERSIGN_RUNS_AT_ONCE": str(contest.in_flight),
        "COUNTERSIGN_LOG_LEVEL": "warning",
    }
