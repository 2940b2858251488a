"""`/health` says how the bot is doing, to this machine alone, and does not hide it when something is wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.api.facts import Facts
from bot.api.health import Health
from bot.approvals.routing import PolicyBook
from bot.desk import auditing
from bot.faults import Misconfigured
from bot.ledger.database import Ledger
from tests.approvals.examples import NOON, a_policy
from tests.ledger.books import open_request, want_card
from tests.ledger.test_chain import tamper

BOOK = PolicyBook({"refund": a_policy()}, edition="e1")

Reading = Callable[[], Awaitable[Mapping[str, Any]]]


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A ledger with nothing on it."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield ledger
    await ledger.close()


@asynccontextmanager
async def answering(facts: Reading) -> AsyncIterator[Health]:
    health = Health(0, facts)
    await health.start()
    try:
        yield health
    finally:
        await health.stop()


async def ask(health: Health, path: str = "/health") -> tuple[int, Any]:
    """The status of the answer, and what it says."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{health.port}{path}") as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await (answer.json() if is_json else answer.text())


async def facts_of(ledger: Ledger, down_since: datetime | None = None) -> dict[str, Any]:
    return await Facts(ledger=ledger, down_since=lambda: down_since, book=lambda: BOOK).read()


async def test_all_is_well(ledger: Ledger) -> None:
    await auditing.inspect(ledger, now=NOON, heal=True)
    async with answering(Facts(ledger=ledger, down_since=lambda: None, book=lambda: BOOK).read) as health:
        status, told = await ask(health)
    assert status == 200
    told["inspection"]["took"] = 0
    assert told == {
        "ok": True,
        "slack": {"reachable": True, "since": None},
        "queued": 0,
        "inspection": {"at": "2026-03-02T12:00:00+00:00", "took": 0, "findings": []},
        "policies": {"edition": "e1", "names": ["refund"]},
    }


async def test_slack_out_of_reach_is_told_with_what_waits_for_it(ledger: Ledger) -> None:
    await open_request(ledger)
    await want_card(ledger)
    told = await facts_of(ledger, NOON)
    assert (told["ok"], told["queued"]) == (False, 1)
    assert told["slack"] == {"reachable": False, "since": "2026-03-02T12:00:00+00:00"}


async def test_what_the_auditor_could_not_mend_is_told_and_is_not_ok(ledger: Ledger) -> None:
    await open_request(ledger)
    await tamper(ledger, "UPDATE events SET at = at + 1")
    await auditing.inspect(ledger, now=NOON, heal=True)
    told = await facts_of(ledger)
    findings = [(finding["kind"], finding["healed"]) for finding in told["inspection"]["findings"]]
    assert (told["ok"], findings) == (False, [("cardless", True), ("broken", False)])


async def test_before_the_first_round_there_is_nothing_to_tell_of_it(ledger: Ledger) -> None:
    told = await facts_of(ledger)
    assert (told["ok"], told["inspection"]) == (True, None)


async def test_what_is_not_well_has_a_status_of_its_own() -> None:
    async def unwell() -> dict[str, Any]:
        return {"ok": False}

    async with answering(unwell) as health:
        assert await ask(health) == (503, {"ok": False})


async def test_a_ledger_that_cannot_be_read_is_told_without_its_secrets() -> None:
    async def broken() -> dict[str, Any]:
        raise OSError("postgresql://bot:hunter2@db is gone")

    async with answering(broken) as health:
        status, told = await ask(health)
    assert (status, told) == (503, {"ok": False, "error": "the ledger could not be read"})


async def test_nothing_else_is_answered() -> None:
    async def well() -> dict[str, Any]:
        return {"ok": True}

    async with answering(well) as health:
        assert (await ask(health, "/"))[0] == 404
        assert (await ask(health, "/health/secrets"))[0] == 404


async def test_a_port_that_somebody_has_is_a_mistake_of_the_operators() -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with taken:
        health = Health(taken.sockets[0].getsockname()[1], facts=no_facts)
        with pytest.raises(Misconfigured) as error:
            await health.start()
    assert [mistake.where for mistake in error.value.mistakes] == ["COUNTERSIGN_HEALTH_PORT"]


async def no_facts() -> dict[str, Any]:
    return {"ok": True}
