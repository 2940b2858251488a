"""What LangGraph believes of a thread, in full, and the one thing that mends it: its newest checkpoint, copied.

A copy has the state and none of the writes that hang on it: an answer that a step took in before it raised, the error
it raised, and what parallel steps had put out by then. Driven on from there, the steps that were not done run from
their tops, and what they ask has new ids, so that no old answer can reach it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from langgraph.pregel import Pregel

from bot.approvals.dialects.payloads import Payload
from bot.engine.catalogue import AnyGraph
from bot.engine.drivable import Drivable
from bot.engine.threads import Finished, Look, Unstarted, config_of, look, pending_of, swallowed

_COPY = "__copy__"  # LangGraph's own word for an update that changes nothing


class Elsewhere(Exception):
    """The graph runs on another server, which keeps its threads; repair it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread as its saver has it: `undone` are the steps that were not done, with the error of those that raised.

    `pending` are the questions that wait. Those in `swallowed` were answered by a step that then raised: any further
    answer to them is ignored.
    """

    seen: Look
    checkpoint: str = ""
    undone: Sequence[tuple[str, str]] = ()
    pending: Mapping[str, Payload] = field(default_factory=dict)
    swallowed: frozenset[str] = frozenset()

    @property
    def is_there(self) -> bool:
        """Whether there is a state to go on from."""
        return not isinstance(self.seen, Unstarted)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return isinstance(self.seen, Finished)


async def examine(graph: Drivable, run_id: str) -> Thread:
    """Read the thread; raises Elsewhere for a graph that runs on another server."""
    here, config = _here(graph), config_of(run_id)
    seen = await look(here, config)
    if isinstance(seen, Unstarted):
        return Thread(seen=seen)
    state = await here.aget_state(config)
    return Thread(
        seen=seen,
        checkpoint=str(state.config["configurable"].get("checkpoint_id", "")),
        undone=[(task.name, str(task.error or "")) for task in state.tasks],
        pending=pending_of(seen) or {each.id: Payload(each.value) for each in state.interrupts},
        swallowed=await swallowed(here, config),
    )


async def begin_anew(graph: Drivable, run_id: str) -> None:
    """Copy the thread's newest checkpoint; only whoever holds the run's lease may."""
    await _here(graph).aupdate_state(config_of(run_id), None, as_node=_COPY)


def _here(graph: Drivable) -> AnyGraph:
    if not isinstance(graph, Pregel):
        raise Elsewhere(Elsewhere.__doc__)
    return graph
