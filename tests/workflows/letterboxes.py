"""Mail servers for tests: one that keeps what it is given, and the settings that lead to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox import Mailbox

SENDER = "agent@northwind.example"


@asynccontextmanager
async def keeping(monkeypatch: pytest.MonkeyPatch, *refused: str) -> AsyncIterator[Mailbox]:
    """A server that keeps every letter, for as long as the block lasts; it knows nobody of the addresses refused."""
    mailbox = Mailbox(frozenset(refused))
    await mailbox.start()
    try:
        lead_to(monkeypatch, mailbox.port)
        yield mailbox
    finally:
        await mailbox.stop()


def lead_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Have letters handed in at that port of this machine."""
    settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "none", "SMTP_FROM": SENDER}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
