"""10. Whatever is done at the desk, in any order: the events, the requests, their columns and what is owed agree."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.approvals.deadlines import next_ring
from bot.approvals.events import EVENT_KINDS
from bot.approvals.machine import RunState, fold
from bot.approvals.request import Request, State
from bot.ledger import chain, request_book
from bot.ledger.database import Ledger
from bot.ledger.tables import answers, batches, cards, events, notices, requests, runs, votes
from tests.approvals.examples import LEAD, OUTSIDER, REQUESTER, SECOND_LEAD
from tests.desk.anything import (
    ENDS,
    PAUSES,
    QUESTIONS,
    STEPS,
    Scene,
    Step,
    delegating,
    doing,
    ending,
    extending,
    on_a_request,
    pausing,
    pressing,
    reading,
    reopening,
    repairing,
    ringing,
)
from tests.desk.deeds import start, the_request
from tests.ledger.books import rows

PAUSE = pausing(0, QUESTIONS[:1], "together")
EDIT = on_a_request(0, pressing(LEAD, "approve", {"edit": {"amount": 90, "note": "less"}}))
SIGN = on_a_request(0, pressing(SECOND_LEAD, "approve", {}))
END = ending(0, RunState.FINISHED)
TURNS = pausing(0, QUESTIONS[:1], "in turn")
AFTER_HOURS = [ringing(timedelta(hours=hours)) for hours in (1, 1, 1, 1, 1)]
NO = on_a_request(0, pressing(LEAD, "reject", {}))
AGAIN = on_a_request(0, reopening(REQUESTER))
ASIDE = on_a_request(0, delegating(LEAD, OUTSIDER))
LATER = on_a_request(0, extending(LEAD))
READ = on_a_request(0, reading(LEAD))
HALF = ringing(timedelta(minutes=30))
DEED = doing(0, "wire", undone=True)
REPAIR, GIVE_UP = repairing(0, given_up=False), repairing(0, given_up=True)


def test_the_books_agree_after_anything_that_may_happen(tmp_path_factory: pytest.TempPathFactory) -> None:
    happened: set[str] = set()

    @settings(max_examples=80, deadline=None, derandomize=True, database=None)
    @given(PAUSES, STEPS, st.lists(ENDS, max_size=1))
    @example(PAUSE, [EDIT, SIGN], [END])
    @example(TURNS, AFTER_HOURS, [])
    @example(PAUSE, [NO, AGAIN], [])
    @example(PAUSE, [ASIDE, LATER, READ, HALF], [])
    @example(PAUSE, [NO, DEED], [])
    @example(PAUSE, [REPAIR], [END])
    @example(PAUSE, [NO, DEED, GIVE_UP], [])
    def happen(first: Step, steps: list[Step], last: list[Step]) -> None:
        folder = tmp_path_factory.mktemp("ledger")
        happened.update(asyncio.run(take(folder, [first, *steps, *last])))

    happen()
    assert happened == set(EVENT_KINDS)


async def take(folder: Path, steps: Sequence[Step]) -> set[str]:
    """Take every step, then check the books; returns the kinds of events that happened."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{folder / 'ledger.db'}")
    try:
        scene = Scene(ledger, [await start(ledger, "one"), await start(ledger, "two")])
        for step in steps:
            await step(scene)
        found = {row["id"]: await the_request(ledger, row["id"]) for row in await rows(ledger, requests)}
        await check_events(ledger, found)
        await check_columns(ledger, found)
        await check_debts(ledger, found)
        await check_cards(ledger, found)
        return {row["kind"] for row in await rows(ledger, events)}
    finally:
        await ledger.close()


async def check_events(ledger: Ledger, found: dict[str, Request]) -> None:
    async with ledger.read() as conn:
        assert await chain.verify(conn) == sum(request.seq for request in found.values())
        for request in found.values():
            story = await chain.story(conn, request.id)
            assert fold([entry.event for entry in story]) == request
            assert [entry.seq for entry in story] == list(range(1, request.seq + 1))


async def check_columns(ledger: Ledger, found: dict[str, Request]) -> None:
    for row in await rows(ledger, requests):
        request = found[row["id"]]
        assert (row["state"], row["seq"]) == (request.state, request.seq)
        times = (request.due_at, next_ring(request), request.closed_at)
        assert (row["due_at"], row["ring_at"], row["closed_at"]) == tuple(at and at.timestamp() for at in times)
        assert (row["ring_at"] is not None) == (request.state is State.OPEN), "what is open has a next step"
        assert row["ladder"] == request_book.ladder_of(request)
    live = [(row["request_id"], row["person"]) for row in await rows(ledger, votes) if row["live"]]
    assert sorted(live) == sorted((request.id, vote.person) for request in found.values() for vote in request.votes)


async def check_debts(ledger: Ledger, found: dict[str, Request]) -> None:
    """Answers are there for what was decided, and nothing is owed to a run that has ended."""
    decided = {request.id for request in found.values() if request.decision and request.origin.dialect == "native"}
    owing = await rows(ledger, answers)
    assert {row["request_id"] for row in owing} == decided
    ended = {row["id"]: row for row in await rows(ledger, runs) if RunState(row["state"]).has_ended}
    assert [row for row in owing if row["state"] == "owed" and row["run_id"] in ended] == []
    assert [row["id"] for row in ended.values() if row["dead"]] == []
    assert [request for request in found.values() if request.state is State.OPEN and is_of(request, ended)] == []
    outcomes = [row["run_id"] for row in await rows(ledger, notices) if row["kind"] == "outcome"]
    assert set(outcomes) == set(ended)


async def check_cards(ledger: Ledger, found: dict[str, Request]) -> None:
    """Whatever is asked has one card in its channel, of its own or shared; a batch counts its members."""
    shown = [card for card in await rows(ledger, cards) if card["audience"] == "#approvals"]
    posted = {row["request_id"] for row in await rows(ledger, notices) if row["kind"] == "waits"}
    places = {row["id"]: row["batch_id"] for row in await rows(ledger, requests)}
    for request in found.values():
        mine = [card for card in shown if card["request_id"] == request.id or is_shared(card, places[request.id])]
        assert len(mine) == (1 if request.id in posted else 0)
    sizes = {row["id"]: row["size"] for row in await rows(ledger, batches)}
    assert sizes == {batch: list(places.values()).count(batch) for batch in sizes}
    assert all(size <= 2 for size in sizes.values())


def is_of(request: Request, ended: dict[str, Any]) -> bool:
    return request.origin.run_id in ended


def is_shared(card: Any, batch: str | None) -> bool:
    return batch is not None and card["batch_id"] == batch
