"""Shorthand for questions of several parts: tool calls of one turn, each of them a request of its own."""

from datetime import datetime
from typing import Any

from bot.approvals.dialects.payloads import Payload
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.routes import Conditions, Route
from bot.approvals.routing import PolicyBook
from bot.desk import mending, opening
from bot.desk.opening import House, Question
from bot.ledger import answer_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from tests.approvals.examples import NOON, a_policy
from tests.desk.deeds import VERSION, claimed_run, requests_of, run_of
from tests.ledger.books import claimed

ANYTHING = ("approve", "edit", "reject", "respond")
AMOUNTS = {"pay": 10, "refund": 20, "ship": 30}


def calls(*tools: str, interrupt_id: str = "turn-1", allowed: tuple[str, ...] = ANYTHING, **amounts: int) -> Question:
    """A turn in which a model wants these tools called, with an amount each."""
    wanted = [{"name": tool, "args": {"amount": (AMOUNTS | amounts)[tool]}} for tool in tools]
    configs = [{"action_name": tool, "allowed_decisions": list(allowed)} for tool in dict.fromkeys(tools)]
    return Question(interrupt_id, Payload({"action_requests": wanted, "review_configs": configs}))


THREE = calls("pay", "refund", "ship")


def a_house_of(*policies: Policy) -> House:
    """A house in which each policy holds for the tool it is named after, and the first for all others."""
    routes = tuple(Route(policy=policy.name, when=Conditions(steps=(policy.name,))) for policy in policies)
    by_name = {policy.name: policy for policy in policies}
    return House(PolicyBook(by_name, routes=routes, default=policies[0].name), frozenset(), VERSION)


async def stopped_with(
    ledger: Ledger, *questions: Question, key: str = "wish", house: House | None = None, now: datetime = NOON
) -> list[Request]:
    """The parts of what a new run asks, in their order."""
    claim = await claimed_run(ledger, key)
    await opening.pause(ledger, claim, questions or (THREE,), house or a_house_of(a_policy()), now=now)
    return await parts_of(ledger, claim.work)


async def stops_again(
    ledger: Ledger, run: Work, *questions: Question, house: House | None = None, now: datetime = NOON
) -> list[Request]:
    """Have the run driven once more, up to these questions; returns the parts of all it ever asked, in their order."""
    await mending.drive(ledger, run.key, now)
    await opening.pause(ledger, await claimed(ledger, run), questions, house or a_house_of(a_policy()), now=now)
    return await parts_of(ledger, run)


async def parts_of(ledger: Ledger, run: Work) -> list[Request]:
    """The requests of a run: the parts in their order, a question that was asked anew after the one before."""
    found = await requests_of(ledger, run)
    return sorted(found, key=lambda request: (request.opened_at, request.origin.part))


async def owed_answers(ledger: Ledger, request: Request) -> list[Any]:
    """What the run of this request is owed, in the order of the parts."""
    async with ledger.read() as conn:
        owed = await answer_book.owed(conn, run_of(request).key)
    parts = {part.id: part.origin.part for part in await parts_of(ledger, run_of(request))}
    return [answer.value for answer in sorted(owed, key=lambda answer: parts[answer.request_id])]
