"""A language model on this machine, which answers as a test says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.workflows.servers import Server, serving, tool_call


@asynccontextmanager
async def answering(
    monkeypatch: pytest.MonkeyPatch, name: str, *answers: dict[str, Any] | str
) -> AsyncIterator[Server]:
    """The model at work: it calls the tool `name` with the next of these arguments, the last ones for ever."""
    async with serving(*(tool_call(name, arguments) for arguments in answers)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        yield server
