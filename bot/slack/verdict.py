"""What became of a closed request: who, what, when, why, and how long it took."""

from collections.abc import Mapping

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.asking import action_label, everybody, tier_name
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities


def sentences(request: Request, verdicts: Mapping[Kind, str] = words.VERDICT) -> list[str]:
    """The decision and how it came about, or why there is none."""
    decision = request.decision
    if decision is None:
        return [words.withdrawn(text.phrase(request.withdrawn_because, 500))]
    return [_headline(request, decision, verdicts[decision.kind]), " · ".join(_circumstances(request, decision))]


def delivered(request: Request) -> str:
    """When the workflow took the answer in; nothing before, as the card is not drawn anew for that alone."""
    return words.has_answer(text.moment(request.applied_at)) if request.applied_at else ""


def _headline(request: Request, decision: Decision, verdict: str) -> str:
    at = text.moment(decision.at)
    match decision.cause:
        case Cause.VOTES:
            return words.decided(verdict, action_label(request, decision.action), everybody(decision.by), at)
        case Cause.LIMITS:
            return words.decided_within_limits(verdict, tier_name(decision.tier), _limits(request), at)
        case Cause.TIMEOUT:
            return words.decided_by_timeout(verdict, tier_name(decision.tier), at)


def _circumstances(request: Request, decision: Decision) -> list[str]:
    took = quantities.duration(decision.at - request.opened_at)
    if decision.cause is not Cause.VOTES:
        return [words.took(took)]
    told = [words.took_with(tier_name(decision.tier), took)]
    counted = request.asked.quorum > 1 and decision.kind is Kind.APPROVE
    return [*told, words.agreed(len(decision.by), request.asked.quorum)] if counted else told


def _limits(request: Request) -> str:
    pairs = request.asked.limits.items()
    shown = [words.limit(text.phrase(name, 60), quantities.number(most)) for name, most in list(pairs)[:6]]
    return quantities.listed(shown)
