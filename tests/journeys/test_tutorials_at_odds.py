"""Graphs of tutorials when things go otherwise: nobody answers, two do, or the graph is another one by then."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.approvals.request import State
from sandbox import Sandbox
from tests.journeys.killing import serving
from tests.journeys.reviewing import the_request, the_view
from tests.journeys.tutoring import FOLDER, fill_in, start, tutoring
from tests.journeys.world import ROOT, World

LEGACY = "legacy_gate amount=5 customer=Kim"
GATE = "release_gate version=1.2"


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    world = tutoring(sandbox, tmp_path)
    async with world.running():
        yield world


SILENT = {
    GATE: "rejected",
    'content_review task="order 7"': "CANCELLED",
    LEGACY: "cancelled",
    'publish_post title="Our year"': "Our year stays a draft.",
    "wire_transfer recipient=Kim": "refused: no reason",
    "typed_answer order=7": "7: cancel, 0 % off",
}


@pytest.mark.parametrize(("task", "ends"), SILENT.items(), ids=lambda said: said.split()[0])
async def test_silence_is_told_as_a_refusal_in_the_graphs_own_shape(world: World, task: str, ends: str) -> None:
    await start(world, task)
    await world.card("tom")
    await world.pass_time(hours=2)
    run = await world.run_ends()
    assert run.state is RunState.FINISHED, run.outcome
    assert ends in run.outcome


@pytest.mark.parametrize("task", ['small_talk inputs={"order":"7"}', "care_plan complaint=cough"])
async def test_silence_ends_a_run_whose_question_has_no_refusal(world: World, task: str) -> None:
    await start(world, task)
    card = await world.card("tom")
    await world.pass_time(hours=2)
    run = await world.run_ends()
    assert run.state is RunState.CANCELLED
    assert run.outcome
    await world.in_thread("tom", card, run.outcome)


async def test_who_answers_what_is_answered_already_is_told_so(world: World) -> None:
    await start(world, GATE)
    card = await world.card("tom")
    await world.person("lena").press(card, "Hold…")
    await the_view(world, "lena")
    await world.person("tom").press(card, "Deploy")
    assert "deployed 1.2" in (await world.run_ends()).outcome
    await world.person("lena").submit({"reason": "it is Friday"})
    await world.told("lena", "decided already: @Tom Okafor chose Deploy")
    await world.person("lena").press(card, "Reject")
    await world.sandbox.until(lambda: len(world.person("lena").ephemerals("#approvals")) > 1)
    request = await the_request(world)
    assert [vote.person for vote in request.votes] == [world.person("tom").id]


async def test_a_question_that_nothing_can_answer_says_what_to_configure_and_then_is(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    policies = tmp_path / "policies.yaml"
    whole = (ROOT / FOLDER / "policies.yaml").read_text()
    policies.write_text(whole.partition("dialects:")[0])
    world = tutoring(sandbox, tmp_path / "data", COUNTERSIGN_POLICIES=str(policies))
    async with world.running():
        await start(world, LEGACY)
        card = await world.card("tom")
        assert card.buttons() == []
        assert "can be read here and not answered" in card.plain()
        assert "dialects:" in card.plain()
        policies.write_text(whole)
        await world.bot.reloader.look()
        asked_anew = await world.sandbox.until(
            lambda: next(
                (each for each in world.person("tom").messages("#approvals") if "Approve" in each.buttons()), None
            )
        )
        await world.person("tom").press(asked_anew, "Approve")
        assert "charged Kim 5" in (await world.run_ends()).outcome
        assert {request.state for request in await world.requests()} == {State.WITHDRAWN, State.SETTLED}


async def test_what_is_read_as_before_stays_as_it_is_when_other_policies_are_read(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    policies = tmp_path / "policies.yaml"
    whole = (ROOT / FOLDER / "policies.yaml").read_text()
    policies.write_text(whole)
    world = tutoring(sandbox, tmp_path / "data", COUNTERSIGN_POLICIES=str(policies))
    async with world.running():
        await start(world, LEGACY)
        card = await world.card("tom")
        policies.write_text(whole.replace("label: Reject", "label: Refuse"))
        await world.bot.reloader.look()
        await world.sandbox.until(lambda: "Refuse" in world.person("tom").messages("#approvals")[-1].buttons())
        policies.write_text(f"{whole.replace('label: Reject', 'label: Refuse')}  content_review: free_text\n")
        await world.bot.reloader.look()
        await world.nothing_is_owed()
        newest = world.person("tom").messages("#approvals")[-1]
        assert (newest.ts != card.ts, len(await world.requests())) == (True, 2)


async def test_a_question_that_nobody_could_answer_is_cancelled_in_the_end(sandbox: Sandbox, tmp_path: Path) -> None:
    policies = tmp_path / "policies.yaml"
    policies.write_text((ROOT / FOLDER / "policies.yaml").read_text().partition("dialects:")[0])
    world = tutoring(sandbox, tmp_path / "data", COUNTERSIGN_POLICIES=str(policies))
    async with world.running():
        await start(world, LEGACY)
        card = await world.card("tom")
        await world.pass_time(hours=2)
        run = await world.run_ends()
        assert run.state is RunState.CANCELLED
        await world.in_thread("tom", card, run.outcome)


async def test_a_graph_that_was_changed_while_it_waited_is_not_resumed(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / FOLDER, tmp_path / "graphs", ignore=shutil.ignore_patterns("__pycache__")))
    world = tutoring(sandbox, tmp_path / "data", COUNTERSIGN_WORKFLOWS=str(folder / "langgraph.json"))
    async with serving(world) as bot:  # a process of its own, as Python imports a file once
        await start(world, GATE)
        card = await world.card("tom")
        assert await bot.stop() == 0
    gate = folder / "release_gate.py"
    gate.write_text(gate.read_text().replace('f"deployed ', 'f"deployed at once: '))
    async with serving(world):
        await world.person("tom").press(card, "Deploy")
        await world.told("tom", "The workflow was changed after it asked this")
        await start(world, GATE)
        newest = await world.sandbox.until(lambda: world.person("tom").messages("#approvals")[1])
        await world.person("tom").press(newest, "Deploy")
        await world.direct("maya", "deployed at once: 1.2")


async def test_an_answer_that_its_schema_refuses_is_told_at_its_field(world: World) -> None:
    await start(world, "typed_answer order=7")
    tom = world.person("tom")
    await tom.press(await world.card("tom"), "Ship…")
    await world.sandbox.until(tom.view)
    submitted = await tom.submit({"form:discount": "51"})
    assert not submitted.closed
    assert "50" in submitted.errors["form:discount"]
    await fill_in(world, "tom", **{"form:discount": "50"})
    assert "7: ship, 50 % off" in (await world.run_ends()).outcome
