"""Listens for `/approvals`: people look at what waits, take back what they asked for, go away and come back."""

import difflib
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import taking_back
from bot.slack import answers, text
from bot.slack.answers import WHOLE_BLOCK
from bot.slack.blocks import Message
from bot.slack.composing import trouble_of
from bot.slack.drawing import cards, lists, personal_modals
from bot.slack.drawing.lists import Found, Which
from bot.slack.errands import Asker
from bot.slack.listening.absences import Absences, Unreadable
from bot.slack.listening.entrance import Entrance, answer, asker_of, said
from bot.slack.listening.pressing import memo_of
from bot.slack.wording import command_words as words

_COMMANDS = (*Which, "show", "withdraw", "away", "back", "help")


class ApprovalsListeners(Entrance):
    """Serves `/approvals`: everything it shows is for the eyes of whoever typed it, and only what they may see."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.command("/approvals")(self._command)
        app.action(re.compile(rf"^list:({'|'.join(Which)}):\d{{1,6}}$"))(self._turn)
        app.action("withdraw")(self._press_withdraw)
        app.view("withdraw")(self._submit_withdraw)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        self.attend("approvals", asker_of(body), partial(self._serve, body, respond))

    async def _turn(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        _, which, page = str(body["actions"][0]["action_id"]).split(":")
        self.attend("turn a list", asker_of(body), partial(self._turned, Which(which), int(page), respond))

    async def _press_withdraw(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.attend("ask why", asker_of(body), partial(self._pressed_withdraw, body))

    async def _submit_withdraw(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        memo = memo_of(body["view"])
        why = answers.read_words(body["view"], answers.REASON_BLOCK)
        asker = Asker(body["user"]["id"], memo.place)
        self.attend("withdraw", asker, partial(self._withdraw, memo.value, why, asker))

    async def _serve(self, body: dict[str, Any], respond: AsyncRespond, person: Person) -> None:
        typed = str(body.get("text") or "").strip()
        word, _, rest = text.unescape(typed).partition(" ")
        match word.casefold():
            case "away" if rest.strip():
                await self._go_away(typed.partition(" ")[2], asker_of(body), person)
            case "away":
                await Absences(self).ask(body)
            case "back":
                await Absences(self).come_back(asker_of(body), person)
            case "withdraw" if rest.strip():
                if not await self._ask_why(_named(rest), body, person):
                    await answer(respond, said(words.unknown_request(text.phrase(rest, 80))))
            case "show" if rest.strip():
                await answer(respond, await self._card(person, rest))
            case command:
                await answer(respond, await self._reply(person, command))

    async def _go_away(self, typed: str, asker: Asker, person: Person) -> None:
        """Arrange what was typed, mentions and all; or say why it cannot be."""
        absences = Absences(self)
        try:
            leave = await absences.read(typed, person.id)
        except Unreadable as error:
            await self.private.tell(*asker, str(error))
            return
        objections = absences.objections(leave, person.id)
        if objections:
            await self.private.tell(*asker, "\n".join(objections.values()))
        else:
            await absences.leave(leave, asker, person)

    async def _reply(self, person: Person, command: str) -> Message:
        fixed = {"help": words.APPROVALS_HELP, "show": words.SHOW_WHICH, "withdraw": words.WITHDRAW_WHICH}
        if command in fixed:
            return said(fixed[command])
        if command in {"", *Which}:
            return await self._list(person, Which(command or Which.WAITING), 1)
        nearest = difflib.get_close_matches(command, _COMMANDS, n=1)
        return said(words.unknown_command(text.phrase(command, 80), nearest[0] if nearest else ""))

    async def _turned(self, which: Which, page: int, respond: AsyncRespond, person: Person) -> None:
        await answer(respond, await self._list(person, which, page), in_place=True)

    async def _list(self, person: Person, which: Which, page: int) -> Message:
        finds: dict[Which, Callable[[str], Awaitable[Found]]] = {
            Which.WAITING: self.inbox.waiting,
            Which.ALL: self.inbox.open_ones,
            Which.MINE: self.inbox.asked_by,
            Which.HISTORY: self.inbox.closed,
        }
        return lists.draw_list(which, await finds[which](person.id), page)

    async def _card(self, person: Person, typed: str) -> Message:
        request = await self.inbox.find(person.id, _named(typed))
        if request is None:
            return said(words.unknown_request(text.phrase(typed, 80)))
        async with self.ledger.read() as conn:
            trouble = await trouble_of(conn, request)
        shown = cards.Shown(mentions=await self.members.mentions_of(request), trouble=trouble)
        drawn = cards.draw(request, shown)
        return _marked_whole(drawn) if cards.is_whole(request) else drawn

    async def _pressed_withdraw(self, body: dict[str, Any], person: Person) -> None:
        if not await self._ask_why(str(body["actions"][0]["value"]), body, person):
            raise Refused(Reason.UNKNOWN_REQUEST)

    async def _ask_why(self, request_id: str, body: dict[str, Any], person: Person) -> bool:
        """Open the modal; False where there is no such request that this person may see. Raises Refused."""
        request = await self.inbox.find(person.id, request_id)
        if request is None:
            return False
        _refuse_unless_theirs(request, person)
        view = personal_modals.withdraw_view(request, asker_of(body).place)
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)
        return True

    async def _withdraw(self, request_id: str, why: str, asker: Asker, person: Person) -> None:
        request = await taking_back.take_back(self.ledger, request_id, person, why, now=self.now())
        await self.private.tell(*asker, words.withdrawn(text.phrase(request.ask.title, 200)))


def _refuse_unless_theirs(request: Request, person: Person) -> None:
    """Before anybody fills in a form: the desk judges again when it is sent."""
    if request.origin.requester != person.id:
        raise Refused(Reason.NOT_YOURS, request)
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)


def _marked_whole(card: Message) -> Message:
    """The card, its buttons marked as standing beside everything that is asked: in a list they do not."""
    drawn = [block | {"block_id": WHOLE_BLOCK} if block["type"] == "actions" else block for block in card.blocks]
    return Message(card.text, drawn)


def _named(typed: str) -> str:
    """The id that was typed, or nothing where it cannot be one; people copy it with the marks around it."""
    try:
        return answers.read_request_id(typed.strip(" `“”\"'.,"))
    except ValueError:
        return ""
