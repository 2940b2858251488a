"""Dialects that the configuration changes while people are asked: no answer is given in a shape nobody expects now."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langgraph.types import interrupt

from bot.approvals.ask import Kind
from bot.approvals.dialects.mapped import Mapped, MappedAction
from bot.approvals.dialects.told import Told
from bot.approvals.machine import RunState
from tests.approvals.examples import a_policy
from tests.engine.graphs import State, chained
from tests.engine.workbench import Bench, a_book, workbench

ASKED = {"question": "Approve?", "amount": 5}


def a_mapping(yes: Any) -> Told:
    """A mapping in which approval is answered so."""
    actions = {
        "approve": MappedAction(kind=Kind.APPROVE, answer=yes),
        "reject": MappedAction(kind=Kind.REJECT, answer=False),
    }
    return Told(mapping=Mapped(title="question", actions=actions))


async def step(state: State) -> State:
    return {"outcome": f"{interrupt(ASKED)!r}"}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with workbench(tmp_path, {"asking": chained(("ask", step))}) as bench:
        yield bench


def configured(bench: Bench, told: Told) -> Bench:
    """The same with another dialect in the policies file."""
    book = replace(a_book(a_policy()), dialects={"asking": told})
    return replace(bench, driver=replace(bench.driver, book=lambda: book))


@pytest.mark.parametrize("yes", [True, {"approved": True}, 1, "", 0, {}])
async def test_an_answer_in_the_shape_that_was_configured_before_is_void_and_people_are_asked_anew(
    bench: Bench, yes: Any
) -> None:
    run, [old] = await configured(bench, a_mapping("yes")).asked("asking")
    await bench.answer(old)
    changed = configured(bench, a_mapping(yes))
    assert (await changed.drive(run)).state is RunState.WAITING
    [new] = await bench.open_requests(run)
    assert new.id != old.id
    assert await bench.answers() == ["void"]
    await bench.answer(new)
    assert (await changed.drive(run)).outcome == repr(yes)


async def test_a_card_that_nobody_asked_anew_about_keeps_standing(bench: Bench) -> None:
    before = configured(bench, a_mapping("yes"))
    run, [request] = await before.asked("asking")
    await before.drive(run)
    assert [each.id for each in await bench.open_requests(run)] == [request.id]
    await bench.answer(request)
    assert (await before.drive(run)).outcome == "'yes'"


async def test_the_shape_of_an_answer_is_compared_by_type(bench: Bench) -> None:
    run, [old] = await configured(bench, a_mapping(True)).asked("asking")
    await bench.answer(old)
    assert (await configured(bench, a_mapping(1)).drive(run)).state is RunState.WAITING
