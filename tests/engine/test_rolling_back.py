"""What a run did is undone in reverse when it says so, across crashes; what cannot be undone is put before people."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.ledger.tables import effects
from tests.engine.deeds_done import BANK, Killed, rolled_back
from tests.engine.test_effects import answered, killed, states
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import rows


@pytest.fixture(autouse=True)
def _empty_bank() -> None:
    for said in (BANK.done, BANK.before, BANK.after):
        said.clear()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A driver of workflows that take back what they did."""
    graphs = {"plain": rolled_back(), "offering": rolled_back(timedelta(hours=1))}
    async with workbench(tmp_path, graphs) as bench:
        yield bench


async def test_what_was_done_is_undone_newest_first(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    ended = await answered(bench, run, "reject")
    assert ended.outcome == "Undone: Wired three, Wired two, Wired one."
    assert BANK.done == ["one", "two", "three", "-three", "-two", "-one"]
    assert await states(bench) == ["undone", "undone", "undone"]


async def test_what_is_kept_is_not_undone(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    ended = await answered(bench, run, "approve")
    assert (ended.outcome, BANK.done) == ("Undone: nothing.", ["one", "two", "three"])


@pytest.mark.parametrize("happened", [False, True])
async def test_after_a_crash_it_goes_on_where_it_stood(bench: Bench, happened: bool) -> None:
    run, [request] = await bench.asked("plain")
    await bench.answer(request, "reject")
    (BANK.after if happened else BANK.before).append(Killed())
    await killed(bench, run)
    assert await states(bench) == ["done", "done", "undoing"]
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "Undone: Wired three, Wired two, Wired one.")
    assert BANK.done == ["one", "two", "three", *["-three"] * (2 if happened else 1), "-two", "-one"]


async def test_an_undo_is_tried_three_times(bench: Bench) -> None:
    run, [_request] = await bench.asked("plain")
    BANK.before += [OSError("down"), OSError("down")]
    ended = await answered(bench, run, "reject")
    assert (ended.state, BANK.done[3:]) == (RunState.FINISHED, ["-three", "-two", "-one"])


async def test_people_can_have_it_tried_again(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    BANK.before += [OSError("down")] * 3
    await answered(bench, run, "reject")
    [request] = await bench.open_requests(run)
    assert (request.ask.title, request.ask.summary) == ("Could not undo: Wired three", "OSError: down")
    assert [action.label for action in request.ask.actions] == [
        "Try again",
        "It was undone by hand",
        "Leave it and go on",
    ]
    assert await states(bench) == ["done", "done", "stuck"]
    ended = await answered(bench, run, "again")
    assert ended.outcome == "Undone: Wired three, Wired two, Wired one."


async def test_people_can_have_undone_it_themselves(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    BANK.before += [OSError("down")] * 3
    await answered(bench, run, "reject")
    ended = await answered(bench, run, "by_hand")
    assert ended.outcome == "Undone: Wired three, Wired two, Wired one."
    assert BANK.done[3:] == ["-two", "-one"]


async def test_people_can_leave_it_and_have_the_rest_undone(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    BANK.before += [OSError("down")] * 3
    await answered(bench, run, "reject")
    ended = await answered(bench, run, "leave")
    assert ended.outcome == "Undone: Wired two, Wired one."
    assert await states(bench) == ["undone", "undone", "left"]


async def test_each_that_cannot_be_undone_is_put_before_people_in_turn(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    BANK.before += [OSError("down")] * 9
    await answered(bench, run, "reject")
    await answered(bench, run, "again")
    await answered(bench, run, "leave")
    ended = await answered(bench, run, "by_hand")
    assert ended.outcome == "Undone: Wired two, Wired one."
    assert BANK.done[3:] == ["-one"]


async def test_offers_to_undo_are_closed_when_the_workflow_undoes_it_itself(bench: Bench) -> None:
    run = await bench.start("offering")
    await bench.drive(run)
    asked = [request for request in await bench.open_requests(run) if not request.is_offer]
    assert len(await bench.open_requests(run)) == 4
    await bench.answer(asked[0], "reject")
    ended = await bench.drive(run)
    assert ended.outcome == "Undone: Wired three, Wired two, Wired one."
    assert await bench.open_requests(run) == []
    told = [(deed.words, bool(deed.undone_at)) for request in await bench.requests(run) for deed in request.deeds]
    assert sorted(told) == [("Wired one", True), ("Wired three", True), ("Wired two", True)]


async def test_the_audit_trail_tells_what_was_done_on_a_decision(bench: Bench) -> None:
    run, _ = await bench.asked("plain")
    await answered(bench, run, "reject")
    [request] = await bench.requests(run)
    assert request.deeds == ()  # all of it was done before anybody decided anything
    assert len(await rows(bench.ledger, effects)) == 3
