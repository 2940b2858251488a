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

    `groups` are the members of each group that a tier names. `stand_ins` are the people whom absent reviewers have
    named to decide for them: reviewer -> stand-in. `self_signers` are those the policy lets sign for what they asked
    for themselves, where it names them. `gone` have no seat any more, whoever gave them one. `fallbacks` are how many
    ladders the request had climbed in vain when all this was looked up: on the next its tiers are other people.
    """

    members: dict[int, frozenset[str]]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    self_signers: frozenset[str] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    fallbacks: int = 0

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


def barred(request: Request, roster: Roster) -> frozenset[str]:
    """Whom separation of duty forbids to decide: its requester, and whoever stands in for them now.

    The policy may let people sign for what they asked for themselves; then nobody is barred.
    """
    requester = request.origin.requester
    if request.policy.requester_may_act is True or requester in roster.self_signers:
        return frozenset()
    return frozenset({requester, *(to for giver, to in passed_on(request, roster.stand_ins) if giver == requester)})


def eligible(request: Request, roster: Roster) -> frozenset[str]:
    """Those who may decide in their own right: the tiers asked so far, less whom separation of duty forbids it.

    A roster of another ladder of the request knows of nobody.
    """
    is_of_this_ladder = roster.fallbacks == len(request.fallbacks)
    return roster.of(request.tiers_asked) - barred(request, roster) if is_of_this_ladder else frozenset()


def seat(request: Request, person: str, roster: Roster) -> str:
    """The reviewer whose seat this person votes in: their own, that of one they stand in for, or none (empty).

    Nobody passes on a seat they hold for another, and a stand-in who is a reviewer has only the seat of their own.
    """
    own = eligible(request, roster)
    if person in own:
        return person
    if person in roster.gone | barred(request, roster):
        return ""
    return next((giver for giver, to in passed_on(request, roster.stand_ins) if to == person and giver in own), "")


def objection(request: Request, person: Person, roster: Roster) -> Reason | None:
    """Why this person may not decide this request, or None."""
    if not person.may_act:
        return Reason.NOT_A_MEMBER
    if roster.fallbacks != len(request.fallbacks):
        return Reason.LOOKUP_FAILED
    if person.id in barred(request, roster):
        is_requester = person.id == request.origin.requester
        return Reason.OWN_REQUEST if is_requester else Reason.REQUESTERS_DELEGATE
    return None if seat(request, person.id, roster) else Reason.NOT_ELIGIBLE


def passed_on(request: Request, stand_ins: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who decides for whom: those who were handed this request first, then the stand-ins of those who are away."""
    return [*((passed.giver, passed.to) for passed in request.delegations), *stand_ins.items()]
