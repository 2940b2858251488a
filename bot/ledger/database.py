"""Opens the ledger's database and gives out its transactions; PostgreSQL is another URL, not another path."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import event, text, update
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.faults import Misconfigured, Mistake
from bot.ledger import migrating, one_hop
from bot.ledger.hints import Hints, Unheard, Work
from bot.ledger.migrating import UnknownRevision
from bot.ledger.tables import cards, effects, homes, notices, runs

# A connection comes back with its transaction ended, so the pool's own rollback would be one more trip to its thread.
_SQLITE: dict[str, Any] = {"connect_args": {"async_creator_fn": one_hop.connect}, "pool_reset_on_return": None}


@dataclass(slots=True)
class Transaction:
    """A write to the ledger: everything in it is recorded, or nothing is."""

    conn: AsyncConnection
    hints: list[Work] = field(default_factory=list)

    def hint(self, work: Work) -> None:
        """Nudge whoever does this kind of work, once the transaction has committed."""
        self.hints.append(work)


class Ledger:
    """The one source of truth; hints tell `hints` what a commit has made owed."""

    def __init__(self, engine: AsyncEngine, sole: FileLock | None) -> None:
        self.hints: Hints = Unheard()
        # A read in PostgreSQL's own isolation level would see what others commit between two of its statements.
        still = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reads = engine.execution_options(sqlite_begin="BEGIN", **still)
        self._writes = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        self._sole = sole
        # SQLite has one writer at a time; waiting for it here is fair and wakes at once, its own busy wait is neither.
        serial = engine.dialect.name == "sqlite"
        self._turn: contextlib.AbstractAsyncContextManager[Any] = asyncio.Lock() if serial else contextlib.nullcontext()

    @classmethod
    async def open(cls, url: str, *, sole: bool = True) -> "Ledger":
        """Open the ledger at an SQLAlchemy URL and bring its schema up to date.

        With `sole`, an SQLite ledger is this process's alone: leases that an earlier process left are free at once.
        Raises Misconfigured when another process has it, or it cannot be opened.
        """
        path = _file_of(url)
        try:
            lock = _prepare_file(path, sole) if path else None
        except (OSError, sqlite3.Error) as error:
            raise _unusable(url, error) from None
        ledger = cls(_engine(url), lock)
        try:
            await ledger._begin_work()
        except DBAPIError as error:
            await ledger.close()
            raise _unusable(url, error.orig or error) from None
        except UnknownRevision as unknown:
            await ledger.close()
            remedy = "run the release that it was used with last, or put back the backup from before that one"
            raise Misconfigured(
                [Mistake(_place(url), f"the ledger is of a later release: {unknown}", remedy)]
            ) from None
        return ledger

    async def close(self) -> None:
        """Give back every connection, and the file."""
        await self._reads.dispose()
        if self._sole:
            self._sole.release()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view of the ledger."""
        async with self._reads.connect() as conn:
            yield conn

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that commits when the block ends and rolls back when it raises; make no network call in it."""
        async with self._turn, self._writes.begin() as conn:
            transaction = Transaction(conn)
            yield transaction
            await self.hints.enlist(conn, transaction.hints)
        self.hints.announce(transaction.hints)

    async def _begin_work(self) -> None:
        """Bring the schema up to date, and take back what an earlier process held."""
        async with self._writes.begin() as conn:
            if conn.dialect.name == "postgresql":  # one process migrates, and the others find it done
                await conn.execute(text("SELECT pg_advisory_xact_lock(20260101)"))
            await conn.run_sync(migrating.upgrade)
        if self._sole:
            await self._free_leases()

    async def _free_leases(self) -> None:
        async with self.write() as tx:
            for table in (runs, cards, homes, notices, effects):
                await tx.conn.execute(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=None))


@contextlib.asynccontextmanager
async def beside(url: str) -> AsyncIterator[Ledger]:
    """The ledger at a URL for a look, beside whoever works with it.

    Raises Misconfigured where there is none, as none is made for a look, or where it cannot be read.
    """
    file = _file_of(url)
    if file and not await asyncio.to_thread(file.exists):
        remedy = "run this where the bot is run, or name the bot's directory in COUNTERSIGN_DATA"
        raise Misconfigured([Mistake(str(file), "there is no ledger", remedy)])
    ledger = await Ledger.open(url, sole=False)
    try:
        yield ledger
    except DBAPIError as error:
        raise _unusable(url, error.orig or error) from None
    finally:
        await ledger.close()


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if is_file else None


def _engine(url: str) -> AsyncEngine:
    if not _file_of(url):
        return _server_engine(url)
    engine = create_async_engine(url, **_SQLITE)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _server_engine(url: str) -> AsyncEngine:
    try:
        return create_async_engine(url)
    except ModuleNotFoundError as error:
        wrong, remedy = f"{error.name} is not installed", "install Countersign with its extra for servers, [postgres]"
        raise Misconfigured([Mistake(_place(url), wrong, remedy)]) from None


def _place(url: str) -> str:
    """What to call the ledger at the URL; no password is in it."""
    file = _file_of(url)
    return str(file) if file else make_url(url).render_as_string(hide_password=True)


def _unusable(url: str, error: BaseException) -> Misconfigured:
    """That there is no working with what stands at the URL, in the words of whoever found out."""
    said = (error.strerror if isinstance(error, OSError) else None) or (str(error).splitlines() or [repr(error)])[0]
    remedy = "see that the database is there and lets this user in, or give another in COUNTERSIGN_LEDGER_URL"
    if _file_of(url):
        remedy = "put back a backup, or name another place, which can be written to, in COUNTERSIGN_DATA"
    return Misconfigured([Mistake(_place(url), f"the ledger cannot be used: {said}", remedy)])


def _prepare_file(path: Path, sole: bool) -> FileLock | None:
    """Make the file readable by its owner only, and take it for this process where asked."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA schema_version")  # raises where it is no database
    if not sole:
        return None
    lock = FileLock(f"{path}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        remedy = "stop the other process, or give this one a directory of its own in COUNTERSIGN_DATA"
        raise Misconfigured([Mistake(str(path), "another Countersign is using this ledger", remedy)]) from None
    return lock


def _set_pragmas(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None  # transactions begin where _begin says so, not where the driver guesses
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql(conn.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))
