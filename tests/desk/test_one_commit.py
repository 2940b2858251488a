"""1. What a deed decides and everything that follows from it are owed from the same commit, or not at all."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.policy import Batching, OnTimeout
from bot.approvals.request import Request
from bot.desk import calling, expiring, running, standing_in, viewing
from bot.desk.climbing import escalate_now
from bot.desk.delegating import delegate
from bot.desk.extending import extend
from bot.desk.faltering import Patience, falter
from bot.desk.questioning import put_question
from bot.desk.reopening import reopen
from bot.desk.running import Ending
from bot.desk.standing_in import Away
from bot.desk.taking_back import take_back
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection, Unheard, Work, WorkKind
from bot.ledger.tables import answers, cards, events, votes
from bot.ledger.work import Claim
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_policy,
    a_roster,
    a_tier,
)
from tests.desk.calls import answer, present, summons
from tests.desk.deeds import a_task, asks, claimed_run, heard, mumbles, pause, press, run_of, stopped, told
from tests.desk.ladders import FRIDAY_EVENING, MONDAY_MORNING, a_deferring_policy, falling_back_on
from tests.ledger.books import Ear, claimed, dump, rows


class PulledPlug(Exception):
    """The machine went down at the very moment of the commit."""


class Doomed:
    """Lets every transaction fail after its last statement."""

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Pull the plug."""
        raise PulledPlug

    def announce(self, hints: Sequence[Work]) -> None:
        """Never hear of a commit."""
        raise AssertionError("this was never committed")


REVIEWER = Person(id=LEAD)

Deed = Callable[[], Awaitable[object]]
Scene = Callable[[Ledger], Awaitable[Deed]]


async def starting(ledger: Ledger) -> Deed:
    return lambda: running.start(ledger, a_task("other"), now=NOON)


async def pausing(ledger: Ledger) -> Deed:
    left, claim = await answered(ledger)
    assert left.decision
    return lambda: pause(ledger, claim, asks(interrupt_id="3"))


async def approving(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: press(ledger, request)


async def climbing(ledger: Ledger) -> Deed:
    await stopped(ledger)
    return lambda: expiring.ring(ledger, now=NOON + HOUR)


async def cancelling(ledger: Ledger) -> Deed:
    await stopped(ledger, mumbles(), policy=a_policy(a_tier()))
    return lambda: expiring.ring(ledger, now=NOON + HOUR)


async def ending(ledger: Ledger) -> Deed:
    _, claim = await answered(ledger)
    return lambda: running.end(ledger, claim, Ending(RunState.FINISHED, "Refunded."), now=NOON)


async def giving_up(ledger: Ledger) -> Deed:
    _, claim = await answered(ledger)
    return lambda: falter(ledger, claim, "broken", Patience(1, "#operators"))


async def calling_people(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    await expiring.ring(ledger, now=NOON + HOUR)
    claim = await summons(ledger, request)
    return lambda: answer(ledger, claim, present(MANAGER), now=NOON + HOUR)


async def gathering(ledger: Ledger) -> Deed:
    policy = a_policy(batch=Batching(window=HOUR))
    await pause(ledger, await claimed_run(ledger, "first"), asks(), policy=policy)
    claim = await claimed_run(ledger, "second")
    return lambda: pause(ledger, claim, asks(), policy=policy)


async def nearing(ledger: Ledger) -> Deed:
    await stopped(ledger, policy=a_policy(a_tier(reminders=(0.5,))))
    return lambda: expiring.ring(ledger, now=NOON + HOUR / 2)


async def reading(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: viewing.note_view(ledger, request.id, REVIEWER, request.digest, now=NOON)


async def delegating(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    giving = (REVIEWER, a_roster(), Person(id=OUTSIDER))
    return lambda: delegate(ledger, request.id, giving, "on leave", now=NOON)


async def questioning(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: put_question(ledger, request.id, REVIEWER, "Which invoice?", now=NOON)


async def taking_back(ledger: Ledger) -> Deed:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    return lambda: take_back(ledger, right.id, Person(id=REQUESTER), "", now=NOON)


async def leaving(ledger: Ledger) -> Deed:
    first, other = (Away(Person(id=stand_in), NOON, NOON + HOUR) for stand_in in (MANAGER, OUTSIDER))
    await standing_in.leave(ledger, REVIEWER, first, now=NOON)
    return lambda: standing_in.leave(ledger, REVIEWER, other, now=NOON)


async def passing_over(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    claim = await summons(ledger, request)
    return lambda: answer(ledger, claim, present())


async def unparking(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger, policy=a_deferring_policy(), now=FRIDAY_EVENING)
    assert request.parked_until
    return lambda: expiring.ring(ledger, now=MONDAY_MORNING)


async def overrunning(ledger: Ledger) -> Deed:
    await stopped(ledger, policy=a_policy(a_tier(), on_timeout=OnTimeout.WAIT))
    return lambda: expiring.ring(ledger, now=NOON + HOUR)


async def falling_back(ledger: Ledger) -> Deed:
    await stopped(ledger, policy=falling_back_on(a_policy(a_tier(), name="other")))
    return lambda: expiring.ring(ledger, now=NOON + HOUR)


async def escalating_now(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: escalate_now(ledger, request.id, (REVIEWER, a_roster()), "urgent", now=NOON)


async def extending(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: extend(ledger, request.id, (REVIEWER, a_roster(), HOUR / 2), "busy", now=NOON)


async def reopening(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    await press(ledger, request, action="reject")
    return lambda: reopen(ledger, request.id, (REVIEWER, a_roster()), "too hasty", now=NOON)


async def recalling(ledger: Ledger) -> Deed:
    [request] = await stopped(ledger)
    return lambda: calling.recall(ledger, request.id, now=NOON)


SCENES = [
    *(starting, pausing, approving, climbing, cancelling, ending, giving_up, calling_people),
    *(gathering, nearing, reading, delegating, questioning, taking_back, leaving, passing_over, unparking),
    *(overrunning, falling_back, escalating_now, extending, reopening, recalling),
]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_a_deed_whose_commit_fails_has_never_happened(ledger: Ledger, scene: Scene) -> None:
    deed = await scene(ledger)
    before = await dump(ledger)
    ledger.hints = Doomed()
    with pytest.raises(PulledPlug):
        await deed()
    assert await dump(ledger) == before
    ledger.hints = Unheard()
    await deed()
    assert await dump(ledger) != before


async def test_a_decision_owes_everything_at_once(ledger: Ledger) -> None:
    ear = ledger.hints = Ear()
    [request] = await stopped(ledger)
    ear.commits.clear()
    await press(ledger, request)
    card = Work(WorkKind.CARD, f"{request.id}.approvals")
    history = Work(WorkKind.CARD, f"{request.id}.thread.history")
    assert [set(hints) for hints in ear.commits] == [{run_of(request), card, history}]
    assert [event["kind"] for event in await rows(ledger, events)] == ["opened", "voted", "settled"]
    assert [len(await rows(ledger, table)) for table in (votes, answers, cards)] == [1, 1, 2]
    assert await heard(ledger) == [("decided", request.id), ("waits", request.id)]
    assert await told(ledger) == []


async def answered(ledger: Ledger) -> tuple[Request, Claim]:
    """A run that is driven on with one of its two answers."""
    left, _ = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    settled = await press(ledger, left, SECOND_LEAD)
    return settled, await claimed(ledger, run_of(left))
