"""Which requests may share a card, and what a card that several share stands for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Kind, ReasonRule
from bot.approvals.batching import LONGEST, gathers, likeness, seal
from bot.approvals.policy import Batching, OnTimeout
from bot.approvals.request import Request
from tests.approvals.examples import (
    HOLD,
    IN_INSTALMENTS,
    LEAD,
    a_drafted_ask,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    an_edit,
    an_origin,
)

POLICY = a_policy(batch=Batching(window=timedelta(minutes=10)))
FIRST = a_request(policy=POLICY)
WITH_WORDS = Action(id="approve", label="Approve", kind=Kind.APPROVE, reason=ReasonRule.REQUIRED)


def from_origin(**fields: Any) -> Callable[[Request], Request]:
    return lambda request: replace(request, origin=replace(request.origin, **fields))


DIFFERENT: dict[str, Callable[[Request], Request]] = {
    "workflow": from_origin(workflow="deploy"),
    "graph": from_origin(graph_version="v2"),
    "node": from_origin(node="pay"),
    "step": lambda request: replace(request, ask=request.ask.model_copy(update={"step": "payout"})),
    "actions": lambda request: replace(request, ask=an_ask(actions=(APPROVE, REJECT))),
    "a label": lambda request: replace(
        request, ask=an_ask(actions=(APPROVE.model_copy(update={"label": "Pay"}), REJECT, HOLD))
    ),
    "tier": lambda request: replace(request, tier=1),
    "policy": lambda request: replace(request, policy=POLICY.model_copy(update={"on_timeout": OnTimeout.WAIT})),
    "channel": lambda request: replace(request, policy=POLICY.model_copy(update={"channel": "#others"})),
    "reviewers": lambda request: replace(request, policy=POLICY.model_copy(update={"tiers": (a_tier("legal"),)})),
}


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_where_it_counts_is_not_alike(change: Callable[[Request], Request]) -> None:
    assert likeness(change(FIRST)) != likeness(FIRST)


def test_other_runs_people_and_amounts_are_alike() -> None:
    other = replace(a_request(an_ask(amount=900), POLICY), id="request-2", origin=an_origin(run_id="run-2"))
    assert likeness(other) == likeness(FIRST)
    assert likeness(from_origin(requester=LEAD)(other)) == likeness(FIRST)


@pytest.mark.parametrize(
    ("request_", "may"),
    [
        (FIRST, True),
        (a_request(policy=a_policy()), False),
        (a_request(an_ask(actions=(WITH_WORDS, REJECT)), POLICY), False),
        (a_request(an_ask(actions=(IN_INSTALMENTS, REJECT)), POLICY), False),
        (a_request(an_ask(actions=(IN_INSTALMENTS, APPROVE, REJECT)), POLICY), False),
        (a_request(an_ask(actions=()), POLICY), False),
        (a_request(an_ask().model_copy(update={"summary": "x" * LONGEST}), POLICY), False),
    ],
    ids=["plain", "no batches", "needs words", "needs a form", "needs a form first", "cannot be answered", "too long"],
)
def test_only_what_is_short_and_takes_a_plain_approval_gathers(request_: Request, may: bool) -> None:
    assert gathers(request_) is may


def test_a_seal_tells_members_and_what_each_asks_now() -> None:
    drafted = replace(a_request(a_drafted_ask(), POLICY), id="request-2")
    edited = after(drafted, an_edit(drafted, {"amount": 90}, roster=None))
    seals = [seal(shown) for shown in ([FIRST], [drafted], [FIRST, drafted], [drafted, FIRST], [FIRST, edited], [])]
    assert len(set(seals)) == 6
    assert seal([FIRST, drafted]) == seals[2]
