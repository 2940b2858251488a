"""Listens for people who decide on a batch: all of its requests at once, or the same one after the other."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.approvals.ask import Action, Kind, ReasonRule
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import batch_voting
from bot.desk.batch_voting import Cast, Tallied
from bot.desk.voting import Click
from bot.slack import answers, text
from bot.slack.answers import DIGITS, REASON_BLOCK, BatchPress
from bot.slack.drawing import batch_modals, sweeps
from bot.slack.errands import Asker
from bot.slack.listening.batch_views import BatchViews, Found, view_of_all
from bot.slack.listening.pressing import Pressed, memo_of, read_press
from bot.slack.listening.reception import Reception
from bot.slack.wording import modal_words as words


@dataclass(frozen=True, slots=True)
class Sweep:
    """One answer to every open request of a batch as it was shown, with the words that go with it."""

    found: Found
    action: Action
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchListeners(Reception):
    """Takes answers to a batch: they are for what the card showed, and each request is judged by itself."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.action(re.compile("^batch:"))(self._press)
        app.action("batch_see")(self._press)
        app.action("batch_each")(self._press)
        app.action(re.compile(r"^batch_page:\d{1,6}$"))(self._press)
        app.view("batch")(self._submit)

    async def _press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = read_press(body)
        is_answer = pressed.action_id.startswith("batch:")
        self.do("batch", pressed.asker, self._pressed(pressed), is_answer=is_answer)

    async def _submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        memo = memo_of(view)
        asker = Asker(str(body["user"]["id"]), memo.place)
        await ack(response_action="clear")
        sent = self._sent(asker, memo.value, answers.read_words(view, REASON_BLOCK))
        self.do("batch with reason", asker, sent, is_answer=True)

    async def _pressed(self, pressed: Pressed) -> None:
        press = answers.read_batch(pressed.value)
        await self.member(pressed.person)
        found = await BatchViews(self).find(press)
        await self.let_see(pressed, found.batch.shown)
        if pressed.action_id.startswith("batch_page:"):
            await self._turned(pressed, press, found)
        elif press.action == "each":
            await self._each(pressed, found)
        elif press.action == "see":
            await self._all(pressed, found)
        else:
            await self._answered(pressed, press, found)

    async def _each(self, pressed: Pressed, found: Found, because: str = "") -> None:
        """Begin with the first that is open."""
        page = batch_modals.next_open(found.batch, "")
        told = because or words.batch_left(len(found.batch.open)) if found.batch.open else words.BATCH_ALL_CLOSED
        await self.open(pressed, batch_modals.each_view(found.batch, page, pressed.place, told))
        await BatchViews(self).note(pressed.asker, [batch_modals.read_at(found.batch, page)])

    async def _all(self, pressed: Pressed, found: Found, because: str = "") -> None:
        await self.open(pressed, view_of_all(found, 1, pressed.asker, because))
        await self._note_all(pressed.asker, found, 1)

    async def _turned(self, pressed: Pressed, press: BatchPress, found: Found) -> None:
        """Turn to another page; from the beginning where something was edited since the reader began."""
        page = int(pressed.action_id.removeprefix("batch_page:")) if found.stands else 1
        view_id = pressed.modal["id"] if pressed.modal else ""
        if press.action == "see":
            if await self.redraw(view_id, view_of_all(found, page, pressed.asker)):
                await self._note_all(pressed.asker, found, page)
            return
        told = "" if found.stands else words.BATCH_EDITED
        if await self.redraw(view_id, batch_modals.each_view(found.batch, page, pressed.place, told)):
            await BatchViews(self).note(pressed.asker, [batch_modals.read_at(found.batch, page)])

    async def _note_all(self, asker: Asker, found: Found, page: int) -> None:
        if batch_modals.is_end(found.batch, page):
            await BatchViews(self).note(asker, list(found.batch.shown))

    async def _answered(self, pressed: Pressed, press: BatchPress, found: Found) -> None:
        """Answer them all, once this person has read what they approve and said why where that is asked."""
        sweep = Sweep(found, _action(press, found))
        await self._refuse_unless_theirs(pressed.person, sweep)
        if sweep.action.form:
            await self._each(pressed, found, words.EACH_NEEDS_FORM)
        elif sweep.action.kind is Kind.APPROVE and not _has_read(pressed, found):
            await self._all(pressed, found, words.BATCH_READ_FIRST)
        elif sweep.action.kind is Kind.REJECT or sweep.action.reason is not ReasonRule.NONE:
            await self.open(pressed, batch_modals.reason_for_all(found.batch, sweep.action, pressed.place))
        else:
            await self._tell(pressed, await self._sweep(pressed.person, sweep))

    async def _sent(self, asker: Asker, value: str, reason: str) -> None:
        press = answers.read_batch(value)
        await self.member(asker.person)
        found = await BatchViews(self).find(press)
        sweep = Sweep(found, _action(press, found), reason)
        told = await self._sweep(asker.person, sweep)
        if told:
            await self.private.tell(*asker, told)

    async def _tell(self, pressed: Pressed, told: str) -> None:
        """Say it where this person looks: in the modal they pressed in, else beside the card."""
        if not told:
            return
        shown = pressed.modal and await self.redraw(pressed.modal["id"], batch_modals.closing_view(told))
        if not shown:
            await self.private.tell(*pressed.asker, told)

    async def _refuse_unless_theirs(self, person: str, sweep: Sweep) -> None:
        """Raise Refused where there is none among the open ones that this person may decide."""
        refusals: list[Refused] = []
        for request in sweep.found.batch.open:
            try:
                await self.let_decide(person, request)
            except Refused as refused:
                refusals.append(refused)
            else:
                return
        raise refusals[0] if refusals else _all_closed(person, sweep)

    async def _sweep(self, person: str, sweep: Sweep) -> str:
        """Count the answer for each request that is open and was shown; in words, what became of them all.

        The same answer again needs no words.
        """
        late = [
            Tallied(each, Reason.ALREADY_CLOSED) for each in sweep.found.batch.shown if each.state is not State.OPEN
        ]
        looked_up = [await self._cast(person, sweep, request) for request in sweep.found.batch.open]
        casts = [each for each in looked_up if isinstance(each, Cast)]
        unknown = [each for each in looked_up if isinstance(each, Tallied)]
        counted = await batch_voting.vote_each(self.ledger, casts, now=self.now())
        if counted and all(each.refused is Reason.ALREADY_COUNTED for each in counted) and not unknown:
            return ""
        label = text.phrase(sweep.action.label, 60)
        return sweeps.told(label, [*counted, *unknown, *late], sweep.found.joined_since)

    async def _cast(self, person: str, sweep: Sweep, request: Request) -> Cast | Tallied:
        click = Click(
            request_id=request.id,
            action=sweep.action.id,
            seen=request.digest[:DIGITS],
            saw_whole=True,
            reason=sweep.reason,
        )
        try:
            return Cast(click, await self.look_up(person, request), self.graph(request))
        except Refused as refused:
            return Tallied(request, refused.reason)


def _action(press: BatchPress, found: Found) -> Action:
    """The action that was pressed, if all that was shown stands as it was shown; raises Refused."""
    first = next(iter(found.batch.open), found.batch.shown[0])
    if not found.stands:
        raise Refused(Reason.BATCH_CHANGED, first)
    action = first.ask.action(press.action)
    if action is None:
        raise Refused(Reason.UNKNOWN_ACTION, first)
    return action


def _all_closed(person: str, sweep: Sweep) -> Refused:
    """The refusal of an answer that comes too late, or for the second time."""
    shown = sweep.found.batch.shown
    decisions = [request.decision for request in shown]
    again = all(each and person in each.by and each.action == sweep.action.id for each in decisions)
    return Refused(Reason.ALREADY_COUNTED if again else Reason.ALREADY_CLOSED, shown[0])


def _has_read(pressed: Pressed, found: Found) -> bool:
    """Whether this person has been shown all of those that are open."""
    return pressed.saw_all or all(request.has_viewed(pressed.person) for request in found.batch.open)
