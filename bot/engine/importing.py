"""Imports what a configuration names, and makes the graph where that is something that makes one."""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import ModuleType
from typing import Any

from langgraph.pregel.protocol import PregelProtocol

Opens = Callable[[], AbstractAsyncContextManager[Any]]
_JAVASCRIPT = (".js", ".jsx", ".mjs", ".ts", ".tsx", ".mts")


class Elsewhere(Exception):
    """This is JavaScript: serve it with LangGraph's own server, and name it as name=https://host#assistant."""


def attribute_of(target: str, root: Path, name: str) -> Any:
    """What `module:attribute` or `file.py:attribute` stands for; raises whatever its module raises on import."""
    location, colon, attribute = target.rpartition(":")
    if location.endswith(_JAVASCRIPT):
        raise Elsewhere(Elsewhere.__doc__)
    if not colon:
        raise ValueError("it does not say which attribute of the file is the graph, as in path/to/file.py:graph")
    return getattr(_import(location, root, name), attribute)


async def made(named: Any) -> tuple[Any, Opens | None]:
    """The graph that something makes or is, and how to open it anew if it is good for a while only.

    A factory may be a coroutine. An async context manager is entered to see what it gives, and left again; whoever
    needs its graph opens it for as long.
    """
    if not callable(named) or hasattr(named, "get_graph") or hasattr(named, "compile"):
        return named, None
    given = _call(named)
    if not isinstance(given, AbstractAsyncContextManager) or isinstance(given, PregelProtocol):
        return (await given if inspect.isawaitable(given) else given), None
    async with given as graph:
        return graph, lambda: _call(named)


def _call(factory: Callable[..., Any]) -> Any:
    """What a factory makes; one that needs a config, as LangGraph's own do, gets an empty one."""
    first = next(iter(inspect.signature(factory).parameters.values()), None)
    if first is None or first.kind in (first.VAR_POSITIONAL, first.VAR_KEYWORD):
        return factory()
    wants_config = first.default is first.empty or first.name == "config"
    if first.kind is first.KEYWORD_ONLY:
        return factory(**{first.name: {}}) if wants_config else factory()
    return factory({}) if wants_config else factory()


def _import(location: str, root: Path, name: str) -> ModuleType:
    if not location.endswith(".py"):
        return importlib.import_module(location)
    path = (root / location).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {location}")
    dotted = _dotted(path)
    return importlib.import_module(dotted) if dotted else _import_file(path, name)


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
