"""Every state in which a thread can be found is told from every other."""

import asyncio
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.errors import UnknownInterruptError
from langgraph.func import entrypoint
from langgraph.types import Command

from bot.approvals.dialects import native
from bot.approvals.digests import digest_of
from bot.engine.threads import Failed, Finished, HalfAdvanced, Look, Unstarted, Waiting, config_of, look
from tests.approvals.examples import a_decision
from tests.engine.graphs import (
    Gate,
    State,
    broken,
    chained,
    fan,
    functional,
    held_up,
    nested,
    question,
    twins,
    two_in_a_row,
    wire,
)

CONFIG = config_of("thread-1")


async def nothing() -> None:
    """Do not pause."""


async def test_a_thread_nobody_started_is_unstarted() -> None:
    assert await look(compiled(wire([])), CONFIG) == Unstarted()


async def test_a_thread_that_asks_is_waiting() -> None:
    seen = await taken(compiled(twins(nothing)), {})
    assert isinstance(seen, Waiting)
    assert sorted(payload.value for payload in seen.pending.values()) == ["left?", "right?"]


async def test_many_questions_of_one_step_are_all_pending() -> None:
    seen = await taken(compiled(fan([], 5)), {})
    assert isinstance(seen, Waiting)
    assert len(seen.pending) == 5


async def test_a_question_within_a_subgraph_is_pending_at_the_top() -> None:
    seen = await taken(compiled(nested([])), {})
    assert isinstance(seen, Waiting)
    assert len(seen.pending) == 1


async def test_a_thread_with_one_of_two_answers_still_waits_for_the_other() -> None:
    graph = compiled(twins(nothing))
    left, right = await asked(graph)
    seen = await taken(graph, Command(resume={left: "yes"}))
    assert isinstance(seen, Waiting)
    assert list(seen.pending) == [right]


async def test_a_thread_with_all_its_answers_is_finished_with_its_values() -> None:
    graph = compiled(twins(nothing))
    left, right = await asked(graph)
    seen = await taken(graph, Command(resume={right: "no", left: "yes"}))
    assert seen == Finished({"amount": 120, "left": "yes", "right": "no", "words": [], "outcome": "yes, no"})


async def test_what_a_function_returns_is_its_outcome() -> None:
    @entrypoint(checkpointer=InMemorySaver())
    async def flow(values: dict[str, Any]) -> str:
        return "done"

    assert await taken(flow, {}) == Finished({"outcome": "done"})


async def test_a_thread_without_questions_is_finished_too() -> None:
    async def act(state: State) -> State:
        return {"outcome": "done"}

    seen = await taken(compiled(chained(("act", act))), {})
    assert isinstance(seen, Finished)
    assert seen.values["outcome"] == "done"


@pytest.mark.parametrize("error", [ValueError("the bank is closed"), OSError("the disk is full"), RuntimeError()])
async def test_a_thread_whose_step_raised_has_failed(error: Exception) -> None:
    graph = compiled(broken(error))
    [asked_id] = await asked(graph)
    with pytest.raises(type(error)):
        await graph.ainvoke(Command(resume={asked_id: an_answer()}), CONFIG)
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Failed)
    assert seen.step in {"ask", "act"}
    assert str(error) in seen.error


async def test_a_thread_of_which_one_branch_raised_has_failed_whatever_the_other_asks() -> None:
    async def ask_or_break(state: State) -> State:
        raise ValueError("no")

    builder = twins(nothing)
    builder.add_node("third", ask_or_break)
    builder.add_edge("__start__", "third")
    graph = compiled(builder)
    with pytest.raises(ValueError, match="no"):
        await graph.ainvoke({}, CONFIG, durability="sync")
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Failed)
    assert seen.step == "third"


async def test_a_thread_that_was_stopped_within_a_step_is_half_advanced_and_goes_on() -> None:
    effects: list[str] = []
    gate = Gate()
    graph = compiled(held_up(gate, effects))
    [asked_id] = await asked(graph)
    stuck = asyncio.create_task(graph.ainvoke(Command(resume={asked_id: an_answer()}), CONFIG, durability="sync"))
    await gate.reached.wait()
    stuck.cancel()
    await asyncio.gather(stuck, return_exceptions=True)
    assert await look(graph, CONFIG) == HalfAdvanced()
    gate.opened.set()
    assert isinstance(await taken(graph, None), Finished)
    assert effects == ["at work", "stopped", "at work", "wired"]


async def test_a_thread_whose_answers_raced_has_nothing_next_and_is_not_finished() -> None:
    """Two resumers at once each think that the other's question is pending: done means that no tasks are left."""
    graph = compiled(twins(asyncio.Barrier(2).wait))
    left, right = await asked(graph)
    await asyncio.gather(
        graph.ainvoke(Command(resume={left: "yes"}), CONFIG, durability="sync"),
        graph.ainvoke(Command(resume={right: "no"}), CONFIG, durability="sync"),
    )
    state = await graph.aget_state(CONFIG)
    assert (state.next, state.interrupts, bool(state.tasks)) == ((), (), True)
    assert await look(graph, CONFIG) == HalfAdvanced()
    seen = await taken(graph, None)
    assert isinstance(seen, Finished)
    assert seen.values["outcome"] == "yes, no"


async def test_an_answer_that_was_consumed_is_refused_by_the_next_question() -> None:
    """3. Resume by interrupt id and strict: an answer given twice never answers something newer."""
    graph = compiled(two_in_a_row([]))
    [first] = await asked(graph)
    seen = await taken(graph, Command(resume={first: an_answer("First?")}))
    assert isinstance(seen, Waiting)
    with pytest.raises(UnknownInterruptError):
        await graph.ainvoke(Command(resume={first: an_answer("Second?")}), CONFIG)
    assert await look(graph, CONFIG) == seen


async def test_an_answer_to_a_thread_that_is_not_there_starts_nothing() -> None:
    graph = compiled(wire([]))
    with pytest.raises(UnknownInterruptError):
        await graph.ainvoke(Command(resume={"0" * 32: "yes"}), CONFIG)
    assert await look(graph, CONFIG) == Unstarted()


async def test_a_function_of_the_functional_style_waits_and_finishes() -> None:
    flow = functional([]).copy(update={"checkpointer": InMemorySaver()})
    seen = await taken(flow, {"amount": 120})
    assert isinstance(seen, Waiting)
    [asked_id] = seen.pending
    assert await taken(flow, Command(resume={asked_id: an_answer("Wire 120?")})) == Finished({"outcome": "Wired."})


def compiled(builder: Any) -> Any:
    return builder.compile(checkpointer=InMemorySaver())


async def taken(graph: Any, value: Any) -> Look:
    """Take the thread a stretch further, and look."""
    await graph.ainvoke(value, CONFIG, durability="sync")
    return await look(graph, CONFIG)


async def asked(graph: Any) -> list[str]:
    """Start the thread; returns the ids of what it asks, in order of the questions."""
    seen = await taken(graph, {"amount": 120})
    assert isinstance(seen, Waiting)
    return sorted(seen.pending, key=lambda pending: str(seen.pending[pending]))


def an_answer(title: str = "Wire it?") -> dict[str, Any]:
    """An approval of the question with that title."""
    return native.answer(a_decision().model_copy(update={"digest": digest_of(question(title))}))
