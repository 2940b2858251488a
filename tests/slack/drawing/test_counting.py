"""How many approvals are needed, where the tiers that were asked do not agree about that."""

from bot.approvals.commands import Ring
from bot.approvals.request import Request, State
from bot.slack.drawing import rows
from bot.slack.drawing.cards import draw
from tests.approvals.examples import HOUR, LEAD, NOON, SECOND_LEAD, a_click, a_policy, a_request, a_tier, after
from tests.slack.drawing.reading import PINGING, seen


def escalated(first: int, then: int, *voters: str) -> Request:
    """A request whose first tier takes so many approvals, and whose second, which is asked now, takes so many."""
    request = a_request(policy=a_policy(a_tier("team lead", quorum=first), a_tier("manager", quorum=then)))
    for voter in voters:
        request = after(request, a_click(request, voter))
    return after(request, Ring(), NOON + HOUR)


def test_an_open_request_never_says_that_it_has_all_the_approvals_it_needs() -> None:
    request = escalated(2, 1, LEAD)
    assert request.state is State.OPEN
    assert "1 of the 2 approvals needed" in seen(draw(request, PINGING))
    assert "1 of the 2 approvals needed" in rows.told(request)


def test_one_approval_of_the_first_tier_is_enough_though_the_next_takes_two() -> None:
    request = escalated(1, 2)
    assert "of the 2" not in seen(draw(request, PINGING))
    settled = after(request, a_click(request), NOON + HOUR)
    assert settled.state is State.SETTLED
    assert "of the 2" not in seen(draw(settled, PINGING))


def test_what_two_have_decided_says_so() -> None:
    request = escalated(2, 3, LEAD)
    settled = after(request, a_click(request, SECOND_LEAD), NOON + HOUR)
    assert "2 of the 2 approvals needed" in seen(draw(settled, PINGING))
