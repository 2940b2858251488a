"""Where in the graph a step is called."""

from dataclasses import dataclass

from langgraph.runtime import get_runtime


@dataclass(frozen=True, slots=True)
class Place:
    """The task of the graph that runs now, which keeps its name however often it runs, and its node.

    Both are empty where nobody can be asked: outside of a graph, or in one that saves nothing.
    """

    task: str = ""
    node: str = ""


def here() -> Place:
    """The place that this is called at."""
    try:
        running = get_runtime().execution_info
    except RuntimeError:  # a step that is called as a plain function, as tests do
        return Place()
    if running is None or running.thread_id is None:
        return Place()
    named = [part for part in running.checkpoint_ns.split("|") if not part.isdigit()]
    return Place(running.task_id, named[-1].partition(":")[0] if named else "")
