"""What people type: messages and slash commands."""

import re

from sandbox import interactions
from sandbox.actor import Actor, Delivered, delivered, notice
from sandbox.blocks.rules import check_message_blocks
from sandbox.drafts import Draft
from sandbox.envelopes import Envelope
from sandbox.mrkdwn import escape
from sandbox.posting import post, post_ephemeral
from sandbox.wire import Json, SlackError
from sandbox.workspace import Channel, Message

AT_NAME = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*)")
HASH_NAME = re.compile(r"(?<![\w#&])#([a-z0-9][a-z0-9_-]*)")


def typed(who: Actor, text: str) -> str:
    """What a client sends for typed text: signs escaped, names of people, groups and channels turned into mentions.

    Only channels this person knows of are found, and the name of a private one is not sent along.
    """
    workspace = who.realm.workspace
    known = {channel.name: channel for channel in workspace.known_to(who.user.id)}

    def at(match: re.Match[str]) -> str:
        name = match.group(1)
        user = workspace.user_named(name)
        group = next((group for group in workspace.groups.values() if group.handle == name), None)
        if user:
            return f"<@{user.id}>"
        return f"<!subteam^{group.id}>" if group else match.group(0)

    def channel(match: re.Match[str]) -> str:
        found = known.get(match.group(1))
        if found is None:
            return match.group(0)
        return f"<#{found.id}|{found.name if found.kind == 'channel' else ''}>"

    return HASH_NAME.sub(channel, AT_NAME.sub(at, escape(text)))


def say(who: Actor, channel: Channel, text: str, thread_ts: str | None = None) -> Message:
    """A person posts a message; raises ValueError for empty text, a command, or a place where nobody can write."""
    if not text.strip() or text.startswith("/"):
        raise ValueError("That is not something to say: it is empty, or a command.")
    if channel.archived:
        raise ValueError(f"#{channel.name} is archived.")
    if thread_ts and thread_ts not in channel.messages:
        raise ValueError("The message to reply to is gone.")
    words = typed(who, text)
    return post(who.realm, Draft(channel=channel.id, user=who.user.id, text=words, thread_ts=thread_ts))


async def command(who: Actor, channel: Channel, text: str) -> Delivered:
    """A slash command, typed in a channel; it returns once acknowledged, or when it is too late."""
    name, _, words = text.strip().partition(" ")
    known = who.realm.manifest.command(name)
    if known is None or "commands" not in who.realm.manifest.scopes:
        notice(who, f"{name} is not a valid command.")
        return Delivered(acked=False, error="unknown_command")
    sent = typed(who, words) if known.should_escape else words
    payload = interactions.slash_command(who.realm, who.user, channel, (name, sent.strip()))
    envelope = Envelope(type="slash_commands", payload=payload, accepts_response_payload=True)
    ack = await who.realm.delivery.hand(envelope)
    if not ack.acked:
        notice(who, f'{name} failed with the error "{ack.error}"')
        return delivered(ack)
    try:
        answer(who, channel, ack.payload or {})
    except SlackError as error:
        notice(who, f'{name} failed with the error "{error.code}"')
    return delivered(ack)


def answer(who: Actor, channel: Channel, said: Json) -> None:
    """An acknowledgement with words is shown: to the person alone, unless it says `in_channel`."""
    text, blocks = said.get("text") or "", said.get("blocks")
    if not text and not blocks:
        return
    if blocks:
        check_message_blocks(blocks)
    draft = Draft(channel=channel.id, user=who.realm.bot_user, text=text, blocks=blocks)
    if said.get("response_type") == "in_channel":
        post(who.realm, draft)
    else:
        post_ephemeral(who.realm, draft, who.user.id)
