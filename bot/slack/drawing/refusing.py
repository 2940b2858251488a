"""A refusal in words for the one person it concerns: why, who may, and how to reach them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.approvals.decision import Cause
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.slack import text
from bot.slack.drawing import asking, offered
from bot.slack.wording import offer_words, quantities
from bot.slack.wording import refusal_words as words


@dataclass(frozen=True, slots=True)
class Reach:
    """How those who may decide can be reached: ids to mention by group handle or e-mail address, and the channel.

    Mentions are real ones, so a refusal that has them is for one person's eyes.
    """

    mentions: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""


UNREACHED = Reach()
_OF_ANY_REQUEST: Mapping[Reason, Callable[[str], str]] = MappingProxyType(
    {
        Reason.UNKNOWN_REQUEST: words.unknown_request,
        Reason.NOT_A_MEMBER: words.not_a_member,
        Reason.LOOKUP_FAILED: words.lookup_failed,
        Reason.REASON_MISSING: words.reason_missing,
    }
)
_FOR_OTHERS: Mapping[Reason, Callable[[str, str], str]] = MappingProxyType(
    {Reason.OWN_REQUEST: words.own_request, Reason.REQUESTERS_DELEGATE: words.requesters_delegate}
)


def refusal(
    reason: Reason, request: Request | None, person: str = "", reach: Reach = UNREACHED, *, is_answer: bool = True
) -> str:
    """Why this answer was not counted or, where it is none, why what was tried has changed nothing.

    `person` is the user id of whoever is told, for naming their own vote.
    """
    if reason in words.FIXED:
        is_absence = reason is Reason.NOT_A_STAND_IN and request is None
        return words.NO_STAND_IN if is_absence else words.FIXED[reason]
    end = words.NOT_COUNTED if is_answer else words.NOT_CHANGED
    if request is None or reason in _OF_ANY_REQUEST:
        return _OF_ANY_REQUEST.get(reason, words.unknown_request)(end)
    if reason is Reason.ALREADY_COUNTED:
        return _counted(request, person)
    return _of_offer(reason, request) if request.is_offer else _of_request(reason, request, reach, end)


def _of_request(reason: Reason, request: Request, reach: Reach, end: str) -> str:
    """Why nothing came of it: somebody was first, it went far enough, or it is for others to decide."""
    match reason:
        case Reason.ALREADY_CLOSED:
            return words.already_closed(_closed(request), end)
        case Reason.EXTENDED_ENOUGH | Reason.NOT_REOPENABLE | Reason.ALREADY_REOPENED:
            return _no_more(reason, request)
        case _:
            for_others = _FOR_OTHERS.get(reason, words.not_eligible)
            return _and_where(for_others(_who_may(request, reach), end), reach)


def _of_offer(reason: Reason, request: Request) -> str:
    """Why nothing was undone by it: somebody was first, the time is over, or it is not theirs to undo."""
    decision = request.decision
    if reason is Reason.TOO_LATE_TO_UNDO or (decision and decision.cause is not Cause.VOTES):
        return offer_words.too_late(offered.deadline(request))
    if decision:
        return offer_words.was_undone(offered.who(request, decision), text.moment(decision.at, exact=True))
    return offer_words.not_theirs(offered.others(request)) if request.closed_at is None else offer_words.UNDONE_ALREADY


def _no_more(reason: Reason, request: Request) -> str:
    """Why it can be neither put off any more, nor looked at again."""
    again = request.reopening
    if reason is Reason.EXTENDED_ENOUGH:
        return words.extended_enough(quantities.duration(request.policy.extend_at_most or request.asked.sla))
    if reason is Reason.ALREADY_REOPENED and again:
        run = text.phrase(again.run_id, 100)
        return words.reopened_already(text.user(again.by), text.moment(again.at, exact=True), run)
    return words.not_reopenable(request.state is State.OPEN)


def _and_where(told: str, reach: Reach) -> str:
    return quantities.sentences([told, words.reach_them(text.channel(reach.channel)) if reach.channel else ""])


def _who_may(request: Request, reach: Reach) -> str:
    """Everybody asked so far, the tier asked last first; auto tiers ask nobody."""
    tiers = [request.policy.tiers[tier] for tier in request.tiers_asked]
    asked = [
        words.who_may(asking.reviewers(tier, reach.mentions), asking.tier_name(tier.name))
        for tier in reversed(tiers)
        if tier.reviewers
    ]
    return quantities.listed(asked, "or")


def _counted(request: Request, person: str) -> str:
    mine = next((vote.action for vote in request.votes if vote.person == person), None)
    action = asking.action_label(request, mine) if mine else words.ANSWER
    if request.state is not State.OPEN:
        return words.already_settled(action)
    progress = words.still_needed(asking.progress(request))
    return quantities.sentences([words.already_counted(action), progress])


def _closed(request: Request) -> str:
    decision = request.decision
    if decision is None:
        return _withdrawn(request)
    at = text.moment(decision.at, exact=True)
    match decision.cause:
        case Cause.LIMITS:
            return words.within_limits(at)
        case Cause.TIMEOUT:
            return words.approved_in_time(at) if decision.approved else words.timed_out(at)
        case Cause.OUTAGE:
            return words.approved_without_slack(at) if decision.approved else words.without_slack(at)
        case Cause.VOTES:
            label = asking.action_label(request, decision.action)
            because = words.because(text.phrase(decision.reason, 300)) if decision.reason else ""
            return quantities.sentences([words.was_first(asking.everybody(decision.by), label, at), because])


def _withdrawn(request: Request) -> str:
    why = text.phrase(request.withdrawn_because.rstrip(" ."), 300)  # what follows ends the sentence
    if request.withdrawn_by != request.origin.requester or request.withdrawn_at is None:
        return words.withdrawn(why)
    return words.taken_back(text.user(request.withdrawn_by), text.moment(request.withdrawn_at, exact=True), why)
