"""Graphs as tutorials write them, unchanged: slash command, card, press, resume, and every answer that they take."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from sandbox import Sandbox
from tests.journeys.tutoring import tutoring
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with the workflows of tests/tutorials."""
    world = tutoring(sandbox, tmp_path)
    async with world.running():
        yield world


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A task, the press that answers it (with what is filled in), and the words that it ends with.

    `title` is in the words of the card that is pressed.
    """

    task: str
    press: str
    ends: str
    fills: Mapping[str, object] = field(default_factory=dict)
    title: str = ""

    def __str__(self) -> str:
        return f"{self.task.split()[0]}: {self.press}"


REVIEW, GATE, LOOP = 'content_review task="order 7"', "release_gate version=1.2", "contract_loop subject=roofs"
WIRE, POST, CARE = "wire_transfer recipient=Kim", 'publish_post title="Our year"', "care_plan complaint=cough"
MAIL, TYPED, LEGACY = "inbox_agent to=kim body=Hello", "typed_answer order=7", "legacy_gate amount=5 customer=Kim"
PLAN = {"form:approved_plan": "Tea and rest", "form:clinician_id": "DR-7"}

STORIES = [
    Story(task=REVIEW, press="Approve", ends="SENT: Dear customer, regarding order 7: it is on its way."),
    Story(task=REVIEW, press="Reject", ends="CANCELLED"),
    Story(task=REVIEW, press="Edit…", fills={"form:text": "Sorry: it's late"}, ends="SENT: Sorry: it's late"),
    Story(task=GATE, press="Deploy", ends="deployed 1.2"),
    Story(task=GATE, press="Reject", ends="rejected"),
    Story(task=GATE, press="Hold…", fills={"reason": "it is Friday"}, ends="on hold because it is Friday"),
    Story(task=LOOP, press="Approve…", fills={}, ends="approve"),
    Story(task=LOOP, press="Reject…", fills={"reason": "too dear"}, ends="reject: too dear"),
    Story(task=POST, press="Approve…", ends="Our year was published for "),
    Story(task=POST, press="Reject…", fills={"reason": "not yet"}, ends="Our year stays a draft. not yet"),
    Story(task=CARE, press="Answer…", fills=PLAN, ends="Tea and rest (urgent), signed by DR-7"),
    Story(
        task=CARE,
        press="Answer…",
        fills={**PLAN, "form:urgency_override": "emergent"},
        ends="Tea and rest (emergent), signed by DR-7",
    ),
    Story(
        task='small_talk inputs={"order":"7"}',
        press="Answer…",
        fills={"form:text": "Two days"},
        ends="Told the customer: Two days",
    ),
    Story(task=LEGACY, press="Approve", ends="charged Kim 5"),
    Story(task=LEGACY, press="Reject", ends="cancelled"),
    Story(task=MAIL, press="Approve", ends="Hello to kim, twice"),
    Story(task=MAIL, press="edit", fills={"draft:body": "Bye", "draft:copies": "3"}, ends="Bye to kim, 3"),
    Story(task=MAIL, press="Respond…", fills={"reason": "Ask Lena"}, ends="nothing; response: Ask Lena"),
    Story(task=MAIL, press="Ignore", ends="nothing; ignore: None"),
    Story(task=TYPED, press="Ship…", fills={"form:discount": "5"}, ends="7: ship, 5 % off"),
    Story(task=TYPED, press="Cancel…", ends="7: cancel, 0 % off"),
    Story(task=WIRE, press="Approve…", ends="wired 100.0 to Kim"),
    Story(task=WIRE, press="edit", fills={"draft:amount": "90", "draft:recipient": "Ann"}, ends="wired 90 to Ann"),
    Story(task=WIRE, press="Reject…", fills={"reason": "unknown"}, ends="refused: unknown"),
]


@pytest.mark.parametrize("story", STORIES, ids=str)
async def test_every_answer_of_a_tutorial_reaches_it_in_its_own_shape(world: World, story: Story) -> None:
    await answer(world, story)
    run = await world.run_ends()
    assert run.state is RunState.FINISHED, run.outcome
    assert story.ends in run.outcome


async def answer(world: World, story: Story) -> None:
    """Have maya start the task, and tom answer it."""
    await world.person("maya").command("#support", f"/task {story.task}")
    tom = world.person("tom")
    await tom.press(await world.card("tom", title=story.title), story.press)
    if story.press.endswith("…") or story.fills:
        await world.sandbox.until(tom.view)
        submitted = await tom.submit(story.fills)
        assert submitted.closed, submitted.errors
