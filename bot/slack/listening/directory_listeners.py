"""Listens for changes among people and groups, and catches what no other listener wants."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.members import Members

log = structlog.get_logger(__name__)

_ANYTHING = re.compile(".*")


def register_changes(app: AsyncApp, members: Members) -> None:
    """Keep the directory fresh by Slack's own events."""

    async def group(event: dict[str, Any]) -> None:
        members.group_changed(event.get("subteam_id") or event["subteam"]["id"])

    async def person(event: dict[str, Any]) -> None:
        members.person_changed(event["user"]["id"])

    async def passer_by(event: dict[str, Any]) -> None:
        members.person_changed(event["user"])
        members.channel_changed(event["channel"])

    app.event("subteam_members_changed")(group)
    app.event("subteam_updated")(group)
    app.event("user_change")(person)
    app.event("member_joined_channel")(passer_by)
    app.event("member_left_channel")(passer_by)


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
