"""One event of a request's story in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.approvals.ask import APPROVE, REJECT
from bot.approvals.decision import Cause, Decision
from bot.approvals.events import (
    Applied,
    Compensated,
    Delegated,
    Edited,
    Effected,
    Escalated,
    Event,
    Expired,
    Extended,
    FellBack,
    Neared,
    Opened,
    Overran,
    Questioned,
    Reopened,
    Repaired,
    Seated,
    Settled,
    Unparked,
    Viewed,
    Voted,
    Withdrawn,
)
from bot.approvals.policy import Policy
from bot.approvals.request import Request, Vote
from bot.slack import text
from bot.slack.drawing import asking, edits, retelling_deeds
from bot.slack.wording import card_words, quantities
from bot.slack.wording import history_words as words
from bot.slack.wording.quantities import Thing

Heard = Voted | Delegated | Viewed | Questioned | Extended
Ended = Settled | Expired | Withdrawn | Applied | Reopened
Climbed = Seated | Neared | Escalated | Unparked | Overran | FellBack

_SAYS_NO_MORE = frozenset({APPROVE.label, REJECT.label})
_SHOWN = 5
_SAID = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Where the request stood before an event: its policy, the tier that was asked, the round, and how many voted."""

    policy: Policy
    tier: int = 0
    round: int = 0
    votes: int = 0

    def after(self, event: Event) -> "Before":
        """Where it stands after the event."""
        match event:
            case Opened() | FellBack():
                return Before(policy=event.policy, tier=event.tier)
            case Edited():
                return replace(self, tier=event.tier, votes=0)
            case Escalated():
                return replace(self, tier=event.tier, round=event.round)
            case Voted():
                return replace(self, votes=self.votes + 1)
            case _:
                return self

    def name(self, tier: int | None = None) -> str:
        """The name of a tier of that policy, or of the one that was asked."""
        return asking.tier_name(self.policy.tiers[self.tier if tier is None else tier].name)


def said(event: Event, request: Request, before: Before) -> str:
    """The event in words, or nothing where nobody noticed it; all that was typed is escaped."""
    match event:
        case Opened() | Voted() | Settled() | Expired() if request.is_offer:
            return retelling_deeds.of_offer(event, request)
        case Effected() | Compensated() | Repaired():
            return retelling_deeds.acted(event, request)
        case _:
            return _said(event, request, before)


def _said(event: Event, request: Request, before: Before) -> str:
    """The same of what people and time do to a question."""
    match event:
        case Opened():
            return _opened(event)
        case Edited():
            return _edited(event, request, before)
        case Settled() | Expired() | Withdrawn() | Applied() | Reopened():
            return _ended(event, request)
        case Voted() | Delegated() | Viewed() | Questioned() | Extended():
            return _heard(event, request)
        case Seated() | Neared() | Escalated() | Unparked() | Overran() | FellBack():
            return _climbed(event, before)
        case _:
            return ""


def _opened(event: Opened) -> str:
    requester, workflow = text.user(event.origin.requester), text.phrase(event.origin.workflow, 100)
    tier, parked = asking.tier_name(event.policy.tiers[event.tier].name), _parked(event)
    reopens = words.reopens(text.phrase(event.origin.reopens, 100)) if event.origin.reopens else ""
    policy, route = text.phrase(event.policy.name, 80), text.phrase(event.routed_by, 80)
    routed = words.routed(policy, route) if event.routed_by else ""
    return quantities.sentences([words.opened(requester, workflow, tier, parked), reopens, routed])


def _climbed(event: Climbed, before: Before) -> str:
    """What time, or the directory, did to who is asked."""
    match event:
        case Neared():
            return words.reminded(before.name(), quantities.share(event.share)) if event.reminded else ""
        case Seated():
            called = asking.some([text.user(person) for person in event.called])
            problems = _some([text.phrase(problem, _SAID) for problem in event.problems], "problem")
            return words.seated(len(event.people), before.name(event.tier), called, problems)
        case Escalated():
            return quantities.sentences([_escalated(event, before), words.parked(_parked(event))])
        case Unparked():
            return words.unparked(before.name(), _parked(event))
        case Overran():
            return words.overran(before.name())
        case FellBack():
            policy, tier = text.phrase(event.policy.name, 80), asking.tier_name(event.policy.tiers[event.tier].name)
            told = words.fell_back(text.phrase(before.policy.name, 80), policy, tier)
            return quantities.sentences([told, words.parked(_parked(event))])


def _escalated(event: Escalated, before: Before) -> str:
    tier = before.name(event.tier)
    if event.by:
        return words.escalated_by(text.user(event.by), tier, _typed(event.because))
    if event.vacant:
        return words.passed_over(before.name(), tier)
    if event.round > before.round:
        return words.begun_again(tier, event.round + 1)
    return words.escalated_in_time(before.name(), tier)


def _parked(event: Opened | Edited | Escalated | Unparked | FellBack) -> str:
    return text.moment(event.parked_until) if event.parked_until else ""


def _ended(event: Ended, request: Request) -> str:
    match event:
        case Withdrawn():
            return _withdrawn(event)
        case Applied():
            return words.applied()
        case Reopened():
            return words.reopened(text.user(event.by), _typed(event.because), text.phrase(event.run_id, 100))
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
        case Extended():
            span, deadline = quantities.duration(event.span), text.moment(event.due_at)
            return words.extended(text.user(event.by), span, deadline, _typed(event.because))


def _voted(vote: Vote, request: Request) -> str:
    behalf = text.user(vote.behalf) if vote.behalf else ""
    told = words.voted(text.user(vote.person), asking.action_label(request, vote.action), behalf, _typed(vote.reason))
    action = request.ask.action(vote.action)
    pairs = edits.pairs_of(vote.values, action.form if action else {})
    if not pairs:
        return told
    values = [words.value(text.phrase(pair.label, 60), text.phrase(pair.value, 80)) for pair in pairs]
    return quantities.sentences([told, words.filled_in(_some(values, "value"))])


def _edited(event: Edited, request: Request, before: Before) -> str:
    """The changes, what became of the votes before, and who decides now, if that is another tier."""
    form = request.ask.draft.form if request.ask.draft else {}
    changes = [
        words.change(text.phrase(change.label, 60), text.phrase(change.old, 80), text.phrase(change.new, 80))
        for change in edits.changes(event.before, event.after, form)
    ]
    told = words.edited(text.user(event.person), _some(changes, "change"))
    voided = words.VOTES_VOIDED if before.votes else ""
    moved = words.now_with(before.name(event.tier)) if event.tier != before.tier else ""
    return quantities.sentences([told, voided, moved, words.parked(_parked(event))])


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
        case Cause.OUTAGE:
            return words.expired_without_slack(verdict)


def _withdrawn(event: Withdrawn) -> str:
    if text.is_user(event.by):
        return words.withdrawn_by(text.user(event.by), _typed(event.because))
    return words.withdrawn(_typed(event.because))


def _typed(reason: str) -> str:
    return text.phrase(reason, _SAID) if reason.strip() else ""


def _some(items: Sequence[str], what: Thing) -> str:
    """The first few, and how many more there are."""
    return quantities.enumerated(_cut(items, what))


def _cut(items: Sequence[str], what: Thing) -> Iterator[str]:
    yield from items[:_SHOWN]
    if len(items) > _SHOWN:
        yield quantities.left_out(len(items) - _SHOWN, what)
