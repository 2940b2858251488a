"""Listens for people who start tasks: the slash command, its menu and its form."""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.workflow import Workflow
from bot.desk import running
from bot.ledger.database import Ledger
from bot.slack import answers, filling, menus, modals, notices, text
from bot.slack.answers import Place
from bot.slack.errands import Asker, Errands
from bot.slack.private import Private
from bot.slack.wording import command_words as words

log = structlog.get_logger(__name__)


class TaskListeners:
    """Starts workflows for the people who ask; every envelope starts one run, however often it is delivered."""

    def __init__(
        self, ledger: Ledger, workflows: Mapping[str, Workflow], now: Callable[[], datetime], errands: Errands
    ) -> None:
        self._ledger = ledger
        self._workflows = workflows
        self._now = now
        self._errands = errands

    def register(self, app: AsyncApp, client: AsyncWebClient, private: Private) -> None:
        """Listen on this app."""
        self._client = client
        self._private = private
        app.command("/task")(self._command)
        app.action(re.compile("^start"))(self._pick)
        app.view("task")(self._submit)

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        name, _, rest = str(body.get("text") or "").strip().partition(" ")
        workflow = self._workflows.get(name)
        if not name:
            menu = menus.task_menu(list(self._workflows.values()))
            await ack(text=menu.text, blocks=menu.blocks, response_type="ephemeral")
        elif workflow is None:
            await ack(text=words.HELP if name == "help" else self._unknown(name), response_type="ephemeral")
        elif not rest.strip():
            await ack()
            self._errands.run("open form", _asker(body), self._open(workflow, body))
        else:
            await self._start_at_once(ack, body, workflow, rest)

    async def _start_at_once(self, ack: AsyncAck, body: dict[str, Any], workflow: Workflow, rest: str) -> None:
        typed = filling.read_pairs(rest)
        filled = filling.from_pairs(workflow.input_schema, typed)
        if filled.errors:
            problems = "\n".join(modals.told(filled.errors))
            await ack(text=words.not_started(text.phrase(workflow.name, 100), problems), response_type="ephemeral")
            return
        await ack()
        self._errands.run("start run", _asker(body), self._start(workflow, filled.values, body, _asker(body)))

    async def _pick(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        action = body["actions"][0]
        name = action.get("value") or (action.get("selected_option") or {}).get("value")
        workflow = self._workflows.get(str(name))
        if workflow:
            self._errands.run("open form", _asker(body), self._open(workflow, body))

    async def _submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        memo = answers.read_task(body["view"]["private_metadata"])
        asker = Asker(body["user"]["id"], Place(memo.channel))
        workflow = self._workflows.get(memo.workflow)
        if workflow is None:
            await ack()
            telling = self._private.tell(asker.person, asker.place, self._unknown(memo.workflow))
            self._errands.run("refuse form", asker, telling)
            return
        filled = filling.from_state(workflow.input_schema, body["view"]["state"]["values"])
        if filled.errors:
            await ack(response_action="errors", errors=filled.errors)
            return
        await ack()
        self._errands.run("start run", asker, self._start(workflow, filled.values, body, asker))

    async def _open(self, workflow: Workflow, body: dict[str, Any]) -> None:
        view = modals.task_view(workflow, _asker(body).place.channel)
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _start(self, workflow: Workflow, values: dict[str, Any], body: dict[str, Any], asker: Asker) -> None:
        key = str(body["trigger_id"])  # the same in every delivery of one envelope, another in any other
        run = await running.start(self._ledger, running.Task(workflow.name, values, asker.person, key), now=self._now())
        if run:
            await self._tell_started(asker, notices.started_text(workflow.name, run.id))

    async def _tell_started(self, asker: Asker, told: str) -> None:
        """Tell, if it can be: the run is on the ledger, and whoever is told to try again would start a second one."""
        try:
            await self._private.tell(asker.person, asker.place, told)
        except Exception:
            log.exception("the requester could not be told", person=asker.person)

    def _unknown(self, name: str) -> str:
        nearest = difflib.get_close_matches(name, self._workflows, n=1)
        known = ", ".join(f"`{text.phrase(known, 100)}`" for known in self._workflows)
        return words.unknown_workflow(text.phrase(name, 100), nearest[0] if nearest else "", known)


def _asker(body: dict[str, Any]) -> Asker:
    """Who typed a command or pressed a button of the menu, and in which channel."""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    return Asker(str(body.get("user_id") or body["user"]["id"]), Place(str(channel)))
