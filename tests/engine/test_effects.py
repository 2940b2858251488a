"""What a run does once is done once, whatever crashes, runs again or raises; where nobody knows, people say."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.ledger import work
from bot.ledger.hints import Work
from bot.ledger.run_book import Run
from bot.ledger.tables import effects
from bot.review import NotDone
from tests.desk.deeds import the_run
from tests.engine.deeds_done import Bank, Killed, between_asks, driven, held, once
from tests.engine.graphs import Gate
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import lapse, rows


@pytest.fixture
def bank() -> Bank:
    """Where the money is wired."""
    return Bank()


@pytest.fixture
def gate() -> Gate:
    """What holds the graph named `held` up."""
    return Gate()


@pytest.fixture
async def bench(tmp_path: Path, bank: Bank, gate: Gate) -> AsyncIterator[Bench]:
    """A driver of workflows that wire."""
    graphs = {
        "once": once(bank),
        "repeatable": once(bank, repeatable=True),
        "between": between_asks(bank),
        "held": held(bank, gate),
    }
    async with workbench(tmp_path, graphs) as bench:
        yield bench


async def test_it_is_done_and_what_came_of_it_is_returned(bench: Bench, bank: Bank) -> None:
    ended = await bench.drive(await bench.start("once"))
    assert (ended.state, ended.outcome, bank.done) == (RunState.FINISHED, "{'wire': 'wired'}", ["wired"])
    assert await states(bench) == ["done"]


@pytest.mark.parametrize("happened", [False, True])
async def test_after_a_crash_in_the_middle_people_are_asked(bench: Bench, bank: Bank, happened: bool) -> None:
    _run, request = await crashed(bench, bank, happened=happened)
    assert request.ask.title == "Did this happen? Wired the money"
    assert [action.label for action in request.ask.actions] == ["It happened", "It did not: do it now", "Stop"]
    assert (bank.done, await states(bench)) == (["wired"] * happened, ["doubtful"])


async def test_what_people_know_to_have_happened_is_not_done_again(bench: Bench, bank: Bank) -> None:
    run, _request = await crashed(bench, bank, happened=True)
    ended = await answered(bench, run, "happened")
    assert (ended.state, ended.outcome, bank.done) == (RunState.FINISHED, "None", ["wired"])
    assert await states(bench) == ["done"]


@pytest.mark.parametrize(
    ("told", "result"), [('{"wire": "w-7"}', {"wire": "w-7"}), ("w-7", "w-7"), (" ", None), ("7", 7)]
)
async def test_people_can_tell_what_came_of_it(bench: Bench, bank: Bank, told: str, result: Any) -> None:
    run, _request = await crashed(bench, bank, happened=True)
    ended = await answered(bench, run, "happened", values={"result": told})
    assert ended.outcome == f"{result}"


async def test_people_can_have_it_done_then(bench: Bench, bank: Bank) -> None:
    run, _request = await crashed(bench, bank, happened=False)
    ended = await answered(bench, run, "again")
    assert (ended.outcome, bank.done) == ("{'wire': 'wired'}", ["wired"])


async def test_people_can_stop_the_workflow_there(bench: Bench, bank: Bank) -> None:
    run, _request = await crashed(bench, bank, happened=False)
    ended = await answered(bench, run, "stop", reason="the bank is bust")
    assert ended.state is RunState.FAILED
    assert "it was stopped: the bank is bust: Wired the money" in ended.outcome
    assert (bank.done, await states(bench)) == ([], ["doubtful"])


async def test_consent_to_do_it_holds_for_one_attempt(bench: Bench, bank: Bank) -> None:
    run, request = await crashed(bench, bank, happened=True)
    await bench.answer(request, "again")
    bank.after.append(Killed())
    await killed(bench, run)
    assert (await bench.drive(run)).state is RunState.WAITING
    assert bank.done == ["wired", "wired"]
    [second] = await bench.open_requests(run)
    assert ("Asked before", "1") in [(fact.label, fact.value) for fact in second.ask.facts]
    ended = await answered(bench, run, "happened")
    assert (ended.state, bank.done) == (RunState.FINISHED, ["wired", "wired"])


async def test_the_answer_of_people_survives_a_crash(bench: Bench, bank: Bank) -> None:
    run, request = await crashed(bench, bank, happened=False)
    await bench.answer(request, "again")
    bank.before.append(Killed())
    await killed(bench, run)
    await bench.drive(run)
    assert bank.done == []
    ended = await answered(bench, run, "again")
    assert (ended.state, bank.done) == (RunState.FINISHED, ["wired"])


async def test_what_it_raises_leaves_it_in_doubt(bench: Bench, bank: Bank) -> None:
    bank.after.append(TimeoutError("https://me:secret@bank.example did not answer"))
    run, [request] = await bench.asked("once")
    assert request.ask.summary.startswith("TimeoutError: ")
    assert "secret" not in request.ask.summary
    ended = await answered(bench, run, "happened")
    assert (ended.state, bank.done) == (RunState.FINISHED, ["wired"])


async def test_it_may_raise_again_and_again(bench: Bench, bank: Bank) -> None:
    bank.before += [TimeoutError("no answer"), ValueError("no such bank")]
    run, [first] = await bench.asked("once")
    await bench.answer(first, "again")
    await bench.drive(run)
    [second] = await bench.open_requests(run)
    assert (first.ask.summary, second.ask.summary) == ("TimeoutError: no answer", "ValueError: no such bank")
    ended = await answered(bench, run, "again")
    assert (ended.outcome, bank.done) == ("{'wire': 'wired'}", ["wired"])


async def test_what_certainly_did_not_happen_is_no_doubt(bench: Bench, bank: Bank) -> None:
    bank.before.append(NotDone("the account is empty"))
    ended = await bench.drive(await bench.start("once"))
    assert (ended.state, await states(bench)) == (RunState.FAILED, ["dropped"])
    assert "the account is empty" in ended.outcome


async def test_what_is_repeatable_is_simply_done_again(bench: Bench, bank: Bank) -> None:
    bank.after.append(Killed())
    run = await bench.start("repeatable")
    await killed(bench, run)
    ended = await bench.drive(run)
    assert (ended.state, bank.done) == (RunState.FINISHED, ["wired", "wired"])


async def test_what_something_repeatable_raises_is_raised(bench: Bench, bank: Bank) -> None:
    bank.before.append(TimeoutError("no answer"))
    ended = await bench.drive(await bench.start("repeatable"))
    assert (ended.state, "no answer" in ended.outcome) == (RunState.FAILED, True)


async def test_it_stands_between_two_questions_of_a_node(bench: Bench, bank: Bank) -> None:
    run, _ = await bench.asked("between")
    for _ in range(3):
        ended = await answered(bench, run, "approve")
    assert ended.outcome == "approve, approve, approve: {'wire': 'wired'}"
    assert bank.done == ["wired"]


@pytest.mark.parametrize("word", ["happened", "again"])
async def test_a_doubt_stands_between_two_questions_of_a_node(bench: Bench, bank: Bank, word: str) -> None:
    run, _ = await bench.asked("between")
    bank.after.append(Killed())
    await bench.answer((await bench.open_requests(run))[0], "approve")
    await killed(bench, run)
    assert (await bench.drive(run)).state is RunState.WAITING
    titles = []
    for action in (word, "reject", "approve"):
        [request] = await bench.open_requests(run)
        titles.append(request.ask.title)
        ended = await answered(bench, run, action)
    assert titles == ["Did this happen? Wired the money", "After?", "Last?"]
    assert ended.outcome.startswith("approve, reject, approve: ")
    assert bank.done == ["wired"] * (1 if word == "happened" else 2)


async def test_who_lost_the_run_begins_nothing(bench: Bench, bank: Bank, gate: Gate) -> None:
    run = await bench.start("held")
    driving = asyncio.create_task(bench.driver.drive(run.key))
    await gate.reached.wait()
    async with bench.ledger.write() as tx:
        await tx.conn.execute(lapse(run))
        assert await work.claim(tx.conn, run, 30)
    gate.opened.set()
    await driving
    assert (bank.done, await rows(bench.ledger, effects)) == ([], [])
    async with bench.ledger.write() as tx:
        await tx.conn.execute(lapse(run))
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert bank.done == ["wired"]


async def test_a_ledger_in_trouble_is_not_the_workflows_fault(bench: Bench, bank: Bank, gate: Gate) -> None:
    run = await bench.start("held")
    driving = asyncio.create_task(bench.driver.drive(run.key))
    await gate.reached.wait()
    async with bench.ledger.write() as tx:
        await tx.conn.execute(text("ALTER TABLE effects RENAME TO hidden"))
    gate.opened.set()
    await driving
    async with bench.ledger.write() as tx:
        await tx.conn.execute(text("ALTER TABLE hidden RENAME TO effects"))
    assert (await the_run(bench.ledger, run)).state is RunState.RUNNING
    assert bank.done == []
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert bank.done == ["wired"]


async def crashed(bench: Bench, bank: Bank, *, happened: bool) -> tuple[Work, Request]:
    """A run whose process died right before, or right after, the money was wired, and what it asks now."""
    (bank.after if happened else bank.before).append(Killed())
    run = await bench.start("once")
    await killed(bench, run)
    assert (await bench.drive(run)).state is RunState.WAITING
    [request] = await bench.open_requests(run)
    return run, request


async def killed(bench: Bench, run: Work) -> None:
    """Drive a run to where its process dies."""
    assert await driven(bench, run) is None


async def answered(bench: Bench, run: Work, action: str, **how: Any) -> Run:
    """Answer the one question of the run, and drive it on."""
    [request] = await bench.open_requests(run)
    await bench.answer(request, action, **how)
    return await bench.drive(run)


async def states(bench: Bench) -> list[str]:
    """The states of all effects, in the order in which they were begun."""
    return [row["state"] for row in sorted(await rows(bench.ledger, effects), key=lambda row: row["place"])]
