"""Eligibility: who may decide a request, judged by a roster that is fresh at the click."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
    """Who belongs to each tier of a request's policy right now: tier number -> user ids.

    `stand_ins` are the people whom absent reviewers have named to decide for them: reviewer -> stand-in. `gone` have no
    seat any more, whoever gave them one.
    """

    members: dict[int, frozenset[str]]
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def of(self, tiers: range) -> frozenset[str]:
        """Everybody who belongs to any of the tiers; a tier that was not looked up has nobody."""
        return frozenset().union(*(self.members.get(tier, frozenset()) for tier in tiers))

    def without(self, people: frozenset[str]) -> "Roster":
        """The roster less these people, wherever they stand in it."""
        members = {tier: members - people for tier, members in self.members.items()}
        return replace(self, members=members, gone=self.gone | people)

    def with_stand_ins(self, stand_ins: Mapping[str, str]) -> "Roster":
        """The roster with what absent reviewers have arranged."""
        return replace(self, stand_ins=stand_ins)


def eligible(request: Request, roster: Roster) -> frozenset[str]:
    """Those who may decide in their own right: the tiers asked so far, less the requester unless the policy says so."""
    people = roster.of(request.tiers_asked)
    return people if request.policy.requester_may_act else people - {request.origin.requester}


def seat(request: Request, person: str, roster: Roster) -> str:
    """The reviewer whose seat this person votes in: their own, that of one they stand in for, or none (empty).

    Nobody passes on a seat they hold for another, and a stand-in who is a reviewer has only the seat of their own.
    """
    own = eligible(request, roster)
    if person in own:
        return person
    if person in roster.gone:
        return ""
    if person == request.origin.requester and not request.policy.requester_may_act:
        return ""
    given = [(passed.giver, passed.to) for passed in request.delegations]
    return next((giver for giver, to in [*given, *roster.stand_ins.items()] if to == person and giver in own), "")


def objection(request: Request, person: Person, roster: Roster) -> Reason | None:
    """Why this person may not decide this request, or None."""
    if not person.may_act:
        return Reason.NOT_A_MEMBER
    if person.id == request.origin.requester and not request.policy.requester_may_act:
        return Reason.OWN_REQUEST
    return None if seat(request, person.id, roster) else Reason.NOT_ELIGIBLE
