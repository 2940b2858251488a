"""Ledgers on every database that they are promised to work on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ledger.database import Ledger
from tests.ledger.databases import BACKENDS, fresh_database


@pytest.fixture(params=BACKENDS)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database."""
    async with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    """A ledger with nothing on it."""
    ledger = await Ledger.open(url)
    yield ledger
    await ledger.close()


@pytest.fixture
async def second(url: str, ledger: Ledger) -> AsyncIterator[Ledger]:
    """The same ledger as another process sees it."""
    second = await Ledger.open(url, sole=False)
    yield second
    await second.close()
