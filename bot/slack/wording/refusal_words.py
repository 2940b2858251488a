"""What a person is told, in private, whose answer was not counted."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.slack.wording.quantities import stopped
from bot.slack.wording.saying import say, section

FIXED: Mapping[str, str] = MappingProxyType(section("refusal.fixed"))
NOT_UNDERSTOOD = say("refusal.not_understood")
WENT_WRONG = say("refusal.went_wrong")
ANSWER = say("refusal.answer")


def own_request(who: str) -> str:
    """The requester pressed a button."""
    return say("refusal.own_request", who=who)


def not_eligible(who: str) -> str:
    """Somebody pressed who is not asked."""
    return say("refusal.not_eligible", who=who)


def reach_them(channel: str) -> str:
    """Where those who may decide can be asked."""
    return say("refusal.reach_them", channel=channel)


def who_may(people: str, tier: str) -> str:
    """The people of a tier."""
    return say("refusal.who_may", people=people, tier=tier)


def already_closed(story: str) -> str:
    """Somebody, or the policy, was first."""
    return say("refusal.already_closed", story=story)


def was_first(person: str, action: str, at: str) -> str:
    """Who decided, what and when."""
    return say("refusal.was_first", person=person, action=action, at=at)


def because(reason: str) -> str:
    """The reason that was given."""
    return stopped(say("refusal.because", reason=reason))


def within_limits(at: str) -> str:
    """Decided without people."""
    return say("refusal.within_limits", at=at)


def timed_out(at: str) -> str:
    """Decided by silence."""
    return say("refusal.timed_out", at=at)


def withdrawn(why: str) -> str:
    """The question no longer stands."""
    return stopped(say("refusal.withdrawn", why=why))


def taken_back(person: str, at: str, why: str) -> str:
    """The requester does not want the answer any more."""
    return stopped(say("refusal.taken_back", person=person, at=at, why=why))


def already_counted(action: str) -> str:
    """The same vote again, on an open request."""
    return say("refusal.already_counted", action=action)


def already_settled(action: str) -> str:
    """The same vote again, after it made the decision."""
    return say("refusal.already_settled", action=action)


def still_needed(count: int, quorum: int) -> str:
    """How far the votes are."""
    return say("refusal.still_needed", count=count, quorum=quorum)
