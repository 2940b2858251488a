"""Tests of the menu of workflows."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.approvals.workflow import Workflow
from bot.slack.drawing.menus import task_menu
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.hostile import HOSTILE


def workflows(count: int, name: str = "flow") -> Sequence[Workflow]:
    """So many workflows."""
    return [
        Workflow(name=f"{name}_{number}", description=f"Does {number}", input_schema={}, graph_version="v1")
        for number in range(count)
    ]


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everything in the menu that can be pressed or chosen from."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [block["accessory"] for block in blocks if "accessory" in block] + [each for row in rows for each in row]


@pytest.mark.parametrize("count", [1, 2, 10])
def test_up_to_ten_workflows_have_a_button_each(count: int) -> None:
    message = accepted(task_menu(workflows(count)))
    drawn = elements(message.blocks)
    assert [button["action_id"] for button in drawn] == [f"start:{number}" for number in range(count)]
    assert [button["value"] for button in drawn] == [f"flow_{number}" for number in range(count)]
    assert "flow_0" in message.text


@pytest.mark.parametrize("count", [11, 100])
def test_more_than_ten_workflows_are_chosen_from_a_list(count: int) -> None:
    (select,) = elements(accepted(task_menu(workflows(count))).blocks)
    assert select["action_id"] == "start"
    assert len(select["options"]) == count


def test_workflows_beyond_what_a_list_holds_are_counted() -> None:
    message = accepted(task_menu(workflows(130)))
    assert "30 workflows more" in "".join(limits.all_texts(message.blocks))
    named_at_length = accepted(task_menu(workflows(12, name="x" * 150)))
    assert elements(named_at_length.blocks) == []


def test_no_workflow_at_all_is_said_in_words() -> None:
    assert "No workflow is configured" in accepted(task_menu([])).text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_descriptions_do_not_break_the_menu(words: str) -> None:
    flow = Workflow(name=words[:100] or "-", description=words, input_schema={}, graph_version="v1")
    message = accepted(task_menu([flow] * 2))
    accepted(task_menu([flow]))
    assert not any("<" in marked for marked in [message.text, *limits.marked_texts(message.blocks)])
