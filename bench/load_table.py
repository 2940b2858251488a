"""The tables of many open requests, and of deadlines in time."""

import platform
import statistics
from collections.abc import Mapping

from bench import falling_due, many_open, on_time
from bench.load import Load, Samples
from bench.samples import percentile

AIM_ACK = 100.0
AIM_LATE = 1000.0
AIM_RATIO = 2.0

_AIMS: Mapping[str, float] = {on_time.ACKS: AIM_ACK, on_time.LATE: AIM_LATE}


def of_many(load: Load, few: Samples, many: Samples) -> str:
    """What each thing costs with few requests open and with many, and the ratio of the medians."""
    lines = [
        f"Python {platform.python_version()}; in ms, p50 and p99",
        "",
        f"{'requests open':<34}{load.few:>22,}{load.open:>22,}{'ratio of p50':>15}",
    ]
    return "\n".join([*lines, *(_compared(load, name, few[name], many[name]) for name in many)])


def of_late(load: Load, found: Samples, cycles: float) -> str:
    """How late escalations were, and what people waited meanwhile."""
    size = f"{load.busy} cycles in flight ({cycles:.1f} end in a second), one due each 100 ms"
    lines = [size, f"  {'in ms':<36}{'p50':>10}{'p99':>10}{'most':>10}"]
    return "\n".join([*lines, *(_line(name, values) for name, values in found.items())])


def figures(found: Samples) -> dict[str, dict[str, float]]:
    """Every figure by its name, in milliseconds."""
    return {
        name.strip(): {"p50": statistics.median(values), "p99": percentile(values, 99), "most": max(values)}
        for name, values in found.items()
    }


def _compared(load: Load, name: str, few: list[float], many: list[float]) -> str:
    ratio = statistics.median(many) / statistics.median(few)
    said = f"   aim: p99 under {AIM_ACK:.0f}" if name == falling_due.CLICKS else ""
    if name in {many_open.IDLE, many_open.ONE}:
        said = f"   aim: at most {AIM_RATIO:.0f}"
    shown = name.replace("all due", f"{load.due:,} due")
    return f"  {shown:<32}{_pair(few)}{_pair(many)}{ratio:>15.2f}{said}"


def _pair(values: list[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:>22.1f}"
    return f"{percentile(values, 50):>12.1f}{percentile(values, 99):>10.1f}"


def _line(name: str, values: list[float]) -> str:
    aim = f"   aim: p99 under {_AIMS[name]:.0f}" if name in _AIMS else ""
    return f"  {name:<36}{percentile(values, 50):>10.1f}{percentile(values, 99):>10.1f}{max(values):>10.1f}{aim}"
