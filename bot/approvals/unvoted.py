"""Unvoted decisions: what a policy decides by itself, as limits hold, time has run out or nobody can be reached."""

from datetime import datetime
from typing import Any

from bot.approvals.ask import Action, Kind, ReasonRule, Risk
from bot.approvals.decision import Cause, Decision
from bot.approvals.policy import OnTimeout, WithoutSlack
from bot.approvals.request import Request

KEEP = "keep"  # what was done stays done


def within_limits(request: Request, now: datetime) -> Decision:
    """The approval of what an auto tier's limits hold."""
    return _decision(request, Kind.APPROVE, Cause.LIMITS, now)


def at_timeout(request: Request, now: datetime) -> Decision:
    """What the end of the last ladder decides: a rejection, unless the policy approves then and nothing speaks against.

    It never approves what nobody could be asked, or nobody knows to have been asked. What nobody undid is kept.
    """
    if request.is_offer:
        return _kept(request, now)
    could_be_asked = any(not seating.vacant for seating in request.seatings)
    lenient = request.policy.on_timeout is OnTimeout.APPROVE and could_be_asked and _is_harmless(request)
    return _decision(request, Kind.APPROVE if lenient else Kind.REJECT, Cause.TIMEOUT, now)


def without_slack(request: Request, now: datetime) -> Decision:
    """What is decided when nobody could be shown the request for too long: a rejection, unless the policy allows it."""
    outage = request.policy.outage
    lenient = outage is not None and outage.then is WithoutSlack.ALLOW_LOW_RISK and _is_harmless(request)
    return _decision(request, Kind.APPROVE if lenient else Kind.REJECT, Cause.OUTAGE, now)


def _kept(request: Request, now: datetime) -> Decision:
    """That silence is no vote for undoing: an answer that no action of an offer stands for."""
    return Decision(
        request_id=request.id,
        digest=request.digest,
        action=KEEP,
        kind=Kind.NEUTRAL,
        cause=Cause.TIMEOUT,
        tier=request.asked.name,
        at=now,
    )


def edits_of(request: Request) -> dict[str, Any] | None:
    """The values of a draft that people have changed; None where it stands as the workflow wrote it."""
    return request.ask.draft.values if request.edits and request.ask.draft else None


def _is_harmless(request: Request) -> bool:
    """Whether silence may approve: the risk is low, nobody edited or rejected it, and a bare approval answers it."""
    touched = request.edits or any(vote.kind is Kind.REJECT for vote in request.votes)
    return request.ask.risk is Risk.LOW and not touched and _answer(request, Kind.APPROVE, Cause.TIMEOUT) is not None


def _decision(request: Request, kind: Kind, cause: Cause, now: datetime) -> Decision:
    """A decision nobody voted for, by the action that says so, or else by the kind itself."""
    action = _answer(request, kind, cause)
    return Decision(
        request_id=request.id,
        digest=request.digest,
        action=action.id if action else kind.value,
        kind=kind,
        cause=cause,
        tier=request.asked.name,
        at=now,
        edits=edits_of(request),
    )


def _answer(request: Request, kind: Kind, cause: Cause) -> Action | None:
    """The ask's first action of that kind; one that approves for want of an answer needs no words and no values."""
    if kind is not Kind.APPROVE or cause is Cause.LIMITS:
        return request.ask.first(kind)
    return next((action for action in request.ask.actions if action.kind is kind and _is_bare(action)), None)


def _is_bare(action: Action) -> bool:
    return action.reason is not ReasonRule.REQUIRED and not action.form.get("required")
