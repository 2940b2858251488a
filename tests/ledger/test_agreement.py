"""10. A request that was changed behind the ledger's back is found by its events."""

import pytest

from bot.ledger import agreement
from bot.ledger.database import Ledger
from tests.ledger.books import open_request
from tests.ledger.test_chain import tamper


async def differing(ledger: Ledger) -> list[str]:
    async with ledger.read() as conn:
        return await agreement.differing(conn)


async def test_a_request_that_is_as_its_events_tell_is_no_finding(ledger: Ledger) -> None:
    await open_request(ledger)
    assert await differing(ledger) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests SET due_at = due_at + 86400",
        r"""UPDATE requests SET body = replace(body, '"tier"\:0', '"tier"\:1')""",
        "UPDATE requests SET body = replace(body, 'U0REQUESTER', 'U0SOMEBODY')",
        "UPDATE requests SET state = 'expired', due_at = NULL, closed_at = 1",
        "UPDATE requests SET body = '{}'",
    ],
    ids=["deadline", "tier", "requester", "state", "everything"],
)
async def test_a_request_that_was_changed_by_hand_is_found(ledger: Ledger, change: str) -> None:
    await open_request(ledger)
    await tamper(ledger, change)
    assert await differing(ledger) == ["request-1"]


async def test_a_request_without_its_events_is_found(ledger: Ledger) -> None:
    await open_request(ledger)
    await tamper(ledger, "DELETE FROM events")
    assert await differing(ledger) == ["request-1"]
