"""Who is asked, until when, who is asked next, and how far the votes are: sentences for cards, stories and refusals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

from bot.approvals.ask import Kind
from bot.approvals.digests import canonical
from bot.approvals.policy import OnTimeout, Tier
from bot.approvals.request import Climb, Request, Vote
from bot.slack import text
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities

NAMED = 8
VOTES = 5
SECONDS_MATTER = timedelta(minutes=10)
NOBODY: Mapping[str, str] = MappingProxyType({})


def reviewers(tier: Tier, mentions: Mapping[str, str] = NOBODY) -> str:
    """A tier's reviewers; a group is pinged only where its id is among the mentions."""
    if tier.reviewers is None:
        return words.NOBODY_ASKED
    groups = [text.mention(group, mentions.get(group, "")) for group in tier.reviewers.groups]
    people = [text.user(mentions.get(person, person)) for person in tier.reviewers.people]
    return some([*groups, *people], "or")


def everybody(people: tuple[str, ...]) -> str:
    """These people by mention; the program where there are none."""
    return some([text.user(person) for person in people]) or words.PROGRAM


def some(names: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """The first of these names as part of a sentence, and how many more there are."""
    over = len(names) - NAMED
    return quantities.listed([*names[:NAMED], *([quantities.more(over)] if over > 0 else [])], last)


def tier_name(tier: str) -> str:
    """A tier's name, as the operator wrote it."""
    return text.phrase(tier, 80)


def sentences(request: Request, mentions: Mapping[str, str] = NOBODY) -> list[str]:
    """Who is asked now, until when, how much of that time is gone, and what comes then."""
    now = words.asked_now(reviewers(request.asked, mentions), tier_name(request.asked.name))
    if request.due_at is None:
        return [now, words.NO_DEADLINE]
    deadline = text.moment(request.due_at, exact=request.asked.sla < SECONDS_MATTER)
    return [now, words.until(deadline, words.gone(request.neared) if request.neared else ""), then(request)]


def then(request: Request) -> str:
    """Who is asked next; not pinged ahead of their time."""
    if request.next_tier:
        return words.asked_next(_unpinged(request.next_tier), tier_name(request.next_tier.name))
    return words.nobody_next() if request.policy.on_timeout is OnTimeout.REJECT else words.NO_DEADLINE


def escalated(request: Request, word: str) -> list[str]:
    """Which tier is asked since when, and why not the first any more; nothing while it is with the first."""
    at = request.tier_asked_at
    is_edited_up = at > request.opened_at and any(edit.at == at for edit in request.edits)
    if request.tier == request.first_tier and not is_edited_up:
        return []
    moved = words.escalated(word, tier_name(request.asked.name), text.moment(at))
    if is_edited_up:
        return [moved, words.BEYOND_THEM]
    by_time = request.tier - request.first_tier > len(request.escalators)
    by_hand = [_wanted(climb) for climb in request.climbs[-NAMED:]]
    return [moved, *([words.OUT_OF_TIME] if by_time else []), *by_hand]


def _wanted(climb: Climb) -> str:
    """Who had the next tier asked, and why, as far as they said."""
    return words.by_hand(text.user(climb.by), text.phrase(climb.because, 300) if climb.because else "")


def votes(request: Request) -> list[str]:
    """The votes of an open request that one approval does not settle."""
    if request.quorum == 1 and not request.votes:
        return []
    cast = [vote_of(request, vote) for vote in request.votes[:VOTES]]
    over = len(request.votes) - VOTES
    rest = [quantities.left_out(over, "vote")] if over > 0 else []
    anew = [words.VOTES_ANEW] if request.edits else []
    return [words.votes_so_far(approvals(request), request.quorum), *cast, *rest, *anew]


def vote_of(request: Request, vote: Vote) -> str:
    """One vote: who, for whom, what, when and why."""
    reason = text.phrase(vote.reason, 100) if vote.reason else ""
    return words.vote(voter(vote), action_label(request, vote.action), text.moment(vote.at), reason)


def voter(vote: Vote) -> str:
    """Who voted, and in whose stead."""
    return words.in_stead_of(text.user(vote.person), text.user(vote.behalf)) if vote.behalf else text.user(vote.person)


def delegations(request: Request) -> list[str]:
    """Who stands in for whom on this request."""
    told = []
    for passed in request.delegations[:VOTES]:
        reason = text.phrase(passed.reason, 100) if passed.reason else ""
        told.append(words.delegated(text.user(passed.giver), text.user(passed.to), text.moment(passed.at), reason))
    over = len(request.delegations) - VOTES
    return [*told, quantities.left_out(over, "delegation")] if over > 0 else told


def approvals(request: Request) -> int:
    """How many approvals agree so far, at best."""
    given = [vote for vote in request.votes if vote.kind is Kind.APPROVE]
    return max(Counter((vote.action, canonical(vote.values)) for vote in given).values(), default=0)


def action_label(request: Request, action_id: str) -> str:
    """An action's label as the ask names it, or its id where the ask offers none."""
    action = request.ask.action(action_id)
    return text.phrase(action.label if action else action_id, 60)


def _unpinged(tier: Tier) -> str:
    """A tier's reviewers in words that ping nobody: people are counted, as only a mention would name them."""
    groups = [text.handle(group) for group in (tier.reviewers.groups if tier.reviewers else ())]
    count = len(tier.reviewers.people) if tier.reviewers else 0
    return some([*groups, words.people(count)] if count else groups, "or")
