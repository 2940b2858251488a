"""Questions of several parts: each is decided by itself, and all together make one answer, which is owed once."""

import asyncio
from datetime import timedelta

import pytest

from bot.approvals.decision import Cause
from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import State
from bot.approvals.tier import Notify
from bot.desk import auditing, expiring, taking_back
from bot.desk.opening import Question
from bot.ledger import chain, listing
from bot.ledger.database import Ledger
from bot.ledger.tables import answers, cards, notices
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    REQUESTER,
    SECOND_LEAD,
    a_policy,
    a_roster,
    a_tier,
    an_auto_tier,
)
from tests.desk.calls import called
from tests.desk.deeds import press, requests_of, run_of, the_request, the_run
from tests.desk.parts import THREE, a_house_of, calls, owed_answers, parts_of, stopped_with, stops_again
from tests.ledger.books import owed, rows

APPROVE = {"type": "approve"}
TIMES = 8
SOME_AT_ONCE = a_house_of(a_policy(an_auto_tier(amount=15), a_tier(), name="pay"))


async def test_all_parts_are_on_the_ledger_with_one_card_and_their_requester_hears_once(ledger: Ledger) -> None:
    parts = await stopped_with(ledger)
    assert [(part.origin.part, part.origin.parts, part.ask.step) for part in parts] == [
        (0, 3, "pay"),
        (1, 3, "refund"),
        (2, 3, "ship"),
    ]
    assert len({part.origin.together for part in parts}) == 1
    [card] = await rows(ledger, cards)
    assert (card["look"], card["audience"]) == ("batch", "#approvals")
    async with ledger.read() as conn:
        assert [part.id for part in await listing.of_batch(conn, card["batch_id"])] == [part.id for part in parts]
    assert await kinds_of_notices(ledger) == ["call", "call", "call", "waits"]


async def test_the_answer_is_owed_when_the_last_part_is_decided_in_the_order_of_the_parts(ledger: Ledger) -> None:
    """1. What the workflow is given is owed from the commit of the last decision, all of it."""
    first, second, third = await stopped_with(ledger)
    await press(ledger, third, action="reject", reason="too heavy")
    await press(ledger, first, SECOND_LEAD)
    assert (await owed_answers(ledger, first), await rows(ledger, answers)) == ([], [])
    assert run_of(first) not in await owed(ledger)
    await press(ledger, second, edit={"amount": 5})
    edited = {"type": "edit", "edited_action": {"name": "refund", "args": {"amount": 5}}}
    assert await owed_answers(ledger, first) == [APPROVE, edited, {"type": "reject", "message": "too heavy"}]
    assert run_of(first) in await owed(ledger)
    assert (await kinds_of_notices(ledger)).count("decided") == 1


async def test_two_people_who_decide_the_last_two_parts_at_once_owe_the_answer_once(
    ledger: Ledger, second: Ledger
) -> None:
    for number in range(TIMES):
        first, left, right = await stopped_with(ledger, key=f"{number}")
        await press(ledger, first)
        await asyncio.gather(press(ledger, left), press(second, right, SECOND_LEAD))
        assert await owed_answers(ledger, first) == [APPROVE] * 3
    assert [row["state"] for row in await rows(ledger, answers)] == ["owed"] * 3 * TIMES


async def test_two_people_who_decide_one_part_at_once_decide_it_once(ledger: Ledger, second: Ledger) -> None:
    for number in range(TIMES):
        first, *_ = await stopped_with(ledger, key=f"{number}")
        both = press(ledger, first), press(second, first, SECOND_LEAD, "reject")
        [late] = [each for each in await asyncio.gather(*both, return_exceptions=True) if isinstance(each, Refused)]
        assert late.reason is Reason.ALREADY_CLOSED
        assert await owed_answers(ledger, first) == []


async def test_a_part_that_limits_settle_counts_and_has_its_place_on_the_card(ledger: Ledger) -> None:
    first, second, third = await stopped_with(ledger, house=SOME_AT_ONCE)
    assert (first.state, second.state, third.state) == (State.SETTLED, State.OPEN, State.OPEN)
    [card] = await rows(ledger, cards)
    async with ledger.read() as conn:
        assert {part.id for part in await listing.of_batch(conn, card["batch_id"])} == {first.id, second.id, third.id}
    await press(ledger, second, roster=a_roster((), (LEAD,)))
    assert await owed_answers(ledger, first) == []
    await press(ledger, third, roster=a_roster((), (LEAD,)))
    assert await owed_answers(ledger, first) == [APPROVE] * 3


async def test_a_question_that_limits_settle_wholly_asks_nobody(ledger: Ledger) -> None:
    house = a_house_of(a_policy(an_auto_tier(amount=100), a_tier()))
    first, *_ = await stopped_with(ledger, house=house)
    assert await owed_answers(ledger, first) == [APPROVE] * 3
    assert (await rows(ledger, cards), await rows(ledger, notices)) == ([], [])


async def test_a_part_that_cannot_be_answered_so_ends_the_run_and_takes_the_others_back(ledger: Ledger) -> None:
    """9. Silence is no consent, and where the dialect has no refusal either, nothing is made up."""
    asked = calls("pay", "refund", "ship", allowed=("approve",))
    first, *_ = await stopped_with(ledger, asked, house=a_house_of(a_policy(a_tier())))
    await press(ledger, first)
    await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_run(ledger, run_of(first))).state is RunState.CANCELLED
    states = [part.state for part in await parts_of(ledger, run_of(first))]
    assert sorted(states) == [State.EXPIRED, State.SETTLED, State.WITHDRAWN]
    assert await rows(ledger, answers) == []


async def test_what_nobody_can_approve_is_not_settled_by_limits(ledger: Ledger) -> None:
    parts = await stopped_with(ledger, calls("pay", "refund", allowed=("respond",)), house=SOME_AT_ONCE)
    assert [part.state for part in parts] == [State.OPEN, State.OPEN]


async def test_a_part_that_is_taken_back_ends_the_run_and_takes_the_others_back(ledger: Ledger) -> None:
    first, second, _ = await stopped_with(ledger)
    await press(ledger, first)
    await taking_back.take_back(ledger, second.id, Person(id=REQUESTER), "not needed", now=NOON)
    assert (await the_run(ledger, run_of(first))).state is RunState.CANCELLED
    states = [part.state for part in await parts_of(ledger, run_of(first))]
    assert states == [State.SETTLED, State.WITHDRAWN, State.WITHDRAWN]
    outcomes = [row for row in await rows(ledger, notices) if row["kind"] == "outcome"]
    assert sorted(row["audience"] for row in outcomes) == ["U0REQUESTER", "thread"], "one card, one thread"


async def test_a_part_that_runs_out_of_time_is_rejected_by_itself(ledger: Ledger) -> None:
    short = a_policy(a_tier(), name="pay")
    first, second, third = await stopped_with(ledger, house=a_house_of(a_policy(), short))
    await expiring.ring(ledger, now=NOON + HOUR)
    assert [(await the_request(ledger, part.id)).state for part in (first, second)] == [State.EXPIRED, State.OPEN]
    for part in (second, third):
        await press(ledger, await the_request(ledger, part.id), now=NOON + HOUR)
    [rejected, *approved] = await owed_answers(ledger, first)
    assert rejected["type"] == "reject"
    assert approved == [APPROVE, APPROVE]


async def test_a_question_that_is_asked_again_after_a_restart_goes_on_where_it_stood(ledger: Ledger) -> None:
    first, second, third = await stopped_with(ledger)
    await press(ledger, first)
    assert len(await stops_again(ledger, run_of(first), THREE)) == 3
    await press(ledger, second)
    assert len(await stops_again(ledger, run_of(first), THREE)) == 3
    await press(ledger, third)
    assert await owed_answers(ledger, first) == [APPROVE] * 3
    assert (await kinds_of_notices(ledger)).count("waits") == 1


@pytest.mark.parametrize(
    "changed",
    [
        calls("pay", "refund"),
        calls("pay", "refund", "ship", "pay"),
        calls("pay", "refund", "ship", ship=31),
        calls("pay", "refund", "ship", pay=11),
        calls("refund", "pay", "ship"),
    ],
)
async def test_a_question_that_changed_under_its_id_is_asked_anew_and_what_was_decided_is_void(
    ledger: Ledger, changed: Question
) -> None:
    first, *_ = await stopped_with(ledger)
    await press(ledger, first)
    found = await stops_again(ledger, run_of(first), changed, now=NOON + HOUR / 2)
    old, new = found[:3], found[3:]
    assert [part.state for part in old] == [State.SETTLED, State.WITHDRAWN, State.WITHDRAWN]
    assert {part.state for part in new} == {State.OPEN}
    assert len({part.origin.together for part in new}) == 1
    for part in new:
        await press(ledger, part)
    assert await owed_answers(ledger, first) == [APPROVE] * len(new)
    assert await findings(ledger) == []


async def test_what_was_decided_wholly_is_void_where_one_part_changed(ledger: Ledger) -> None:
    parts = await stopped_with(ledger)
    for part in parts:
        await press(ledger, part)
    changed = calls("pay", "refund", "ship", ship=31)
    found = await stops_again(ledger, run_of(parts[0]), changed, now=NOON + HOUR / 2)
    assert [part.state for part in found[3:]] == [State.OPEN] * 3
    assert await owed_answers(ledger, parts[0]) == []
    assert await findings(ledger) == []


async def test_a_question_that_is_gone_withdraws_what_is_open_of_it(ledger: Ledger) -> None:
    first, *_ = await stopped_with(ledger)
    await press(ledger, first)
    found = await stops_again(ledger, run_of(first), calls("pay", interrupt_id="turn-2"), now=NOON + HOUR / 2)
    assert [part.state for part in found[:3]] == [State.SETTLED, State.WITHDRAWN, State.WITHDRAWN]
    assert [row["state"] for row in await rows(ledger, answers)] == ["void"]
    assert await findings(ledger) == []


async def test_the_auditor_takes_no_decided_part_of_an_open_question_for_a_lost_answer(ledger: Ledger) -> None:
    first, second, _ = await stopped_with(ledger)
    await press(ledger, first)
    await press(ledger, second)
    assert await findings(ledger) == []
    assert await rows(ledger, answers) == []


@pytest.mark.parametrize("left", [0, 1, 2])
async def test_the_auditor_gives_back_a_lost_answer_as_a_whole(ledger: Ledger, left: int) -> None:
    parts = await stopped_with(ledger)
    for part in parts:
        await press(ledger, part)
    kept = [part.id for part in parts[:left]]
    async with ledger.write() as tx:
        await tx.conn.execute(answers.delete().where(answers.c.request_id.not_in(kept)))
    inspection = await auditing.inspect(ledger, now=NOON + HOUR / 2, heal=True)
    assert {(found.kind, found.healed) for found in inspection.findings} == {("unanswered", True)}
    assert await owed_answers(ledger, parts[0]) == [APPROVE] * 3
    assert await findings(ledger) == []


async def test_parts_under_policies_of_different_channels_have_a_card_in_each(ledger: Ledger) -> None:
    elsewhere = a_policy(name="ship").model_copy(update={"channel": "#harbour"})
    first, second, third = await stopped_with(ledger, house=a_house_of(a_policy(), elsewhere))
    async with ledger.read() as conn:
        shown = {
            card["audience"]: [part.id for part in await listing.of_batch(conn, card["batch_id"])]
            for card in await rows(ledger, cards)
        }
    assert shown == {"#approvals": [first.id, second.id], "#harbour": [third.id]}
    for part in (first, second, third):
        await press(ledger, part)
    assert await owed_answers(ledger, first) == [APPROVE] * 3


async def test_what_people_hear_of_by_direct_message_is_on_no_card_of_the_channel(ledger: Ledger) -> None:
    quiet = a_policy(a_tier("team lead", notify=Notify.DM), name="ship")
    first, second, third = await stopped_with(ledger, house=a_house_of(a_policy(), quiet))
    await called(ledger, third, SECOND_LEAD)
    async with ledger.read() as conn:
        shown = {
            card["audience"]: [part.id for part in await listing.of_batch(conn, card["batch_id"])]
            for card in await rows(ledger, cards)
            if card["look"] == "batch"
        }
    assert shown == {"#approvals": [first.id, second.id], SECOND_LEAD: [third.id]}


async def test_a_part_that_is_put_to_the_next_tier_comes_to_them_with_its_question(ledger: Ledger) -> None:
    slow = a_policy(a_tier("team lead", sla=timedelta(hours=9)), name="pay")
    parts = await stopped_with(ledger, house=a_house_of(a_policy(), slow))
    await expiring.ring(ledger, now=NOON + HOUR)
    for part in parts[1:]:
        await called(ledger, part, MANAGER, now=NOON + HOUR)
    shown = sorted((card["look"], card["audience"]) for card in await rows(ledger, cards) if card["batch_id"])
    assert shown == [("batch", "#approvals"), ("batch", MANAGER)]


async def test_an_answer_that_was_refused_is_void_and_its_question_says_so_when_it_is_asked_anew(
    ledger: Ledger,
) -> None:
    """4. A refused answer leaves the question open."""
    parts = await stopped_with(ledger)
    for part in parts:
        await press(ledger, part)
    refused = Question(THREE.interrupt_id, THREE.payload, refused="the amounts do not add up")
    found = await stops_again(ledger, run_of(parts[0]), refused, now=NOON + HOUR / 2)
    new = found[3:]
    assert ["the amounts do not add up" in part.ask.notice for part in new] == [True] * 3
    assert [row["state"] for row in await rows(ledger, answers)] == ["void"] * 3
    again = await stops_again(ledger, run_of(parts[0]), THREE, now=NOON + HOUR / 2)
    assert len(again) == 6, "the same question, which stands as it was asked anew"
    for part in new:
        await press(ledger, part)
    assert await owed_answers(ledger, parts[0]) == [APPROVE] * 3


async def test_what_limits_answered_and_the_workflow_refused_is_put_to_people(ledger: Ledger) -> None:
    house = a_house_of(a_policy(an_auto_tier(amount=100), a_tier()))
    parts = await stopped_with(ledger, house=house)
    refused = Question(THREE.interrupt_id, THREE.payload, refused="no")
    found = await stops_again(ledger, run_of(parts[0]), refused, house=house)
    assert [part.state for part in found if part.origin.refused] == [State.OPEN] * 3


async def test_what_the_policy_answers_by_itself_is_not_refused_for_ever(ledger: Ledger) -> None:
    parts = await stopped_with(ledger, calls("pay", "refund"))
    refused = Question("turn-1", calls("pay", "refund").payload, refused="no")
    for times in (1, 2):
        await expiring.ring(ledger, now=NOON + times * 3 * HOUR)
        await expiring.ring(ledger, now=NOON + times * 3 * HOUR + 2 * HOUR)
        await stops_again(ledger, run_of(parts[0]), refused, now=NOON + (times * 3 + 2) * HOUR)
    run = await the_run(ledger, run_of(parts[0]))
    assert run.state is RunState.CANCELLED
    assert "It said: no" in run.outcome
    causes = [part.decision.cause for part in await requests_of(ledger, run_of(parts[0])) if part.decision]
    assert causes == [Cause.TIMEOUT] * 4


async def test_the_trail_fits_whatever_was_decided_at_once(ledger: Ledger, second: Ledger) -> None:
    parts = await stopped_with(ledger)
    by = (LEAD, SECOND_LEAD, LEAD)
    pairs = zip((ledger, second, ledger), parts, by, strict=True)
    await asyncio.gather(*(press(book, part, person) for book, part, person in pairs))
    async with ledger.read() as conn:
        assert await chain.verify(conn) > 0
    assert await owed_answers(ledger, parts[0]) == [APPROVE] * 3


async def kinds_of_notices(ledger: Ledger) -> list[str]:
    return sorted(row["kind"] for row in await rows(ledger, notices))


async def findings(ledger: Ledger) -> list[tuple[str, str]]:
    """What an auditor who looks at everything finds a little later."""
    inspection = await auditing.inspect(ledger, now=NOON + HOUR / 2, heal=False, whole=True)
    return [(found.kind, found.subject) for found in inspection.findings if found.kind != "late"]
