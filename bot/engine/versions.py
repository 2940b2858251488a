"""A graph's version: changes when its steps, their order or their code do."""

import inspect
from collections.abc import Mapping
from typing import Any

from langgraph.pregel import Pregel

from bot.approvals.digests import canonical, digest

_ASKED = "interrupt_on"  # where the middleware that asks people keeps about which tools, and what they may answer


def version_of(graph: Pregel[Any, Any, Any, Any]) -> str:
    """A short digest of the graph's drawing and of the code of each of its nodes, those of subgraphs included.

    Of an agent it counts as well which tools it has, what they do, and which of them it asks people about.
    """
    return digest(canonical(_described(graph)))[:16]


def _described(graph: Pregel[Any, Any, Any, Any]) -> dict[str, Any]:
    drawing = graph.get_graph()
    edges = sorted([edge.source, edge.target, edge.conditional] for edge in drawing.edges)
    return {"edges": edges, "nodes": {name: _code(node.bound) for name, node in sorted(graph.nodes.items())}}


def _code(bound: Any) -> Any:
    if isinstance(bound, Pregel):
        return _described(bound)
    function = getattr(bound, "func", None) or getattr(bound, "afunc", None) or type(bound)
    tools, asked = getattr(bound, "tools_by_name", None), getattr(getattr(function, "__self__", None), _ASKED, None)
    if isinstance(tools, Mapping):
        return {name: _tool(tool) for name, tool in sorted(tools.items())}
    return [_source(function), _settled(asked)] if asked else _source(function)


def _tool(tool: Any) -> list[Any]:
    """What a tool takes and does."""
    does = getattr(tool, "func", None) or getattr(tool, "coroutine", None) or type(tool)
    return [_settled(getattr(tool, "args", None)), _source(does)]


def _settled(value: Any) -> Any:
    """A setting as JSON, with the code of what is no value."""
    if isinstance(value, Mapping):
        return {str(name): _settled(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return sorted((_settled(each) for each in value), key=repr)
    return value if value is None or isinstance(value, str | int | float | bool) else _source(value)


def _source(function: Any) -> str:
    try:
        return inspect.getsource(inspect.unwrap(function))
    except (OSError, TypeError):
        return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__name__)}"
