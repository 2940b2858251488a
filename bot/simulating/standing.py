"""Standing: whom the directory finds behind what policies name, as far as it was asked and answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.approvals.eligibility import Roster, eligible
from bot.approvals.forecasting import enough
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.tier import Tier
from bot.desk.calling import Present
from bot.faults import Fault


class Directory(Protocol):
    """Who is who in Slack; each of these raises a Fault where Slack does not say."""

    async def user_id(self, named: str) -> str:
        """The user id of somebody named by that or by an e-mail address."""
        raise NotImplementedError

    async def name(self, user_id: str) -> str:
        """What a person is called."""
        raise NotImplementedError

    async def belongs(self, user_id: str, names: frozenset[str]) -> frozenset[str]:
        """Those of these names (groups, e-mail addresses, user ids) that this person is or belongs to."""
        raise NotImplementedError

    async def present(self, tier: Tier) -> Present:
        """Who of a tier may act, and who or what of it is not there."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was found: who may act in each tier, by the names of its policy and of itself, and what people are called.

    A tier that is missing could not be looked up; `troubles` say why, and what else Slack did not say.
    """

    present: Mapping[tuple[str, str], Present] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    self_signers: frozenset[str] = frozenset()
    troubles: tuple[str, ...] = ()

    def of(self, policy: str, tier: str) -> Present | None:
        """Who may act in a tier, or None where that is not known."""
        return self.present.get((policy, tier))

    def could_decide(self, request: Request) -> frozenset[str]:
        """Who of the tier that is asked could decide; as many as it takes, where that is not known."""
        found = self.of(request.policy.name, request.asked.name)
        if found is None:
            return enough(request)
        roster = Roster({request.tier: found.people}, self_signers=self.self_signers, fallbacks=len(request.fallbacks))
        return eligible(request, roster)


async def look_up(directory: Directory, policy: Policy) -> Standing:
    """Who stands behind every tier of a policy, and of those it falls back on."""
    seeker = _Seeker(directory)
    for each in ladders(policy):
        allowed = each.requester_may_act
        for named in () if isinstance(allowed, bool) else allowed:
            await seeker.note_self_signer(named)
        for tier in each.tiers:
            if tier.reviewers:
                await seeker.note_tier(each.name, tier)
    return Standing(
        present=seeker.present,
        names=seeker.names,
        self_signers=frozenset(seeker.self_signers),
        troubles=tuple(dict.fromkeys(seeker.troubles)),
    )


def ladders(policy: Policy) -> Iterator[Policy]:
    """The policy, and one after the other those it falls back on."""
    following: Policy | None = policy
    while following:
        yield following
        following = following.fallback


@dataclass(slots=True)
class _Seeker:
    """Asks the directory, and notes what it says and what it does not."""

    directory: Directory
    present: dict[tuple[str, str], Present] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    self_signers: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    async def note_tier(self, policy: str, tier: Tier) -> None:
        try:
            found = await self.directory.present(tier)
        except Fault as error:
            self.troubles.append(f"Slack did not say who belongs to {tier.name} ({error}).")
            return
        self.present[policy, tier.name] = found
        self.troubles.extend(f"{tier.name}: {problem}" for problem in found.problems)
        for user_id in sorted(found.people - self.names.keys()):
            await self._note_name(user_id)

    async def note_self_signer(self, named: str) -> None:
        try:
            self.self_signers.add(await self.directory.user_id(named))
        except Fault as error:
            self.troubles.append(f"Slack did not say who {named} is ({error}).")

    async def _note_name(self, user_id: str) -> None:
        try:
            self.names[user_id] = await self.directory.name(user_id)
        except Fault as error:
            self.troubles.append(f"Slack did not say what {user_id} is called ({error}).")
