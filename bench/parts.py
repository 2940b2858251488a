"""The parts of the measurement: each is run by its name, and gives its table and its figures."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bench import falling_due, load_table, many_open, on_time, rounds, table
from bench.contest import Contest
from bench.load import Load, Samples

T = TypeVar("T")
Tell = Callable[[str], None]


class Told(NamedTuple):
    """What a part has to say: its table, and its figures by their names."""

    words: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How large all parts are."""

    contest: Contest
    load: Load


async def _cycles(size: Size, tell: Tell) -> Told:
    found = table.figures(await rounds.measure(size.contest, tell))
    return Told(table.drawn(size.contest, found), {name: asdict(spread) for name, spread in found.items()})


async def _many_open(size: Size, tell: Tell) -> Told:
    """The desk by itself, with few requests open and with many."""
    load, counts = size.load, (size.load.few, size.load.open)
    tell(f"the desk alone with {load.few:,} and {load.open:,} open requests ...")
    few, many = await _in_its_own(lambda directory: many_open.measure(load, directory, counts))
    return _compared(load, few, many)


async def _falling_due(size: Size, tell: Tell) -> Told:
    """The whole program when many requests fall due at once, with few others open and with many."""
    load, found = size.load, []
    for count in (load.few, load.open):
        tell(f"{load.due:,} of {count:,} open requests fall due at once ...")
        found.append(await _in_its_own(partial(falling_due.measure, load, count=count)))
    return _compared(load, *found)


def _compared(load: Load, few: Samples, many: Samples) -> Told:
    figures = {
        f"{count} open: {name}": figure
        for count, found in ((load.few, few), (load.open, many))
        for name, figure in load_table.figures(found).items()
    }
    return Told(load_table.of_many(load, few, many), figures)


async def _on_time(size: Size, tell: Tell) -> Told:
    tell("deadlines while the program is busy ...")
    found, cycles = await _in_its_own(lambda directory: on_time.measure(size.load, directory))
    return Told(load_table.of_late(size.load, found, cycles), load_table.figures(found))


async def _in_its_own(measure: Callable[[Path], Awaitable[T]]) -> T:
    """Measure in a directory that is gone afterwards."""
    directory = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="countersign-bench-")
    with directory as name:
        return await measure(Path(name) / "in")


PARTS: Mapping[str, Callable[[Size, Tell], Awaitable[Told]]] = {
    "cycles": _cycles,
    "many-open": _many_open,
    "falling-due": _falling_due,
    "on-time": _on_time,
}
