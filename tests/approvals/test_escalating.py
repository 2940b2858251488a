"""Escalating by hand: a reviewer of the tier asked now puts the request to the next one, once each."""

from dataclasses import replace

import pytest

from bot.approvals.ask import APPROVE, REJECT
from bot.approvals.commands import Ring
from bot.approvals.eligibility import Person, Roster
from bot.approvals.events import Escalated
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    DIRECTOR,
    ESCALATE,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_policy,
    a_request,
    a_roster,
    a_roster_with,
    a_tier,
    after,
    an_ask,
    why_refused,
)

LADDER = a_roster((LEAD, SECOND_LEAD), (MANAGER,), (DIRECTOR,))
THREE_TIERS = a_policy(a_tier("lead"), a_tier("manager", sla=3 * HOUR), a_tier("director"))


def _request() -> Request:
    return a_request(an_ask(actions=(APPROVE, REJECT, ESCALATE)), THREE_TIERS)


def _up(request: Request, by: str = LEAD, roster: Roster = LADDER) -> Request:
    return after(request, a_click(request, by, "escalate", roster=roster), NOON + HOUR / 2)


def test_a_reviewer_puts_a_request_to_the_next_tier_with_its_whole_sla() -> None:
    request = _request()
    click = a_click(request, action="escalate", roster=LADDER, reason=" beyond me\n")
    (escalated,) = decide(request, click, NOON + HOUR / 2)
    assert escalated == Escalated(tier=1, due_at=NOON + 3.5 * HOUR, at=NOON + HOUR / 2, by=LEAD, because="beyond me")


def test_escalating_decides_nothing_and_is_no_vote() -> None:
    escalated = _up(_request())
    assert (escalated.state, escalated.votes, escalated.escalators) == (State.OPEN, (), (LEAD,))
    assert (escalated.tier_asked_at, escalated.neared) == (NOON + HOUR / 2, 0.0)


def test_who_escalated_may_still_decide() -> None:
    escalated = _up(_request())
    settled = after(escalated, a_click(escalated, roster=LADDER))
    assert settled.decision
    assert settled.decision.by == (LEAD,)


def test_the_same_click_again_does_not_put_a_request_up_another_tier() -> None:
    request = _request()
    click = a_click(request, action="escalate", roster=LADDER)
    assert why_refused(after(request, click), click) is Reason.ALREADY_ESCALATED


def test_two_reviewers_of_one_tier_who_escalate_at_once_put_it_up_by_one() -> None:
    request = _request()
    clicks = [a_click(request, person, "escalate", roster=LADDER) for person in (LEAD, SECOND_LEAD)]
    assert why_refused(after(request, clicks[0]), clicks[1]) is Reason.ALREADY_ESCALATED


def test_a_click_that_comes_after_the_alarm_has_escalated_is_refused() -> None:
    request = _request()
    click = a_click(request, action="escalate", roster=LADDER)
    assert why_refused(after(request, Ring(), NOON + HOUR), click) is Reason.ALREADY_ESCALATED


def test_a_person_escalates_once_though_they_belong_to_the_next_tier_too() -> None:
    roster = a_roster((LEAD,), (LEAD, MANAGER), (DIRECTOR,))
    escalated = _up(_request(), roster=roster)
    assert why_refused(escalated, a_click(escalated, action="escalate", roster=roster)) is Reason.ALREADY_ESCALATED
    assert _up(escalated, MANAGER, roster).tier == 2


def test_nothing_is_above_the_last_tier() -> None:
    request = _up(_up(_request()), MANAGER)
    assert why_refused(request, a_click(request, DIRECTOR, "escalate", roster=LADDER)) is Reason.NO_NEXT_TIER


def test_a_stand_in_may_escalate() -> None:
    escalated = _up(_request(), OUTSIDER, a_roster_with({LEAD: OUTSIDER}, (LEAD,), (MANAGER,)))
    assert (escalated.tier, escalated.escalators) == (1, (OUTSIDER,))


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(id=OUTSIDER), Reason.NOT_ELIGIBLE),
        (Person(id=MANAGER), Reason.NOT_ELIGIBLE),
        (Person(id=REQUESTER), Reason.OWN_REQUEST),
        (Person(id=LEAD, is_guest=True), Reason.NOT_A_MEMBER),
    ],
)
def test_nobody_else_may_escalate(person: Person, reason: Reason) -> None:
    click = replace(a_click(_request(), action="escalate", roster=LADDER), person=person)
    assert why_refused(_request(), click) is reason


def test_a_card_not_read_whole_may_be_passed_up_all_the_same() -> None:
    request = _request()
    assert after(request, replace(a_click(request, action="escalate", roster=LADDER), saw_whole=False)).tier == 1


def test_votes_stand_when_a_request_is_escalated_by_hand() -> None:
    policy = a_policy(a_tier("lead", quorum=2), a_tier("manager"))
    request = a_request(an_ask(actions=(APPROVE, REJECT, ESCALATE)), policy)
    escalated = _up(after(request, a_click(request, roster=LADDER)), SECOND_LEAD)
    settled = after(escalated, a_click(escalated, SECOND_LEAD, roster=LADDER))
    assert settled.decision
    assert settled.decision.by == (LEAD, SECOND_LEAD)
