"""Edits: a draft is changed before it is approved, which voids the votes on what it was and may ask a higher tier."""

from dataclasses import replace
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, Action, Kind
from bot.approvals.commands import Ring
from bot.approvals.digests import digest_of
from bot.approvals.events import Edited, Settled, Voted
from bot.approvals.refusals import Reason
from bot.approvals.request import State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    DIRECTOR,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_roster,
    a_tier,
    after,
    an_auto_tier,
    an_edit,
    why_refused,
)

ASKED = {"amount": 120, "note": "charged twice"}
LESS = {"amount": 100, "note": "charged twice"}
TEN_MINUTES = HOUR / 6
TWO_LEADS = a_policy(a_tier("team lead", quorum=2), a_tier("manager"))
LIMITED = a_policy(
    a_tier("team lead", limits={"amount": 500.0}),
    a_tier("manager", limits={"amount": 5_000.0}, sla=2 * HOUR),
    a_tier("director", sla=4 * HOUR),
)
LADDER = a_roster((LEAD, SECOND_LEAD), (MANAGER,), (DIRECTOR,))
BEYOND_ANY_LIMIT: list[dict[str, Any]] = [
    {"amount": 5_000.01},
    {"amount": 10**400},
    {"amount": "120"},
    {"amount": True},
    {"amount": None},
    {"amount": [1]},
    {"amount": -1},
    {"note": "no amount at all"},
    {},
]


def test_edit_and_approve_settles_on_what_was_edited_where_one_approval_is_enough() -> None:
    request = a_request(a_drafted_ask())
    edited, voted, settled = decide(request, an_edit(request, LESS), NOON)
    assert isinstance(edited, Edited)
    assert isinstance(voted, Voted)
    assert isinstance(settled, Settled)
    assert (edited.person, edited.before, edited.after) == (LEAD, ASKED, LESS)
    assert voted.vote.digest == edited.digest == settled.decision.digest != request.digest
    assert (settled.decision.by, settled.decision.edits) == ((LEAD,), LESS)


def test_what_was_signed_for_is_the_question_with_the_edits() -> None:
    question = a_drafted_ask()
    settled = after(a_request(question), an_edit(a_request(question), LESS))
    assert settled.decision
    assert settled.decision.edits is not None
    assert digest_of(question.edited(settled.decision.edits)) == settled.decision.digest == digest_of(settled.ask)
    assert settled.ask.measures["amount"] == 100.0


def test_a_decision_on_what_the_workflow_wrote_has_no_edits() -> None:
    settled = after(a_request(a_drafted_ask()), a_click(a_request(a_drafted_ask())))
    assert settled.decision
    assert settled.decision.edits is None


def test_an_edit_that_changes_nothing_is_a_plain_approval() -> None:
    request = a_request(a_drafted_ask())
    assert [type(event) for event in decide(request, an_edit(request, dict(ASKED)), NOON)] == [Voted, Settled]


def test_a_number_of_another_type_is_an_edit() -> None:
    request = a_request(a_drafted_ask())
    edited, *_ = decide(request, an_edit(request, ASKED | {"amount": 120.0}), NOON)
    assert isinstance(edited, Edited)


def test_an_edit_voids_the_approvals_of_what_was_there_before() -> None:
    request = a_request(a_drafted_ask(), TWO_LEADS)
    approved = after(request, a_click(request, SECOND_LEAD))
    edited = after(approved, an_edit(approved, LESS))
    assert (edited.state, edited.question_digest) == (State.OPEN, request.digest)
    again = after(edited, a_click(edited, SECOND_LEAD))
    assert again.decision
    assert (again.decision.by, again.decision.edits) == ((LEAD, SECOND_LEAD), LESS)


def test_a_click_on_a_card_that_shows_what_was_edited_since_is_refused() -> None:
    request = a_request(a_drafted_ask(), TWO_LEADS)
    edited = after(request, an_edit(request, LESS))
    assert why_refused(edited, a_click(request, SECOND_LEAD)) is Reason.STALE_CARD
    assert why_refused(edited, an_edit(request, ASKED | {"amount": 90}, SECOND_LEAD)) is Reason.STALE_CARD
    assert why_refused(edited, an_edit(request, LESS, SECOND_LEAD)) is Reason.STALE_CARD


def test_the_same_edit_again_is_refused_as_counted_before_and_after_it_settled() -> None:
    request = a_request(a_drafted_ask(), TWO_LEADS)
    click = an_edit(request, LESS)
    edited = after(request, click)
    assert why_refused(edited, click) is Reason.ALREADY_COUNTED
    settled = after(edited, a_click(edited, SECOND_LEAD))
    assert why_refused(settled, click) is Reason.ALREADY_COUNTED


def test_an_edit_within_the_same_tiers_limits_leaves_its_sla_as_it_was() -> None:
    request = a_request(a_drafted_ask(), TWO_LEADS)
    edited = after(request, an_edit(request, LESS), NOON + TEN_MINUTES)
    assert (edited.tier, edited.due_at, edited.tier_asked_at) == (0, NOON + HOUR, NOON)


def test_an_edit_beyond_its_editors_tier_is_put_to_the_tier_that_may_without_a_vote() -> None:
    request = a_request(a_drafted_ask(), LIMITED)
    (edited,) = decide(request, an_edit(request, {"amount": 900}, roster=LADDER), NOON + TEN_MINUTES)
    assert isinstance(edited, Edited)
    assert (edited.first_tier, edited.tier, edited.due_at) == (1, 1, NOON + TEN_MINUTES + 2 * HOUR)
    raised = after(request, an_edit(request, {"amount": 900}, roster=LADDER), NOON + TEN_MINUTES)
    assert (raised.votes, raised.tier_asked_at, raised.neared) == ((), NOON + TEN_MINUTES, 0.0)
    assert why_refused(raised, a_click(raised, LEAD, roster=LADDER)) is Reason.NOT_ELIGIBLE
    settled = after(raised, a_click(raised, MANAGER, roster=LADDER))
    assert settled.decision
    assert (settled.decision.by, settled.decision.tier, settled.decision.edits) == (
        (MANAGER,),
        "manager",
        {"amount": 900},
    )


@pytest.mark.parametrize("values", BEYOND_ANY_LIMIT, ids=str)
def test_what_no_limit_holds_any_more_goes_to_the_last_tier(values: dict[str, Any]) -> None:
    request = a_request(a_drafted_ask(), LIMITED)
    raised = after(request, an_edit(request, values, roster=LADDER))
    assert (raised.first_tier, raised.tier, raised.state) == (2, 2, State.OPEN)


def test_an_edit_by_somebody_of_the_higher_tier_as_well_is_a_vote_at_once() -> None:
    request = a_request(a_drafted_ask(), LIMITED)
    settled = after(request, an_edit(request, {"amount": 900}, roster=a_roster((LEAD,), (LEAD,))))
    assert settled.decision
    assert (settled.decision.by, settled.first_tier) == ((LEAD,), 1)


def test_a_tier_that_is_asked_already_keeps_its_sla_when_an_edit_makes_it_the_first() -> None:
    escalated = after(a_request(a_drafted_ask(), LIMITED), Ring(), NOON + HOUR)
    edited = after(escalated, an_edit(escalated, {"amount": 900}, roster=LADDER), NOON + HOUR + TEN_MINUTES)
    assert (edited.first_tier, edited.tier, edited.due_at) == (1, 1, escalated.due_at)
    assert why_refused(edited, a_click(edited, roster=LADDER)) is Reason.NOT_ELIGIBLE


def test_an_edit_never_puts_a_request_to_a_lower_tier() -> None:
    policy = a_policy(an_auto_tier(amount=50.0), *LIMITED.tiers)
    request = a_request(a_drafted_ask(amount=900), policy)
    roster = a_roster((), (LEAD,), (MANAGER,), (DIRECTOR,))
    settled = after(request, an_edit(request, {"amount": 1}, MANAGER, roster=roster))
    assert settled.decision
    assert (settled.first_tier, settled.tier, settled.decision.by) == (2, 2, (MANAGER,))


def test_an_edited_request_that_expires_tells_which_values_were_not_approved() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier(quorum=2)))
    edited = after(request, an_edit(request, LESS))
    expired = after(edited, Ring(), NOON + HOUR)
    assert expired.decision
    assert (expired.decision.approved, expired.decision.edits) == (False, LESS)


@pytest.mark.parametrize("action", ["reject", "hold"])
def test_only_an_approval_may_edit(action: str) -> None:
    request = a_request(a_drafted_ask())
    edit = replace(an_edit(request, LESS, action=action), reason="too much")
    assert why_refused(request, edit) is Reason.NOT_EDITABLE


def test_any_action_that_approves_may_edit() -> None:
    in_part = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE)
    request = a_request(a_drafted_ask(actions=(APPROVE, in_part)))
    settled = after(request, an_edit(request, LESS, action="approve_in_part"))
    assert settled.decision
    assert (settled.decision.action, settled.decision.edits) == ("approve_in_part", LESS)


def test_what_has_no_draft_cannot_be_edited() -> None:
    assert why_refused(a_request(), an_edit(a_request(), LESS)) is Reason.NOT_EDITABLE


@pytest.mark.parametrize(("person", "reason"), [(OUTSIDER, Reason.NOT_ELIGIBLE), (REQUESTER, Reason.OWN_REQUEST)])
def test_nobody_edits_who_could_not_decide(person: str, reason: Reason) -> None:
    request = a_request(a_drafted_ask())
    assert why_refused(request, an_edit(request, LESS, person)) is reason


def test_half_a_character_in_an_edit_is_replaced_wherever_it_is() -> None:
    request = a_request(a_drafted_ask())
    edit = an_edit(request, {"amount": 100, "\ud83d": ["\ud83d", {"deep": "\udc00"}]})
    settled = after(request, edit)
    assert settled.decision
    assert settled.decision.edits == {"amount": 100, "\ufffd": ["\ufffd", {"deep": "\ufffd"}]}
    assert why_refused(settled, edit) is Reason.ALREADY_COUNTED


def test_an_edit_does_not_share_its_values_with_the_command_that_made_it() -> None:
    request = a_request(a_drafted_ask())
    values: dict[str, Any] = {"amount": 100, "lines": [1]}
    edited = after(request, an_edit(request, values))
    values["lines"].append(2)
    assert edited.ask.draft
    assert edited.ask.draft.values == {"amount": 100, "lines": [1]}
