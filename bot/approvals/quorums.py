"""Quorums: when the seats that agree are enough for one of the tiers that were asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.approvals.eligibility import Roster, eligible
from bot.approvals.request import Request
from bot.approvals.tier import ALL, Count, Tier


@dataclass(frozen=True, slots=True)
class Tally:
    """The seats that agree, each counted once, before the roster of the moment.

    A tier has its quorum among its own seats and those of the tiers above it, so that escalating to a tier of one never
    lets one of the tier below decide. Where a tier wants all, each of its own seats has to agree, and one that has none
    carries nothing.
    """

    request: Request
    roster: Roster
    seats: frozenset[str]

    @property
    def approves(self) -> bool:
        """Whether these approvals are the quorum of a tier that was asked."""
        return any(self._is_quorum(rung, self.request.policy.tiers[rung]) for rung in self.request.tiers_asked)

    @property
    def rejects(self) -> bool:
        """Whether these rejections are as many as a tier that was asked wants."""
        tiers = self.request.policy.tiers
        return any(self._are_enough(rung, tiers[rung].rejections) for rung in self.request.tiers_asked)

    def _is_quorum(self, rung: int, tier: Tier) -> bool:
        return (
            self._are_enough(rung, tier.quorum)
            and all(len(self._of_group(group)) >= count for group, count in tier.at_least.items())
            and (not tier.distinct_groups or self._groups_apart(rung) >= _number(tier.quorum))
        )

    def _are_enough(self, rung: int, wanted: Count) -> bool:
        if wanted == ALL:
            own = eligible(self.request, self.roster) & self.roster.of(range(rung, rung + 1))
            return bool(own) and own <= self.seats
        return len(self._from(rung)) >= wanted

    def _from(self, rung: int) -> frozenset[str]:
        """The seats of this tier and of those above it that were asked."""
        return self.seats & self.roster.of(self._rungs(rung))

    def _rungs(self, lowest: int) -> range:
        return range(lowest, self.request.highest + 1)

    def _of_group(self, group: str) -> frozenset[str]:
        return self.seats & self.roster.groups.get(group, frozenset())

    def _groups_apart(self, rung: int) -> int:
        """How many of the seats can be told apart by a group of their own, of those that these tiers name."""
        asked = [self.request.policy.tiers[at].reviewers for at in self._rungs(rung)]
        named = {group for reviewers in asked if reviewers for group in reviewers.groups}
        return matched({group: self._of_group(group) & self._from(rung) for group in named})


def matched(members: dict[str, frozenset[str]]) -> int:
    """For how many groups a member can be picked so that nobody is picked for two."""
    picked: dict[str, str] = {}
    return sum(_pick(group, members, picked, set()) for group in sorted(members))


def _pick(group: str, members: dict[str, frozenset[str]], picked: dict[str, str], tried: set[str]) -> bool:
    """Pick a member for the group; whoever is picked already may be had where their group finds another."""
    for member in _untried(members[group], tried):
        if member not in picked or _pick(picked[member], members, picked, tried):
            picked[member] = group
            return True
    return False


def _untried(members: frozenset[str], tried: set[str]) -> Iterable[str]:
    for member in sorted(members):
        if member not in tried:
            tried.add(member)
            yield member


def _number(quorum: Count) -> int:
    return 1 if quorum == ALL else quorum
