"""Finds workflows where the configuration names them: dotted paths, files, or a standard langgraph.json."""

import importlib
import importlib.util
import inspect
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from dotenv import dotenv_values

from bot.faults import Misconfigured, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something a configuration names as a graph; `where` says which configuration, for messages."""

    name: str
    description: str
    where: str
    graph: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One entry of the configuration: what it calls the workflow, and where it says the graph is."""

    name: str
    target: str
    description: str
    where: str
    root: Path


async def find(sources: Sequence[str], root: Path) -> list[Found]:
    """Load every graph that the sources name, relative to `root`; raises Misconfigured with all mistakes at once.

    A source is the path of a langgraph.json, or `name=package.module:attribute`, or `name=path/to/file.py:attribute`.
    """
    found: list[Found] = []
    mistakes: list[Mistake] = []
    for source in sources:
        try:
            named = _read_source(source, root)
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


def _read_source(source: str, root: Path) -> list[Named]:
    if source.endswith(".json"):
        return _read_langgraph_json(root / source)
    name, equals, target = source.partition("=")
    if not equals:
        wrong = f"{source!r} is neither a .json file nor name=module:attribute"
        raise Misconfigured(
            [Mistake("COUNTERSIGN_WORKFLOWS", wrong, "write for example refund=workflows.refund:graph")]
        )
    where = f"COUNTERSIGN_WORKFLOWS {source}"
    return [Named(name=name.strip(), target=target.strip(), description="", where=where, root=root)]


def _read_langgraph_json(path: Path) -> list[Named]:
    """The graphs a langgraph.json names; its dependencies become importable and its env is set where not yet set."""
    try:
        content = json.loads(path.read_text())
        graphs = dict(content["graphs"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = 'name a readable file with "graphs": {"name": "./file.py:graph"}'
        raise Misconfigured([Mistake(str(path), f"it cannot be read: {error!r}", remedy)]) from None
    for dependency in content.get("dependencies", []):
        _make_importable(path.parent / str(dependency))
    _set_environment(content.get("env"), path.parent)
    return [_named(name, entry, path) for name, entry in graphs.items()]


def _named(name: str, entry: Any, path: Path) -> Named:
    target = entry.get("path", "") if isinstance(entry, dict) else entry
    description = entry.get("description", "") if isinstance(entry, dict) else ""
    where = f"{path.name}: graphs.{name}"
    return Named(name=name, target=str(target), description=str(description), where=where, root=path.parent)


def _make_importable(folder: Path) -> None:
    if folder.is_dir() and str(folder.resolve()) not in sys.path:
        sys.path.insert(0, str(folder.resolve()))


def _set_environment(env: Any, folder: Path) -> None:
    values = env if isinstance(env, dict) else dotenv_values(folder / env) if isinstance(env, str) else {}
    for name, value in values.items():
        if value is not None:
            os.environ.setdefault(name, str(value))


async def _load(named: Named, found: list[Found], mistakes: list[Mistake]) -> None:
    """Add the graph to `found`, or say in `mistakes` why not."""
    location, _, attribute = named.target.rpartition(":")
    try:
        graph = getattr(_import(location, named), attribute)
        if callable(graph) and not hasattr(graph, "get_graph") and not hasattr(graph, "compile"):
            graph = await _made(graph)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's module may raise anything, and leave
        wrong = f"{named.target} cannot be loaded: {type(error).__name__}: {error}"
        remedy = "name an existing path:attribute, and install what the module imports"
        mistakes.append(Mistake(named.where, wrong, remedy))
        return
    found.append(Found(name=named.name, description=named.description, where=named.where, graph=graph))


async def _made(factory: Any) -> Any:
    """What a factory makes; one that takes a config, as LangGraph's own do, gets an empty one."""
    made = factory({}) if inspect.signature(factory).parameters else factory()
    return await made if inspect.isawaitable(made) else made


def _import(location: str, named: Named) -> ModuleType:
    if not location.endswith(".py"):
        return importlib.import_module(location)
    path = (named.root / location).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {location}")
    dotted = _dotted(path)
    return importlib.import_module(dotted) if dotted else _import_file(path, named.name)


def _dotted(path: Path) -> str | None:
    """The name a file has on sys.path, so that its classes keep one identity; None where it has none."""
    for root in (Path(entry).resolve() for entry in sys.path if entry):
        if root in path.parents:
            parts = path.relative_to(root).with_suffix("").parts
            return ".".join(parts) if all(part.isidentifier() for part in parts) else None
    return None


def _import_file(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"countersign_workflow_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
