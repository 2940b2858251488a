"""A run that stops is given back with its books in line with the questions that are pending now."""

import pytest

from bot.approvals.ask import Ask
from bot.approvals.decision import Cause
from bot.approvals.dialects.payloads import Payload
from bot.approvals.machine import RunState
from bot.approvals.request import State
from bot.desk.opening import Question
from bot.ledger import answer_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import answers, cards
from bot.ledger.work import LeaseLost
from tests.approvals.examples import HOUR, NOON, REQUESTER, a_policy, a_tier, an_ask, an_auto_tier
from tests.desk.deeds import (
    VERSION,
    asks,
    heard,
    mumbles,
    pause,
    press,
    requests_of,
    run_of,
    start,
    stopped,
    the_request,
    the_run,
)
from tests.ledger.books import claimed, dump, owed, rows, take_from

CHANGED: Ask = an_ask(amount=130)


async def test_every_question_opens_a_request_with_a_card(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(CHANGED, "2"))
    assert [(request.state, request.origin.interrupt_id) for request in (left, right)] == [
        (State.OPEN, "1"),
        (State.OPEN, "2"),
    ]
    assert sorted(card["request_id"] for card in await rows(ledger, cards)) == sorted([left.id, right.id])
    assert {item.kind for item in await owed(ledger)} == {WorkKind.CARD, WorkKind.NOTICE}
    assert await heard(ledger) == [("waits", request_id) for request_id in sorted([left.id, right.id])]
    assert (await the_run(ledger, run_of(left))).state is RunState.WAITING


async def test_a_request_keeps_the_policy_and_the_graph_it_was_opened_under(ledger: Ledger) -> None:
    """7. Policy and graph version are frozen into the request."""
    policy = a_policy(a_tier(quorum=2))
    [request] = await stopped(ledger, policy=policy)
    assert (request.policy, request.origin.graph_version) == (policy, VERSION)
    assert (request.origin.requester, request.origin.workflow) == (REQUESTER, "refund")


async def test_a_question_that_still_stands_keeps_its_request(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    claim = await claimed(ledger, run_of(left))
    after = await pause(ledger, claim, asks(interrupt_id="2"), policy=a_policy(a_tier("others")), now=NOON + HOUR / 2)
    assert len(after) == 2
    assert await the_request(ledger, right.id) == right


async def test_an_answer_to_a_question_that_is_gone_counts_as_applied(ledger: Ledger) -> None:
    left, _ = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await pause(ledger, await claimed(ledger, run_of(left)), asks(interrupt_id="2"), now=NOON + HOUR / 2)
    assert (await the_request(ledger, left.id)).applied_at == NOON + HOUR / 2
    assert [row["state"] for row in await rows(ledger, answers)] == ["applied"]


async def test_an_open_request_whose_question_is_gone_is_withdrawn(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await pause(ledger, await claimed(ledger, run_of(left)), asks(interrupt_id="3"))
    gone = await the_request(ledger, right.id)
    assert (gone.state, gone.withdrawn_because) == (State.WITHDRAWN, "The workflow went on without this answer.")


async def test_an_open_question_that_changed_under_its_id_is_asked_anew(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    claim = await claimed(ledger, run_of(left))
    *_, anew = await pause(ledger, claim, asks(CHANGED, "2"), now=NOON + HOUR / 2)
    old = await the_request(ledger, right.id)
    assert (old.state, old.withdrawn_because) == (State.WITHDRAWN, "The workflow asks something else now.")
    assert (anew.state, anew.ask, anew.origin.interrupt_id) == (State.OPEN, CHANGED, "2")


async def test_what_people_said_to_a_question_that_changed_is_void(ledger: Ledger) -> None:
    """4 and 9. An answer reaches the question it was given to, or none."""
    [old] = await stopped(ledger)
    await press(ledger, old)
    _, anew = await pause(ledger, await claimed(ledger, run_of(old)), asks(CHANGED), now=NOON + HOUR / 2)
    assert [row["state"] for row in await rows(ledger, answers)] == ["void"]
    assert (anew.state, anew.decision) == (State.OPEN, None)
    assert run_of(old) not in await owed(ledger)
    await press(ledger, anew)
    async with ledger.read() as conn:
        assert [answer.request_id for answer in await answer_book.owed(conn, run_of(old).key)] == [anew.id]


async def test_an_answer_that_came_while_the_run_was_driven_is_owed_and_hinted_at(ledger: Ledger) -> None:
    """2. Before the driver lets go it looks, in the same transaction, for decisions that came meanwhile."""
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    claim = await claimed(ledger, run_of(left))
    await press(ledger, right)
    ear = Ear()
    ledger.hints = ear
    await pause(ledger, claim, asks(interrupt_id="2"))
    assert claim.work in ear.heard
    assert claim.work in await owed(ledger)


async def test_a_run_that_owes_nothing_is_not_hinted_at(ledger: Ledger) -> None:
    claim = await claimed(ledger, await start(ledger))
    ear = Ear()
    ledger.hints = ear
    await pause(ledger, claim, asks())
    assert {work.kind for work in ear.heard} == {WorkKind.CARD, WorkKind.DEADLINE, WorkKind.NOTICE}


async def test_what_lies_within_limits_is_answered_without_a_card(ledger: Ledger) -> None:
    auto = a_policy(an_auto_tier(amount=500), a_tier())
    [request] = await stopped(ledger, policy=auto)
    assert request.decision
    assert (request.state, request.decision.cause) == (State.SETTLED, Cause.LIMITS)
    assert await rows(ledger, cards) == []
    assert await owed(ledger) == [run_of(request)]


async def test_a_question_nobody_can_read_is_put_before_people_without_buttons(ledger: Ledger) -> None:
    """9. An unknown payload is not consent, whatever the limits."""
    auto = a_policy(an_auto_tier(amount=500), a_tier())
    [request] = await stopped(ledger, mumbles(), policy=auto)
    assert (request.state, request.ask.actions, request.origin.dialect) == (State.OPEN, (), "unknown")
    assert len(await rows(ledger, cards)) == 1


async def test_a_broken_question_of_ours_is_not_answered_either(ledger: Ledger) -> None:
    [request] = await stopped(ledger, Question("1", Payload({"countersign.ask": {"title": ""}})))
    assert request.ask.actions == ()


async def test_whoever_lost_the_lease_opens_nothing(ledger: Ledger) -> None:
    loser = await claimed(ledger, await start(ledger))
    await take_from(ledger, loser)
    before = await dump(ledger)
    with pytest.raises(LeaseLost):
        await pause(ledger, loser, asks())
    assert await dump(ledger) == before
    assert await requests_of(ledger, loser.work) == []


class Ear:
    """Hears hints."""

    def __init__(self) -> None:
        self.heard: list[Work] = []

    async def enlist(self, _conn: object, _hints: object) -> None:
        """Take nothing along."""

    def announce(self, hints: object) -> None:
        """Note what is hinted at."""
        assert isinstance(hints, list)
        self.heard += hints
