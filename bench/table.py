"""The figures of all rounds, and one table of them in plain words."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence

from bench.contest import Contest
from bench.samples import Cycle, FormWait, Pace, Round, Spread, percentile

AIM_RATIO = 0.7
AIM_WAIT = 100.0

_PACES: Mapping[str, Callable[[Round], Pace]] = {
    "bare LangGraph, AsyncSqliteSaver": lambda each: each.bare,
    "Countersign without Slack": lambda each: each.desk,
    "Countersign, until runs are finished": lambda each: each.whole.finished,
    "Countersign, until all is delivered": lambda each: each.whole.settled,
}
_BESIDE: Mapping[str, Callable[[Round], Pace]] = {
    "the sandbox meanwhile": lambda each: each.whole.sandbox,
    "those who type and press meanwhile": lambda each: each.whole.driver,
}
_WAITS: Mapping[str, Callable[[Cycle], float]] = {
    "start to card": lambda cycle: cycle.start_to_card,
    "click to ack": lambda cycle: cycle.click_to_ack,
    "click to resumed": lambda cycle: cycle.click_to_resumed,
}
_FORM_WAITS: Mapping[str, Callable[[FormWait], float]] = {
    "command to ack": lambda wait: wait.command_to_ack,
    "command to form": lambda wait: wait.command_to_form,
}


def figures(rounds: Sequence[Round]) -> dict[str, Spread]:
    """Every figure by its name: cycles per second, CPU milliseconds per cycle, ratios, and waits in milliseconds."""
    found: dict[str, Spread] = {}
    for name, pace in _PACES.items():
        found[f"{name}: cycles/s"] = Spread.of([pace(each).per_second for each in rounds])
        found[f"{name}: CPU ms/cycle"] = Spread.of([pace(each).cpu_ms for each in rounds])
    for name, pace in _BESIDE.items():
        found[f"{name}: CPU ms/cycle"] = Spread.of([pace(each).cpu_ms for each in rounds])
    found["ratio finished"] = Spread.of([each.whole.finished.per_second / each.bare.per_second for each in rounds])
    found["ratio delivered"] = Spread.of([each.whole.settled.per_second / each.bare.per_second for each in rounds])
    for situation, cycles in _situations(rounds).items():
        for name, wait in _WAITS.items():
            found |= _waits(f"{situation}: {name}", [[wait(cycle) for cycle in each] for each in cycles])
    for situation, asked in _forms(rounds).items():
        for name, form_wait in _FORM_WAITS.items():
            found |= _waits(f"{situation}: {name}", [[form_wait(wait) for wait in each] for each in asked])
    return found | _waits("echo: click to ack", [each.echo.clicks for each in rounds])


def drawn(contest: Contest, found: Mapping[str, Spread]) -> str:
    """The table."""
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
    lines += [f"  {name:<42}{'':>26}{_told(found[f'{name}: CPU ms/cycle'])}" for name in _BESIDE]
    lines += [
        f"  {'ratio to bare LangGraph, finished':<42}{_told(found['ratio finished'], 2)}   aim: at least {AIM_RATIO}",
        f"  {'ratio to bare LangGraph, delivered':<42}{_told(found['ratio delivered'], 2)}",
        "",
        f"{'what people wait for, in ms':<44}{'p50':>26}{'p99':>26}",
    ]
    lines += [_wait(f"one at a time: {name}", found, f"alone: {name}") for name in _WAITS]
    lines += [_wait(f"{contest.in_flight} in flight: {name}", found, f"crowded: {name}") for name in _WAITS]
    return "\n".join([*lines, *_bursts(contest, found)])


def _bursts(contest: Contest, found: Mapping[str, Spread]) -> list[str]:
    """What many people wait for who do the same at the same moment."""
    aim = f"   aim: p99 under {AIM_WAIT:.0f}"
    clicks, commands, edits = (f"{contest.clicks} {deed} at once" for deed in ("clicks", "commands", "edits"))
    return [
        _wait(f"{clicks}: click to ack", found, "burst: click to ack") + aim,
        _wait(f"{clicks}: click to resumed", found, "burst: click to resumed"),
        _wait(f"{clicks}: an app that only acks", found, "echo: click to ack"),
        _wait(f"{commands}: command to ack", found, "strangers: command to ack"),
        _wait(f"{commands}: command to form", found, "strangers: command to form") + aim,
        _wait("  by people just looked up: to ack", found, "familiar: command to ack"),
        _wait("  by people just looked up: to form", found, "familiar: command to form") + aim,
        _wait("  an app that only opens one: to ack", found, "echo: command to ack"),
        _wait("  an app that only opens one: to form", found, "echo: command to form"),
        _wait(f"{edits}: sent to ack", found, "edits: click to ack") + aim,
        _wait(f"{edits}: sent to resumed", found, "edits: click to resumed"),
    ]


def _situations(rounds: Sequence[Round]) -> dict[str, list[Sequence[Cycle]]]:
    return {
        "alone": [each.whole.alone for each in rounds],
        "crowded": [each.whole.crowded for each in rounds],
        "burst": [each.whole.burst for each in rounds],
        "edits": [each.whole.edits for each in rounds],
    }


def _forms(rounds: Sequence[Round]) -> dict[str, list[Sequence[FormWait]]]:
    return {
        "strangers": [each.whole.strangers for each in rounds],
        "familiar": [each.whole.familiar for each in rounds],
        "echo": [each.echo.forms for each in rounds],
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
