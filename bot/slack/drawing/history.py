"""What happened to a request, event by event, in plain words: for the thread of its card and for a modal."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.approvals.ask import APPROVE, REJECT
from bot.approvals.decision import Cause, Decision
from bot.approvals.events import (
    Applied,
    Delegated,
    Edited,
    Escalated,
    Expired,
    Neared,
    Opened,
    Questioned,
    Settled,
    Viewed,
    Voted,
    Withdrawn,
)
from bot.approvals.request import Request, Vote
from bot.ledger.chain import Entry
from bot.slack import blocks, text
from bot.slack.blocks import Message
from bot.slack.drawing import asking, edits
from bot.slack.wording import card_words, quantities
from bot.slack.wording import history_words as words
from bot.slack.wording.quantities import Thing

Heard = Voted | Delegated | Viewed | Questioned
Ended = Settled | Expired | Withdrawn | Applied

LONGEST = 2800
_SAYS_NO_MORE = frozenset({APPROVE.label, REJECT.label})
_SHOWN = 5
_SAID = 160


def history_message(entries: Sequence[Entry], request: Request) -> Message:
    """The story for the card's thread: the newest of it that has room, and how much went before."""
    told = lines(entries, request)
    ends = accumulate(len(line) + 1 for line in reversed(told))
    kept = sum(1 for end in ends if end <= LONGEST)
    over = len(told) - kept
    shown = "\n".join([*([words.earlier(over)] if over else []), *told[over:]])
    begun = history_begun(request)
    return Message(f"{begun.text}\n{shown}", [*begun.blocks, *([blocks.section(shown)] if shown else [])])


def history_begun(request: Request) -> Message:
    """The headline alone, which names nobody."""
    headline = words.headline(text.phrase(request.ask.title, 150))
    return Message(headline, [blocks.context(headline)])


def lines(entries: Sequence[Entry], request: Request) -> list[str]:
    """One line of mrkdwn for each event that people should hear of, oldest first; all that was typed is escaped."""
    told: list[str] = []
    tier, votes = 0, 0
    for event in (entry.event for entry in entries):
        said = _edited(event, request, tier, votes) if isinstance(event, Edited) else _said(event, request, tier)
        tier = event.tier if isinstance(event, Opened | Edited | Escalated) else tier
        votes = 0 if isinstance(event, Edited) else votes + isinstance(event, Voted)
        told += [words.line(text.moment(event.at), said)] if said else []
    return told


def _said(event: Opened | Neared | Escalated | Heard | Ended, request: Request, tier: int) -> str:
    """The event in words, or nothing where nobody noticed it; `tier` was asked before it."""
    match event:
        case Opened():
            requester, workflow = text.user(event.origin.requester), text.phrase(event.origin.workflow, 100)
            return words.opened(requester, workflow, _tier(request, event.tier))
        case Neared():
            return words.reminded(_tier(request, tier), quantities.share(event.share)) if event.reminded else ""
        case Escalated():
            return _escalated(event, request, tier)
        case Settled() | Expired() | Withdrawn() | Applied():
            return _ended(event, request)
        case _:
            return _heard(event, request)


def _ended(event: Ended, request: Request) -> str:
    match event:
        case Withdrawn():
            return _withdrawn(event)
        case Applied():
            return words.applied()
        case _:
            return _decided(event.decision, request)


def _heard(event: Heard, request: Request) -> str:
    """What a person said or did without changing what is asked."""
    match event:
        case Voted():
            return _voted(event.vote, request)
        case Delegated():
            return words.delegated(text.user(event.giver), text.user(event.to), _typed(event.reason))
        case Viewed():
            return words.viewed(text.user(event.person))
        case Questioned():
            return words.questioned(text.user(event.person), text.phrase(event.question, _SAID))


def _voted(vote: Vote, request: Request) -> str:
    behalf = text.user(vote.behalf) if vote.behalf else ""
    said = words.voted(text.user(vote.person), asking.action_label(request, vote.action), behalf, _typed(vote.reason))
    action = request.ask.action(vote.action)
    pairs = edits.pairs_of(vote.values, action.form if action else {})
    if not pairs:
        return said
    values = [words.value(text.phrase(pair.label, 60), text.phrase(pair.value, 80)) for pair in pairs]
    return quantities.sentences([said, words.filled_in(_some(values, "value"))])


def _edited(event: Edited, request: Request, tier: int, votes: int) -> str:
    """The changes, what became of the votes before, and who decides now, if that is another tier."""
    form = request.ask.draft.form if request.ask.draft else {}
    changes = [
        words.change(text.phrase(change.label, 60), text.phrase(change.old, 80), text.phrase(change.new, 80))
        for change in edits.changes(event.before, event.after, form)
    ]
    said = words.edited(text.user(event.person), _some(changes, "change"))
    voided = words.VOTES_VOIDED if votes else ""
    moved = words.now_with(_tier(request, event.tier)) if event.tier != tier else ""
    return quantities.sentences([said, voided, moved])


def _escalated(event: Escalated, request: Request, tier: int) -> str:
    if event.by:
        return words.escalated_by(text.user(event.by), _tier(request, event.tier), _typed(event.because))
    return words.escalated_in_time(_tier(request, tier), _tier(request, event.tier))


def _decided(decision: Decision, request: Request) -> str:
    verdict = card_words.PLAIN_VERDICT[decision.kind]
    tier = asking.tier_name(decision.tier)
    match decision.cause:
        case Cause.VOTES:
            label = asking.action_label(request, decision.action)
            return words.settled(verdict, "" if label in _SAYS_NO_MORE else label, asking.everybody(decision.by))
        case Cause.LIMITS:
            return words.settled_within_limits(verdict, tier)
        case Cause.TIMEOUT:
            return words.expired(verdict, tier)


def _withdrawn(event: Withdrawn) -> str:
    if text.is_user(event.by):
        return words.withdrawn_by(text.user(event.by), _typed(event.because))
    return words.withdrawn(_typed(event.because))


def _tier(request: Request, tier: int) -> str:
    return asking.tier_name(request.policy.tiers[tier].name)


def _typed(reason: str) -> str:
    return text.phrase(reason, _SAID) if reason.strip() else ""


def _some(items: Sequence[str], what: Thing) -> str:
    """The first few, and how many more there are."""
    return quantities.enumerated(_cut(items, what))


def _cut(items: Sequence[str], what: Thing) -> Iterator[str]:
    yield from items[:_SHOWN]
    if len(items) > _SHOWN:
        yield quantities.left_out(len(items) - _SHOWN, what)
