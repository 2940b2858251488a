"""Offering: what a run did at once is put before people who may undo it for a while; no run waits for that."""

import secrets
from datetime import datetime

from bot.approvals import offers
from bot.approvals.commands import Open
from bot.approvals.offers import Done
from bot.approvals.request import Origin, Request, State
from bot.approvals.rules import decide
from bot.desk import loading, posting_cards, withdrawing
from bot.desk.opening import House
from bot.ledger import request_book
from bot.ledger.database import Transaction
from bot.ledger.run_book import Run

_UNDONE_BY_ITSELF = "The workflow undoes it itself."


async def offer(tx: Transaction, run: Run, done: Done, house: House) -> Request:
    """Open a request to undo what the run did, within the deed that records it as done; raises NoPolicy.

    It is posted in the channel of the policy that would hold for a question of the run, and nobody is called.
    """
    ask = offers.ask_of(done)
    chosen = house.policy_for(run, ask, done.at)
    origin = Origin(
        run_id=run.id,
        interrupt_id=offers.place_of(done),
        workflow=run.workflow,
        graph_version=house.graph_version,
        requester=run.requester,
        dialect=offers.DIALECT,
        node=done.node,
        channel=run.channel,
        effect=done.key,
    )
    command = Open(
        request_id=f"req_{secrets.token_hex(6)}",
        origin=origin,
        ask=ask,
        policy=offers.policy_of(chosen.policy, run.requester, done.window),
        routed_by=chosen.routed_by,
    )
    request = await request_book.record(tx, None, decide(None, command, done.at))
    await posting_cards.post(tx, request, done.at)
    return request


async def close(tx: Transaction, request_id: str, now: datetime) -> None:
    """Close an offer to undo what the run undoes itself, within that deed; one that is closed stays as it is."""
    request = await loading.to_change(tx, request_id)
    if request.state is State.OPEN:
        await withdrawing.withdraw(tx, request, _UNDONE_BY_ITSELF, now)
