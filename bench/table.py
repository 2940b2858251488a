"""The figures of all rounds, and one table of them in plain words."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence

from bench.contest import Contest
from bench.samples import Cycle, Pace, Round, Spread, percentile

AIM_RATIO = 0.7
AIM_ACK = 100.0

_PACES: Mapping[str, Callable[[Round], Pace]] = {
    "bare LangGraph, AsyncSqliteSaver": lambda each: each.bare,
    "Countersign without Slack": lambda each: each.desk,
    "Countersign, until runs are finished": lambda each: each.finished,
    "Countersign, until all is delivered": lambda each: each.settled,
}
_WAITS: Mapping[str, Callable[[Cycle], float]] = {
    "start to card": lambda cycle: cycle.start_to_card,
    "click to ack": lambda cycle: cycle.click_to_ack,
    "click to resumed": lambda cycle: cycle.click_to_resumed,
}


def figures(rounds: Sequence[Round]) -> dict[str, Spread]:
    """Every figure by its name: cycles per second, CPU milliseconds per cycle, ratios, and waits in milliseconds."""
    found: dict[str, Spread] = {}
    for name, pace in _PACES.items():
        found[f"{name}: cycles/s"] = Spread.of([pace(each).per_second for each in rounds])
        found[f"{name}: CPU ms/cycle"] = Spread.of([pace(each).cpu_ms for each in rounds])
    found["the sandbox meanwhile: CPU ms/cycle"] = Spread.of([each.sandbox.cpu_ms for each in rounds])
    found["ratio finished"] = Spread.of([each.finished.per_second / each.bare.per_second for each in rounds])
    found["ratio delivered"] = Spread.of([each.settled.per_second / each.bare.per_second for each in rounds])
    for situation, cycles in _situations(rounds).items():
        for name, wait in _WAITS.items():
            found |= _waits(f"{situation}: {name}", [[wait(cycle) for cycle in each] for each in cycles])
    return found | _waits("echo: click to ack", [each.echo for each in rounds])


def drawn(contest: Contest, found: Mapping[str, Spread]) -> str:
    """The table."""
    burst = f"{contest.clicks} clicks at once"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    size = f"{contest.cycles} cycles, {contest.in_flight} in flight"
    lines = [
        f"{machine}; median of {contest.rounds} rounds (least to most)",
        "",
        f"{size:<44}{'cycles per second':>26}{'CPU ms per cycle':>26}",
    ]
    lines += [
        f"  {name:<42}{_told(found[f'{name}: cycles/s'])}{_told(found[f'{name}: CPU ms/cycle'])}" for name in _PACES
    ]
    lines += [
        f"  {'the sandbox meanwhile':<42}{'':>26}{_told(found['the sandbox meanwhile: CPU ms/cycle'])}",
        f"  {'ratio to bare LangGraph, finished':<42}{_told(found['ratio finished'], 2)}   aim: at least {AIM_RATIO}",
        f"  {'ratio to bare LangGraph, delivered':<42}{_told(found['ratio delivered'], 2)}",
        "",
        f"{'what people wait for, in ms':<44}{'p50':>26}{'p99':>26}",
    ]
    lines += [_wait(f"one at a time: {name}", found, f"alone: {name}") for name in _WAITS]
    lines += [_wait(f"{contest.in_flight} in flight: {name}", found, f"crowded: {name}") for name in _WAITS]
    lines += [
        f"{_wait(f'{burst}: click to ack', found, 'burst: click to ack')}   aim: p99 under {AIM_ACK:.0f}",
        _wait(f"{burst}: click to resumed", found, "burst: click to resumed"),
        _wait(f"{burst}: an app that only acks", found, "echo: click to ack"),
    ]
    return "\n".join(lines)


def _situations(rounds: Sequence[Round]) -> dict[str, list[Sequence[Cycle]]]:
    return {
        "alone": [each.alone for each in rounds],
        "crowded": [each.crowded for each in rounds],
        "burst": [each.burst for each in rounds],
    }


def _waits(name: str, rounds: Sequence[Sequence[float]]) -> dict[str, Spread]:
    return {
        f"{name}: p{percent}": Spread.of([percentile(values, percent) for values in rounds]) for percent in (50, 99)
    }


def _wait(shown: str, found: Mapping[str, Spread], name: str) -> str:
    return f"  {shown:<42}{_told(found[f'{name}: p50'])}{_told(found[f'{name}: p99'])}"


def _told(spread: Spread, digits: int = 1) -> str:
    """The median, and from the least to the most."""
    between = f"({spread.least:.{digits}f} to {spread.most:.{digits}f})"
    return f"{spread.median:>8.{digits}f} {between:<17}"
