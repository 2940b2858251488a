"""Journeys of what people hear beside the card: its requester on the way, and everybody in its thread."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.approvals.eligibility import Person
from bot.desk import questioning
from bot.ledger.tables import homes
from sandbox import Sandbox, SeenMessage
from tests.journeys.test_deciding import ask_for_wire
from tests.journeys.world import World


@pytest.fixture
async def batching(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The workspace with a bot that gathers like requests in one card."""
    world = World(sandbox, tmp_path, COUNTERSIGN_POLICIES="tests/journeys/talking.yaml")
    async with world.running():
        yield world


def said(messages: list[SeenMessage], words: str) -> list[SeenMessage]:
    """The messages with these words in them."""
    return [message for message in messages if words in message.plain()]


async def test_a_requester_hears_that_their_run_waits_for_whom_and_where(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    told = await world.direct("maya", "is waiting for a decision")
    assert "team-leads" in told.plain()
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}|" in told.text


async def test_a_requester_hears_of_a_decision_while_the_run_goes_on_and_then_how_it_ended(
    world: World, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    await world.person("maya").command("#support", f"/task wire amount=4000 gate={gate}")
    await world.person("tom").press(await world.card("tom"), "Approve")
    maya = world.person("maya")
    [decided] = await world.sandbox.until(lambda: said(maya.direct(), "goes on after a decision"), timeout=30)
    assert "Approved by" in decided.plain()
    gate.touch()
    await world.direct("maya", "Wired 4000 EUR.")


async def test_a_decision_after_which_the_run_ends_at_once_is_told_with_its_outcome_alone(
    world: World, tmp_path: Path
) -> None:
    await ask_for_wire(world, tmp_path)
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    await world.nothing_is_owed()
    maya = world.person("maya")
    assert said(maya.direct(), "goes on after a decision") == []
    assert len(said(maya.direct(), "Wired 4000 EUR.")) == 1


async def test_the_thread_holds_the_history_in_one_message_that_pings_nobody(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.pass_time(minutes=31)
    tom = world.person("tom")
    [before] = await world.sandbox.until(lambda: said(tom.thread(card), "so it was put to managers"))
    await tom.press(await world.shows("tom", "@managers"), "Approve")
    [after] = await world.sandbox.until(lambda: said(tom.thread(card), "chose Approve"))
    await world.nothing_is_owed()
    [last] = said(tom.thread(card), "asked for approval")
    assert before.ts == after.ts == last.ts
    assert {message.notifies for message in (before, after, last)} == {()}


async def test_how_a_run_ended_pings_nobody_in_the_thread(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    tom = world.person("tom")
    card = await world.card("tom")
    await tom.press(card, "Approve")
    [ended] = await world.sandbox.until(lambda: said(tom.thread(card), "Wired 4000 EUR."))
    assert ended.notifies == ()
    assert "Tom Okafor" in (await world.direct("maya", "Wired 4000 EUR.")).plain()


async def test_a_history_whose_reply_was_lost_is_told_once(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.nothing_is_owed()
    world.sandbox.faults.add("chat.postMessage", status=500, before=False, times=1)
    await world.pass_time(minutes=31)
    await world.nothing_is_owed()
    assert len(said(world.person("tom").thread(card), "History")) == 1


async def test_a_question_is_put_in_the_thread_and_reaches_the_requester(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    tom, maya = world.person("tom"), world.person("maya")
    [request] = await world.requests()
    question = "Which <!channel> invoice?\nThe second?"
    await questioning.put_question(world.bot.ledger, request.id, Person(id=tom.id), question, now=world.clock())
    [asked] = await world.sandbox.until(lambda: said(maya.thread(card), "it decides nothing"))
    assert "The second?" in asked.plain()
    assert maya.id in asked.notifies
    assert set(asked.notifies) <= {maya.id, tom.id}


async def test_like_requests_share_a_card_and_its_thread(batching: World) -> None:
    maya, tom = batching.person("maya"), batching.person("tom")
    await maya.command("#support", "/task twins left=none")
    await maya.command("#support", "/task twins left=none")
    await batching.sandbox.until(lambda: len(said(maya.direct(), "is waiting for a decision")) == 4)
    cards = [message for message in tom.messages("#approvals") if message.metadata]
    requests = await batching.requests()
    person = Person(id=tom.id)
    for request in requests:
        await questioning.put_question(batching.bot.ledger, request.id, person, "Why?", now=batching.clock())
    told = [f"/p{card.ts.replace('.', '')}|" for card in cards]
    assert len(cards) == 2
    assert all(any(link in message.text for link in told) for message in said(maya.direct(), "is waiting"))
    asked = await batching.sandbox.until(
        lambda: [questions for card in cards if len(questions := said(tom.thread(card), "it decides nothing")) == 2]
    )
    assert len(asked) >= 1


async def test_the_homes_of_those_concerned_are_behind_once_a_card_has_changed(world: World, tmp_path: Path) -> None:
    people = [world.person(name).id for name in ("maya", "tom", "otto")]
    async with world.bot.ledger.write() as tx:
        await tx.conn.execute(homes.insert(), [{"id": person, "shown": 1} for person in people])
    before = await wanted(world)
    await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.nothing_is_owed()
    after = await wanted(world)
    assert [after[person] > before[person] for person in people] == [True, True, False]


async def wanted(world: World) -> dict[str, int]:
    """How many drawings were wanted of each Home so far."""
    async with world.bot.ledger.read() as conn:
        return {row.id: row.wanted for row in await conn.execute(select(homes))}
