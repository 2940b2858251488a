"""Listens for people who start tasks: the slash command, its menu and its form."""

import difflib
import re
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.approvals.eligibility import Person
from bot.approvals.workflow import Workflow
from bot.desk import running
from bot.slack import answers, text
from bot.slack.answers import Place, Unwritten
from bot.slack.drawing import menus, modals, notices
from bot.slack.errands import Asker
from bot.slack.forms import filling
from bot.slack.listening.entrance import Entrance, answer, asker_of, said
from bot.slack.wording import command_words as words

log = structlog.get_logger(__name__)


class TaskListeners(Entrance):
    """Starts workflows for the people who ask; every envelope starts one run, however often it is delivered."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.command("/task")(self._command)
        app.action(re.compile("^start"))(self._pick)
        app.view("task")(self._submit)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        name, _, rest = str(body.get("text") or "").strip().partition(" ")
        workflow = self.workflows.get(text.unescape(name))
        if workflow and not rest.strip():
            self.do("open form", asker_of(body), self._open(workflow, body))
        else:
            self.attend("task", asker_of(body), partial(self._serve, body, respond))

    async def _pick(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        action = body["actions"][0]
        name = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
        workflow = self.workflows.get(name)
        if workflow:
            self.do("open form", asker_of(body), self._open(workflow, body))
        else:
            self._refuse_unknown(name, asker_of(body))

    async def _submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            memo = answers.read_task(body["view"]["private_metadata"])
        except Unwritten:
            await ack()
            self.puzzle(asker_of(body))
            return
        asker = Asker(body["user"]["id"], Place(memo.channel))
        workflow = self.workflows.get(memo.workflow)
        if workflow is None:
            await ack()
            self._refuse_unknown(memo.workflow, asker)
            return
        filled = filling.from_state(workflow.input_schema, body["view"]["state"]["values"])
        if filled.errors:
            await ack(response_action="errors", errors=filled.errors)
            return
        await ack()
        self.attend("start run", asker, partial(self._start, _task(workflow, filled.values, asker, body), asker))

    async def _serve(self, body: dict[str, Any], respond: AsyncRespond, person: Person) -> None:
        name, _, rest = str(body.get("text") or "").strip().partition(" ")
        name = text.unescape(name)
        workflow = self.workflows.get(name)
        if not name:
            await answer(respond, menus.task_menu(list(self.workflows.values())))
        elif workflow is None:
            await answer(respond, said(words.HELP if name == "help" else self._unknown(name)))
        else:
            await self._start_at_once(workflow, rest, (body, respond), person)

    async def _start_at_once(
        self, workflow: Workflow, typed: str, came: tuple[dict[str, Any], AsyncRespond], person: Person
    ) -> None:
        body, respond = came
        filled = filling.from_pairs(workflow.input_schema, filling.read_pairs(typed))
        if filled.errors:
            problems = "\n".join(modals.told(filled.errors))
            await answer(respond, said(words.not_started(text.phrase(workflow.name, 100), problems)))
            return
        asker = asker_of(body)
        await self._start(_task(workflow, filled.values, asker, body), asker, person)

    async def _open(self, workflow: Workflow, body: dict[str, Any]) -> None:
        """Open the form while its trigger lives, which is short; who may send it is judged when it is sent."""
        view = modals.task_view(workflow, asker_of(body).place.channel)
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _start(self, task: running.Task, asker: Asker, _: Person) -> None:
        """Start it where it was asked for: routes may tell channels apart, and what is private stays unnamed."""
        channel = await self.members.channel_label(asker.place.channel)
        run = await running.start(self.ledger, task._replace(channel=channel), now=self.now())
        if run:
            await self._tell_started(asker, notices.started_text(task.workflow, run.id))

    async def _tell_started(self, asker: Asker, told: str) -> None:
        """Tell, if it can be: the run is on the ledger, and whoever is told to try again would start a second one."""
        try:
            await self.private.tell(asker.person, asker.place, told)
        except Exception:
            log.exception("the requester could not be told", person=asker.person)

    def _refuse_unknown(self, name: str, asker: Asker) -> None:
        """Tell a member that there is no such workflow: it is gone since its menu or its form was drawn."""
        self.attend("refuse workflow", asker, lambda _: self.private.tell(*asker, self._unknown(name)))

    def _unknown(self, name: str) -> str:
        nearest = difflib.get_close_matches(name, self.workflows, n=1)
        known = words.known_workflows(text.phrase(known, 100) for known in self.workflows)
        return words.unknown_workflow(text.phrase(name, 100), nearest[0] if nearest else "", known)


def _task(workflow: Workflow, values: dict[str, Any], asker: Asker, body: dict[str, Any]) -> running.Task:
    """The wish of one envelope: its trigger is the same in every delivery of it, and another in any other."""
    return running.Task(workflow.name, values, asker.person, str(body["trigger_id"]))
