"""The story of DESIGN.md, told once: ten steps on the workflows that come with the project."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.decision import Cause
from bot.approvals.machine import RunState
from bot.approvals.request import State
from bot.ledger import chain
from sandbox import Sandbox
from tests.journeys.world import World
from workflows import journal


@pytest.fixture
async def shop(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The bot with the real refund and deploy workflows and their real policies."""
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(tmp_path / "effects.db"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    world = World(
        sandbox, tmp_path, COUNTERSIGN_WORKFLOWS="langgraph.json", COUNTERSIGN_POLICIES="workflows/policies.yaml"
    )
    async with world.running():
        yield world


def effects(folder: Path) -> int:
    file = folder / "effects.db"
    return sum(tally.effects for tally in journal.tally(file).values()) if file.exists() else 0


async def test_the_ten_steps_of_an_approval(shop: World, tmp_path: Path) -> None:  # noqa: PLR0915 - ten steps, one story
    maya, miguel = shop.person("maya"), shop.person("miguel")

    # 1. A requester types /task refund; a form opens from the workflow's input schema.
    assert (await maya.command("#support", "/task refund")).acked
    form = await shop.sandbox.until(maya.view)
    assert form.title.startswith("Start")
    submitted = await maya.submit({"transaction_id": "T-1042", "amount": "4200", "customer": "ACME", "reason": "twice"})
    assert submitted.closed

    # 2. to 6. The run is recorded and driven, its question becomes a request, and its card is posted.
    card = await shop.card("tom")
    assert "ACME" in card.plain()
    assert "No language model is set up" in card.plain()
    [request] = await shop.requests()
    assert (request.state, request.asked.name) == (State.OPEN, "team lead")

    # 7. Nobody answers: the next tier gets a DM, and the card says who is asked now.
    await shop.nothing_is_owed()
    await shop.pass_time(minutes=31)
    direct = await shop.direct("miguel", "ACME")
    await shop.shows("tom", "@managers")

    # 8. and 9. A reviewer presses Approve; decision, answer and redraw are one commit.
    await miguel.press(direct, "Approve")

    # 10. The thread is resumed, the workflow acts, the outcome is told in the thread and to the requester.
    run = await shop.run_ends()
    assert run.state is RunState.FINISHED
    assert effects(tmp_path) == 1
    await shop.direct("maya", run.outcome)
    decided = await shop.shows("tom", "Miguel Santos")
    assert decided.buttons() == []
    await shop.in_thread("tom", decided, run.outcome)

    [request] = await shop.requests()
    async with shop.bot.ledger.read() as conn:
        story = [type(entry.event).__name__ for entry in await chain.story(conn, request.id)]
        assert await chain.verify(conn) == len(story)
    assert story == ["Opened", "Seated", "Escalated", "Seated", "Voted", "Settled", "Applied"]


async def test_a_refund_within_the_limits_is_executed_without_asking(shop: World, tmp_path: Path) -> None:
    words = '/task refund transaction_id=T-7 amount=40 customer="Ida Berg" reason="Arrived broken, photo attached"'
    await shop.person("maya").command("#support", words)
    run = await shop.run_ends()
    assert run.state is RunState.FINISHED
    [request] = await shop.requests()
    assert request.decision
    assert request.decision.cause is Cause.LIMITS
    assert effects(tmp_path) == 1
    assert shop.person("tom").messages("#approvals") == []


async def test_a_refund_that_is_rejected_is_not_executed(shop: World, tmp_path: Path) -> None:
    words = "/task refund transaction_id=T-8 amount=3000 customer=ACME reason=twice"
    await shop.person("maya").command("#support", words)
    lena = shop.person("lena")
    await lena.press(await shop.card("lena"), "Reject…")
    await shop.sandbox.until(lena.view)
    await lena.submit({"reason": "already paid back in May"})
    run = await shop.run_ends()
    assert "already paid back in May" in run.outcome
    assert effects(tmp_path) == 0


async def test_a_deployment_is_held_with_a_reason(shop: World, tmp_path: Path) -> None:
    words = '/task deploy service=checkout version=2.4.1 environment=production diff="-a = 1\n+a = 2"'
    await shop.person("maya").command("#deploys", words)
    card = await shop.card("rhea", "#deploys")
    assert {"Deploy", "Reject…", "Hold…"} <= set(card.buttons())
    rhea = shop.person("rhea")
    await rhea.press(card, "Hold…")
    await shop.sandbox.until(rhea.view)
    await rhea.submit({"reason": "after the sale"})
    run = await shop.run_ends()
    assert "after the sale" in run.outcome
    assert effects(tmp_path) == 0
    held = await shop.shows("rhea", "after the sale", "#deploys")
    assert held.buttons() == []


async def test_a_risky_deployment_is_deployed_once_when_two_groups_have_signed(shop: World, tmp_path: Path) -> None:
    words = '/task deploy service=checkout version=2.4.1 environment=staging diff="+a = 2"'
    await shop.person("maya").command("#deploys", words)
    for name, so_far in (("rhea", "1 of the 2"), ("lena", "2 approvals, which are not enough yet")):
        await shop.person(name).press(await shop.card(name, "#deploys"), "Deploy", confirm=True)
        await shop.shows("rhea", so_far, "#deploys")
    assert effects(tmp_path) == 0  # both are release engineers
    await shop.person("miguel").press(await shop.card("miguel", "#deploys"), "Deploy", confirm=True)
    run = await shop.run_ends()
    assert run.state is RunState.FINISHED
    assert effects(tmp_path) == 1
