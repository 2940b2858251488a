"""6. The auditor finds whatever nothing would ever move on, mends what can be mended, and alarms once."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text, update

from bot.approvals.commands import Withdraw
from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.policy import OnTimeout
from bot.approvals.request import Request, State
from bot.desk import auditing, expiring
from bot.desk.auditing import Inspection
from bot.ledger import effect_book, finding_book, notice_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.tables import answers, cards, notices, requests, runs
from tests.approvals.examples import HOUR, NOON, a_policy, a_tier
from tests.desk.deeds import the_request
from tests.ledger.books import (
    add_run,
    claimed,
    dump,
    give,
    lapse,
    open_request,
    owed,
    rows,
    set_state,
    settle,
    tell,
    undo,
    want_card,
)
from tests.ledger.test_chain import tamper

MINUTE = timedelta(minutes=1)
SILENCE = "UPDATE requests SET ring_at = NULL WHERE id = 'request-1'"

EFFECT = effect_book.work_of("run-1", "wire").key

Trouble = Callable[[Ledger], Awaitable[object]]


async def a_whole(ledger: Ledger, number: int = 1) -> None:
    """A request as it should be: it waits, its card is owed, and its clock is set."""
    await open_request(ledger, number)
    await want_card(ledger, f"request-{number}")


def a_call(number: int, how: str) -> Notice:
    """The call to the first people asked, who hear of it in that way."""
    request_id = f"request-{number}"
    call_id = f"call.{request_id}.0.0.0"
    return Notice(id=call_id, kind=NoticeKind.CALL, audience="tier:0.0.0", request_id=request_id, body=how)


async def unrung(ledger: Ledger) -> None:
    await a_whole(ledger)
    await execute(ledger, f"UPDATE requests SET ring_at = {(NOON - HOUR).timestamp()}")


async def asleep(ledger: Ledger) -> None:
    await a_whole(ledger)
    await execute(ledger, SILENCE)


async def without_a_deadline(ledger: Ledger) -> None:
    await a_whole(ledger)
    await execute(ledger, "UPDATE requests SET ring_at = NULL, due_at = NULL")


async def unanswered(ledger: Ledger) -> None:
    await settle(ledger, await open_request(ledger))
    await want_card(ledger)
    await execute(ledger, "DELETE FROM answers")


async def cardless(ledger: Ledger) -> None:
    await open_request(ledger)


async def undriven(ledger: Ledger, number: int = 1) -> None:
    claim = await claimed(ledger, await add_run(ledger, number))
    async with ledger.write() as tx:
        await tx.conn.execute(lapse(claim.work))


async def stranded(ledger: Ledger) -> None:
    await a_whole(ledger)
    await settle(ledger, await the_only(ledger))
    await execute(ledger, "UPDATE answers SET state = 'applied'")


async def untaken(ledger: Ledger) -> None:
    await undo(ledger)
    await execute(ledger, "UPDATE runs SET state = 'finished'")
    await execute(ledger, "UPDATE effects SET next_at = 1")


async def unasked(ledger: Ledger, state: str = "begun") -> None:
    await undo(ledger)
    await execute(ledger, "UPDATE runs SET state = 'failed'")
    await execute(ledger, f"UPDATE effects SET state = '{state}', began_at = {(NOON - HOUR).timestamp()}")


async def untold(ledger: Ledger) -> None:
    await a_whole(ledger)
    claim = await claimed(ledger, Work(WorkKind.CARD, "request-1.approvals"))
    async with ledger.write() as tx:
        await work.fail(tx.conn, claim, "no such channel", attempts=0)


async def broken(ledger: Ledger) -> None:
    await a_whole(ledger)
    await tamper(ledger, "UPDATE events SET at = at + 1")


TROUBLES: dict[str, tuple[Trouble, str, bool]] = {
    "its clock did not ring": (unrung, "late.request-1", True),
    "its clock is not set": (asleep, "silent.request-1", True),
    "its deadline is lost": (without_a_deadline, "silent.request-1", True),
    "its answer is lost": (unanswered, "unanswered.request-1", True),
    "its card is lost": (cardless, "cardless.request-1", True),
    "nobody took it over": (undriven, "undriven.run-1", False),
    "it waits for nothing": (stranded, "stranded.run-1", True),
    "nobody took the undoing up": (untaken, f"untaken.{EFFECT}", False),
    "nobody would be asked": (unasked, f"unasked.{EFFECT}", True),
    "nobody was told": (untold, "untold.card:request-1.approvals", True),
    "the trail was changed": (broken, "broken.1", False),
}
MENDED = {name: trouble for name, (trouble, _, healed) in TROUBLES.items() if healed}


@pytest.mark.parametrize(("trouble", "finding", "healed"), TROUBLES.values(), ids=TROUBLES)
async def test_it_finds_each_trouble_and_nothing_else(
    ledger: Ledger, trouble: Trouble, finding: str, healed: bool
) -> None:
    await trouble(ledger)
    [found] = (await inspect(ledger, heal=True)).findings
    assert (found.id, found.healed) == (finding, healed)


@pytest.mark.parametrize("trouble", MENDED.values(), ids=MENDED)
async def test_what_it_has_mended_is_gone_once_that_is_taken_up(ledger: Ledger, trouble: Trouble) -> None:
    await trouble(ledger)
    await inspect(ledger, heal=True)
    for piece in await owed(ledger):
        await claimed(ledger, piece)
    assert (await inspect(ledger, NOON + 2 * MINUTE, heal=True, whole=True)).findings == ()


@pytest.mark.parametrize("trouble", [trouble for trouble, _, _ in TROUBLES.values()], ids=TROUBLES)
async def test_without_leave_to_mend_it_changes_nothing(ledger: Ledger, trouble: Trouble) -> None:
    await trouble(ledger)
    before = await dump(ledger)
    [found] = (await inspect(ledger, heal=False)).findings
    assert not found.healed
    assert await dump(ledger) == before


async def test_a_ledger_that_is_as_it_should_be_has_no_findings(ledger: Ledger) -> None:
    await a_whole(ledger, 1)
    await a_whole(ledger, 2)
    await settle(ledger, await the_only(ledger, 2), 2)
    await a_whole(ledger, 3)
    await give(ledger, await the_only(ledger, 3), Withdraw(because="gone", by="engine"))
    await set_state(ledger, 3, RunState.CANCELLED)
    await tell(ledger)
    await add_run(ledger, 4)
    assert (await inspect(ledger, heal=True)).findings == ()
    assert (await inspect(ledger, heal=True, whole=True)).findings == ()
    assert await alarms(ledger) == []


async def test_a_missed_deadline_is_handled_by_the_round_that_finds_it(ledger: Ledger) -> None:
    await open_request(ledger, policy=a_policy(a_tier()))
    await want_card(ledger)
    await inspect(ledger, NOON + 2 * HOUR, heal=True)
    assert (await the_only(ledger)).state is State.EXPIRED
    assert [answer["state"] for answer in await rows(ledger, answers)] == ["owed"]


async def test_a_clock_that_was_not_set_is_set_as_the_request_says(ledger: Ledger) -> None:
    await a_whole(ledger)
    [before] = await rows(ledger, requests)
    await execute(ledger, "UPDATE requests SET ring_at = NULL, due_at = NULL")
    await inspect(ledger, heal=True)
    [after] = await rows(ledger, requests)
    assert (after["ring_at"], after["due_at"]) == (before["ring_at"], before["due_at"])


async def test_a_policy_of_an_old_release_that_waits_without_end_is_left_alone(ledger: Ledger) -> None:
    await open_request(ledger, policy=a_policy(on_timeout=OnTimeout.WAIT))
    await want_card(ledger)
    await execute(ledger, "UPDATE requests SET ring_at = NULL, due_at = NULL")
    assert (await inspect(ledger, heal=False)).findings == ()


async def test_a_deadline_has_a_minute_before_it_counts_as_missed(ledger: Ledger) -> None:
    await a_whole(ledger)
    rings = (await rows(ledger, requests))[0]["ring_at"]
    moment = datetime.fromtimestamp(rings, NOON.tzinfo)
    assert (await inspect(ledger, moment + 0.9 * MINUTE, heal=False)).findings == ()
    assert (await inspect(ledger, moment + 1.1 * MINUTE, heal=False)).findings != ()


async def test_a_program_that_slept_may_ring_before_the_auditor_complains(ledger: Ledger) -> None:
    await a_whole(ledger)
    await inspect(ledger, heal=True)
    assert (await inspect(ledger, NOON + 24 * HOUR, heal=True)).findings == ()
    [late] = (await inspect(ledger, NOON + 24 * HOUR + MINUTE, heal=True)).findings
    assert late.id == "late.request-1"


async def test_the_operators_hear_of_a_trouble_once_and_again_when_it_comes_back(ledger: Ledger) -> None:
    await broken(ledger)
    await inspect(ledger, heal=True)
    await inspect(ledger, NOON + MINUTE, heal=True)
    [alarm] = await alarms(ledger)
    assert "event 1" in alarm
    await a_whole(ledger, 2)
    await execute(ledger, "DELETE FROM cards WHERE request_id = 'request-2'")
    for minutes in (2, 3):
        await inspect(ledger, NOON + minutes * MINUTE, heal=True)
    await execute(ledger, "DELETE FROM cards WHERE request_id = 'request-2'")
    await inspect(ledger, NOON + 4 * MINUTE, heal=True, whole=True)
    assert len([alarm for alarm in await alarms(ledger) if "request-2" in alarm]) == 2
    audiences = {notice["audience"] for notice in await rows(ledger, notices) if notice["kind"] == "alarm"}
    assert audiences == {"operators"}


async def test_an_alarm_says_whether_anybody_has_to_do_something(ledger: Ledger) -> None:
    await cardless(ledger)
    await tamper(ledger, "UPDATE events SET at = at + 1")
    await inspect(ledger, heal=True)
    healed, left = sorted(await alarms(ledger))
    assert healed == "Request request-1 has no card, and nobody was ever owed one. It was mended."
    assert left.endswith("It needs somebody: countersign doctor says whether it still does.")


async def test_what_could_not_be_mended_is_looked_at_again_until_it_is_gone(ledger: Ledger) -> None:
    """However long ago it happened: the rounds look only at what is new, and at what was in doubt."""
    await unanswered(ledger)
    await execute(ledger, "UPDATE requests SET body = '{\"policy\": {}}'")
    for minutes in (0, 1, 2):
        [found] = (await inspect(ledger, NOON + minutes * MINUTE, heal=True)).findings
        assert (found.id, found.healed) == ("unanswered.request-1", False)
    assert len(await alarms(ledger)) == 1


async def test_a_question_that_cannot_be_answered_is_a_finding_and_holds_up_no_other(ledger: Ledger) -> None:
    await cardless(ledger)
    await undriven(ledger, 2)
    await execute(ledger, "UPDATE requests SET body = '{'")
    found = (await inspect(ledger, heal=True)).findings
    assert [finding.id for finding in found] == ["unclear.cardless", "undriven.run-2"]


async def test_a_question_that_could_not_be_answered_is_put_again_about_the_same(ledger: Ledger) -> None:
    await cardless(ledger)
    [request] = await rows(ledger, requests)
    await execute(ledger, "UPDATE requests SET body = '{'")
    await inspect(ledger, heal=True)
    async with ledger.write() as tx:
        await tx.conn.execute(update(requests).values(body=request["body"]))
    [found] = (await inspect(ledger, NOON + MINUTE, heal=True)).findings
    assert (found.id, found.healed) == ("cardless.request-1", True)


async def test_what_is_too_much_for_one_round_is_left_to_the_next(ledger: Ledger) -> None:
    for number in range(60):
        await open_request(ledger, number)
    found = [len((await inspect(ledger, NOON + minutes * MINUTE, heal=True)).findings) for minutes in (0, 1, 2)]
    assert found == [50, 10, 0]
    assert len(await rows(ledger, cards)) == 60


async def test_many_that_need_no_card_hide_none_that_does(ledger: Ledger) -> None:
    for number in range(60):
        await open_request(ledger, number)
        async with ledger.write() as tx:
            await notice_book.tell(tx, a_call(number, "dm"))
    await open_request(ledger, 60)
    assert [finding.id for finding in (await inspect(ledger, heal=True)).findings] == ["cardless.request-60"]


async def test_what_is_decided_and_said_to_be_open_needs_somebody(ledger: Ledger) -> None:
    await a_whole(ledger)
    await settle(ledger, await the_only(ledger))
    await execute(ledger, "UPDATE requests SET state = 'open'")
    [found] = (await inspect(ledger, heal=True)).findings
    assert (found.id, found.healed) == ("silent.request-1", False)


async def test_a_broken_trail_stays_found_though_it_goes_on(ledger: Ledger) -> None:
    await broken(ledger)
    await inspect(ledger, heal=True)
    for number in range(2, 6):
        await a_whole(ledger, number)
    [found] = (await inspect(ledger, NOON + MINUTE, heal=True)).findings
    assert found.id == "broken.1"


async def test_a_lost_answer_is_owed_as_its_dialect_gives_it(ledger: Ledger) -> None:
    await unanswered(ledger)
    await inspect(ledger, heal=True)
    [answer] = await rows(ledger, answers)
    request = await the_only(ledger)
    assert request.decision
    assert (answer["state"], json.loads(answer["body"])) == ("owed", reading.answer(request, request.decision))
    assert Work(WorkKind.RUN, "run-1") in await owed(ledger)


async def test_an_undoing_has_a_minute_to_be_taken_up(ledger: Ledger) -> None:
    await undo(ledger)
    await execute(ledger, "UPDATE runs SET state = 'finished'")
    assert (await inspect(ledger, heal=True, whole=True)).findings == ()
    await execute(ledger, "UPDATE effects SET next_at = next_at - 61")
    assert [finding.id for finding in (await inspect(ledger, heal=True)).findings] == [f"untaken.{EFFECT}"]


async def test_an_undoing_that_was_taken_is_missed_a_minute_after_its_lease(ledger: Ledger) -> None:
    claim = await claimed(ledger, await undo(ledger))
    await execute(ledger, "UPDATE runs SET state = 'finished'")
    await execute(ledger, "UPDATE effects SET next_at = 1")
    assert (await inspect(ledger, heal=True, whole=True)).findings == ()
    async with ledger.write() as tx:
        await tx.conn.execute(lapse(claim.work))
    assert [finding.id for finding in (await inspect(ledger, heal=True)).findings] == [f"untaken.{EFFECT}"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("begun", "Nobody knows whether this has happened"),
        ("doubtful", "Nobody knows whether this has happened"),
        ("stuck", "This could not be undone"),
    ],
)
async def test_the_operators_hear_once_of_what_a_run_that_ended_left_in_doubt(
    ledger: Ledger, state: str, said: str
) -> None:
    await unasked(ledger, state)
    for minutes in (0, 1, 2):
        await inspect(ledger, NOON + minutes * MINUTE, heal=True, whole=True)
    about, words = sorted(await alarms(ledger))
    assert about == f"Effect {EFFECT} was left in doubt by a run that has ended, and nobody was told. It was mended."
    assert words == f"{said}, and run run-1 has ended, so nobody is asked: Wired"


async def test_what_a_run_that_goes_on_may_yet_ask_about_is_in_order(ledger: Ledger) -> None:
    await unasked(ledger)
    await execute(ledger, "UPDATE runs SET state = 'queued'")
    assert (await inspect(ledger, heal=True, whole=True)).findings == ()


async def test_a_stranded_run_is_driven_again(ledger: Ledger) -> None:
    await stranded(ledger)
    await inspect(ledger, heal=True)
    assert [run["state"] for run in await rows(ledger, runs)] == ["running"]
    assert Work(WorkKind.RUN, "run-1") in await owed(ledger)


async def test_dead_work_is_put_before_the_operators_once(ledger: Ledger) -> None:
    await untold(ledger)
    await inspect(ledger, heal=True)
    await inspect(ledger, NOON + MINUTE, heal=True)
    dead = [notice for notice in await rows(ledger, notices) if notice["kind"] == "dead"]
    assert [(notice["id"], notice["body"]) for notice in dead] == [
        ("dead.1.card.request-1.approvals", "no such channel")
    ]


async def test_an_alarm_that_could_not_be_told_raises_no_other(ledger: Ledger) -> None:
    claim = await claimed(ledger, await tell(ledger, "dead.1.card.c"))
    async with ledger.write() as tx:
        await work.fail(tx.conn, claim, "no such channel", attempts=0)
    assert (await inspect(ledger, heal=True)).findings == ()


@pytest.mark.parametrize(("how", "findings"), [("dm", []), ("both", ["cardless.request-1"])])
async def test_people_who_hear_of_it_by_direct_message_alone_need_no_card_in_the_channel(
    ledger: Ledger, how: str, findings: list[str]
) -> None:
    await open_request(ledger)
    async with ledger.write() as tx:
        await notice_book.tell(tx, a_call(1, how))
    assert [finding.id for finding in (await inspect(ledger, heal=True)).findings] == findings


async def test_the_last_round_is_kept(ledger: Ledger) -> None:
    await cardless(ledger)
    inspection = await inspect(ledger, heal=True)
    async with ledger.read() as conn:
        assert await finding_book.last(conn) == inspection
    assert (inspection.at, inspection.position, inspection.took >= 0) == (NOON, 1, True)


async def test_two_auditors_at_once_mend_once_and_alarm_once(ledger: Ledger, second: Ledger) -> None:
    await cardless(ledger)
    await inspect(ledger, heal=True)
    await inspect(second, heal=True)
    assert len(await rows(ledger, cards)) == 1
    assert len(await alarms(ledger)) == 1


async def test_the_clock_and_the_auditor_handle_a_deadline_once(ledger: Ledger) -> None:
    await unrung(ledger)
    await expiring.ring(ledger, now=NOON + HOUR)
    before = await the_only(ledger)
    await inspect(ledger, NOON + HOUR, heal=True)
    assert await the_only(ledger) == before


async def inspect(ledger: Ledger, now: datetime = NOON, *, heal: bool, whole: bool = False) -> Inspection:
    return await auditing.inspect(ledger, now=now, heal=heal, whole=whole)


async def the_only(ledger: Ledger, number: int = 1) -> Request:
    return await the_request(ledger, f"request-{number}")


async def alarms(ledger: Ledger) -> list[str]:
    """The words of the auditor's alarms."""
    return [notice["body"] for notice in await rows(ledger, notices) if notice["kind"] == "alarm"]


async def execute(ledger: Ledger, sql: str) -> None:
    async with ledger.write() as tx:
        await tx.conn.execute(text(sql))
