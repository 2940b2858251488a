"""Loading: the request that a deed is about, as it stands."""

from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.ledger import request_book
from bot.ledger.database import Transaction


async def to_change(tx: Transaction, request_id: str) -> Request:
    """The request, which nobody else can change until the deed is done; raises Refused where there is none."""
    request = await request_book.load(tx.conn, request_id, to_change=True)
    if request is None:
        raise Refused(Reason.UNKNOWN_REQUEST)
    return request
