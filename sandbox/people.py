"""A person at the sandbox: all that a human can see and do, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import pressing, submitting, suggesting, talking
from sandbox.actor import Actor, Delivered
from sandbox.filing import keep
from sandbox.filling import chosen, filled
from sandbox.mrkdwn import Names
from sandbox.objects import file_json
from sandbox.posting import find
from sandbox.reading import names_of
from sandbox.screens import OpenView
from sandbox.seeding import direct_message
from sandbox.seen import SeenMessage, SeenView, seen_message, seen_view
from sandbox.submitting import Submitted
from sandbox.suggesting import Suggested
from sandbox.wire import Json
from sandbox.workspace import Channel, Message

CANCELLED = Delivered(acked=False, error="cancelled")
GONE = Delivered(acked=False, error="message_not_found")


@dataclass(frozen=True, slots=True)
class Person(Actor):
    """Everything somebody does goes through here; channels are named `#approvals` or by id."""

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def names(self) -> Names:
        return names_of(self.realm.workspace, self.user, self.realm.now)

    def channel(self, wanted: str) -> Channel:
        """A conversation this person is in; raises LookupError for all others."""
        channel = self.realm.workspace.channel(wanted)
        if self.user.id not in channel.members:
            raise LookupError(f"{self.user.name} is not in {wanted}")
        return channel

    def messages(self, channel: str) -> list[SeenMessage]:
        """What the channel shows, oldest first, without replies and ephemeral messages."""
        found = self.channel(channel)
        return self.seen_all(found.top())

    def direct(self, other: str | None = None) -> list[SeenMessage]:
        """The direct messages with the bot, or with `other`, oldest first."""
        far = self.realm.workspace.user(other).id if other else self.realm.bot_user
        channel = self.realm.workspace.channels.get(direct_message(self.user.id, far).id)
        return self.seen_all(channel.top()) if channel else []

    def thread(self, message: SeenMessage) -> list[SeenMessage]:
        """The replies under a message, oldest first."""
        return self.seen_all(self.channel(message.channel).thread(message.thread_ts or message.ts))

    def ephemerals(self, channel: str | None = None) -> list[SeenMessage]:
        """What only this person sees, in one channel or everywhere, oldest first."""
        wanted = self.channel(channel).id if channel else None
        return self.seen_all([message for message in self.screen.ephemerals if wanted in {None, message.channel}])

    def view(self) -> SeenView | None:
        """The modal on top of the stack."""
        return seen_view(self.screen.stack[-1], self.names) if self.screen.stack else None

    def home(self) -> SeenView | None:
        """The app's Home tab, if the app has published one."""
        return seen_view(self.screen.home, self.names) if self.screen.home else None

    def notices(self) -> list[str]:
        """What Slack itself told this person, such as a command that timed out."""
        return [notice.text for notice in self.screen.notices]

    async def command(self, channel: str, text: str) -> Delivered:
        """Type a slash command; returns once the app acknowledged it, or after 3 s with operation_timeout."""
        return await talking.command(self, self.channel(channel), text)

    async def say(self, channel: str, text: str, thread: SeenMessage | None = None) -> SeenMessage:
        """Post a message, or with `thread` a reply."""
        parent = (thread.thread_ts or thread.ts) if thread else None
        return self.seen(talking.say(self, self.channel(channel), text, parent))

    async def press(self, seen: SeenMessage | SeenView, wanted: str, confirm: bool = True) -> Delivered:
        """Press a button by label or action_id, even on a card as it was; `confirm` answers its dialog, if any."""
        return await self.choose(seen, wanted, None, confirm)

    async def choose(self, seen: SeenMessage | SeenView, wanted: str, choice: Any, confirm: bool = True) -> Delivered:
        """Choose in a select, a picker or an overflow menu; options are named by label or value."""
        block, element = seen.find(wanted)
        if "confirm" in element and not confirm:
            return CANCELLED
        value = chosen(element, choice)
        if isinstance(seen, SeenView):
            return await pressing.press_in_view(self, self.open_view(seen.id), (block, element), value)
        message = self.message(seen.channel, seen.ts)
        return GONE if message is None else await pressing.press(self, message, (block, element), value)

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Put something into inputs of the top view without submitting it."""
        view = self.top()
        pressing.put_in(self, view, filled(view.content["blocks"], answers))

    def upload(self, name: str, content: bytes) -> Json:
        """Choose a file for an input for files: what to fill in there."""
        return file_json(self.realm.workspace, keep(self.realm, self.user.id, name, content))

    async def submit(self, answers: Mapping[str, Any] | None = None) -> Submitted:
        """Fill in the top view, by label or block_id, and press its submit button."""
        self.fill(answers or {})
        return await submitting.submit(self, self.top())

    async def close_view(self, everything: bool = False) -> None:
        """Close the top view, or the whole stack."""
        await submitting.close(self, everything)

    async def suggest(self, seen: SeenMessage | SeenView, wanted: str, typed: str) -> Suggested:
        """Type in an external select: what the app offers."""
        if isinstance(seen, SeenView):
            return await suggesting.suggest(self, self.open_view(seen.id), seen.find(wanted), typed)
        message = self.message(seen.channel, seen.ts)
        if message is None:
            raise LookupError("That message is gone.")
        return await suggesting.suggest(self, message, seen.find(wanted), typed)

    async def open_home(self, tab: str = "home") -> None:
        """Look at the app: at its Home tab, or with "messages" at the direct message with it."""
        submitting.open_app(self, tab)

    async def use_shortcut(self, callback_id: str, message: SeenMessage | None = None) -> Delivered:
        """A global shortcut, or with a message a message shortcut."""
        target = self.message(message.channel, message.ts) if message else None
        return await pressing.use_shortcut(self, callback_id, target)

    def read(self, channel: str) -> None:
        """Have read everything in the channel."""
        found = self.channel(channel)
        self.screen.read[found.id] = next(reversed(found.messages), "0")
        self.realm.changes.touch([self.user.id])

    def reload(self) -> None:
        """Load the client anew: ephemeral messages and open views are gone."""
        self.screen.ephemerals.clear()
        self.screen.stack.clear()
        self.realm.changes.touch([self.user.id])

    def message(self, channel: str, ts: str) -> Message | None:
        """The message as it is now, if this person can see it and it is still there."""
        own = next((message for message in self.screen.ephemerals if message.ts == ts), None)
        return own or find(self.channel(channel), ts)

    def top(self) -> OpenView:
        if not self.screen.stack:
            raise LookupError(f"{self.user.name} has no view open")
        return self.screen.stack[-1]

    def open_view(self, view_id: str) -> OpenView:
        """One of the views on this person's screen; raises LookupError once it is closed."""
        view = self.screen.view(view_id)
        if view is None:
            raise LookupError("That view is no longer open.")
        return view

    def seen(self, message: Message) -> SeenMessage:
        return self.seen_all([message])[0]

    def seen_all(self, messages: list[Message]) -> list[SeenMessage]:
        names, channels = self.names, self.realm.workspace.channels
        return [
            seen_message(message, len(channels[message.channel].replies.get(message.ts, ())), names)
            for message in messages
        ]
