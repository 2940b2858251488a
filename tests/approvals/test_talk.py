"""What people do to a request besides deciding it: read it whole, ask about it, take it back."""

from dataclasses import replace

import pytest

from bot.approvals.commands import Command, PutQuestion, TakeBack
from bot.approvals.eligibility import Person
from bot.approvals.events import Questioned, Viewed, Withdrawn
from bot.approvals.refusals import Reason
from bot.approvals.request import State, View
from bot.approvals.rules import decide
from tests.approvals.examples import (
    LEAD,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_request_that_is,
    a_tier,
    a_view,
    after,
    an_edit,
    why_refused,
)

CLOSED = (State.SETTLED, State.EXPIRED, State.WITHDRAWN)
TAKE_BACK = TakeBack(person=Person(id=REQUESTER), because=" paid by cheque\n")


def test_an_approval_of_what_was_not_read_whole_is_refused() -> None:
    request = a_request()
    click = replace(a_click(request), saw_whole=False)
    assert why_refused(request, click) is Reason.NOT_READ_YET
    assert why_refused(after(request, a_view(request, SECOND_LEAD)), click) is Reason.NOT_READ_YET
    read = after(request, a_view(request))
    assert read.views == (View(LEAD, request.digest),)
    assert after(read, click).state is State.SETTLED


@pytest.mark.parametrize("action", ["reject", "hold"])
def test_saying_no_needs_no_reading(action: str) -> None:
    request = a_request()
    click = replace(a_click(request, action=action, reason="whatever it says"), saw_whole=False)
    assert after(request, click).state is State.SETTLED


def test_reading_is_noted_once_for_each_person() -> None:
    request = a_request()
    assert decide(request, a_view(request), NOON) == (Viewed(person=LEAD, digest=request.digest, at=NOON),)
    read = after(request, a_view(request))
    assert decide(read, a_view(read), NOON) == ()
    assert [view.person for view in after(read, a_view(read, SECOND_LEAD)).views] == [LEAD, SECOND_LEAD]


def test_what_was_edited_has_to_be_read_again() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier(quorum=2)))
    read = after(request, a_view(request, SECOND_LEAD))
    edited = after(read, an_edit(read, {"amount": 100}))
    assert not edited.has_viewed(SECOND_LEAD)
    unread = replace(a_click(edited, SECOND_LEAD), saw_whole=False)
    assert why_refused(edited, unread) is Reason.NOT_READ_YET
    assert after(after(edited, a_view(edited, SECOND_LEAD)), unread).state is State.SETTLED


def test_reading_what_does_not_stand_any_more_is_not_noted() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier(quorum=2)))
    edited = after(request, an_edit(request, {"amount": 100}))
    assert decide(edited, a_view(request), NOON) == ()


@pytest.mark.parametrize("state", CLOSED)
def test_reading_a_closed_request_is_not_noted_and_not_refused(state: State) -> None:
    request = a_request_that_is(state)
    assert decide(request, a_view(request), NOON) == ()


def test_any_member_may_ask_and_the_request_stays_as_it_is() -> None:
    question = PutQuestion(person=Person(id=OUTSIDER), question=" Which invoice, \ud83d?\n")
    assert decide(a_request(), question, NOON) == (
        Questioned(person=OUTSIDER, question="Which invoice, \ufffd?", at=NOON),
    )
    assert replace(after(a_request(), question), seq=1) == a_request()


@pytest.mark.parametrize("person", [Person(id=LEAD, is_guest=True), Person(id=LEAD, is_bot=True)])
def test_guests_and_bots_ask_nothing(person: Person) -> None:
    assert why_refused(a_request(), PutQuestion(person=person, question="Why?")) is Reason.NOT_A_MEMBER


def test_its_requester_takes_a_request_back() -> None:
    assert decide(a_request(), TAKE_BACK, NOON) == (Withdrawn(because="paid by cheque", by=REQUESTER, at=NOON),)
    withdrawn = after(a_request(), TAKE_BACK)
    assert (withdrawn.state, withdrawn.withdrawn_by, withdrawn.closed_at) == (State.WITHDRAWN, REQUESTER, NOON)
    assert withdrawn.decision is None


@pytest.mark.parametrize("person", [LEAD, OUTSIDER])
def test_nobody_else_takes_a_request_back(person: str) -> None:
    assert why_refused(a_request(), replace(TAKE_BACK, person=Person(id=person))) is Reason.NOT_YOURS


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("command", [TAKE_BACK, PutQuestion(person=Person(id=LEAD), question="Why?")])
def test_a_closed_request_is_neither_taken_back_nor_asked_about(state: State, command: Command) -> None:
    assert why_refused(a_request_that_is(state), command) is Reason.ALREADY_CLOSED
