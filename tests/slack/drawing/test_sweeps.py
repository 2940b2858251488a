"""Tests of what a person is told who answered several requests at once."""

import pytest

from bot.approvals.refusals import Reason
from bot.desk.batch_voting import Tallied
from bot.slack.drawing import sweeps
from tests.approvals.examples import a_click, a_request, after


def test_every_way_it_went_is_counted_in_one_message() -> None:
    decided = after(a_request(), a_click(a_request()))
    tallied = [
        *[Tallied(decided)] * 3,
        Tallied(a_request()),
        Tallied(decided, Reason.ALREADY_CLOSED),
        *[Tallied(a_request(), Reason.OWN_REQUEST), Tallied(a_request(), Reason.NOT_ELIGIBLE)],
        Tallied(None, Reason.LOOKUP_FAILED),
    ]
    lines = sweeps.told("Approve", tallied, 4).splitlines()
    assert lines[0] == "What became of your *Approve*:"
    assert [line.split()[1] for line in lines[1:]] == ["3", "1", "1", "2", "1", "4"]
    assert "are decided by it" in lines[1]
    assert "needs more approvals" in lines[2]
    assert "not yours to decide" in lines[4]
    assert "joined the card since" in lines[6]


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("count", [1, 2])
def test_every_refusal_has_its_line(reason: Reason, count: int) -> None:
    told = sweeps.told("Approve", [Tallied(None, reason)] * count)
    assert len(told.splitlines()) == 2
    assert f"• {count} " in told
