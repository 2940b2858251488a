"""The world that every journey starts in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.world import ROOT, World


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """An empty workspace."""
    sandbox = Sandbox(manifest=ROOT / "manifest.yml")
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def still(sandbox: Sandbox, tmp_path: Path) -> World:
    """The workspace, with the bot not yet started."""
    return World(sandbox, tmp_path)


@pytest.fixture
async def world(still: World) -> AsyncIterator[World]:
    """The workspace with the bot at work in it."""
    async with still.running():
        yield still
