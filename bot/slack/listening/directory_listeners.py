"""Listens for changes among people and groups, and catches what no other listener wants."""

import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.errands import Errands
from bot.slack.members import Members
from bot.slack.vacancies import Vacancies

log = structlog.get_logger(__name__)

_ANYTHING = re.compile(".*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryListeners:
    """Keeps the directory fresh by Slack's own events, and has tiers looked at again that may have become empty.

    `unable` are those who are known to have lost their seats, so that a guest's new picture has nobody look again.
    """

    members: Members
    vacancies: Vacancies
    errands: Errands
    unable: set[str] = field(default_factory=set, init=False)

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.event("subteam_members_changed")(self._group)
        app.event("subteam_updated")(self._group)
        app.event("user_change")(self._person)
        app.event("member_joined_channel")(self._joined)
        app.event("member_left_channel")(self._left)

    async def _group(self, event: dict[str, Any]) -> None:
        group_id = str(event.get("subteam_id") or event["subteam"]["id"])
        self.members.group_changed(group_id)
        self._look_again(self.vacancies.group_changed(group_id))

    async def _person(self, event: dict[str, Any]) -> None:
        """Most changes are of a status or a picture; only one that takes somebody's seats needs another look."""
        user = event["user"]
        person = str(user["id"])
        self.members.person_changed(person)
        if not (user.get("deleted") or user.get("is_restricted") or user.get("is_ultra_restricted")):
            self.unable.discard(person)
        elif person not in self.unable:
            self.unable.add(person)
            self._look_again(self.vacancies.person_left())

    async def _joined(self, event: dict[str, Any]) -> None:
        self.members.person_changed(event["user"])
        self.members.channel_changed(event["channel"])

    async def _left(self, event: dict[str, Any]) -> None:
        await self._joined(event)
        self._look_again(self.vacancies.channel_changed())

    def _look_again(self, looking: Coroutine[Any, Any, None]) -> None:
        self.errands.run("look for empty tiers", None, looking)


def register_rest(app: AsyncApp) -> None:
    """Acknowledge whatever is left, last of all: what nobody acknowledges is sent again or shown as an error."""

    async def acknowledge(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        log.info("nobody listens for this", kind=body.get("type"))

    async def heard(body: dict[str, Any]) -> None:
        log.debug("nobody listens for this event", kind=(body.get("event") or {}).get("type"))

    app.action(_ANYTHING)(acknowledge)
    app.view(_ANYTHING)(acknowledge)
    app.view_closed(_ANYTHING)(acknowledge)
    app.shortcut(_ANYTHING)(acknowledge)
    app.options(_ANYTHING)(acknowledge)
    app.event(_ANYTHING)(heard)
