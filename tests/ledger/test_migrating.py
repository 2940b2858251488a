"""A ledger of the release before keeps everything it knows when it is brought up to date."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.approvals.commands import Command, MarkApplied, Ring, Withdraw
from bot.approvals.events import Event
from bot.approvals.machine import fold
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.ledger import card_book, chain, listing, migrating, request_book, work
from bot.ledger.card_book import Address, Look
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.listing import Span
from bot.ledger.tables import answers, requests
from tests.approvals.examples import HOUR, LEAD, NOON, REQUESTER, a_click, a_request
from tests.ledger.books import opening, owed, rows
from tests.ledger.releases import SINCE_THE_FIRST, SINCE_THE_SECOND, put, stored_before

_WITHDRAW = Withdraw(because="it went on", by="engine")

# The state of each run, and what was done to its request, an hour after another.
LIVES: dict[str, tuple[str, Sequence[Command | str]]] = {
    "open": ("waiting", ()),
    "climbed": ("waiting", (Ring(),)),
    "voted": ("waiting", ("reject",)),
    "applied": ("finished", ("approve", MarkApplied())),
    "expired": ("waiting", (Ring(), Ring())),
    "withdrawn": ("cancelled", (Ring(), _WITHDRAW)),
    "failed": ("failed", ("approve",)),
}


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    """A ledger of the first release, brought up to date."""
    engine = create_async_engine(url)
    async with engine.begin() as conn:
        await conn.run_sync(migrating.upgrade, "0001")
        for name in LIVES:
            await live(conn, name)
        await conn.execute(text("UPDATE runs SET dead = true, error = 'x' WHERE id = 'failed'"))
        await conn.execute(text("UPDATE cards SET wanted = 2 WHERE request_id = 'withdrawn'"))
    await engine.dispose()
    ledger = await Ledger.open(url)
    yield ledger
    await ledger.close()


async def test_every_request_of_the_first_release_is_there_after_the_upgrade(ledger: Ledger) -> None:
    for row in await rows(ledger, requests):
        request = fold(happened(row["id"]))
        assert_told_in_columns(row, request)
        async with ledger.read() as conn:
            assert await request_book.load(conn, request.id) == request
            assert fold([entry.event for entry in await chain.story(conn, request.id)]) == request
    async with ledger.read() as conn:
        assert await chain.verify(conn) == sum(len(happened(name)) for name in LIVES)


async def test_its_cards_and_lists_go_on(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        card = await card_book.card_at(conn, Address("C1", "open"))
        assert card
        assert (card.look, card.request_id, card.shown) == (Look.REQUEST, "open", 1)
        assert await card_book.main_card(conn, "open", "#approvals") == card
        closed = [request.id for request in await listing.closed(conn, Span(9))]
        still_open = [request.id for request in await listing.open_ones(conn, Span(9))]
    assert sorted(closed) == ["applied", "expired", "failed", "voted", "withdrawn"]
    assert still_open == ["open", "climbed"]


async def test_its_debts_go_on_and_what_ended_owes_nothing(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await work.dead(conn) == [], "what ended waits for no operator"
    states = {row["request_id"]: row["state"] for row in await rows(ledger, answers)}
    assert states == {"voted": "owed", "expired": "owed", "failed": "void", "applied": "applied"}
    runs = [Work(WorkKind.RUN, name) for name in ("expired", "voted")]
    assert sorted(await owed(ledger)) == [Work(WorkKind.CARD, "withdrawn.approvals"), *runs]


def assert_told_in_columns(row: dict[str, object], request: Request) -> None:
    """What was open rings at its deadline, as it did before."""
    due = request.due_at.timestamp() if request.due_at else None
    closed = request.closed_at.timestamp() if request.closed_at else None
    assert (row["workflow"], row["requester"], row["title"]) == ("refund", REQUESTER, request.ask.title)
    assert (row["due_at"], row["ring_at"], row["closed_at"]) == (due, due, closed)
    assert row["ladder"] == request_book.ladder_of(request)


async def live(conn: AsyncConnection, name: str) -> None:
    """Put a run and its request on the ledger as the first release had them."""
    run_state, _ = LIVES[name]
    events = happened(name)
    request = fold(events)
    await put(
        conn,
        "runs (id, workflow, requester, input, state, created_at)",
        (name, "refund", REQUESTER, "{}", run_state, 0.0),
    )
    due = request.due_at.timestamp() if request.due_at else None
    body = stored_before(request, SINCE_THE_FIRST)
    await put(
        conn,
        "requests (id, run_id, interrupt_id, state, due_at, opened_at, seq, body)",
        (name, name, "i", request.state.value, due, NOON.timestamp(), request.seq, body),
    )
    await chain.append(conn, name, 1, events)
    await put(
        conn,
        "cards (id, request_id, audience, channel, ts, shown)",
        (f"{name}.approvals", name, "#approvals", "C1", name, 1),
    )
    if request.decision:
        columns = "answers (request_id, run_id, interrupt_id, body, state, at)"
        state = "applied" if request.applied_at else "owed"
        await put(conn, columns, (name, name, "i", "1", state, 0.0))


def happened(name: str) -> list[Event]:
    """The events of the request of that life."""
    command = opening()
    origin = replace(command.origin, run_id=name)
    events = [*decide(None, replace(command, request_id=name, origin=origin), NOON)]
    for hour, deed in enumerate(LIVES[name][1], start=1):
        request = fold(events)
        events += decide(request, clicked(request, deed), NOON + hour * HOUR)
    return events


def clicked(request: Request, deed: Command | str) -> Command:
    """A deed, or a team lead's click on the action of that name."""
    return a_click(request, LEAD, deed, reason="as agreed") if isinstance(deed, str) else deed


@pytest.mark.parametrize("since", [SINCE_THE_FIRST, SINCE_THE_SECOND])
def test_a_request_stored_by_an_earlier_release_goes_on(since: frozenset[str]) -> None:
    request = a_request()
    kept = request_book.read_stored(stored_before(request, since))
    assert (kept.question_digest, kept.tier_asked_at) == (request.digest, request.opened_at)
    assert decide(kept, a_click(kept), NOON)
