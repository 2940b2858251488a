"""4. What a workflow does not take leaves its question open, and whatever somebody tries, no thread is poisoned."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import interrupt
from pydantic import BaseModel, field_validator

from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.approvals.request import State as Standing
from bot.engine.threads import Waiting, config_of, look, swallowed
from tests.engine.graphs import State, chained
from tests.engine.test_troubles import die_holding, let_lapse
from tests.engine.workbench import Bench, workbench

SECRET = "xoxb-1234567890-abcdefghijklmnop"


class Even(BaseModel):
    """An answer with a rule that no JSON Schema tells."""

    amount: int

    @field_validator("amount")
    @classmethod
    def _is_even(cls, amount: int) -> int:
        if amount % 2:
            raise ValueError(f"only even amounts, says {SECRET}")
        return amount


class Plain(BaseModel):
    """An answer without such a rule."""

    amount: int


async def ask_for_even(state: State) -> State:
    answered: Even = interrupt("How much?", response_schema=Even)
    return {"left": f"{answered.amount}", "outcome": f"{answered.amount} it is."}


async def ask_for_any(state: State) -> State:
    answered: Plain = interrupt("How many?", response_schema=Plain)
    return {"right": f"{answered.amount}"}


async def ask_then_break(state: State) -> State:
    answered: Plain = interrupt("How many?", response_schema=Plain)
    if answered.amount > 9:
        raise OSError(f"{answered.amount} are too many")
    return {"right": f"{answered.amount}"}


async def ask_twice(state: State) -> State:
    first: Plain = interrupt("How many?", response_schema=Plain)
    answered: Even = interrupt("How much?", response_schema=Even)
    return {"outcome": f"{first.amount} at {answered.amount}."}


def both() -> StateGraph[State]:
    """Asks two questions at the same time, of which one takes even amounts only."""
    builder = StateGraph(State)
    builder.add_node("even", ask_for_even)
    builder.add_node("any", ask_for_any)
    builder.add_edge(START, "even")
    builder.add_edge(START, "any")
    return builder


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The engine with workflows that do not take everything."""
    graphs: dict[str, Any] = {
        "even": chained(("ask", ask_for_even)),
        "both": both(),
        "twice": chained(("ask", ask_twice)),
        "breaks": chained(("ask", ask_then_break)),
        "within": nested_break(),
    }
    async with workbench(tmp_path, graphs) as bench:
        yield bench


def nested_break() -> StateGraph[State]:
    """A question that breaks when it is answered, in a graph within the graph."""
    builder = StateGraph(State)
    builder.add_node("inner", chained(("ask", ask_then_break)).compile())
    builder.add_edge(START, "inner")
    return builder


async def test_an_answer_that_is_refused_is_void_and_the_question_is_asked_anew_with_the_reason(bench: Bench) -> None:
    run, [request] = await bench.asked("even")
    await say(bench, request, 3)
    assert (await bench.drive(run)).state is RunState.WAITING
    old, new = sorted(await bench.requests(run), key=lambda each: each.origin.refused)
    assert (old.state, new.state) == (Standing.SETTLED, Standing.OPEN)
    assert "only even amounts" in new.ask.notice
    assert SECRET not in new.ask.notice, "what opens a door is told to nobody"
    assert "errors.pydantic.dev" not in new.ask.notice
    assert await bench.answers() == ["void"]
    await say(bench, new, 4)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "4 it is.")
    assert await bench.answers() == ["applied", "void"]


async def test_people_may_be_refused_as_often_as_they_answer_so_and_nothing_happens_in_between(bench: Bench) -> None:
    run, [request] = await bench.asked("even")
    for wrong in (1, 3, 5):
        await say(bench, request, wrong)
        await bench.drive(run)
        [request] = await bench.open_requests(run)
        await bench.drive(run)
        assert [each.id for each in await bench.open_requests(run)] == [request.id]
    await say(bench, request, 6)
    assert (await bench.drive(run)).outcome == "6 it is."


async def test_the_other_questions_of_the_step_get_their_answers(bench: Bench) -> None:
    run, requests = await bench.asked("both")
    for request in requests:
        await say(bench, request, 3)
    while (await bench.drive(run)).state is RunState.RUNNING:
        pass
    [again] = await bench.open_requests(run)
    assert again.ask.title == "How much?"
    await say(bench, again, 8)
    assert (await bench.drive(run)).outcome == "8 it is."


async def test_an_error_of_an_earlier_attempt_does_not_fail_what_waits_for_another_answer(bench: Bench) -> None:
    """The saver keeps the error of the refused answer even when a later one was taken in."""
    run, requests = await bench.asked("both")
    [even] = [request for request in requests if request.ask.title == "How much?"]
    [other] = [request for request in requests if request.ask.title == "How many?"]
    await say(bench, even, 3)
    await bench.drive(run)
    [again] = [request for request in await bench.open_requests(run) if request.id != other.id]
    await say(bench, again, 4)
    assert (await bench.drive(run)).state is RunState.WAITING
    assert [request.id for request in await bench.open_requests(run)] == [other.id]
    await say(bench, other, 5)
    assert (await bench.drive(run)).state is RunState.FINISHED


async def test_a_second_question_of_a_step_refuses_without_poisoning_the_first(bench: Bench) -> None:
    run, [first] = await bench.asked("twice")
    await say(bench, first, 3)
    await bench.drive(run)
    [second] = await bench.open_requests(run)
    await say(bench, second, 5)
    assert (await bench.drive(run)).state is RunState.WAITING
    [again] = await bench.open_requests(run)
    assert "only even amounts" in again.ask.notice
    await say(bench, again, 6)
    assert (await bench.drive(run)).outcome == "3 at 6."


async def test_a_refusal_that_a_dead_process_met_is_met_again(bench: Bench) -> None:
    run, [request] = await bench.asked("even")
    await say(bench, request, 3)
    with pytest.raises(ValueError, match="only even amounts"):
        await die_holding(bench, run, resumed=request)
    seen = await look(bench.graph("even"), config_of(run.key))
    assert isinstance(seen, Waiting)
    assert "only even amounts" in seen.errors[request.origin.interrupt_id]
    await let_lapse(bench, run)
    assert (await bench.drive(run)).state is RunState.WAITING
    [new] = await bench.open_requests(run)
    assert "only even amounts" in new.ask.notice


@pytest.mark.parametrize("name", ["breaks", "within"])
async def test_a_step_that_took_its_answer_and_raised_fails_the_run_and_is_told_from_a_refusal(
    bench: Bench, name: str
) -> None:
    run, [request] = await bench.asked(name)
    await say(bench, request, 10)
    ended = await bench.drive(run)
    assert ended.state is RunState.FAILED
    assert "10 are too many" in ended.outcome
    assert await swallowed(bench.graph(name), config_of(run.key)) == {request.origin.interrupt_id}


async def test_a_question_that_refused_its_answer_has_swallowed_nothing(bench: Bench) -> None:
    run, [request] = await bench.asked("even")
    await say(bench, request, 3)
    await bench.drive(run)
    assert await swallowed(bench.graph("even"), config_of(run.key)) == frozenset()
    assert await swallowed(bench.graph("even"), config_of("nobody")) == frozenset()


async def say(bench: Bench, request: Request, amount: int) -> None:
    """Have a team lead answer with this amount."""
    await bench.answer(request, "answer", values={"amount": amount})
