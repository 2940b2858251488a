"""Agents that ask before their tools run: several calls in one question, each decided by itself, whatever is tried."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.errors import UnknownInterruptError
from langgraph.types import Command

from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.engine.threads import config_of, swallowed
from bot.ledger import answer_book
from bot.ledger.hints import Work
from bot.ledger.tables import answers
from tests.approvals.examples import SECOND_LEAD
from tests.desk.deeds import the_run
from tests.desk.parts import parts_of
from tests.engine.agents import Deeds, agent
from tests.engine.test_troubles import die_holding, revive
from tests.engine.workbench import Bench, workbench

ASKED: Any = {"messages": [{"role": "user", "content": "Do all three."}]}


@pytest.fixture
def deeds() -> Deeds:
    """What the tools have done."""
    return []


@pytest.fixture
async def bench(tmp_path: Path, deeds: Deeds) -> AsyncIterator[Bench]:
    """The engine with an agent."""
    async with workbench(tmp_path, {"agent": agent(deeds)}) as bench:
        yield bench


async def stopped(bench: Bench) -> tuple[Work, list[Request]]:
    """A run of the agent that asks before its three tools, and the parts of that question."""
    run, _ = await bench.asked("agent", **ASKED)
    return run, await parts_of(bench.ledger, run)


async def test_three_calls_are_three_requests_and_each_is_done_as_it_was_decided(bench: Bench, deeds: Deeds) -> None:
    run, (pay, refund, ship) = await stopped(bench)
    await bench.answer(pay)
    await bench.answer(ship, "reject", reason="too heavy")
    assert (await bench.drive(run)).state is RunState.WAITING
    assert deeds == []
    await bench.answer(refund, by=SECOND_LEAD, edit={"amount": 5})
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 5"]
    assert await bench.answers() == ["applied"] * 3
    state = await bench.graph("agent").aget_state(config_of(run.key))
    assert "too heavy" in str(state.values["messages"])


async def test_a_process_that_dies_between_two_decisions_changes_nothing(
    tmp_path: Path, bench: Bench, deeds: Deeds
) -> None:
    run, (pay, refund, ship) = await stopped(bench)
    await bench.answer(pay)
    async with workbench(tmp_path, {"agent": agent(deeds)}, sole=False) as again:
        await again.answer(refund)
        await again.answer(ship)
        assert (await again.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]


async def test_a_process_that_dies_with_the_answer_delivered_does_nothing_twice(bench: Bench, deeds: Deeds) -> None:
    run, parts = await stopped(bench)
    for part in parts:
        await bench.answer(part)
    await die_with_all_delivered(bench, run)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]
    assert await bench.answers() == ["applied"] * 3


async def test_a_question_that_is_short_of_an_answer_is_not_resumed(bench: Bench, deeds: Deeds) -> None:
    """LangChain takes a wrong number of decisions for ever: it would fail with them at each attempt."""
    run, parts = await stopped(bench)
    for part in parts:
        await bench.answer(part)
    async with bench.ledger.write() as tx:
        await tx.conn.execute(answers.delete().where(answers.c.request_id == parts[1].id))
    assert (await bench.drive(run)).state is RunState.WAITING
    assert await swallowed(bench.graph("agent"), config_of(run.key)) == frozenset()
    assert deeds == []
    asked_anew = [
        part for part in await parts_of(bench.ledger, run) if part.origin.together != parts[0].origin.together
    ]
    for part in asked_anew:
        await bench.answer(part)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]


async def test_an_edit_cannot_name_another_tool(bench: Bench, deeds: Deeds) -> None:
    """Whatever is typed goes into the arguments; the tool's name is fixed before anybody is asked."""
    run, (pay, refund, ship) = await stopped(bench)
    await bench.answer(pay, edit={"amount": 5, "name": "ship", "edited_action": {"name": "ship"}, "type": "approve"})
    await bench.answer(refund)
    await bench.answer(ship, "reject")
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 5", "refunded 20"]


async def test_an_answer_to_a_question_that_was_answered_reaches_nobody(bench: Bench, deeds: Deeds) -> None:
    run, parts = await stopped(bench)
    for part in parts:
        await bench.answer(part)
    await bench.drive(run)
    done = list(deeds)
    with pytest.raises(Refused) as refused:
        await bench.answer(parts[0], "reject")
    assert refused.value.reason in {Reason.ALREADY_CLOSED, Reason.ALREADY_COUNTED}
    async with bench.ledger.write() as tx:
        await tx.conn.execute(answers.update().values(state="owed"))
    await bench.driver.drive(run.key)
    assert ((await the_run(bench.ledger, run)).state, deeds) == (RunState.FINISHED, done)


async def test_an_answer_under_an_id_that_is_not_pending_reaches_nobody(bench: Bench, deeds: Deeds) -> None:
    run, parts = await stopped(bench)
    for part in parts:
        await bench.answer(part)
    async with bench.ledger.write() as tx:
        await tx.conn.execute(answers.update().values(interrupt_id="0" * 32))
    assert (await bench.drive(run)).state is RunState.WAITING
    assert deeds == []
    with pytest.raises(UnknownInterruptError):
        resume: Command[Any] = Command(resume={"0" * 32: {"decisions": [{"type": "approve"}] * 3}})
        await bench.graph("agent").ainvoke(resume, config_of(run.key))
    assert deeds == []


async def test_an_agent_whose_tools_were_changed_while_it_waited_is_not_resumed(
    tmp_path: Path, bench: Bench, deeds: Deeds
) -> None:
    """7. People signed for what the tools were then."""
    run, parts = await stopped(bench)
    for part in parts:
        await bench.answer(part)
    async with workbench(tmp_path, {"agent": agent(deeds, ship=False)}, sole=False) as changed:
        given_up = await changed.drive(run)
        assert (given_up.dead, deeds) == (True, [])
        assert "changed after people were asked" in given_up.error
        await revive(changed, run)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]


async def test_calls_that_ask_by_themselves_are_answered_by_themselves(tmp_path: Path, deeds: Deeds) -> None:
    async with workbench(tmp_path, {"agent": agent(deeds, mode="per_call")}) as bench:
        run, requests = await bench.asked("agent", **ASKED)
        assert [request.origin.parts for request in requests] == [1, 1, 1]
        for request in requests:
            await bench.answer(request)
            await bench.drive(run)
        assert (await the_run(bench.ledger, run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]


async def die_with_all_delivered(bench: Bench, run: Work) -> None:
    """A process resumes the thread with the whole answer, and dies before the ledger hears of it."""
    parts = await parts_of(bench.ledger, run)
    async with bench.ledger.read() as conn:
        values = {answer.request_id: answer.value for answer in await answer_book.owed(conn, run.key)}
    whole = {"decisions": [values[part.id] for part in parts]}
    resume: Command[Any] = Command(resume={parts[0].origin.interrupt_id: whole})
    await bench.graph("agent").ainvoke(resume, config_of(run.key), durability="sync")
    await die_holding(bench, run)
