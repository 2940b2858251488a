"""The Agent Approval Protocol: shown, and not ours to answer."""

from typing import Any

import pytest

from bot.approvals.dialects import foreign
from bot.approvals.dialects.payloads import Payload
from tests.approvals.dialects.readings import the_part
from tests.approvals.dialects.specimens import ELSEWHERE


def test_what_waits_elsewhere_is_shown_and_offers_no_action() -> None:
    part = the_part(ELSEWHERE)
    assert part.ask.title == "refund waits for an approval that is given elsewhere"
    assert [(fact.label, fact.value) for fact in part.ask.facts] == list(ELSEWHERE.items())
    assert "Agent Approval Protocol" in part.ask.notice
    assert (part.ask.actions, part.reply) == ((), None)


@pytest.mark.parametrize("tool", [None, "", "  ", 1, b"\x00"])
def test_without_the_name_of_a_tool_it_is_shown_all_the_same(tool: object) -> None:
    assert the_part({**ELSEWHERE, "tool": tool}).ask.title.startswith("A tool waits")


@pytest.mark.parametrize("value", [None, "8a4e", [ELSEWHERE], {"aap_request_id": 1}, {"tool": "refund"}])
def test_other_payloads_are_left_to_others(value: Any) -> None:
    assert foreign.read(Payload(value)) is None
