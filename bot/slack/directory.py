"""The directory: people, groups and channels as Slack knows them, never more than a minute old where it decides."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.eligibility import Person
from bot.faults import Fault
from bot.slack.errors import code_of, sort
from bot.slack.remembering import Remembered

_FRESH_FOR = 60.0
_HANDLES = "*"
# Slack has answered, and knows nobody and nothing of that name.
_NOT_THERE = frozenset(
    {"user_not_found", "users_not_found", "user_not_visible", "channel_not_found", "no_such_subteam"}
)


class LookupFailed(Fault):
    """Slack did not say who may decide, so nobody may for now."""


class NotThere(LookupFailed):
    """Slack says that there is no such person, group or channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who somebody is; `name` and `zone`, the name of their time zone, are as they wrote and chose them."""

    person: Person
    name: str
    zone: str


class Directory:
    """Looks up at Slack, once for all who ask at a time; `team` is the workspace that counts as ours."""

    def __init__(self, client: AsyncWebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._people = Remembered(self._read_profile, _FRESH_FOR)
        self._profiles = Remembered(self._people.get, 3600.0)
        self._groups = Remembered(self._read_group, _FRESH_FOR)
        self._handles = Remembered(self._read_handles, _FRESH_FOR)
        self._emails = Remembered(self._read_email, _FRESH_FOR)
        self._channels = Remembered(self._read_channel, 600.0)
        self._joined = Remembered(self._read_joined, _FRESH_FOR)
        self._directs = Remembered(self._read_direct, 3600.0)

    async def person(self, user_id: str) -> Person:
        """The person with that user id as Slack knows them now; raises LookupFailed."""
        return (await self._people.get(user_id)).person

    async def profile(self, user_id: str) -> Profile:
        """What is known of somebody, up to an hour old unless Slack told of a change; raises LookupFailed."""
        return await self._profiles.get(user_id)

    async def name(self, user_id: str) -> str:
        """What a person is called, in their own untrusted words; raises LookupFailed."""
        return (await self.profile(user_id)).name

    async def zone(self, user_id: str) -> str:
        """The name of the time zone that a person has chosen in Slack; raises LookupFailed."""
        return (await self.profile(user_id)).zone

    async def user_id(self, named: str) -> str:
        """The user id of somebody named by that or by an e-mail address; raises LookupFailed."""
        return await self._emails.get(named) if "@" in named else named

    async def in_group(self, handle: str) -> frozenset[str]:
        """The user ids of everybody in a user group; raises LookupFailed, NotThere also for one that is disabled."""
        handles = await self._handles.get(_HANDLES)
        if handle not in handles:
            raise NotThere(f"there is no user group @{handle}")
        return await self._groups.get(handles[handle])

    async def mentions(self) -> Mapping[str, str]:
        """Group handles and their ids, or none where Slack does not say: the card is drawn all the same."""
        try:
            return await self._handles.get(_HANDLES)
        except LookupFailed:
            return {}

    async def channel_id(self, channel: str) -> str:
        """The id of a channel given as `#name` or as an id; raises LookupFailed."""
        return str((await self._channels.get(channel))["id"]) if channel.startswith("#") else channel

    async def channel_label(self, channel_id: str) -> str:
        """A public channel as `#name`, or its id where Slack does not say; nothing for what only some may see."""
        if not channel_id.startswith("C"):
            return ""
        try:
            channel = await self._channels.get(channel_id)
        except NotThere:
            return ""
        except LookupFailed:
            return channel_id
        return "" if channel.get("is_private") else f"#{channel['name']}"

    async def in_channel(self, channel: str) -> frozenset[str]:
        """The user ids of everybody in a channel, given as `#name` or as an id; raises LookupFailed."""
        return await self._joined.get(await self.channel_id(channel))

    async def may_post(self, channel: str) -> bool:
        """Whether the bot is in the channel; raises LookupFailed."""
        return bool((await self._channels.get(channel)).get("is_member"))

    async def direct(self, user_id: str) -> str:
        """The id of the bot's direct messages with a person; raises Slack's errors, which tell a caller what to do."""
        return await self._directs.get(user_id)

    def group_changed(self, group_id: str) -> None:
        """Slack told of a change: look the group up anew when it is next asked for."""
        self._groups.forget(group_id)
        self._handles.forget(_HANDLES)

    def channel_changed(self, channel_id: str) -> None:
        """Slack told of a change: look anew who is in the channel when that is next asked for."""
        self._joined.forget(channel_id)

    def person_changed(self, user_id: str) -> None:
        """Slack told of a change: look the person up anew when they next act."""
        self._people.forget(user_id)
        self._profiles.forget(user_id)

    async def _read_profile(self, user_id: str) -> Profile:
        user = (await self._ask("users.info", user=user_id))["user"]
        told = user.get("profile") or {}
        person = Person(
            id=user["id"],
            is_bot=bool(user.get("is_bot")),
            is_active=not user.get("deleted"),
            is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            is_stranger=bool(user.get("is_stranger")) or user.get("team_id", self._team) != self._team,
        )
        name = str(told.get("display_name") or told.get("real_name") or user.get("name") or user_id)
        return Profile(person=person, name=name, zone=_zone(str(user.get("tz") or "")))

    async def _read_joined(self, channel_id: str) -> frozenset[str]:
        found: set[str] = set()
        cursor: str | None = ""
        while cursor is not None:
            page = await self._ask("conversations.members", channel=channel_id, limit=500, cursor=cursor)
            found.update(page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return frozenset(found)

    async def _read_handles(self, _: str) -> dict[str, str]:
        groups = (await self._ask("usergroups.list"))["usergroups"]
        return {group["handle"]: group["id"] for group in groups if not group.get("date_delete")}

    async def _read_group(self, group_id: str) -> frozenset[str]:
        return frozenset((await self._ask("usergroups.users.list", usergroup=group_id))["users"])

    async def _read_email(self, email: str) -> str:
        return str((await self._ask("users.lookupByEmail", email=email))["user"]["id"])

    async def _read_channel(self, wanted: str) -> dict[str, Any]:
        if not wanted.startswith("#"):
            found: dict[str, Any] = (await self._ask("conversations.info", channel=wanted))["channel"]
            return found
        async for channel in self._all_channels():
            if channel["name"] == wanted[1:]:
                return channel
        raise NotThere(f"there is no channel {wanted} that the bot can see; create it, or invite the bot to it")

    async def _all_channels(self) -> AsyncIterator[dict[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            kinds = "public_channel,private_channel"
            page = await self._ask("conversations.list", types=kinds, limit=200, cursor=cursor, exclude_archived=True)
            for channel in page["channels"]:
                yield channel
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None

    async def _read_direct(self, user_id: str) -> str:
        opened = await self._client.conversations_open(users=user_id)
        return str(opened["channel"]["id"])

    async def _ask(self, method: str, **arguments: Any) -> Any:
        try:
            return (await self._client.api_call(method, params=arguments)).data
        except SlackApiError as error:
            code = code_of(error)
            failure = NotThere if code in _NOT_THERE else LookupFailed
            raise failure(f"{method}: {code or error.response.status_code}") from error
        except Exception as error:
            raise LookupFailed(f"{method}: {sort(error).words}") from error


def _zone(named: str) -> str:
    try:
        return ZoneInfo(named).key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
