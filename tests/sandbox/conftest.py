"""A fresh sandbox for each test, a client and a Bolt app for it."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import bolt, running, web


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running() as started:
        yield started


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return web(sandbox)


@pytest.fixture
def app(sandbox: Sandbox) -> AsyncApp:
    return bolt(sandbox)
