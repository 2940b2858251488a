"""Listens for people who decide: buttons on cards, the reason they give, and the full view of a long ask."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.ask import ReasonRule
from bot.approvals.eligibility import Person, Roster, objection
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.workflow import Workflow
from bot.desk import voting
from bot.desk.voting import Click
from bot.ledger import request_book
from bot.ledger.database import Ledger
from bot.slack import answers, modals
from bot.slack.answers import Place, Press
from bot.slack.errands import Asker, Errands
from bot.slack.members import LookupFailed, Members
from bot.slack.private import Private
from bot.slack.refusing import refusal
from bot.slack.wording import refusal_words

log = structlog.get_logger(__name__)

# Refused because the card is behind the times: it is drawn anew, so that it says what became of the request.
_CARD_IS_OLD = frozenset({Reason.ALREADY_CLOSED, Reason.ALREADY_COUNTED, Reason.STALE_CARD})


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteListeners:
    """Takes votes; who pressed comes from Slack's payload alone, and whether it counts is the desk's to say."""

    ledger: Ledger
    workflows: Mapping[str, Workflow]
    members: Members
    private: Private
    client: AsyncWebClient
    errands: Errands
    now: Callable[[], datetime]

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.action(re.compile("^vote:"))(self._press)
        app.action("see")(self._see)
        app.action(re.compile("^page:"))(self._turn)
        app.view("reason")(self._submit)
        app.view("full")(self._submit)

    async def _press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.errands.run("vote", _asker(body), self._pressed(body, body["actions"][0]["value"], _place(body)))

    async def _submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        submission = answers.read_submission(body["view"])
        await ack(response_action="clear")
        asker = Asker(body["user"]["id"], submission.place)
        self.errands.run("vote with reason", asker, self._vote(*asker, submission.press, submission.reason))

    async def _see(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.errands.run("see everything", _asker(body), self._open_full(body))

    async def _turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.errands.run("turn the page", _asker(body), self._turned(body))

    async def _pressed(self, body: dict[str, Any], value: str, place: Place) -> None:
        person = body["user"]["id"]
        try:
            press = answers.read_vote(value)
        except ValueError:
            await self.private.tell(person, place, refusal_words.NOT_UNDERSTOOD)
            return
        request = await self._request(press.request_id)
        action = request.ask.action(press.action) if request else None
        if request is None or action is None or action.reason is ReasonRule.NONE or request.state is not State.OPEN:
            await self._vote(person, place, press, "")
            return
        refused = await self._objection(person, request)
        if refused:
            await self._refuse(person, place, refused)
        elif request.digest_seen(press.digest) != request.digest:
            await self._refuse(person, place, Refused(Reason.STALE_CARD, request))
        else:
            view = modals.reason_view(request, action, place)
            await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _open_full(self, body: dict[str, Any]) -> None:
        request = await self._request(answers.read_request_id(body["actions"][0]["value"]))
        if request:
            view = modals.full_view(request, 1, _place(body))
            await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _turned(self, body: dict[str, Any]) -> None:
        pressed = body["actions"][0]
        request = await self._request(answers.read_request_id(pressed["value"]))
        if request:
            page = int(pressed["action_id"].removeprefix("page:"))
            place = answers.read_memo(body["view"]["private_metadata"]).place
            view = modals.full_view(request, page, place)
            await self.client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    async def _vote(self, person: str, place: Place, press: Press, reason: str) -> None:
        request = await self._request(press.request_id)
        click = Click(request_id=press.request_id, action=press.action, seen=press.digest, reason=reason)
        try:
            if request is None:
                raise Refused(Reason.UNKNOWN_REQUEST)
            workflow = self.workflows.get(request.origin.workflow)
            graph = workflow.graph_version if workflow else None
            voter = await self._look_up(person, request)
            await voting.vote(self.ledger, click, voter, graph, now=self.now())
        except Refused as refused:
            await self._refuse(person, place, refused)

    async def _objection(self, person_id: str, request: Request) -> Refused | None:
        try:
            person, roster = await self._look_up(person_id, request)
        except Refused as refused:
            return refused
        reason = objection(request, person, roster)
        return Refused(reason, request) if reason else None

    async def _look_up(self, person: str, request: Request) -> tuple[Person, Roster]:
        """Who this is and who may decide, as of now; raises Refused when Slack does not say."""
        try:
            roster = await self.members.roster(request)
            earlier = {vote.person for vote in request.votes} - {person}
            gone = frozenset({voter for voter in earlier if not (await self.members.person(voter)).may_act})
            return await self.members.person(person), roster.without(gone)
        except LookupFailed as error:
            log.warning("nobody could be looked up", request=request.id, because=str(error))
            raise Refused(Reason.LOOKUP_FAILED, request) from None

    async def _refuse(self, person: str, place: Place, refused: Refused) -> None:
        log.info("vote refused", person=person, reason=refused.reason.value)
        if refused.request and refused.reason in _CARD_IS_OLD:
            await voting.refresh(self.ledger, refused.request.id)
        if refused.reason is not Reason.ALREADY_COUNTED:
            await self.private.tell(person, place, refusal(refused.reason, refused.request, person))

    async def _request(self, request_id: str) -> Request | None:
        async with self.ledger.read() as conn:
            return await request_book.load(conn, request_id)


def _place(body: dict[str, Any]) -> Place:
    """Where a button was pressed."""
    container = body.get("container") or {}
    return Place(str(container.get("channel_id") or ""), str(container.get("message_ts") or ""))


def _asker(body: dict[str, Any]) -> Asker:
    return Asker(str(body["user"]["id"]), _place(body))
