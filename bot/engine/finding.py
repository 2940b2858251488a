"""Finds workflows where the configuration names them, and all mistakes in that at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from bot.engine.importing import Elsewhere, Opens, attribute_of, made
from bot.engine.remote import RemoteThreads, Unreachable
from bot.engine.sources import AtPath, AtServer, Named, read_source
from bot.faults import Misconfigured, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something a configuration names as a graph; `where` says which configuration, for messages.

    A graph that `opens` is good for describing it only; it is opened anew whenever it is driven.
    """

    name: str
    description: str
    where: str
    graph: Any
    opens: Opens | None = None


async def find(sources: Sequence[str], root: Path) -> list[Found]:
    """Load every graph that the sources name, relative to `root`; raises Misconfigured with all mistakes at once.

    What a source may be is told by `bot.engine.sources.read_source`.
    """
    found: list[Found] = []
    mistakes: list[Mistake] = []
    for source in sources:
        try:
            named = read_source(source, root)
        except Misconfigured as error:
            mistakes.extend(error.mistakes)
            continue
        for entry in named:
            await _load(entry, found, mistakes)
    names = [item.name for item in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        mistakes.append(Mistake(name, "two workflows have this name", "give each its own name"))
    if mistakes:
        raise Misconfigured(mistakes)
    return found


async def _load(named: Named, found: list[Found], mistakes: list[Mistake]) -> None:
    """Add the graph to `found`, or say in `mistakes` why not."""
    try:
        graph, opens = await _loaded(named)
    except Unreachable as error:
        mistakes.append(Mistake(named.where, str(error), error.remedy))
    except Elsewhere as error:
        mistakes.append(Mistake(named.where, "its graph is no Python", str(error)))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's module may raise anything, and leave
        wrong = f"{_target(named)} cannot be loaded: {type(error).__name__}: {error}"
        remedy = "name an existing path:attribute, and install what the module imports"
        mistakes.append(Mistake(named.where, wrong, remedy))
    else:
        told = named.description or (graph.description if isinstance(graph, RemoteThreads) else "")
        found.append(Found(name=named.name, description=told, where=named.where, graph=graph, opens=opens))


async def _loaded(named: Named) -> tuple[Any, Opens | None]:
    match named.place:
        case AtServer(url=url, assistant=assistant):
            return await RemoteThreads.reach(url, assistant), None
        case AtPath(target=target, root=root):
            return await made(attribute_of(target, root, named.name))
        case EntryPoint() as point:
            return await made(point.load())


def _target(named: Named) -> str:
    match named.place:
        case AtServer(url=url, assistant=assistant):
            return f"{url}#{assistant}"
        case AtPath(target=target):
            return target
        case EntryPoint(value=value):
            return value
