"""Eligibility: who may decide a request, judged by a roster that is fresh at the click."""

from dataclasses import dataclass

from bot.approvals.refusals import Reason
from bot.approvals.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts, as the directory knows them now."""

    id: str
    is_bot: bool = False
    is_active: bool = True
    is_guest: bool = False
    is_stranger: bool = False

    @property
    def may_act(self) -> bool:
        """Whether this is an active, full member of the workspace."""
        return self.is_active and not (self.is_bot or self.is_guest or self.is_stranger)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who belongs to each tier of a request's policy right now: tier number -> user ids."""

    members: dict[int, frozenset[str]]

    def of(self, tiers: range) -> frozenset[str]:
        """Everybody who belongs to any of the tiers; a tier that was not looked up has nobody."""
        return frozenset().union(*(self.members.get(tier, frozenset()) for tier in tiers))

    def without(self, people: frozenset[str]) -> "Roster":
        """The roster less these people, wherever they stand in it."""
        return Roster({tier: members - people for tier, members in self.members.items()})


def eligible(request: Request, roster: Roster) -> frozenset[str]:
    """Those whose votes count: members of the tiers asked so far, less the requester unless the policy says so."""
    people = roster.of(request.tiers_asked)
    return people if request.policy.requester_may_act else people - {request.origin.requester}


def objection(request: Request, person: Person, roster: Roster) -> Reason | None:
    """Why this person may not decide this request, or None."""
    if not person.may_act:
        return Reason.NOT_A_MEMBER
    if person.id == request.origin.requester and not request.policy.requester_may_act:
        return Reason.OWN_REQUEST
    return None if person.id in eligible(request, roster) else Reason.NOT_ELIGIBLE
