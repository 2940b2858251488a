"""Examines policies against the directory: whatever they name that Slack does not know, or that could never decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.policy import Policy
from bot.approvals.routing import PolicyBook
from bot.approvals.tier import ALL, Tier
from bot.faults import Mistake
from bot.slack.directory import LookupFailed, NotThere
from bot.slack.errors import code_of, sort
from bot.slack.members import Members

SCOPES = frozenset(
    {
        "chat:write",
        "commands",
        "im:write",
        "im:history",
        "channels:read",
        "channels:history",
        "groups:read",
        "groups:history",
        "users:read",
        "users:read.email",
        "usergroups:read",
    }
)
_CORRECT = "correct the name, or create it in Slack"
_TRY_AGAIN = "see that Slack can be reached, and try again"


async def examine(
    members: Members, client: AsyncWebClient, book: PolicyBook, *, thorough: bool = True
) -> list[Mistake]:
    """Everything in the book that would not work in this workspace as it is now, and scopes that the token lacks.

    Unless `thorough`, only what is not there at all: who has left since, and groups that became empty, are told to
    operators when somebody is to be asked, and must not keep the program from starting.
    """
    examination = _Examination(members, thorough)
    found = await _missing_scopes(client)
    for policy in _all_of(book.policies):
        found += await examination.policy(policy)
    found += await examination.names("routes: requesters", sorted(book.named_people))
    return list(dict.fromkeys(found))


async def examine_channel(members: Members, channel: str, where: str) -> list[Mistake]:
    """What keeps the bot from posting to a channel, if anything does."""
    try:
        if await members.may_post(channel):
            return []
    except NotThere:
        return [Mistake(where, f"there is no channel {channel} that the bot can see", f"{_CORRECT} and invite the bot")]
    except LookupFailed as error:
        return [_unknown(where, error)]
    return [Mistake(where, f"the bot is not in {channel}", "invite it there")]


@dataclass(frozen=True, slots=True)
class _Examination:
    members: Members
    thorough: bool

    async def policy(self, policy: Policy) -> list[Mistake]:
        place = f"policy {policy.name}"
        found = await examine_channel(self.members, policy.channel, f"{place}: channel")
        for tier in policy.tiers:
            found += await self._tier(tier, f"{place}: tier {tier.name}")
        if policy.may_undo:
            found += await self._tier(Tier(name="may undo", reviewers=policy.may_undo), f"{place}: may_undo")
        allowed = policy.requester_may_act
        return found + await self.names(f"{place}: requester_may_act", () if isinstance(allowed, bool) else allowed)

    async def names(self, where: str, names: Iterable[str]) -> list[Mistake]:
        """Whoever is named outside of a tier: groups by handle, people by user id or e-mail address."""
        found: list[Mistake] = []
        for name in names:
            try:
                await self.members.known(name)
            except NotThere:
                found.append(Mistake(where, f"Slack knows nobody and no user group called {name}", _CORRECT))
            except LookupFailed as error:
                found.append(_unknown(where, error))
        return found

    async def _tier(self, tier: Tier, where: str) -> list[Mistake]:
        try:
            if not self.thorough:
                return [Mistake(where, missing, _CORRECT) for missing in await self.members.missing(tier)]
            present = await self.members.present(tier)
        except LookupFailed as error:
            return [_unknown(where, error)]
        found = [Mistake(where, problem, _CORRECT) for problem in present.problems]
        if tier.quorum != ALL and present.people and tier.quorum > len(present.people):
            wrong = f"the quorum is {tier.quorum}, but only {len(present.people)} of those who are named can decide"
            found.append(Mistake(where, wrong, "name more reviewers, or lower the quorum"))
        return found + _too_few(tier, present.by_name, where)


def _too_few(tier: Tier, by_name: Mapping[str, frozenset[str]], where: str) -> list[Mistake]:
    """Groups from which more votes are wanted than they have members."""
    return [
        Mistake(where, f"{wanted} votes are wanted from @{group}, which has {len(by_name[group])}", "ask for fewer")
        for group, wanted in tier.at_least.items()
        if 0 < len(by_name[group]) < wanted
    ]


def _all_of(policies: Mapping[str, Policy]) -> list[Policy]:
    """Every policy once, those included that others fall back to."""
    found: dict[str, Policy] = {}
    for policy in policies.values():
        following: Policy | None = policy
        while following:
            found.setdefault(following.name, following)
            following = following.fallback
    return list(found.values())


async def _missing_scopes(client: AsyncWebClient) -> list[Mistake]:
    """Scopes that the manifest gives the app, and the token does not have; nothing where Slack does not say."""
    try:
        answered = await client.auth_test()
    except SlackApiError as error:
        return [Mistake("SLACK_BOT_TOKEN", f"Slack does not let us in: {code_of(error)}", _TRY_AGAIN)]
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told as a mistake
        return [Mistake("SLACK_BOT_TOKEN", sort(error).words, _TRY_AGAIN)]
    headers = {name.lower(): value for name, value in (answered.headers or {}).items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    missing = sorted(SCOPES - granted) if granted else []
    remedy = "add them on the app's OAuth & Permissions page (manifest.yml lists them all), and install it anew"
    return [Mistake("SLACK_BOT_TOKEN", f"these scopes are missing: {', '.join(missing)}", remedy)] if missing else []


def _unknown(where: str, error: LookupFailed) -> Mistake:
    return Mistake(where, f"Slack did not say who or what this is: {error}", _TRY_AGAIN)
