"""Remembers what was looked up until it is too old, and looks each thing up once however many ask."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values by key, kept for `fresh_for` seconds; a failed look-up is not kept and reaches whoever asked."""

    def __init__(self, read: Callable[[str], Awaitable[T]], fresh_for: float) -> None:
        self._read = read
        self._fresh_for = fresh_for
        self._kept: dict[str, tuple[float, T]] = {}
        self._forgotten: dict[str, float] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def get(self, key: str) -> T:
        """The value, at most `fresh_for` seconds old; raises whatever the look-up raises."""
        kept = self._fresh(key)
        if kept is not None:
            return kept
        async with self._reading.setdefault(key, asyncio.Lock()):
            kept = self._fresh(key)
            if kept is None:
                read_at = asyncio.get_running_loop().time()
                kept = await self._read(key)
                self._kept[key] = (read_at, kept)
            return kept

    def forget(self, key: str) -> None:
        """Look this key up anew when it is next asked for."""
        self._kept.pop(key, None)
        self._forgotten[key] = asyncio.get_running_loop().time()

    def _fresh(self, key: str) -> T | None:
        """The kept value; one whose look-up was begun before it was to be forgotten counts as forgotten too."""
        read_at, value = self._kept.get(key, (0.0, None))
        begun_since = read_at > self._forgotten.get(key, -1.0)
        return value if begun_since and asyncio.get_running_loop().time() - read_at < self._fresh_for else None
