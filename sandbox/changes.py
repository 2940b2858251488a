"""Who waits for the workspace to change, and waking them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Listener:
    """One waiting party; `user` None hears of every change."""

    user: str | None
    woken: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Changes:
    """A version that grows with every change, and the listeners to wake."""

    version: int = 1
    listeners: list[Listener] = field(default_factory=list)

    def touch(self, users: list[str] | None = None) -> None:
        """Something changed that `users` may see (None: everybody)."""
        self.version += 1
        for listener in self.listeners:
            if users is None or listener.user is None or listener.user in users:
                listener.woken.set()

    @contextmanager
    def listening(self, user: str | None = None) -> Iterator[Listener]:
        listener = Listener(user)
        self.listeners.append(listener)
        try:
            yield listener
        finally:
            self.listeners.remove(listener)

    async def versions(self, user: str) -> AsyncIterator[int]:
        """The version now, and again whenever something `user` may see has changed."""
        with self.listening(user) as listener:
            while True:
                yield self.version
                await listener.woken.wait()
                listener.woken.clear()


async def woken_within(listener: Listener, seconds: float) -> None:
    """Return when the listener is woken, or after `seconds` at the latest."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await listener.woken.wait()
    listener.woken.clear()
