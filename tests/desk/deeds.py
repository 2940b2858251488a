"""Shorthand for the desk's deeds: a run that stopped with questions, and what people do to its requests."""

from datetime import datetime
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.dialects import native
from bot.approvals.dialects.payloads import Payload
from bot.approvals.eligibility import Person, Roster
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.routing import PolicyBook
from bot.desk import opening, running, voting
from bot.desk.opening import House, Question
from bot.desk.running import Task
from bot.desk.voting import Click
from bot.ledger import request_book, run_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.ledger.run_book import Run
from bot.ledger.tables import notices
from bot.ledger.work import Claim
from tests.approvals.examples import LEAD, NOON, REQUESTER, a_policy, a_roster, an_ask
from tests.ledger.books import claimed, rows

VERSION = "v1"
_ON_THE_WAY = (NoticeKind.WAITS, NoticeKind.PARKED, NoticeKind.DECIDED)
_AT_ONCE = (NoticeKind.CALL, "tier:0.0.0")


def a_task(key: str = "wish") -> Task:
    """The wish for a refund."""
    return Task("refund", {"amount": 120}, REQUESTER, key)


def asks(question: Ask | None = None, interrupt_id: str = "interrupt-1") -> Question:
    """A pending interrupt with a question in our own dialect."""
    return Question(interrupt_id, Payload(native.payload(question or an_ask())))


def mumbles(interrupt_id: str = "interrupt-1") -> Question:
    """A pending interrupt in a dialect that nobody knows."""
    return Question(interrupt_id, Payload({"what": "shall I?"}))


def a_house(policy: Policy) -> House:
    """A house in which this policy holds for everything."""
    return House(PolicyBook(policies={policy.name: policy}, default=policy.name), frozenset(), VERSION)


async def start(ledger: Ledger, key: str = "wish") -> Work:
    """Start a run, and return the work that it owes."""
    run = await running.start(ledger, a_task(key), now=NOON)
    assert run
    return Work(WorkKind.RUN, run.id)


async def claimed_run(ledger: Ledger, key: str) -> Claim:
    """A new run, claimed to be driven."""
    return await claimed(ledger, await start(ledger, key))


async def pause(
    ledger: Ledger, claim: Claim, *questions: Question, policy: Policy | None = None, now: datetime = NOON
) -> list[Request]:
    """Give the run back waiting for answers to these questions; returns every request it ever had."""
    await opening.pause(ledger, claim, questions, a_house(policy or a_policy()), now=now)
    return await requests_of(ledger, claim.work)


async def stopped(
    ledger: Ledger, *questions: Question, policy: Policy | None = None, now: datetime = NOON
) -> list[Request]:
    """The requests of a new run that was driven up to these questions, or to one about a refund."""
    run = await start(ledger)
    return await pause(ledger, await claimed(ledger, run), *(questions or (asks(),)), policy=policy, now=now)


async def press(ledger: Ledger, request: Request, by: str = LEAD, action: str = "approve", **how: Any) -> Request:
    """A click by somebody whom the directory knows, on a card that shows the request as it stands."""
    click = Click(
        request_id=request.id,
        action=action,
        seen=how.get("seen", request.digest[:16]),
        saw_whole=how.get("saw_whole", True),
        values=how.get("values", {}),
        edit=how.get("edit"),
        reason=how.get("reason", "as agreed"),
    )
    voter: tuple[Person, Roster] = (how.get("person", Person(id=by)), how.get("roster", a_roster()))
    return await voting.vote(ledger, click, voter, how.get("graph", VERSION), now=how.get("now", NOON))


def run_of(request: Request) -> Work:
    """The work that a request's run owes, when it owes any."""
    return Work(WorkKind.RUN, request.origin.run_id)


async def the_request(ledger: Ledger, request_id: str) -> Request:
    """The request as it stands."""
    async with ledger.read() as conn:
        request = await request_book.load(conn, request_id)
    assert request
    return request


async def requests_of(ledger: Ledger, run: Work) -> list[Request]:
    """Every request of a run, in the order in which its questions are numbered."""
    async with ledger.read() as conn:
        found = await request_book.of_run(conn, run.key)
    return sorted(found, key=lambda request: (request.opened_at, request.origin.interrupt_id))


async def the_run(ledger: Ledger, work: Work) -> Run:
    """The run as it stands."""
    async with ledger.read() as conn:
        run = await run_book.load(conn, work.key)
    assert run
    return run


async def told(ledger: Ledger) -> list[tuple[str, str, str | None]]:
    """What is to be told: the kind of each notice, whom it is for, and the request it is about.

    What its requester hears on the way is left out, which `heard` has, and so is the call to the very first tier.
    """
    found = [row for row in await rows(ledger, notices) if row["kind"] not in _ON_THE_WAY]
    notices_told = [(row["kind"], row["audience"], row["request_id"]) for row in found]
    return sorted(notice for notice in notices_told if notice[:2] != _AT_ONCE)


async def heard(ledger: Ledger) -> list[tuple[str, str]]:
    """What the requester is to hear on the way: the kind of each notice, and the request it is about."""
    found = await rows(ledger, notices)
    return [(row["kind"], row["request_id"]) for row in found if row["kind"] in _ON_THE_WAY]
