"""9. While Slack is out of reach policies decide what nobody could be shown, conservatively, and that is told later."""

from datetime import timedelta

import pytest

from bot.approvals.ask import Ask, Kind, Risk
from bot.approvals.commands import NoteView
from bot.approvals.decision import Cause
from bot.approvals.eligibility import Person
from bot.approvals.policy import Outage, Policy, WithoutSlack
from bot.approvals.request import Request, State
from bot.desk import degrading
from bot.ledger import card_book, chain, outage_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.outage_book import Unseen
from bot.ledger.tables import answers, cards, notices, outages
from tests.approvals.examples import HOUR, LEAD, NOON, a_policy, a_tier, an_ask
from tests.desk.deeds import the_request
from tests.ledger.books import add_waiting_run, dump, give, opening, owed, rows, settle, want_card

MINUTE = timedelta(minutes=1)
AFTER_AN_HOUR = Outage(after=HOUR)
AT_MOST_TWO = Outage(queued=2)
LENIENT = Outage(after=HOUR, then=WithoutSlack.ALLOW_LOW_RISK)


def offline(outage: Outage | None = AFTER_AN_HOUR, name: str = "refund") -> Policy:
    """A policy of one tier that has a day."""
    return a_policy(a_tier(sla=24 * HOUR), name=name).model_copy(update={"outage": outage})


async def queue(
    ledger: Ledger, number: int = 1, *, policy: Policy | None = None, minutes: float = 0, ask: Ask | None = None
) -> None:
    """A request whose card is still to be shown, opened so many minutes after noon."""
    await add_waiting_run(ledger, number)
    await give(ledger, None, opening(number, policy=policy or offline(), ask=ask), NOON + minutes * MINUTE)
    await want_card(ledger, f"request-{number}")


async def degrade(ledger: Ledger, minutes: float) -> int:
    """Slack is out of reach since noon, and it is so many minutes later."""
    return await degrading.watch(ledger, NOON, now=NOON + minutes * MINUTE)


async def the(ledger: Ledger, number: int = 1) -> Request:
    return await the_request(ledger, f"request-{number}")


async def alarms(ledger: Ledger) -> list[tuple[str, str]]:
    """Whom the alarms are for, and their words."""
    found = [notice for notice in await rows(ledger, notices) if notice["kind"] == "alarm"]
    return [(notice["audience"], notice["body"]) for notice in found]


async def test_nobodys_request_is_decided_before_its_policy_says_so(ledger: Ledger) -> None:
    await queue(ledger)
    assert await degrade(ledger, 59.9) == 0
    assert (await the(ledger)).state is State.OPEN


async def test_what_waited_for_too_long_is_rejected_and_all_of_it_is_on_the_record(ledger: Ledger) -> None:
    await queue(ledger)
    assert await degrade(ledger, 60) == 1
    request = await the(ledger)
    assert request.decision
    assert (request.state, request.due_at) == (State.EXPIRED, None)
    assert (request.decision.kind, request.decision.cause, request.decision.by) == (Kind.REJECT, Cause.OUTAGE, ())
    assert [answer["state"] for answer in await rows(ledger, answers)] == ["owed"]
    assert Work(WorkKind.RUN, "run-1") in await owed(ledger)
    async with ledger.read() as conn:
        assert [entry.event.at for entry in await chain.story(conn, "request-1")] == [NOON, NOON + HOUR]


async def test_a_policy_may_let_the_lowest_risk_through_and_nothing_else(ledger: Ledger) -> None:
    for number, risk in enumerate((Risk.LOW, Risk.MEDIUM, None), start=1):
        ask = an_ask().model_copy(update={"risk": risk} if risk else {})
        await queue(ledger, number, policy=offline(LENIENT), ask=ask)
    assert await degrade(ledger, 60) == 3
    decisions = [(await the(ledger, number)).decision for number in (1, 2, 3)]
    assert [decision and decision.approved for decision in decisions] == [True, False, an_ask().risk is Risk.LOW]


async def test_where_too_many_wait_the_oldest_of_their_policy_are_decided(ledger: Ledger) -> None:
    for number in range(1, 6):
        await queue(ledger, number, policy=offline(AT_MOST_TWO), minutes=number)
    for number in range(6, 8):
        await queue(ledger, number, policy=offline(AT_MOST_TWO, "other"))
    assert await degrade(ledger, 10) == 3
    states = [(await the(ledger, number)).state for number in range(1, 8)]
    assert states == [State.EXPIRED] * 3 + [State.OPEN] * 4


async def test_a_policy_that_says_nothing_about_slack_leaves_it_to_the_ladder(ledger: Ledger) -> None:
    await queue(ledger, policy=offline(None))
    assert await degrade(ledger, 10_000) == 0


async def test_what_somebody_was_shown_is_left_to_its_ladder(ledger: Ledger) -> None:
    await queue(ledger)
    async with ledger.write() as tx:
        await tx.conn.execute(cards.update().values(shown=1))
        await card_book.redraw(tx, "request-1")
    assert await degrade(ledger, 600) == 0


async def test_what_somebody_read_without_its_card_is_left_to_its_ladder(ledger: Ledger) -> None:
    await queue(ledger)
    request = await the(ledger)
    await give(ledger, request, NoteView(person=Person(id=LEAD), digest=request.digest))
    assert await degrade(ledger, 600) == 0


async def test_what_is_decided_already_stays_as_it_is(ledger: Ledger) -> None:
    await queue(ledger)
    settled = await settle(ledger, await the(ledger))
    assert await degrade(ledger, 600) == 0
    assert await the(ledger) == settled


async def test_a_request_from_before_the_outage_waits_as_long_as_one_from_its_beginning(ledger: Ledger) -> None:
    """One that was parked over the week-end has waited for Slack only since Monday."""
    await queue(ledger, minutes=-3 * 24 * 60)
    assert await degrade(ledger, 59) == 0
    assert await degrade(ledger, 60) == 1


async def test_one_that_cannot_be_decided_holds_up_no_other(ledger: Ledger) -> None:
    for number in (1, 2):
        await queue(ledger, number, minutes=number)
    async with ledger.write() as tx:
        await tx.conn.execute(answers.insert().values(an_answer_in_the_way()))
    assert await degrade(ledger, 62) == 1
    assert [(await the(ledger, number)).state for number in (1, 2)] == [State.OPEN, State.EXPIRED]


async def test_degrading_twice_is_degrading_once(ledger: Ledger) -> None:
    await queue(ledger)
    await degrade(ledger, 60)
    before = await dump(ledger)
    assert await degrade(ledger, 60) == 0
    assert await dump(ledger) == before


async def test_two_processes_that_degrade_decide_once(ledger: Ledger, second: Ledger) -> None:
    for number in range(1, 4):
        await queue(ledger, number)
    counts = [await degrade(each, 60) for each in (ledger, second)]
    assert counts == [3, 0]
    assert len(await rows(ledger, outages)) == 1


async def test_once_slack_is_back_the_operators_hear_one_summary(ledger: Ledger) -> None:
    ask = an_ask().model_copy(update={"risk": Risk.LOW})
    await queue(ledger, 1, policy=offline(LENIENT), ask=ask)
    await queue(ledger, 2)
    await degrade(ledger, 60)
    assert await alarms(ledger) == []
    for minutes in (90, 91):
        assert await degrading.watch(ledger, None, now=NOON + minutes * MINUTE) == 0
    [(audience, words)] = await alarms(ledger)
    assert audience == "operators"
    assert words.splitlines() == [
        "Slack could not be reached from 2026-03-02 12:00 to 2026-03-02 13:30 UTC. "
        "Meanwhile 2 requests were decided by policy, shown to nobody:",
        "• approved: Refund 120.00 to Ada (request-1)",
        "• rejected: Refund 120.00 to Ada (request-2)",
    ]


async def test_a_long_summary_counts_what_it_does_not_name_and_marks_what_it_cuts(ledger: Ledger) -> None:
    for number in range(1, 24):
        await queue(ledger, number, ask=an_ask().model_copy(update={"title": "x" * 100}))
    await degrade(ledger, 60)
    await degrading.recover(ledger, now=NOON + 2 * HOUR)
    [(_, words)] = await alarms(ledger)
    lines = words.splitlines()
    assert (len(lines), lines[-1]) == (22, "… and 3 more, in the audit trail")
    assert lines[1] == f"• rejected: {'x' * 80}… (request-1)"


async def test_an_outage_in_which_nothing_was_decided_bothers_nobody(ledger: Ledger) -> None:
    await queue(ledger)
    await degrade(ledger, 1)
    assert await degrading.recover(ledger, now=NOON + HOUR)
    assert await alarms(ledger) == []
    [outage] = await rows(ledger, outages)
    assert (outage["since"], outage["until"]) == (NOON.timestamp(), (NOON + HOUR).timestamp())


async def test_nothing_happens_while_slack_is_within_reach(ledger: Ledger) -> None:
    await queue(ledger)
    before = await dump(ledger)
    assert not await degrading.recover(ledger, now=NOON + 5 * HOUR)
    assert await dump(ledger) == before


async def test_each_outage_has_a_summary_of_its_own(ledger: Ledger) -> None:
    await queue(ledger, 1)
    await degrade(ledger, 60)
    await degrading.recover(ledger, now=NOON + 61 * MINUTE)
    await queue(ledger, 2, minutes=120)
    await degrading.degrade(ledger, down_since=NOON + 2 * HOUR, now=NOON + 3 * HOUR)
    await degrading.recover(ledger, now=NOON + 4 * HOUR)
    first, second = sorted(words for _, words in await alarms(ledger))
    assert ("request-1" in first, "request-2" in first) == (True, False)
    assert ("request-1" in second, "request-2" in second) == (False, True)


async def test_what_failed_while_slack_was_gone_is_tried_at_once(ledger: Ledger) -> None:
    await queue(ledger)
    await degrade(ledger, 1)
    async with ledger.write() as tx:
        await tx.conn.execute(cards.update().values(error="Slack cannot be reached", next_at=4e9, attempts=12))
    assert await owed(ledger) == []
    await degrading.recover(ledger, now=NOON + HOUR)
    assert await owed(ledger) == [Work(WorkKind.CARD, "request-1.approvals")]


@pytest.mark.parametrize(("waiting", "decided"), [(2, 0), (3, 1), (5, 3)])
def test_both_limits_of_a_policy_count_each_request_once(waiting: int, decided: int) -> None:
    both = Outage(after=HOUR, queued=2)
    unseen = [Unseen(f"{number}", NOON, "refund", both) for number in range(waiting)]
    early, late = NOON + MINUTE, NOON + HOUR
    assert len(degrading.waited_for_enough(unseen, NOON, early)) == decided
    assert degrading.waited_for_enough(unseen, NOON, late) == [each.request_id for each in unseen]


async def test_it_is_noted_since_when_slack_is_gone(ledger: Ledger) -> None:
    await degrade(ledger, 1)
    async with ledger.read() as conn:
        assert await outage_book.running(conn) == NOON


def an_answer_in_the_way() -> dict[str, object]:
    """An answer that no decision led to."""
    key = {"request_id": "request-1", "run_id": "run-1", "interrupt_id": "interrupt-1"}
    return {**key, "body": "1", "state": "owed", "at": 0.0}
