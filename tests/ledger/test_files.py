"""What an SQLite ledger promises of its file: private, durable, and one process's alone."""

import asyncio
import contextlib
import sqlite3
import stat
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.faults import Misconfigured
from bot.ledger import home_book
from bot.ledger.database import Ledger, beside
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


@pytest.mark.parametrize("content", [b"what is no ledger at all", b"SQLite format 3\x00 and then it is cut off"])
def test_a_file_that_is_no_ledger_is_told_with_a_remedy(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content * 100)
    asyncio.run(is_refused(file))


def test_a_folder_in_its_place_is_told_with_a_remedy(file: Path) -> None:
    file.mkdir(parents=True)
    asyncio.run(is_refused(file))


def test_a_place_that_cannot_be_made_is_told_with_a_remedy(file: Path) -> None:
    file.parent.touch()
    asyncio.run(is_refused(file))


async def is_refused(file: Path) -> None:
    """The operator is told of the file; nothing is left open, which a warning would tell."""
    with pytest.raises(Misconfigured) as refused:
        await Ledger.open(url_of(file))
    [mistake] = refused.value.mistakes
    assert mistake.where == str(file)
    assert mistake.wrong.startswith("the ledger cannot be used: ")
    assert "COUNTERSIGN_DATA" in mistake.remedy


def test_a_ledger_of_a_later_release_is_told_so(file: Path) -> None:
    asyncio.run(open_and_close(file))
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = 'v9999'")
    with pytest.raises(Misconfigured, match="of a later release: v9999"):
        asyncio.run(open_and_close(file))


def test_a_ledger_that_is_damaged_further_in_is_told_to_whoever_looks(file: Path) -> None:
    asyncio.run(open_and_close(file))
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DROP TABLE runs")
    with pytest.raises(Misconfigured, match="the ledger cannot be used: no such table: runs"):
        asyncio.run(look_for_runs(file))


async def look_for_runs(file: Path) -> None:
    """What an operator's look does that needs the runs."""
    async with beside(url_of(file)) as look:
        await owed(look)


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="the driver is installed")
async def test_a_server_whose_driver_is_not_installed_is_told_with_a_remedy() -> None:
    with pytest.raises(Misconfigured, match=r"(?s)psycopg is not installed.*\[postgres\]"):
        await Ledger.open("postgresql+psycopg://me:secret@127.0.0.1:1/ledger")


async def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(Misconfigured) as refused:
        await Ledger.open("postgresql+psycopg://me:secret@127.0.0.1:1/ledger")
    [mistake] = refused.value.mistakes
    assert mistake.where == "postgresql+psycopg://me:***@127.0.0.1:1/ledger"
    assert "secret" not in str(mistake)
