"""Listens for people who want to know more before they decide: everything, the history, a question, somebody else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import delegating, questioning
from bot.ledger import chain
from bot.slack import answers, text
from bot.slack.answers import PERSON_BLOCK, QUESTION_BLOCK, REASON_BLOCK, Place
from bot.slack.drawing import history, modals, more_modals, move_modals
from bot.slack.drawing.frames import View
from bot.slack.errands import Asker
from bot.slack.listening.pressing import Pressed, memo_of, read_press
from bot.slack.listening.reception import Reception
from bot.slack.wording import modal_words as words

_MOVES: Mapping[str, Callable[[Request, Place], View]] = {
    "delegate": more_modals.delegate_view,
    "escalate": move_modals.escalate_now_modal,
    "extend": move_modals.extend_modal,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListeners(Reception):
    """Shows people what there is to know about a request, and passes on what they ask about it."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.action("see")(self._see)
        app.action(re.compile(r"^page:\d{1,6}$"))(self._turn)
        app.action("more")(self._more)
        app.view("delegate")(self._submit_delegation)
        app.view("ask")(self._submit_question)

    async def _see(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = read_press(body)
        self.do("see everything", pressed.asker, self._show(pressed, "see", pressed.value))

    async def _turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = read_press(body)
        self.do("turn the page", pressed.asker, self._turned(pressed))

    async def _more(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = read_press(body)
        self.do("more", pressed.asker, self._wanted(pressed))

    async def _submit_delegation(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        asker, to, reason = _sender(body), answers.read_person(view), answers.read_words(view, REASON_BLOCK)
        nobody = {} if to else {PERSON_BLOCK: words.DELEGATE_NOBODY}
        errors = nobody | ({} if reason else {REASON_BLOCK: words.REASON_NEEDED})
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        self.do("delegate", asker, self._delegate(asker, memo_of(view).value, to, reason))

    async def _submit_question(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        asker, question = _sender(body), answers.read_words(view, QUESTION_BLOCK)
        if not question:
            await ack(response_action="errors", errors={QUESTION_BLOCK: words.QUESTION_EMPTY})
            return
        await ack()
        self.do("ask", asker, self._ask(asker, memo_of(view).value, question))

    async def _wanted(self, pressed: Pressed) -> None:
        await self._show(pressed, *answers.read_more(pressed.value))

    async def _show(self, pressed: Pressed, what: str, request_id: str) -> None:
        request = await self._visible(pressed, request_id)
        match what:
            case "see":
                await self.show_whole(pressed, request)
            case "history":
                await self.open(pressed, await self._history(request, pressed))
            case "ask":
                _refuse_closed(request)
                await self.open(pressed, more_modals.question_view(request, pressed.place))
            case "reopen":
                await self.open(pressed, move_modals.reopen_modal(request, pressed.place))
            case _:
                _refuse_closed(request)
                await self.let_decide(pressed.person, request)
                await self.open(pressed, _MOVES[what](request, pressed.place))

    async def _visible(self, pressed: Pressed, request_id: str) -> Request:
        """The request, for a member who may read it; raises Refused for everybody else."""
        await self.member(pressed.person)
        request = await self.request(request_id)
        await self.let_see(pressed, [request])
        return request

    async def _history(self, request: Request, pressed: Pressed) -> View:
        async with self.ledger.read() as conn:
            entries = await chain.story(conn, request.id)
        return more_modals.history_view(request, history.lines(entries, request), pressed.place)

    async def _turned(self, pressed: Pressed) -> None:
        """Show another page; from the beginning where the request was edited since the reader began."""
        person, view = await self.member(pressed.person), pressed.modal or {}
        request_id, seen = answers.read_seen(memo_of(view).value)
        request = await self.request(request_id)
        stands = request.digest_seen(seen) == request.digest
        page = int(pressed.action_id.removeprefix("page:")) if stands else 1
        because = "" if stands else words.EDITED_MEANWHILE
        if await self.redraw(view["id"], modals.full_view(request, page, pressed.place, because)):
            await self.note_read(person, request, page)

    async def _delegate(self, asker: Asker, request_id: str, to: str, reason: str) -> None:
        request = await self.request(request_id)
        who = (*await self.look_up(asker.person, request), await self.somebody(to))
        await delegating.delegate(self.ledger, request.id, who, reason, now=self.now())
        await self.private.tell(*asker, words.passed_on(text.user(to)))

    async def _ask(self, asker: Asker, request_id: str, question: str) -> None:
        person = await self.member(asker.person)
        await questioning.put_question(self.ledger, request_id, person, question, now=self.now())
        await self.private.tell(*asker, words.QUESTION_SENT)


def _sender(body: Mapping[str, Any]) -> Asker:
    return Asker(str(body["user"]["id"]), memo_of(body["view"]).place)


def _refuse_closed(request: Request) -> None:
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
