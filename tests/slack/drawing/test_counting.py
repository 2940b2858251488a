"""How many approvals are needed, where the tiers that were asked do not agree about that."""

from dataclasses import replace

from bot.approvals.commands import Ring
from bot.approvals.eligibility import Roster
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.tier import Reviewers, Tier
from bot.slack.drawing import rows
from bot.slack.drawing.cards import draw
from bot.slack.drawing.refusing import refusal
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


def test_approvals_that_are_many_but_of_one_group_are_not_told_to_be_enough() -> None:
    tier = Tier(name="pair", reviewers=Reviewers(groups=("leads", "managers")), quorum=2, distinct_groups=True)
    request = a_request(policy=a_policy(tier, a_tier("director")))
    roster = Roster({0: frozenset({LEAD, SECOND_LEAD})}, groups={"leads": frozenset({LEAD, SECOND_LEAD})})
    for voter in (LEAD, SECOND_LEAD):
        request = after(request, replace(a_click(request, voter), roster=roster))
    assert request.state is State.OPEN
    card = seen(draw(request, PINGING))
    assert "*Votes so far:* 2 approvals, which are not enough yet" in card
    assert "*Needed:* approvals from 2 different groups" in card
    assert "2 of the 2" not in card + rows.told(request)
    assert "2 of the 2" not in refusal(Reason.ALREADY_COUNTED, request, LEAD)


def test_whoever_is_asked_later_and_may_decide_alone_is_told_so() -> None:
    request = escalated(2, 1)
    assert "*Enough as well:* 1 approval from manager" in seen(draw(request, PINGING))
    assert "Enough as well" not in seen(draw(escalated(1, 1), PINGING))
    assert "Enough as well" not in seen(draw(escalated(2, 2), PINGING))


def test_votes_are_counted_by_the_tiers_that_may_decide_still() -> None:
    last = a_tier("manager", quorum=1).model_copy(update={"earlier_may_act": False})
    request = a_request(policy=a_policy(a_tier("team lead", quorum=2), last))
    request = after(after(request, a_click(request, LEAD)), Ring(), NOON + HOUR)
    card = seen(draw(request, PINGING))
    assert "of the 2" not in card + rows.told(request)
    assert "*Votes so far:* 1 approval, which is not enough yet" in card
