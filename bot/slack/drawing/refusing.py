"""A refusal in words for the one person it concerns: why, who may, and how to reach them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.approvals.decision import Cause
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.slack import text
from bot.slack.drawing import asking
from bot.slack.wording import quantities
from bot.slack.wording import refusal_words as words


@dataclass(frozen=True, slots=True)
class Reach:
    """How those who may decide can be reached: ids to mention by group handle or e-mail address, and the channel.

    Mentions are real ones, so a refusal that has them is for one person's eyes.
    """

    mentions: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""


UNREACHED = Reach()


def refusal(reason: Reason, request: Request | None, person: str = "", reach: Reach = UNREACHED) -> str:
    """Why this answer was not counted; `person` is the user id of whoever is told, for naming their own vote."""
    if reason in words.FIXED or request is None:
        return words.FIXED.get(reason, words.FIXED[Reason.UNKNOWN_REQUEST])
    match reason:
        case Reason.OWN_REQUEST:
            return _and_where(words.own_request(_who_may(request, reach)), reach)
        case Reason.ALREADY_COUNTED:
            return _counted(request, person)
        case Reason.ALREADY_CLOSED:
            return words.already_closed(_closed(request))
        case _:
            return _and_where(words.not_eligible(_who_may(request, reach)), reach)


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
    progress = words.still_needed(asking.approvals(request), request.quorum)
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
            return words.timed_out(at)
        case Cause.VOTES:
            label = asking.action_label(request, decision.action)
            because = words.because(text.phrase(decision.reason, 300)) if decision.reason else ""
            return quantities.sentences([words.was_first(asking.everybody(decision.by), label, at), because])


def _withdrawn(request: Request) -> str:
    why = text.phrase(request.withdrawn_because.rstrip(" ."), 300)  # what follows ends the sentence
    if request.withdrawn_by != request.origin.requester or request.withdrawn_at is None:
        return words.withdrawn(why)
    return words.taken_back(text.user(request.withdrawn_by), text.moment(request.withdrawn_at, exact=True), why)
