"""Whatever may be done at the desk with two runs, as steps that a property test takes in any order."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.approvals.calendars import Calendar
from bot.approvals.effect import Intent
from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.policy import Batching, OnTimeout, Policy
from bot.approvals.quiet import Quiet
from bot.approvals.refusals import Refused
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Turn
from bot.desk import calling, effecting, expiring, running, setting_right, standing_in, undoing, viewing
from bot.desk.climbing import escalate_now
from bot.desk.delegating import delegate
from bot.desk.effecting import Made
from bot.desk.extending import extend
from bot.desk.faltering import Patience, falter
from bot.desk.opening import Question
from bot.desk.questioning import put_question
from bot.desk.reopening import reopen
from bot.desk.running import Ending
from bot.desk.setting_right import Busy
from bot.desk.standing_in import Away
from bot.desk.taking_back import take_back
from bot.ledger import request_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.ledger.tables import notices, runs
from bot.ledger.work import Claim
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_drafted_ask,
    a_policy,
    a_roster,
    a_tier,
    an_ask,
)
from tests.desk.calls import answer, present
from tests.desk.deeds import asks, mumbles, pause, press
from tests.ledger.books import claim, rows

_LEADS = a_tier(limits={"amount": 200}, quorum=2, reminders=(0.4,))
_MANAGERS = a_tier("manager")
_AFTERNOON = Calendar(name="afternoon", zone="UTC", hours="13:00-18:00")
_PATIENT = a_policy(_MANAGERS, name="patient", on_timeout=OnTimeout.WAIT)
POLICIES: dict[str, Policy] = {
    "alone": a_policy(_LEADS, _MANAGERS, repeat=1),
    "together": a_policy(_LEADS, _MANAGERS, batch=Batching(window=HOUR, most=2)),
    "in turn": a_policy(
        a_tier(turn=Turn.ROUND_ROBIN, reminders=(0.4,), calendar=_AFTERNOON, defer=True),
        a_tier("manager", notify=Notify.BOTH),
        on_timeout=OnTimeout.FALLBACK,
        fallback=_PATIENT,
    ),
}
QUESTIONS = [
    asks(a_drafted_ask(), "1"),
    asks(a_drafted_ask(amount=130), "1"),
    asks(a_drafted_ask(), "2"),
    asks(an_ask(), "3"),
    mumbles("3"),
]
PEOPLE = (LEAD, SECOND_LEAD, MANAGER, OUTSIDER, REQUESTER)
VOTERS = (LEAD, LEAD, SECOND_LEAD, SECOND_LEAD, MANAGER, OUTSIDER, REQUESTER)


@dataclass
class Scene:
    """A ledger with two runs on it, and the time."""

    ledger: Ledger
    runs: Sequence[Work]
    now: datetime = NOON

    async def drive(self, number: int) -> Claim | None:
        """Claim the run of that number where it is owed, as if no pause were left."""
        async with self.ledger.write() as tx:
            await tx.conn.execute(runs.update().values(next_at=0.0))
        return await claim(self.ledger, self.runs[number])

    async def request(self, number: int) -> Request | None:
        """One of the requests there are, or None before there is any."""
        async with self.ledger.read() as conn:
            there = [request for run in self.runs for request in await request_book.of_run(conn, run.key)]
        return there[number % len(there)] if there else None


Step = Callable[[Scene], Awaitable[None]]
Deed = Callable[[Scene, Request], Awaitable[object]]


def on_a_request(number: int, deed: Deed) -> Step:
    """Do this to one of the requests; what is refused changes nothing."""

    async def step(scene: Scene) -> None:
        request = await scene.request(number)
        if request:
            with contextlib.suppress(Refused):
                await deed(scene, request)

    return step


def pressing(by: str, action: str, how: dict[str, Any]) -> Deed:
    return lambda scene, request: press(scene.ledger, request, by, action, now=scene.now, **how)


def delegating(by: str, to: str) -> Deed:
    who = Person(id=by), a_roster(), Person(id=to)
    return lambda scene, request: delegate(scene.ledger, request.id, who, "busy", now=scene.now)


def climbing(by: str) -> Deed:
    voter = Person(id=by), a_roster()
    return lambda scene, request: escalate_now(scene.ledger, request.id, voter, "urgent", now=scene.now)


def extending(by: str) -> Deed:
    wish = Person(id=by), a_roster(), HOUR / 4
    return lambda scene, request: extend(scene.ledger, request.id, wish, "busy", now=scene.now)


def reopening(by: str) -> Deed:
    voter = Person(id=by), a_roster()
    return lambda scene, request: reopen(scene.ledger, request.id, voter, "too hasty", now=scene.now)


def recalling(scene: Scene, request: Request) -> Awaitable[object]:
    return calling.recall(scene.ledger, request.id, now=scene.now)


def reading(by: str) -> Deed:
    person = Person(id=by)
    return lambda scene, request: viewing.note_view(scene.ledger, request.id, person, request.digest, now=scene.now)


def questioning(by: str) -> Deed:
    person = Person(id=by)
    return lambda scene, request: put_question(scene.ledger, request.id, person, "why?", now=scene.now)


def taking_back(by: str) -> Deed:
    person = Person(id=by)
    return lambda scene, request: take_back(scene.ledger, request.id, person, "", now=scene.now)


def leaving(person: str, stand_in: str) -> Step:
    async def step(scene: Scene) -> None:
        with contextlib.suppress(Refused):
            until = scene.now + HOUR
            away = Away(Person(id=stand_in) if stand_in != person else None, scene.now, until)
            await standing_in.leave(scene.ledger, Person(id=person), away, now=scene.now)

    return step


def ringing(after: timedelta) -> Step:
    async def step(scene: Scene) -> None:
        scene.now += after
        await expiring.ring(scene.ledger, now=scene.now)

    return step


def pausing(number: int, questions: Sequence[Question], policy: str) -> Step:
    async def step(scene: Scene) -> None:
        held = await scene.drive(number)
        if held:
            await pause(scene.ledger, held, *questions, policy=POLICIES[policy], now=scene.now)

    return step


def ending(number: int, state: RunState) -> Step:
    async def step(scene: Scene) -> None:
        held = await scene.drive(number)
        if held:
            await running.end(scene.ledger, held, Ending(state, ""), now=scene.now)

    return step


def doing(number: int, key: str, undone: bool) -> Step:
    """Whoever drives the run does something, perhaps undoes it, and lets go of the run."""

    async def step(scene: Scene) -> None:
        held = await scene.drive(number)
        if held is None:
            return
        intent = Intent(key=key, words=f"Did {key}", undo="tests:undo")
        await effecting.begin(scene.ledger, held, intent, now=scene.now)
        await effecting.finish(scene.ledger, held, intent, Made({"done": key}), now=scene.now)
        taken = await effecting.take(scene.ledger, held, key, 30.0, now=scene.now) if undone else None
        if taken:
            await undoing.conclude(scene.ledger, taken, because="not wanted", now=scene.now)
        async with scene.ledger.write() as tx:
            await work.release(tx.conn, held)

    return step


def repairing(number: int, given_up: bool) -> Step:
    """An operator takes the run, also one that has failed, and has it driven on or gives it up."""

    async def step(scene: Scene) -> None:
        with contextlib.suppress(Busy):
            held = await setting_right.take(scene.ledger, scene.runs[number].key, now=scene.now)
            mend = setting_right.abandon if given_up else setting_right.drive_on
            await mend(scene.ledger, held, setting_right.Step("by hand", MANAGER, "it was stuck"), now=scene.now)

    return step


def failing(number: int, revived: bool) -> Step:
    async def step(scene: Scene) -> None:
        held = await scene.drive(number)
        if held:
            await falter(scene.ledger, held, "broken", Patience(2, "#operators"))
            if revived:
                async with scene.ledger.write() as tx:
                    await work.revive(tx.conn, [scene.runs[number]])

    return step


def calling_people(*people: str) -> Step:
    """Whoever is to be called or reminded is, as far as that is owed, where these people are there."""

    async def step(scene: Scene) -> None:
        for row in await rows(scene.ledger, notices):
            held = await claim(scene.ledger, Work(WorkKind.NOTICE, row["id"]))
            if held and row["kind"] in {NoticeKind.CALL, NoticeKind.REMIND}:
                await answer(scene.ledger, held, present(*people), quiet=Quiet(pings_per_hour=1), now=scene.now)

    return step


_NUMBERS, _RUNS, _PERSONS = st.integers(0, 5), st.integers(0, 1), st.sampled_from(PEOPLE)
_EDITS = st.sampled_from(({"amount": 90, "note": "less"}, {"amount": 900, "note": "more"}, {"amount": 120, "note": ""}))
_PLAIN: st.SearchStrategy[dict[str, Any]] = st.just({})
_HOW = st.one_of(_PLAIN, _PLAIN, _PLAIN, _EDITS.map(lambda edit: {"edit": edit}), st.just({"saw_whole": False}))
_ACTIONS = st.sampled_from(("approve", "approve", "approve", "reject", "hold", "escalate"))
_PRESSES = st.builds(on_a_request, _NUMBERS, st.builds(pressing, st.sampled_from(VOTERS), _ACTIONS, _HOW))
_ASKING_BACK = st.builds(
    on_a_request,
    _NUMBERS,
    st.one_of(
        st.builds(delegating, _PERSONS, _PERSONS),
        st.builds(reading, _PERSONS),
        st.builds(questioning, _PERSONS),
        st.builds(taking_back, st.sampled_from((REQUESTER, LEAD, LEAD))),
        st.builds(climbing, st.sampled_from((LEAD, MANAGER))),
        st.builds(extending, st.sampled_from((LEAD, MANAGER))),
        st.builds(reopening, _PERSONS),
        st.just(recalling),
    ),
)
_CALLS = st.builds(calling_people, _PERSONS, _PERSONS, _PERSONS) | st.builds(calling_people)
_ABSENCES = st.builds(leaving, _PERSONS, _PERSONS)
_SOME_QUESTIONS = st.lists(
    st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique_by=lambda question: question.interrupt_id
)
PAUSES = st.builds(pausing, _RUNS, _SOME_QUESTIONS, st.sampled_from(list(POLICIES)))
_RINGS = st.builds(ringing, st.sampled_from((timedelta(0), HOUR / 2, HOUR, 3 * HOUR)))
_FAILURES = st.builds(failing, _RUNS, st.booleans())
_REPAIRS = st.builds(repairing, _RUNS, st.booleans())
ENDS = st.builds(ending, _RUNS, st.sampled_from((RunState.FINISHED, RunState.FAILED)))
_DEEDS = st.builds(doing, _RUNS, st.sampled_from(("wire", "letter")), st.booleans())
_VISITS = st.one_of(_ASKING_BACK, _ABSENCES, _CALLS, _CALLS)
STEPS = st.lists(
    st.one_of(_PRESSES, _PRESSES, _PRESSES, _VISITS, PAUSES, _RINGS, _FAILURES, _DEEDS, _REPAIRS), max_size=16
)
