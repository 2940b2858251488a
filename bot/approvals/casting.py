"""Casting: what a person's answer causes: a vote, an edit of the draft with a vote on it, or an escalation."""

from dataclasses import replace
from datetime import datetime

from bot.approvals import ballot, deadlines, offers, stepping_in
from bot.approvals.ask import Action, Kind, ReasonRule
from bot.approvals.commands import CastVote, EscalateNow
from bot.approvals.digests import canonical, digest_of
from bot.approvals.eligibility import objection, seat
from bot.approvals.events import Edited, Event, Settled, Voted
from bot.approvals.machine import evolve
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State, Vote
from bot.approvals.routing import first_tier
from bot.approvals.unvoted import edits_of
from bot.approvals.values import sound, whole


def vote(request: Request, command: CastVote, now: datetime) -> tuple[Event, ...]:
    """The events that an answer causes; raises Refused where it does not count."""
    action = request.ask.action(command.action)
    command = _made_sound(request, action, command)
    _refuse_unless_it_counts(request, command, now)
    if action is None:
        raise Refused(Reason.UNKNOWN_ACTION, request)
    _refuse_unless_complete(request, action, command)
    if action.kind is Kind.ESCALATE and command.edit is None:
        wanted = EscalateNow(person=command.person, roster=command.roster, because=command.reason)
        return stepping_in.escalate(request, wanted, now)
    edit = _edit(request, action, command, now)
    if edit is None:
        return _count(request, action, command, now)
    edited = evolve(request, edit)
    if not seat(edited, command.person.id, command.roster):
        return (edit,)  # beyond this person: whoever may is asked to sign for the edit
    return (edit, *_count(edited, action, command, now))


def _made_sound(request: Request, action: Action | None, command: CastVote) -> CastVote:
    """The command with its values and edit as whole JSON, and without values that nothing asks for."""
    filled_in = command.values if action and action.form else {}
    try:
        edit = None if command.edit is None else sound(command.edit)
        return replace(command, values=sound(filled_in), edit=edit)
    except ValueError:
        raise Refused(Reason.VALUES_MISSING, request) from None


def _refuse_unless_it_counts(request: Request, command: CastVote, now: datetime) -> None:
    """The order matters: what became of the card is said first, then who may, then what they saw.

    A click that comes again is told so also to who may not decide any more, as by an edit beyond their limit.
    """
    if request.state is not State.OPEN:
        deciders = request.decision.by if request.decision else ()
        made_it = command.person.id in deciders and _is_repeated(request, command)
        raise Refused(Reason.ALREADY_COUNTED if made_it else Reason.ALREADY_CLOSED, request)
    if offers.is_over(request, now):
        raise Refused(Reason.TOO_LATE_TO_UNDO, request)
    is_stale = command.digest != request.digest
    if is_stale and _is_repeated(request, command):
        raise Refused(Reason.ALREADY_COUNTED, request)
    reason = objection(request, command.person, command.roster)
    if reason:
        raise Refused(reason, request)
    if is_stale:
        raise Refused(Reason.STALE_CARD, request)


def _refuse_unless_complete(request: Request, action: Action, command: CastVote) -> None:
    """Consent is given to what was read whole; words and values are given where the action needs them."""
    if action.kind is Kind.APPROVE and not (command.saw_whole or request.has_viewed(command.person.id)):
        raise Refused(Reason.NOT_READ_YET, request)
    if action.reason is ReasonRule.REQUIRED and not command.reason.strip():
        raise Refused(Reason.REASON_MISSING, request)
    if action.form.get("required") and not command.values:
        raise Refused(Reason.VALUES_MISSING, request)


def _is_repeated(request: Request, command: CastVote) -> bool:
    """Whether this is the same click again: its vote stands, or the edit it brought was made."""
    return _stands(request, command) or any(
        command.edit is not None
        and edit.person == command.person.id
        and canonical(edit.after) == canonical(command.edit)
        for edit in request.edits
    )


def _stands(request: Request, command: CastVote) -> bool:
    """Whether this person's vote for this action, on this content, is among the votes: the same click again."""
    return any(
        (vote.person, vote.action, vote.digest) == (command.person.id, command.action, command.digest)
        and canonical(vote.values) == canonical(command.values)
        for vote in request.votes
    )


def _edit(request: Request, action: Action, command: CastVote, now: datetime) -> Edited | None:
    """The change this answer makes to the draft, if it makes any.

    What it is now is put to the lowest tier whose limits hold it, never to one lower than before.
    """
    if command.edit is None:
        return None
    draft = request.ask.draft
    if draft is None or action.kind is not Kind.APPROVE:
        raise Refused(Reason.NOT_EDITABLE, request)
    after = command.edit
    if canonical(after) == canonical(draft.values):
        return None
    ask = request.ask.edited(after)
    lowest = max(first_tier(request.policy, ask), request.first_tier)
    tier = max(lowest, request.tier)
    term = deadlines.term(request.policy.tiers[tier], ask, now) if tier > request.tier else None
    return Edited(
        person=command.person.id,
        before=draft.values,
        after=after,
        digest=digest_of(ask),
        first_tier=lowest,
        tier=tier,
        due_at=term.due_at if term else request.due_at,
        at=now,
        parked_until=term.parked_until if term else None,
    )


def _count(request: Request, action: Action, command: CastVote, now: datetime) -> tuple[Event, ...]:
    """The vote, and the decision it brings about; a vote that is there already is refused."""
    held = seat(request, command.person.id, command.roster)
    voted = Voted(
        vote=Vote(
            person=command.person.id,
            action=action.id,
            kind=action.kind,
            digest=request.digest,
            at=now,
            reason="" if action.reason is ReasonRule.NONE else whole(command.reason).strip(),
            values=command.values,
            behalf="" if held == command.person.id else held,
        ),
        at=now,
    )
    decision = ballot.outcome(evolve(request, voted), command.roster, edits_of(request))
    if decision:
        return (voted, Settled(decision=decision, at=now))
    if _stands(request, command):
        raise Refused(Reason.ALREADY_COUNTED, request)
    return (voted,)
