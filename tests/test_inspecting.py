"""6. The doctor finds by hand what the auditor finds by itself, beside a bot that has the ledger."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.faults import Misconfigured
from bot.inspecting import Say, audit, doctor, list_dead, revive
from bot.ledger import finding_book, outage_book
from bot.ledger.database import Ledger
from bot.settings import Settings
from tests.approvals.examples import NOON
from tests.ledger.books import open_request, want_card
from tests.ledger.conftest import ledger, url
from tests.ledger.test_chain import tamper

__all__ = ["ledger", "url"]

Look = Callable[[Settings, Say], Coroutine[Any, Any, int]]

LATER = NOON + timedelta(minutes=5)
FORGET = "UPDATE requests SET ring_at = NULL WHERE id = 'request-1'"


class Told(list[str]):
    """What was said, line by line."""

    def row(self, words: str) -> list[str]:
        """The numbers in the table's row that begins with these words."""
        [row] = [line for line in self if line.startswith(words)]
        return row.removeprefix(words).split()


async def seen(url: str, *, heal: bool = False, as_json: bool = False) -> tuple[int, Told]:
    """The doctor's exit status, and what it says."""
    told = Told()
    status = await doctor(url, told.append, now=LATER, heal=heal, as_json=as_json)
    return status, told


async def forgotten(ledger: Ledger) -> None:
    """A request that no clock would ever ring for."""
    await open_request(ledger)
    await want_card(ledger)
    async with ledger.write() as tx:
        await tx.conn.execute(text(FORGET))


async def test_a_ledger_on_which_all_is_well_is_told_so(ledger: Ledger, url: str) -> None:
    await open_request(ledger)
    await want_card(ledger)
    status, told = await seen(url)
    assert status == 0
    assert told.row("open requests whose clock would never ring") == ["0", "0"]
    assert "Slack is not known to be out of reach." in told
    assert "Given up: nothing." in told
    assert any(line.startswith("Owed and due:") and "1 card" in line for line in told)


async def test_what_nothing_would_move_on_is_found_and_left_alone(ledger: Ledger, url: str) -> None:
    await forgotten(ledger)
    for _ in range(2):
        status, told = await seen(url)
        assert status == 1
        assert told.row("open requests whose clock would never ring") == ["1", "0"]
        assert "FOUND: Request request-1 is open, and its clock would never ring." in told
        assert "Last round before this one: not yet." in told


async def test_what_can_be_mended_is_where_that_is_wanted(ledger: Ledger, url: str) -> None:
    await forgotten(ledger)
    status, told = await seen(url, heal=True)
    assert status == 0
    assert told.row("open requests whose clock would never ring") == ["1", "1"]
    assert "healed: Request request-1 is open, and its clock would never ring." in told
    status, told = await seen(url)
    assert (status, told.row("open requests whose clock would never ring")) == (0, ["0", "0"])
    assert "Last round before this one: at 2026-03-02 12:05:00 UTC." in told


async def test_a_broken_trail_cannot_be_healed(ledger: Ledger, url: str) -> None:
    await open_request(ledger)
    await want_card(ledger)
    await tamper(ledger, "UPDATE events SET at = at + 1")
    status, told = await seen(url, heal=True)
    assert status == 1
    assert told.row("events that do not fit the audit trail") == ["1", "0"]


async def test_the_audit_finds_a_request_that_is_not_what_its_events_tell(ledger: Ledger, url: str) -> None:
    await open_request(ledger)
    await tamper(ledger, "UPDATE requests SET due_at = due_at + 86400")
    told = Told()
    settings = Settings.read({"COUNTERSIGN_LEDGER_URL": url}, serving=False)
    assert await audit(settings, None, told.append) == 1
    assert told == ["BROKEN: request request-1 is stored otherwise than its events tell; the events are what counts"]


async def test_the_audit_finds_it_whatever_request_it_was_asked_about(ledger: Ledger, url: str) -> None:
    await open_request(ledger)
    await tamper(ledger, "UPDATE requests SET due_at = due_at + 86400")
    told = Told()
    settings = Settings.read({"COUNTERSIGN_LEDGER_URL": url}, serving=False)
    assert await audit(settings, "request-9", told.append) == 1
    assert told == [
        "BROKEN: request request-1 is stored otherwise than its events tell; the events are what counts",
        "There is no request request-9.",
    ]


async def test_an_outage_is_told(ledger: Ledger, url: str) -> None:
    async with ledger.write() as tx:
        await outage_book.begin(tx.conn, NOON)
    _, told = await seen(url)
    assert "Slack has been out of reach since 2026-03-02 12:00:00 UTC." in told


async def test_what_was_given_up_is_counted(ledger: Ledger, url: str) -> None:
    await open_request(ledger)
    await want_card(ledger)
    async with ledger.write() as tx:
        await tx.conn.execute(text("UPDATE cards SET dead = true"))
    _, told = await seen(url)
    assert "Given up: 1; `countersign owed` lists it." in told


async def test_its_json_says_the_same(ledger: Ledger, url: str) -> None:
    await forgotten(ledger)
    status, told = await seen(url, as_json=True)
    found = json.loads("\n".join(told))
    assert status == 1
    assert found["findings"] == [
        {
            "check": "silent",
            "subject": "request-1",
            "words": "Request request-1 is open, and its clock would never ring.",
            "healed": False,
        }
    ]
    assert (found["at"], found["unhealed"], found["outage_since"], found["dead"]) == (LATER.isoformat(), 1, None, 0)
    assert found["owed"]["card"] == 1


async def test_a_look_that_heals_nothing_changes_nothing(ledger: Ledger, url: str) -> None:
    await forgotten(ledger)
    await seen(url)
    async with ledger.read() as conn:
        assert await finding_book.last(conn) is None
        assert await finding_book.standing(conn) == []


@pytest.mark.parametrize(
    "look", [list_dead, lambda found, say: revive(found, [], say), lambda found, say: audit(found, None, say)]
)
def test_a_ledger_that_is_not_there_is_a_mistake_and_is_not_made(tmp_path: Path, look: Look) -> None:
    found = Settings.read({"COUNTERSIGN_DATA": str(tmp_path / "elsewhere")}, serving=False)
    with pytest.raises(Misconfigured, match="there is no ledger"):
        asyncio.run(look(found, Told().append))
    assert not list(tmp_path.iterdir())


def test_the_doctor_does_not_make_a_ledger_either(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="there is no ledger"):
        asyncio.run(seen(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}"))
    assert not list(tmp_path.iterdir())
