"""A refusal in words for the one person it concerns: why, and who may; it pings nobody."""

from collections.abc import Mapping

from bot.approvals.decision import Cause
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.slack import asking, text
from bot.slack.wording import quantities
from bot.slack.wording import refusal_words as words

_FIXED: Mapping[Reason, str] = {
    Reason.UNKNOWN_REQUEST: words.UNKNOWN_REQUEST,
    Reason.NOT_A_MEMBER: words.NOT_A_MEMBER,
    Reason.STALE_CARD: words.STALE_CARD,
    Reason.UNKNOWN_ACTION: words.UNKNOWN_ACTION,
    Reason.REASON_MISSING: words.REASON_MISSING,
    Reason.LOOKUP_FAILED: words.LOOKUP_FAILED,
    Reason.GRAPH_CHANGED: words.GRAPH_CHANGED,
}


def refusal(reason: Reason, request: Request | None, person: str = "") -> str:
    """Why this answer was not counted; `person` is the user id of whoever is told, for naming their own vote."""
    if reason in _FIXED or request is None:
        return _FIXED.get(reason, words.UNKNOWN_REQUEST)
    match reason:
        case Reason.OWN_REQUEST:
            return words.own_request(_who_may(request))
        case Reason.ALREADY_COUNTED:
            return _counted(request, person)
        case Reason.ALREADY_CLOSED:
            return words.already_closed(_closed(request))
        case _:
            return words.not_eligible(_who_may(request))


def _who_may(request: Request) -> str:
    """Everybody asked so far, by plain handle; auto tiers ask nobody."""
    tiers = [request.policy.tiers[tier] for tier in request.tiers_asked]
    asked = [
        words.who_may(asking.reviewers(tier), asking.tier_name(tier.name)) for tier in reversed(tiers) if tier.reviewers
    ]
    return quantities.listed(asked, "or")


def _counted(request: Request, person: str) -> str:
    mine = next((vote.action for vote in request.votes if vote.person == person), None)
    action = asking.action_label(request, mine) if mine else words.ANSWER
    if request.state is not State.OPEN:
        return words.already_settled(action)
    progress = words.still_needed(asking.approvals(request), request.asked.quorum)
    return f"{words.already_counted(action)} {progress}"


def _closed(request: Request) -> str:
    decision = request.decision
    if decision is None:
        return words.withdrawn(text.phrase(request.withdrawn_because, 300))
    at = text.moment(decision.at, exact=True)
    match decision.cause:
        case Cause.LIMITS:
            return words.within_limits(at)
        case Cause.TIMEOUT:
            return words.timed_out(at)
        case Cause.VOTES:
            label = asking.action_label(request, decision.action)
            because = [words.because(text.phrase(decision.reason, 300))] if decision.reason else []
            return " ".join([words.was_first(asking.everybody(decision.by), label, at), *because])
