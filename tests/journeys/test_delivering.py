"""Journeys in which Slack misbehaves: whatever it answers, there is one card in the end, and it is true."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import faltering
from tests.journeys.test_deciding import ask_for_wire, effects
from tests.journeys.world import World


def posts(world: World, reader: str = "tom") -> int:
    return len(world.person(reader).messages("#approvals"))


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "retry_after": 1},
        {"status": 500, "before": True},
        {"status": 500, "before": False},
        {"status": 503, "before": False},
        {"drop": True},
        {"error": "internal_error", "before": False},
        {"error": "ratelimited"},
    ],
    ids=str,
)
async def test_a_troubled_post_ends_in_one_card_that_works(
    world: World, tmp_path: Path, fault: dict[str, object]
) -> None:
    world.sandbox.faults.add("chat.postMessage", times=1, **fault)  # type: ignore[arg-type]
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.person("tom").press(card, "Approve")
    await world.run_ends()
    await world.direct("maya", "Wired")
    await world.shows("tom", "Approved")
    assert posts(world) == 1
    assert effects(file) == ["wired 4000"]


async def test_an_update_that_fails_is_owed_until_the_card_is_true(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    world.sandbox.faults.add("chat.update", status=500, times=1)
    await world.person("tom").press(card, "Approve")
    decided = await world.shows("tom", "Approved")
    assert (decided.ts, decided.buttons()) == (card.ts, [])


async def test_a_card_that_somebody_deleted_is_posted_anew_while_it_is_open(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    slack = AsyncWebClient(token=world.sandbox.bot_token, base_url=world.sandbox.api_url)
    await slack.chat_delete(channel=card.channel, ts=card.ts)
    await world.pass_time(minutes=31)
    again = await world.shows("tom", "@managers")
    assert again.ts != card.ts
    await world.person("tom").press(again, "Approve")
    await world.run_ends()
    assert effects(file) == ["wired 4000"]


async def test_an_outcome_whose_reply_was_lost_is_told_once(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    world.sandbox.faults.add("chat.postMessage", status=500, before=False, times=2)
    await world.person("tom").press(card, "Approve")
    await world.run_ends()
    await world.nothing_is_owed()
    for told in (world.person("tom").thread(card), world.person("maya").direct()):
        assert len([message for message in told if "Wired 4000 EUR." in message.plain()]) == 1


async def test_a_channel_the_bot_was_removed_from_is_told_to_the_operators(still: World, tmp_path: Path) -> None:
    hasty = World(still.sandbox, still.data, COUNTERSIGN_MAX_ATTEMPTS="1")
    async with hasty.running():
        hasty.sandbox.remove_member("#approvals", "countersign")
        await ask_for_wire(hasty, tmp_path)
        alarm = await hasty.card("miguel", "#operators")
        assert "not_in_channel" in alarm.plain()


async def test_the_outcome_of_a_card_that_was_deleted_is_not_owed_for_ever(world: World, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    await world.person("maya").command("#support", f"/task wire amount=4000 gate={gate}")
    card = await world.card("tom")
    slack = AsyncWebClient(token=world.sandbox.bot_token, base_url=world.sandbox.api_url)
    world.sandbox.faults.add("chat.update", status=500, times=1)
    await world.person("tom").press(card, "Approve")
    await world.sandbox.until(lambda: [call for call in world.sandbox.calls("chat.update") if not call.ok])
    await slack.chat_delete(channel=card.channel, ts=card.ts)
    gate.touch()
    await world.run_ends()
    await world.nothing_is_owed()
    assert world.person("tom").messages("#approvals") == []


async def test_a_post_that_was_given_up_is_looked_for_when_it_is_retried(still: World, tmp_path: Path) -> None:
    hasty = World(still.sandbox, still.data, COUNTERSIGN_MAX_ATTEMPTS="1")
    async with hasty.running() as bot:
        hasty.sandbox.faults.add("chat.postMessage", status=500, before=False, times=1)
        await ask_for_wire(hasty, tmp_path)
        await hasty.card("miguel", "#operators")
        await faltering.revive(bot.ledger, [])
        await hasty.nothing_is_owed()
        assert posts(hasty) == 1


async def test_a_secret_in_a_failure_does_not_reach_slack(still: World, tmp_path: Path) -> None:
    leaky = tmp_path / "leaky.py"
    source = (Path(__file__).parent / "graphs.py").read_text()
    leaky.write_text(source.replace("the bank is closed", "postgresql://bot:hunter2@db said no to sk-live-1234567890"))
    world = World(still.sandbox, still.data, COUNTERSIGN_WORKFLOWS=f"broken={leaky}:broken")
    async with world.running():
        await world.person("maya").command("#support", "/task broken answer=none")
        await world.person("tom").press(await world.card("tom"), "Approve")
        told = await world.direct("maya", "failed")
    assert "said no to" in told.plain()
    assert "hunter2" not in told.plain()
    assert "1234567890" not in told.plain()
