"""Reads the sources that a configuration lists: each names workflows, and says where the graph of each is."""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.faults import Misconfigured, Mistake

GROUP = "countersign.workflows"
_ENTRY_POINTS = "entry-points"
_SERVER = re.compile(r"(https?://[^#\s]+)#(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPath:
    """A graph in a module or a file, as `location:attribute`, relative to `root`."""

    target: str
    root: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class AtServer:
    """A graph that a LangGraph Server runs: the server's address, and the id of an assistant or a graph's name."""

    url: str
    assistant: str


Place = AtPath | AtServer | EntryPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One entry of the configuration: what it calls the workflow, and where it says the graph is."""

    name: str
    place: Place
    where: str
    description: str = ""


def read_source(source: str, root: Path) -> list[Named]:
    """The workflows that a source names, relative to `root`; raises Misconfigured.

    A source is the path of a langgraph.json, `entry-points` or `entry-points:NAME`, or a name with where its graph is:
    `name=package.module:attribute`, `name=path/to/file.py:attribute` or `name=https://host#assistant`.
    """
    if source.endswith(".json"):
        return _read_langgraph_json(root / source)
    if source.partition(":")[0] == _ENTRY_POINTS:
        return _read_entry_points(source.partition(":")[2])
    name, equals, target = (part.strip() for part in source.partition("="))
    if not equals:
        wrong = f"{source!r} is neither a .json file nor name=module:attribute"
        raise Misconfigured(
            [Mistake("COUNTERSIGN_WORKFLOWS", wrong, "write for example refund=workflows.refund:graph")]
        )
    served = _SERVER.fullmatch(target)
    place: Place = AtServer(url=served[1], assistant=served[2]) if served else AtPath(target=target, root=root)
    return [Named(name=name, place=place, where=f"COUNTERSIGN_WORKFLOWS {source}")]


def _read_entry_points(name: str) -> list[Named]:
    """All entry points of our group in the order of their names, or that of one name."""
    found = sorted(
        (point for point in entry_points(group=GROUP) if name in ("", point.name)), key=lambda point: point.name
    )
    if not found:
        wrong = f"no installed package has {f'the entry point {name!r}' if name else 'an entry point'} of {GROUP!r}"
        remedy = f'install one whose pyproject.toml says [project.entry-points."{GROUP}"] and name = "module:graph"'
        raise Misconfigured([Mistake(f"COUNTERSIGN_WORKFLOWS {_ENTRY_POINTS}", wrong, remedy)])
    return [Named(name=point.name, place=point, where=f"entry point {point.name}") for point in found]


def _read_langgraph_json(path: Path) -> list[Named]:
    """The graphs a langgraph.json names; its folder and dependencies become importable, its env is set where unset."""
    try:
        content = json.loads(path.read_text())
        graphs = dict(content["graphs"])
        dependencies, env = _list_of(content, "dependencies"), content.get("env")
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = 'name a readable file with "graphs": {"name": "./file.py:graph"}'
        raise Misconfigured([Mistake(str(path), f"it cannot be read: {error!r}", remedy)]) from None
    for folder in (path.parent, *(path.parent / str(dependency) for dependency in dependencies)):
        _make_importable(folder)
    _set_environment(env, path)
    return [_named(name, entry, path) for name, entry in graphs.items()]


def _list_of(content: Mapping[str, Any], key: str) -> list[Any]:
    found = content.get(key) or []
    if not isinstance(found, list):
        raise TypeError(f"{key} is no list")
    return found


def _named(name: str, entry: Any, path: Path) -> Named:
    told = entry if isinstance(entry, dict) else {"path": entry}
    return Named(
        name=name,
        place=AtPath(target=str(told.get("path") or ""), root=path.parent),
        description=str(told.get("description") or ""),
        where=f"{path.name}: graphs.{name}",
    )


def _make_importable(folder: Path) -> None:
    """Names found in what is on sys.path already go before those found here, as they do for LangGraph's own server."""
    if folder.is_dir() and str(folder.resolve()) not in sys.path:
        sys.path.append(str(folder.resolve()))


def _set_environment(env: Any, path: Path) -> None:
    """Set what is not set yet, from a mapping or from a file, which need not be there."""
    values = env if isinstance(env, dict) else dotenv_values(path.parent / env) if isinstance(env, str) else {}
    for name, value in values.items():
        if value is not None:
            os.environ.setdefault(name, str(value))
