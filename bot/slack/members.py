"""Members: who is behind the reviewers that a policy names, by what the directory says now."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import NamedTuple

from bot.approvals.eligibility import Person, Roster
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.tier import ALL, Reviewers, Tier
from bot.desk.calling import Present
from bot.slack.directory import Directory, LookupFailed, NotThere
from bot.slack.wording import directory_words as words

_AT_ONCE = 8  # look-ups under way for one tier


class Named(NamedTuple):
    """A group, channel or person as a policy names it, and who that is; the problem says why it is nobody, if so."""

    name: str
    people: frozenset[str]
    problem: str = ""
    is_person: bool = False


class Members(Directory):
    """Looks up who may decide; who or what is not there at all has no seat, and a look-up that fails lets nobody."""

    async def members(self, reviewers: Reviewers | None) -> frozenset[str]:
        """The user ids behind groups, people and channels; raises LookupFailed."""
        return frozenset().union(*(named.people for named in await self._named(reviewers)))

    async def roster(self, request: Request, *, upwards: bool = False) -> Roster:
        """Who belongs to each tier that this request was put to so far, with `upwards` also to those above.

        Raises LookupFailed.
        """
        policy, asked = request.policy, request.tiers_asked
        tiers = range(asked.start, len(policy.tiers)) if upwards else asked
        return Roster(
            {at: await self._seated(policy.tiers[at]) for at in tiers},
            groups=await self._groups_of(policy.tiers[at] for at in tiers),
            self_signers=frozenset().union(*(await self.self_signers(policy)).values()),
            fallbacks=len(request.fallbacks),
        )

    async def present(self, tier: Tier) -> Present:
        """Who of a tier may act at all, and in words who or what of it may not or is not there; raises LookupFailed."""
        found = await self._named(tier.reviewers)
        standing = await self._standing(frozenset().union(*(named.people for named in found)))
        by_name = {named.name: frozenset(filter(lambda who: _may_act(standing[who]), named.people)) for named in found}
        problems = (_problem(named, by_name[named.name], standing) for named in found)
        return Present(
            people=frozenset().union(*by_name.values()),
            problems=tuple(filter(None, problems)),
            by_name=by_name,
        )

    async def gone(self, people: Iterable[str]) -> frozenset[str]:
        """Those of these people who may not act, or whom Slack does not know; raises LookupFailed."""
        standing = await self._standing(people)
        return frozenset(who for who, person in standing.items() if not _may_act(person))

    async def self_signers(self, policy: Policy) -> Mapping[str, frozenset[str]]:
        """Who may sign for what they asked for themselves, by the names that the policy has for them.

        Raises LookupFailed.
        """
        allowed = policy.requester_may_act
        names = () if isinstance(allowed, bool) else allowed
        return {name: (await _found(name, self._one(name), words.no_person)).people for name in names}

    async def missing(self, tier: Tier) -> list[str]:
        """In words, whatever a tier names that is not there at all; raises LookupFailed."""
        return [named.problem for named in await self._named(tier.reviewers) if named.problem]

    async def mentions_of(self, *requests: Request) -> Mapping[str, str]:
        """The ids by which to mention whoever these requests were put to: groups, and people named by an address.

        Those of whom Slack does not say who they are have none: the card is drawn all the same.
        """
        asked = (request.policy.tiers[at].reviewers for request in requests for at in request.tiers_asked)
        named = {name for reviewers in asked if reviewers for name in reviewers.people if "@" in name}
        people = {name: await self._mention(name) for name in sorted(named)}
        return {**await self.mentions(), **{name: user_id for name, user_id in people.items() if user_id}}

    async def _mention(self, address: str) -> str:
        try:
            return await self.user_id(address)
        except LookupFailed:
            return ""

    async def belongs(self, user_id: str, names: Iterable[str]) -> frozenset[str]:
        """Those of these names (groups, e-mail addresses, user ids) that this person is or belongs to.

        Raises LookupFailed.
        """
        return frozenset({name for name in names if user_id in await self._behind(name)})

    async def known(self, name: str) -> frozenset[str]:
        """The user ids behind a group's handle, an e-mail address or a user id; raises LookupFailed, NotThere."""
        is_group = "@" not in name and name == name.lower()
        return await self.in_group(name) if is_group else frozenset({(await self.person(await self.user_id(name))).id})

    async def _named(self, reviewers: Reviewers | None) -> list[Named]:
        if reviewers is None:
            return []
        return [
            *[await _found(group, self.in_group(group), words.no_group) for group in reviewers.groups],
            *[await _found(name, self._one(name), words.no_person, is_person=True) for name in reviewers.people],
            *[await _found(channel, self.in_channel(channel), words.no_channel) for channel in reviewers.channels],
        ]

    async def _one(self, named: str) -> frozenset[str]:
        return frozenset({await self.user_id(named)})

    async def _behind(self, name: str) -> frozenset[str]:
        try:
            return await self.known(name)
        except NotThere:
            return frozenset()

    async def _seated(self, tier: Tier) -> frozenset[str]:
        """Where everybody has to answer, less those who cannot: a group may still list who has left."""
        people = await self.members(tier.reviewers)
        if ALL not in {tier.quorum, tier.rejections}:
            return people
        standing = await self._standing(people, fresh=True)
        return frozenset(who for who in people if _may_act(standing[who]))

    async def _groups_of(self, tiers: Iterable[Tier]) -> dict[str, frozenset[str]]:
        """The members of the groups in which it matters who belongs to which."""
        groups: set[str] = set()
        for tier in tiers:
            if tier.distinct_groups or tier.at_least:
                groups.update(tier.reviewers.groups if tier.reviewers else ())
        return {group: await self._behind(group) for group in sorted(groups)}

    async def _standing(self, people: Iterable[str], *, fresh: bool = False) -> Mapping[str, Person | None]:
        """What Slack knows of these people, None for those it does not; an hour old at most, `fresh` a minute.

        Only a few are looked up at once: a group may be large, and Slack counts look-ups.
        """
        room = asyncio.Semaphore(_AT_ONCE)

        async def look(user_id: str) -> tuple[str, Person | None]:
            async with room:
                try:
                    return user_id, await self.person(user_id) if fresh else (await self.profile(user_id)).person
                except NotThere:
                    return user_id, None

        return dict(await asyncio.gather(*(look(user_id) for user_id in sorted(people))))


async def _found(
    name: str, looking: Awaitable[frozenset[str]], missing: Callable[[str], str], *, is_person: bool = False
) -> Named:
    try:
        return Named(name, await looking, is_person=is_person)
    except NotThere:
        return Named(name, frozenset(), missing(name))


def _may_act(person: Person | None) -> bool:
    return person is not None and person.may_act


def _problem(named: Named, able: frozenset[str], standing: Mapping[str, Person | None]) -> str:
    """Why nobody of that name may act; nothing where somebody may."""
    if named.problem or able:
        return named.problem
    if not named.is_person:
        return words.nobody_in(named.name)
    [who] = named.people
    return words.may_not_act(named.name) if standing[who] else words.no_person(named.name)
