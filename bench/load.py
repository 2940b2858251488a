"""How large the measurements of many open requests and of deadlines in time are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requests open in the large ledger and in the small one it is held against; how many fall due at once, how many
    one after another, the cycles in flight and the clicks meanwhile, and the samples of what is timed alone.
    """

    open: int = 100_000
    few: int = 1000
    due: int = 1000
    one_by_one: int = 200
    busy: int = 50
    clicks: int = 50
    samples: int = 50


# What was measured, in milliseconds, by its name.
Samples = dict[str, list[float]]
