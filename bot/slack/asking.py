"""Who is asked, until when, and who is asked next: sentences for cards, stories and refusals."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.approvals.ask import Kind
from bot.approvals.policy import OnTimeout, Tier
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities

NAMED = 8
SECONDS_MATTER = timedelta(minutes=10)
NOBODY: Mapping[str, str] = MappingProxyType({})


def reviewers(tier: Tier, mentions: Mapping[str, str] = NOBODY) -> str:
    """A tier's reviewers; a group is pinged only where its id is among the mentions."""
    if tier.reviewers is None:
        return words.NOBODY_ASKED
    groups = [text.mention(group, mentions.get(group, "")) for group in tier.reviewers.groups]
    people = [text.user(mentions.get(person, person)) for person in tier.reviewers.people]
    return _some([*groups, *people], "or")


def everybody(people: tuple[str, ...]) -> str:
    """These people by mention; the program where there are none."""
    return _some([text.user(person) for person in people], "and") or words.PROGRAM


def tier_name(tier: str) -> str:
    """A tier's name, as the operator wrote it."""
    return text.phrase(tier, 80)


def sentences(request: Request, mentions: Mapping[str, str] = NOBODY) -> list[str]:
    """Who is asked now, until when, and what comes then."""
    now = words.asked_now(reviewers(request.asked, mentions), tier_name(request.asked.name))
    if request.due_at is None:
        return [now, words.NO_DEADLINE]
    deadline = text.moment(request.due_at, exact=request.asked.sla < SECONDS_MATTER)
    return [now, words.until(deadline), _then(request)]


def votes(request: Request) -> list[str]:
    """The votes of an open request that one approval does not settle."""
    if request.asked.quorum == 1 and not request.votes:
        return []
    cast = [
        words.vote(text.user(vote.person), action_label(request, vote.action), text.moment(vote.at))
        for vote in request.votes[:NAMED]
    ]
    over = len(request.votes) - NAMED
    rest = [quantities.left_out(over, "vote")] if over > 0 else []
    return [words.votes_so_far(approvals(request), request.asked.quorum), *cast, *rest]


def approvals(request: Request) -> int:
    """How many approvals agree so far, at best."""
    chosen = [vote.action for vote in request.votes if vote.kind is Kind.APPROVE and vote.digest == request.digest]
    return max((chosen.count(action) for action in set(chosen)), default=0)


def action_label(request: Request, action_id: str) -> str:
    """An action's label as the ask names it, or its id where the ask offers none."""
    action = request.ask.action(action_id)
    return text.phrase(action.label if action else action_id, 60)


def _then(request: Request) -> str:
    """The next tier is not pinged ahead of its time."""
    if request.next_tier:
        return words.asked_next(_unpinged(request.next_tier), tier_name(request.next_tier.name))
    return words.nobody_next() if request.policy.on_timeout is OnTimeout.REJECT else words.NO_DEADLINE


def _unpinged(tier: Tier) -> str:
    """A tier's reviewers in words that ping nobody: people are counted, as only a mention would name them."""
    groups = [text.handle(group) for group in (tier.reviewers.groups if tier.reviewers else ())]
    count = len(tier.reviewers.people) if tier.reviewers else 0
    return _some([*groups, words.people(count)] if count else groups, "or")


def _some(names: list[str], last: str) -> str:
    over = len(names) - NAMED
    return quantities.listed([*names[:NAMED], *([f"{over:,} more"] if over > 0 else [])], last)
