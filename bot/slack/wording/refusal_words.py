"""What a person is told, in private, whose answer was not counted, or who may not do what they tried."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.slack.wording.quantities import stopped
from bot.slack.wording.saying import say, section

FIXED: Mapping[str, str] = MappingProxyType(section("refusal.fixed"))
NOT_UNDERSTOOD = say("refusal.not_understood")
WENT_WRONG = say("refusal.went_wrong")
ANSWER = say("refusal.answer")
NO_STAND_IN = say("refusal.no_stand_in")
NOT_COUNTED = say("refusal.not_counted")
NOT_CHANGED = say("refusal.not_changed")


def unknown_request(end: str) -> str:
    """There is no such request, or this person may not see it; `end` is one of the two above, here and below."""
    return say("refusal.unknown_request", end=end)


def not_a_member(end: str) -> str:
    """Somebody pressed who may do nothing here."""
    return say("refusal.not_a_member", end=end)


def lookup_failed(end: str) -> str:
    """Slack did not say who this is, or who may."""
    return say("refusal.lookup_failed", end=end)


def own_request(who: str, end: str) -> str:
    """The requester pressed a button."""
    return say("refusal.own_request", who=who, end=end)


def requesters_delegate(who: str, end: str) -> str:
    """Whoever decides for the requester pressed a button."""
    return say("refusal.requesters_delegate", who=who, end=end)


def reason_missing(end: str) -> str:
    """There is no reason where one is needed."""
    return say("refusal.reason_missing", end=end)


def extended_enough(most: str) -> str:
    """The deadline was put off, or would be, by more than the policy allows."""
    return say("refusal.extended_enough", most=most)


def not_reopenable(is_open: bool) -> str:
    """There is nothing to look at again: it is not closed, or was approved."""
    return say("refusal.still_open") if is_open else say("refusal.approved_already")


def reopened_already(person: str, at: str, run: str) -> str:
    """There is another look already."""
    return say("refusal.reopened_already", person=person, at=at, run=run)


def not_eligible(who: str, end: str) -> str:
    """Somebody pressed who is not asked."""
    return say("refusal.not_eligible", who=who, end=end)


def reach_them(channel: str) -> str:
    """Where those who may decide can be asked."""
    return say("refusal.reach_them", channel=channel)


def who_may(people: str, tier: str) -> str:
    """The people of a tier."""
    return say("refusal.who_may", people=people, tier=tier)


def already_closed(story: str, end: str) -> str:
    """Somebody, or the policy, was first."""
    return say("refusal.already_closed", story=story, end=end)


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


def approved_in_time(at: str) -> str:
    """Decided by silence, where the policy lets it approve."""
    return say("refusal.approved_in_time", at=at)


def without_slack(at: str) -> str:
    """Decided as nobody could be shown it."""
    return say("refusal.without_slack", at=at)


def approved_without_slack(at: str) -> str:
    """The same, where the policy lets it approve."""
    return say("refusal.approved_without_slack", at=at)


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


def still_needed(progress: str) -> str:
    """How far the votes are."""
    return say("refusal.still_needed", progress=progress)
