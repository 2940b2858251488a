"""Fresh databases: SQLite files, and databases on the PostgreSQL server that COUNTERSIGN_TEST_POSTGRES names."""

import contextlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

POSTGRES = os.environ.get("COUNTERSIGN_TEST_POSTGRES", "")
BACKENDS = ("sqlite", "postgresql") if POSTGRES else ("sqlite",)


@contextlib.asynccontextmanager
async def fresh_database(backend: str, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty database, which is gone at the end."""
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'ledger.db'}"
        return
    name = f"countersign_test_{secrets.token_hex(6)}"
    await _command(f"CREATE DATABASE {name}")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        await _command(f"DROP DATABASE {name} WITH (FORCE)")


async def _command(sql: str) -> None:
    server = create_async_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    async with server.connect() as conn:
        await conn.execute(text(sql))
    await server.dispose()
