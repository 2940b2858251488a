"""A workflow as people meet it: a name, what it does, and what it needs to start."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A graph that can be started by name; `graph_version` changes whenever the graph does."""

    name: str
    description: str
    input_schema: dict[str, Any]
    graph_version: str
