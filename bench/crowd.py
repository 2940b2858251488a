"""Keeps a number of cycles in flight."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

LONGEST = 300.0  # seconds that any one measurement may take before it is given up


async def keep_in_flight(tickets: Iterable[int], at_once: int, cycle: Callable[[int], Awaitable[T]]) -> list[T]:
    """Do a cycle for every ticket, `at_once` at a time, and return what each gave, as they ended.

    Raises TimeoutError after LONGEST seconds.
    """
    waiting = iter(tickets)
    done: list[T] = []

    async def work() -> None:
        for ticket in waiting:
            done.append(await cycle(ticket))

    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    return done
