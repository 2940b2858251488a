"""Letting time pass: one clock for all that people and the app see, and real time for deadlines."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from sandbox import Sandbox, Settings
from sandbox.clock import Clock
from sandbox.mrkdwn import Names, read
from tests.sandbox.rig import APPROVALS, MAYA, TOM, bare_socket, card, modal, running, section, web

TEN_MINUTES = timedelta(minutes=10)
NOON = 1_800_014_400  # 2027-01-15 12:00 UTC


def test_the_clock_moves_forwards_only() -> None:
    clock = Clock(lambda: 100.0)
    clock.pass_(TEN_MINUTES)
    assert clock.now() == 700.0
    for time in (timedelta(), -TEN_MINUTES):
        with pytest.raises(ValueError, match="forwards only"):
            clock.pass_(time)


async def test_messages_bear_the_time_that_was_let_pass(sandbox: Sandbox) -> None:
    before = await web(sandbox).chat_postMessage(channel=APPROVALS, text="x")
    await sandbox.pass_time(TEN_MINUTES)
    after = await web(sandbox).chat_postMessage(channel=APPROVALS, text="y")
    assert 600 <= float(after["ts"]) - float(before["ts"]) < 660


async def test_whoever_embeds_the_sandbox_moves_with_it_once_it_has_moved() -> None:
    moved: list[tuple[timedelta, float]] = []

    async def follow(time: timedelta) -> None:
        moved.append((time, sandbox.realm.now))

    async with running(Settings(now=lambda: 1000.0, on_time=follow)) as sandbox:
        await sandbox.pass_time(TEN_MINUTES)
    assert moved == [(TEN_MINUTES, 1600.0)]


async def test_a_response_url_grows_old_with_the_clock(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    tom = sandbox.person("tom")
    async with bare_socket(sandbox) as socket:
        pressing = asyncio.create_task(tom.press(tom.messages("#approvals")[-1], "Approve"))
        url = (await socket.take())["payload"]["response_url"]
        await pressing
    await sandbox.pass_time(timedelta(minutes=31))
    async with aiohttp.ClientSession() as session, session.post(url, json={"text": "late"}) as response:
        assert (response.status, await response.text()) == (404, "expired_url")


async def test_a_trigger_does_not_grow_old_with_the_clock(sandbox: Sandbox) -> None:
    trigger = sandbox.realm.triggers.issue(MAYA)
    await sandbox.pass_time(TEN_MINUTES)
    await web(sandbox).views_open(trigger_id=trigger, view=modal(section("x")))


@pytest.mark.parametrize(
    ("token", "seconds", "seen"),
    [
        ("{date_short_pretty}", 0, "today"),
        ("{date_pretty}", -86_400, "yesterday"),
        ("{date_long_pretty}", 86_400, "tomorrow"),
        ("{date_short_pretty}", 3 * 86_400, "Jan 18, 2027"),
        ("{date_short}", 0, "Jan 15, 2027"),
        ("{ago}", -59, "59 seconds ago"),
        ("{ago}", -60, "1 minute ago"),
        ("{ago}", 7200, "in 2 hours"),
        ("{ago}", -2 * 86_400, "2 days ago"),
        ("{time}", 0, "12:00 PM"),
    ],
)
def test_dates_are_read_by_the_clock(token: str, seconds: int, seen: str) -> None:
    names = Names(tz="UTC", now=NOON)
    assert read(f"<!date^{NOON + seconds}^{token}|then>", names) == seen


async def test_a_person_reads_dates_by_the_sandboxs_clock() -> None:
    async with running(Settings(now=lambda: float(NOON))) as sandbox:
        await web(sandbox).chat_postMessage(channel=TOM, text=f"due <!date^{NOON + 600}^{{ago}}|soon>")
        await sandbox.pass_time(TEN_MINUTES + TEN_MINUTES)
        assert sandbox.person("tom").direct()[-1].plain() == "due 10 minutes ago"


async def let_pass(sandbox: Sandbox, seconds: object) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/time", json={"seconds": seconds}) as response,
    ):
        return response.status


async def test_time_passes_over_http_where_somebody_moves_with_it() -> None:
    moved: list[timedelta] = []

    async def follow(time: timedelta) -> None:
        moved.append(time)

    async with running(Settings(on_time=follow)) as sandbox:
        assert await let_pass(sandbox, 600) == 200
        for wrong in (0, -1, "600", True, None, 10**12):
            assert await let_pass(sandbox, wrong) == 400
    assert moved == [TEN_MINUTES]


async def test_time_does_not_pass_where_the_app_would_stay_behind(sandbox: Sandbox) -> None:
    assert await let_pass(sandbox, 600) == 400
