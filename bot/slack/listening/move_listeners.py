"""Listens for people who move a request by hand: up its ladder, to a later deadline, or before people once more."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import saying_when
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.desk import climbing, extending, reopening
from bot.saying_when import NotUnderstood
from bot.slack import answers, text
from bot.slack.answers import REASON_BLOCK, SPAN_BLOCK
from bot.slack.drawing import asking
from bot.slack.errands import Asker
from bot.slack.listening.pressing import memo_of
from bot.slack.listening.reception import Reception
from bot.slack.wording import ladder_words
from bot.slack.wording import move_words as words

_Deed = Callable[[Asker, str, str], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveListeners(Reception):
    """Takes what the modals of the menu *More* send; who may move a request is judged when it is sent."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.view("escalate")(self._submit_escalation)
        app.view("extend")(self._submit_extension)
        app.view("reopen")(self._submit_reopening)

    async def _submit_escalation(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self._take(ack, body, self._escalate)

    async def _submit_extension(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        typed = answers.read_words(body["view"], SPAN_BLOCK)
        try:
            span = saying_when.span(typed)
        except NotUnderstood:
            errors = {SPAN_BLOCK: words.EXTEND_UNREAD, **_missing(body["view"])}
            await ack(response_action="errors", errors=errors)
            return
        await self._take(ack, body, partial(self._extend, span))

    async def _submit_reopening(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self._take(ack, body, self._reopen)

    async def _take(self, ack: AsyncAck, body: dict[str, Any], deed: _Deed) -> None:
        """Do the deed once there is a reason for it; Slack lets a blank one pass."""
        view = body["view"]
        missing = _missing(view)
        if missing:
            await ack(response_action="errors", errors=missing)
            return
        await ack()
        memo = memo_of(view)
        asker = Asker(str(body["user"]["id"]), memo.place)
        because = answers.read_words(view, REASON_BLOCK)
        self.do(str(view["callback_id"]), asker, deed(asker, memo.value, because))

    async def _escalate(self, asker: Asker, request_id: str, because: str) -> None:
        request = await self.request(request_id)
        voter = await self.look_up(asker.person, request)
        after = await climbing.escalate_now(self.ledger, request_id, voter, because, now=self.now())
        await self.private.tell(*asker, await self._asked_now(after))

    async def _extend(self, span: timedelta, asker: Asker, request_id: str, because: str) -> None:
        request = await self.request(request_id)
        person, roster = await self.look_up(asker.person, request)
        after = await extending.extend(self.ledger, request_id, (person, roster, span), because, now=self.now())
        until = text.moment(after.due_at) if after.due_at else ""
        await self.private.tell(*asker, words.extended(_titled(after), until))

    async def _reopen(self, asker: Asker, request_id: str, because: str) -> None:
        request = await self.request(request_id)
        if self.graph(request) is None:
            raise Refused(Reason.GRAPH_CHANGED, request)
        voter = await self.look_up(asker.person, request)
        after = await reopening.reopen(self.ledger, request_id, voter, because, now=self.now())
        workflow, run_id = after.origin.workflow, after.reopening.run_id if after.reopening else ""
        told = words.reopened(_titled(after), text.phrase(workflow, 100), text.phrase(run_id, 64))
        await self.private.tell(*asker, told)

    async def _asked_now(self, after: Request) -> str:
        who = asking.reviewers(after.asked, await self.members.mentions_of(after))
        tier = asking.tier_name(after.asked.name)
        if after.parked_until:
            return ladder_words.parked(text.moment(after.parked_until), who, tier)
        return words.escalated(_titled(after), who, tier)


def _titled(request: Request) -> str:
    return text.phrase(request.ask.title, 150)


def _missing(view: Mapping[str, Any]) -> dict[str, str]:
    return {} if answers.read_words(view, REASON_BLOCK) else {REASON_BLOCK: words.REASON_NEEDED}
