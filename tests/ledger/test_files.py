"""What an SQLite ledger promises of its file: private, durable, and one process's alone."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.faults import Misconfigured
from bot.ledger import home_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from tests.ledger.books import add_run, claimed, open_request, owed, tell, want_card


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the ledger is to be, in a folder that is not there yet."""
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
async def ledger(file: Path) -> AsyncIterator[Ledger]:
    """The ledger in that file."""
    ledger = await Ledger.open(url_of(file))
    yield ledger
    await ledger.close()


async def test_only_its_owner_can_read_anything_of_it(ledger: Ledger, file: Path) -> None:
    await open_request(ledger)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sorted(file.parent.iterdir())}
    assert modes == dict.fromkeys(("ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.db.lock"), 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_made_private(file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o644)
    asyncio.run(open_and_close(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_what_is_committed_outlives_a_power_cut_and_keys_are_kept(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        set_to = [await conn.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    full, on = 2, 1
    assert set_to == ["wal", full, on]


async def test_a_second_process_cannot_have_the_ledger(ledger: Ledger, file: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        await Ledger.open(url_of(file))
    [mistake] = refused.value.mistakes
    assert mistake.where == str(file)
    assert "another Countersign" in mistake.wrong
    assert "COUNTERSIGN_DATA" in mistake.remedy


async def test_an_operators_look_is_let_in_beside_it(ledger: Ledger, file: Path) -> None:
    run = await add_run(ledger)
    look = await Ledger.open(url_of(file), sole=False)
    assert await owed(look) == [run]
    await look.close()


async def test_the_ledger_is_free_once_it_is_closed(file: Path) -> None:
    for _ in range(2):
        await open_and_close(file)


async def test_whatever_an_ended_process_held_is_free_at_once(file: Path) -> None:
    ledger = await Ledger.open(url_of(file))
    works = await everything(ledger)
    for item in works:
        await claimed(ledger, item)
    await ledger.close()
    again = await Ledger.open(url_of(file))
    assert await owed(again) == works
    await again.close()


async def test_an_operators_look_frees_nothing(ledger: Ledger, file: Path) -> None:
    for item in await everything(ledger):
        await claimed(ledger, item)
    look = await Ledger.open(url_of(file), sole=False)
    assert await owed(look) == []
    await look.close()


async def everything(ledger: Ledger) -> list[Work]:
    """A run, a card, a home and a notice that are owed."""
    await open_request(ledger, 1)
    async with ledger.write() as tx:
        await home_book.opened(tx, "U1")
    home = Work(WorkKind.HOME, "U1")
    return [await add_run(ledger, 2), await want_card(ledger), home, await tell(ledger)]


async def open_and_close(file: Path) -> None:
    await (await Ledger.open(url_of(file))).close()


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
