"""The rush: what may wait lets acknowledgements go first, and never waits for long."""

import asyncio

from bot.slack.rush import Rush


async def test_what_may_wait_begins_once_nothing_is_heard_any_more() -> None:
    rush, order = Rush(), []

    async def errand() -> None:
        await rush.over()
        order.append("errand")

    with rush.hearing():
        waiting = asyncio.create_task(errand())
        with rush.hearing():
            await asyncio.sleep(0)
            order.append("first ack")
        await asyncio.sleep(0)
        order.append("second ack")
    await waiting
    assert order == ["first ack", "second ack", "errand"]


async def test_a_slow_listener_holds_nobody_up_for_long() -> None:
    rush = Rush()
    with rush.hearing():
        async with asyncio.timeout(5):
            await rush.over()


async def test_without_a_rush_nothing_waits() -> None:
    async with asyncio.timeout(0.1):
        await Rush().over()
