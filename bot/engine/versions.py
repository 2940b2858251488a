"""A graph's version: changes when its steps, their order or their code do."""

import inspect
from typing import Any

from langgraph.pregel import Pregel

from bot.approvals.digests import canonical, digest


def version_of(graph: Pregel[Any, Any, Any, Any]) -> str:
    """A short digest of the graph's drawing and of the code of each of its nodes, those of subgraphs included."""
    return digest(canonical(_described(graph)))[:16]


def _described(graph: Pregel[Any, Any, Any, Any]) -> dict[str, Any]:
    drawing = graph.get_graph()
    edges = sorted([edge.source, edge.target, edge.conditional] for edge in drawing.edges)
    return {"edges": edges, "nodes": {name: _code(node.bound) for name, node in sorted(graph.nodes.items())}}


def _code(bound: Any) -> Any:
    if isinstance(bound, Pregel):
        return _described(bound)
    function = getattr(bound, "func", None) or getattr(bound, "afunc", None) or type(bound)
    try:
        return inspect.getsource(inspect.unwrap(function))
    except (OSError, TypeError):
        return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__name__)}"
