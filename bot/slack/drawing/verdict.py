"""What became of a closed request: who, what, when, why, and how long it took."""

from collections.abc import Iterator

from bot.approvals.ask import APPROVE, REJECT
from bot.approvals.decision import Cause, Decision
from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import asking, edits, offered
from bot.slack.drawing.pairs import Pair
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities
from bot.slack.wording.card_words import Fate

LONGEST_REASON = 1000
MOST_VALUES = 8
A_VALUE = 200
_SAY_NO_MORE = frozenset({APPROVE.label, REJECT.label})
_WITHOUT_PEOPLE = frozenset({Cause.TIMEOUT, Cause.OUTAGE})


def fate(request: Request) -> Fate:
    """What became of a closed request."""
    if request.is_offer:
        return offered.fate(request)
    decision = request.decision
    if decision is None:
        return "withdrawn"
    return "expired" if decision.cause in _WITHOUT_PEOPLE and not decision.approved else decision.kind


def word(request: Request) -> str:
    """What became of a closed request, in one word."""
    return words.word(fate(request))


def brief(request: Request, *, plain: bool = True) -> str:
    """What became of it, with the answer where that says more; raw, or in mrkdwn where it is not `plain`."""
    said = word(request) if plain else words.look(fate(request))
    decision = None if request.is_offer else request.decision
    what = _what(request, decision) if decision and decision.cause is Cause.VOTES else ""
    return words.answered_so(said, text.unescape(what) if plain else what) if what else said


def drawn(request: Request) -> Iterator[Block]:
    """What became of it, with the reason and the values that went with it."""
    yield blocks.section("\n".join([*sentences(request), *looked_at_again(request)]))
    because = reason(request)
    if because:
        yield blocks.rich(blocks.line(words.REASON), blocks.quote(text.clip(because, LONGEST_REASON)))
    values = answered_with(request)
    if values:
        shown = [_line(pair) for pair in values[:MOST_VALUES]]
        over = len(values) - MOST_VALUES
        marks = [blocks.sentence(quantities.left_out(over, "value"))] if over > 0 else []
        yield blocks.rich(blocks.line(words.ANSWERED_WITH), blocks.bullets([*shown, *marks]))


def sentences(request: Request, *, plain: bool = False) -> list[str]:
    """The decision and how it came about, or that there is none; `plain` leaves out what is only for the eye."""
    if request.is_offer:
        return [offered.verdict(request, plain=plain)]
    shown = word(request) if plain else words.look(fate(request))
    decision = request.decision
    if decision is None:
        return _withdrawn(request, shown)
    circumstances = quantities.parts(_circumstances(request, decision))
    return [_headline(request, decision, shown), *([circumstances] if circumstances else [])]


def reason(request: Request) -> str:
    """Why it ended so, in the words of who ended it; raw."""
    if request.is_offer:
        return request.decision.reason if request.decision else ""
    return request.decision.reason if request.decision else request.withdrawn_because


def answered_with(request: Request) -> tuple[Pair, ...]:
    """What the form of the action taken was filled in with, by its labels; raw."""
    decision = request.decision
    action = request.ask.action(decision.action) if decision else None
    return edits.pairs_of(decision.values, action.form) if decision and action and decision.values else ()


def looked_at_again(request: Request) -> list[str]:
    """Who wanted another look, why, and the run that gives it; nothing where nobody did."""
    again = request.reopening
    if again is None:
        return []
    because, run = text.phrase(again.because, 300), text.phrase(again.run_id, 100)
    return [words.reopened(text.user(again.by), text.moment(again.at), because, run)]


def delivered(request: Request) -> str:
    """When the workflow took the answer in; nothing before, as the card is not drawn anew for that alone."""
    return words.has_answer(text.moment(request.applied_at)) if request.applied_at else ""


def _headline(request: Request, decision: Decision, shown: str) -> str:
    at, tier = text.moment(decision.at), asking.tier_name(decision.tier)
    match decision.cause:
        case Cause.VOTES:
            return words.decided(shown, _what(request, decision), _who(request, decision), at)
        case Cause.LIMITS:
            return words.decided_within_limits(shown, tier, _limits(request), at)
        case Cause.TIMEOUT:
            return words.approved_in_time(shown, tier, at) if decision.approved else words.expired(shown, tier, at)
        case Cause.OUTAGE:
            say = words.approved_without_slack if decision.approved else words.expired_without_slack
            return say(shown, at)


def _what(request: Request, decision: Decision) -> str:
    """The label of the action taken, unless the verdict says as much."""
    action = request.ask.action(decision.action)
    return "" if action and action.label in _SAY_NO_MORE else asking.action_label(request, decision.action)


def _who(request: Request, decision: Decision) -> str:
    votes = {vote.person: asking.voter(vote) for vote in request.votes}
    return asking.some([votes.get(person, text.user(person)) for person in decision.by])


def _circumstances(request: Request, decision: Decision) -> list[str]:
    took = quantities.duration(decision.at - request.opened_at)
    if decision.cause is not Cause.VOTES:
        return [words.took(took)] if decision.cause in _WITHOUT_PEOPLE else []
    told = [words.took_with(asking.tier_name(decision.tier), took)]
    quorum = _carried(request, len(decision.by))
    return [*told, words.agreed(len(decision.by), quorum)] if quorum > 1 and decision.approved else told


def _carried(request: Request, votes: int) -> int:
    """The greatest quorum, among the tiers that were asked, that so many votes make up."""
    quorums = [request.needed(tier) for tier in request.tiers_asked]
    return max((quorum for quorum in quorums if quorum <= votes), default=1)


def _withdrawn(request: Request, shown: str) -> list[str]:
    who = text.user(request.withdrawn_by) if text.is_user(request.withdrawn_by) else words.PROGRAM
    at = request.withdrawn_at
    told = words.withdrawn(shown, who, text.moment(at) if at else "")
    return [told, words.took(quantities.duration(at - request.opened_at))] if at else [told]


def _limits(request: Request) -> str:
    pairs = request.asked.limits.items()
    shown = [words.limit(text.phrase(name, 60), quantities.number(most)) for name, most in list(pairs)[:6]]
    return quantities.listed(shown)


def _line(pair: Pair) -> Block:
    label = text.shorten(pair.label, 80) or quantities.EMPTY
    return blocks.line(words.labelled(label), text.clip(pair.value, A_VALUE))
