"""Who is asked, and how far the votes are: sentences for cards, stories, lists and refusals."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

from bot.approvals.ask import Kind
from bot.approvals.digests import canonical
from bot.approvals.request import Request, State, Vote
from bot.approvals.tier import ALL, Notify, Tier, Turn
from bot.slack import text
from bot.slack.wording import card_words as words
from bot.slack.wording import ladder_words, quantities

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
    return some([*groups, *people, *_channels(tier)], "or")


def unpinged(tier: Tier) -> str:
    """A tier's reviewers in words that ping nobody: people are counted, as only a mention would name them."""
    groups = [text.handle(group) for group in (tier.reviewers.groups if tier.reviewers else ())]
    count = len(tier.reviewers.people) if tier.reviewers else 0
    return some([*groups, *([words.people(count)] if count else []), *_channels(tier)], "or")


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


def asked_now(request: Request, mentions: Mapping[str, str] = NOBODY) -> str:
    """Who is asked at present, or from when on; those who are to hear of it elsewhere, or later, are not pinged."""
    tier = request.asked
    if request.parked_until:
        return ladder_words.parked(text.moment(request.parked_until), unpinged(tier), tier_name(tier.name))
    return words.asked_now(who(request, mentions), tier_name(tier.name))


def who(request: Request, mentions: Mapping[str, str] = NOBODY) -> str:
    """Who is asked at present: whose turn it is, or the tier, with how many it has where several have to approve."""
    tier, seating = request.asked, request.seating
    if tier.turn is Turn.ROUND_ROBIN:
        called = some([text.user(person) for person in seating.called] if seating else [])
        return words.in_turn(called, unpinged(tier)) if called else unpinged(tier)
    named = unpinged(tier) if tier.notify is Notify.DM else reviewers(tier, mentions)
    count = seating.count if seating and tier.quorum != 1 and not _is_list(tier) else 0
    return words.of_them(count, named) if count else named


def votes(request: Request) -> list[str]:
    """The votes of an open request that one approval does not settle, and what it takes."""
    takes = [*_takes(request), *enough(request)]
    if request.quorum == 1 and not request.votes and not takes:
        return []
    cast = [vote_of(request, vote) for vote in request.votes[:VOTES]]
    over = len(request.votes) - VOTES
    rest = [quantities.left_out(over, "vote")] if over > 0 else []
    anew = [words.VOTES_ANEW] if request.edits else []
    approving = [words.votes_so_far(progress(request))] if request.quorum > 1 or approvals(request) else []
    return [*approving, *takes, *_rejections(request), *cast, *rest, *anew]


def progress(request: Request) -> str:
    """How many of the approvals needed there are; while it is open they are never told to be all."""
    given = approvals(request)
    if request.state is State.OPEN and given >= request.quorum:
        return words.not_enough(given)
    return words.approvals(given, request.quorum)


def enough(request: Request) -> list[str]:
    """That fewer approvals decide it too, if they come from the highest tier that was asked."""
    rung, lowest = request.highest, request.tiers_asked.start
    tier, needed = request.policy.tiers[rung], request.needed(rung)
    is_simple = tier.quorum != ALL and not (tier.distinct_groups or tier.at_least)
    is_fewer = needed < request.quorum or (needed == request.quorum and list(_takes(request)))
    if rung == lowest or not (is_simple and is_fewer):
        return []
    return [words.enough(quantities.counted(needed, "approval"), tier_name(tier.name))]


def _takes(request: Request) -> Iterator[str]:
    """What the approvals have to be besides many, in the tier by which they are counted."""
    tier = request.policy.tiers[request.tiers_asked.start]
    if tier.quorum == ALL:
        yield words.EVERYBODY_NEEDED
    if tier.distinct_groups and request.quorum > 1:
        yield words.distinct_groups(request.quorum)
    for group, count in tier.at_least.items():
        yield words.at_least(quantities.counted(count, "approval"), text.handle(group))


def _rejections(request: Request) -> list[str]:
    """How many reject, where one of them is not enough."""
    needed = min(_wanted(request, tier) for tier in request.tiers_asked)
    given = sum(vote.kind is Kind.REJECT for vote in request.votes)
    return [words.rejections(given, needed)] if given and needed > 1 else []


def _wanted(request: Request, tier: int) -> int:
    """How many rejections the tier wants, as far as it is known how many people belong to it."""
    wanted = request.policy.tiers[tier].rejections
    counts = [seating.count for seating in request.seatings if seating.tier == tier]
    return max(counts[-1:] or [1]) if wanted == ALL else wanted


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


def _channels(tier: Tier) -> list[str]:
    return [words.members(text.channel(channel)) for channel in (tier.reviewers.channels if tier.reviewers else ())]


def _is_list(tier: Tier) -> bool:
    """Whether the policy names the people themselves, so that anybody can count them."""
    return tier.reviewers is not None and not (tier.reviewers.groups or tier.reviewers.channels)
