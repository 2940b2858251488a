"""Listens for shortcuts: to ask for approval of a message, and to start a task from anywhere."""

import asyncio
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.approvals.eligibility import Person
from bot.approvals.workflow import Workflow
from bot.slack import answers, prefilling
from bot.slack.directory import LookupFailed
from bot.slack.drawing import modals, start_modals
from bot.slack.drawing.start_modals import ShortcutMemo
from bot.slack.errors import sort
from bot.slack.listening.entrance import Entrance, asker_of
from bot.slack.prefilling import Quoted
from bot.slack.wording import command_words as words
from bot.slack.wording import modal_words

log = structlog.get_logger(__name__)

_GLANCE = 1.0  # seconds for what is only nice to have: the trigger that opens a modal is good for three
_MOST_NAMES = 10


class ShortcutListeners(Entrance):
    """Opens forms; what is sent from them starts runs, which is somebody else's to hear."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.shortcut("start_task")(self._use_start)
        app.shortcut("ask_for_approval")(self._use_ask)
        app.view("shortcut")(self._submit_choice)

    async def _use_start(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.attend("start a task", asker_of(body), partial(self._start, body))

    async def _use_ask(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.attend("ask for approval", asker_of(body), partial(self._ask, body))

    async def _submit_choice(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        try:
            memo = ShortcutMemo.read(view["private_metadata"])
        except ValueError:
            await ack()
            self.puzzle(asker_of(body))
            return
        workflow = self.workflows.get(start_modals.read_choice(view))
        if workflow:
            message = answers.read_words(view, start_modals.MESSAGE_BLOCK)
            form = _form(workflow, memo.channel, Quoted(message, memo.permalink))
            await ack(response_action="update", view=form)
            return
        await ack()
        self.attend("refuse choice", asker_of(body), partial(self._tell, words.WORKFLOW_GONE))

    async def _start(self, body: dict[str, Any], person: Person) -> None:
        offered = list(self.workflows.values())
        if not offered:
            await self._tell(modal_words.NO_WORKFLOWS, person)
        elif len(offered) == 1:
            await self._open(body, _form(offered[0], "", Quoted("")))
        else:
            await self._open(body, start_modals.task_choice(offered, ShortcutMemo()))

    async def _ask(self, body: dict[str, Any], person: Person) -> None:
        offered = prefilling.takers(self.workflows.values())
        if not offered:
            await self.private.tell(*asker_of(body), words.NO_FORM_FOR_MESSAGES)
            return
        channel = asker_of(body).place.channel
        quoted = await self._quoted(body, any(map(prefilling.wants_permalink, offered)))
        if len(offered) == 1:
            await self._open(body, _form(offered[0], channel, quoted))
        else:
            memo = ShortcutMemo(channel, quoted.permalink)
            await self._open(body, start_modals.approval_choice(offered, quoted.words, memo))

    async def _quoted(self, body: dict[str, Any], with_permalink: bool) -> Quoted:
        said = _said(body["message"])
        address = self._permalink(body) if with_permalink else asyncio.sleep(0, "")
        names, permalink = await asyncio.gather(self._names(said), address)
        return Quoted(prefilling.plain(said, names), permalink)

    async def _names(self, said: str) -> dict[str, str]:
        """What the people in a message are called, as far as Slack says so quickly."""
        people = sorted(prefilling.people_in(said))[:_MOST_NAMES]
        try:
            async with asyncio.timeout(_GLANCE):
                return {person: await self.members.name(person) for person in people}
        except (LookupFailed, TimeoutError):
            return {}

    async def _permalink(self, body: dict[str, Any]) -> str:
        """The address of the message, or nothing: the bot may not be where it stands."""
        try:
            async with asyncio.timeout(_GLANCE):
                found = await self.client.chat_getPermalink(
                    channel=body["channel"]["id"], message_ts=body["message_ts"]
                )
        except Exception as error:  # noqa: BLE001 - whatever it was, the form is opened without the address
            log.info("a message has no address", because=sort(error).words)
            return ""
        return str(found["permalink"])

    async def _open(self, body: dict[str, Any], view: dict[str, Any]) -> None:
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _tell(self, said: str, person: Person) -> None:
        await self.private.tell(person.id, answers.NOWHERE, said)


def _form(workflow: Workflow, channel: str, quoted: Quoted) -> dict[str, Any]:
    return modals.task_view(workflow, channel, prefilling.prefilled(workflow, quoted))


def _said(message: dict[str, Any]) -> str:
    """The words of a message; those of programs often stand in attachments alone."""
    attached = [str(part.get("fallback") or part.get("text") or "") for part in message.get("attachments") or ()]
    return str(message.get("text") or "") or "\n".join(filter(None, attached))
