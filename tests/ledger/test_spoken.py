"""12. Whatever people, agents and programs write is recorded, on every database, and never stops a deed."""

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.desk import progressing, questioning, running
from bot.desk.faltering import Patience, falter
from bot.desk.running import Ending
from bot.ledger import listing
from bot.ledger.database import Ledger
from bot.ledger.listing import Span
from bot.ledger.tables import notices, requests, runs, votes
from tests.approvals.examples import LEAD, NOON, an_ask
from tests.desk.deeds import asks, claimed_run, press, stopped, the_run
from tests.ledger.books import rows

HOSTILE = ["nothing\0ness", "half \ud83d a smile", "' OR 1=1; --", "\u202etxet", "\x1b[31m", "%s {0} :name", "\\"]

pytestmark = pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))


async def test_a_title_and_a_reason(ledger: Ledger, words: str) -> None:
    [request] = await stopped(ledger, asks(an_ask().model_copy(update={"title": words})))
    await press(ledger, request, reason=words)
    assert [row["title"] for row in await rows(ledger, requests)] == [kept(words)]
    assert [row["reason"] for row in await rows(ledger, votes)] == [""]
    async with ledger.read() as conn:
        assert len(await listing.matching(conn, words, Span(5))) == 1


async def test_a_reason_that_is_asked_for(ledger: Ledger, words: str) -> None:
    [request] = await stopped(ledger)
    await press(ledger, request, action="reject", reason=words)
    assert [row["reason"] for row in await rows(ledger, votes)] == [kept(words)]


async def test_a_question(ledger: Ledger, words: str) -> None:
    [request] = await stopped(ledger)
    await questioning.put_question(ledger, request.id, Person(id=LEAD), words, now=NOON)
    [question] = [row for row in await rows(ledger, notices) if row["kind"] == "question"]
    assert question["body"] == f"{LEAD}\n{kept(words)}"


async def test_what_a_run_tells_and_how_it_ends(ledger: Ledger, words: str) -> None:
    claim = await claimed_run(ledger, "wish")
    await progressing.note(ledger, claim.work.key, words)
    await running.end(ledger, claim, Ending(RunState.FINISHED, words), now=NOON)
    run = await the_run(ledger, claim.work)
    assert (run.progress, run.outcome) == (kept(words), kept(words))


async def test_an_error(ledger: Ledger, words: str) -> None:
    claim = await claimed_run(ledger, "wish")
    assert await falter(ledger, claim, words, Patience(1, "#operators"))
    assert [row["error"] for row in await rows(ledger, runs)] == [kept(words)]
    assert [row["body"] for row in await rows(ledger, notices)] == [kept(words)]


def kept(words: str) -> str:
    """The words as the ledger keeps them."""
    return words.replace("\0", "\ufffd").replace("\ud83d", "\ufffd")
