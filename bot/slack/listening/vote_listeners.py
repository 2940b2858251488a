"""Listens for people who decide: buttons that answer, and the modals in which they give reasons, values and edits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.approvals import offers
from bot.approvals.ask import Action, Kind, ReasonRule
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk.voting import Click
from bot.slack import answers, text
from bot.slack.answers import Press, Submission, Unwritten
from bot.slack.drawing import asking, modals, sheets
from bot.slack.drawing.frames import View
from bot.slack.errands import Asker
from bot.slack.listening.batch_views import BatchViews, Opened
from bot.slack.listening.filled_sheets import Sheet, read_sheet
from bot.slack.listening.pressing import Pressed, memo_of, read_press
from bot.slack.listening.reception import Reception
from bot.slack.wording import modal_words as words
from bot.slack.wording import offer_words, refusal_words

_EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Answer:
    """A click to be counted: whose it is, and the modal of a batch in which the next request is shown then, if any."""

    asker: Asker
    click: Click
    batch: Opened

    @property
    def is_beside_no_card(self) -> bool:
        """Whether it was given in a message for this person's eyes alone, which never tells what came of it."""
        return bool(self.asker.place.channel) and not self.asker.place.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteListeners(Reception):
    """Takes votes; who pressed comes from Slack's payload alone, and whether it counts is the desk's to say."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.action(re.compile("^vote:"))(self._press)
        app.action(_EDIT)(self._press)
        for callback_id in ("reason", "answer", _EDIT, "full"):
            app.view(callback_id)(self._submit)

    async def _press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = read_press(body)
        self.do("vote", pressed.asker, self._pressed(pressed), is_answer=True)

    async def _submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view, asker = body["view"], Asker(str(body["user"]["id"]), memo_of(body["view"]).place)
        try:
            submission = answers.read_submission(view)
        except Unwritten:
            await ack(response_action="clear")
            self.do("refuse", asker, self.private.tell(*asker, refusal_words.NOT_UNDERSTOOD))
            return
        request = await self.find(submission.press.request_id)
        offered = _offered(request, submission.press)
        sheet = _filled_in(view, request, submission)
        if offered and sheet.errors:
            await ack(response_action="errors", errors=sheet.errors)
        elif request and offered and offered.form and view["callback_id"] == "full":
            form = sheets.answer_view(request, offered, submission.place, typed_reason=sheet.reason)
            await ack(response_action="push", view=form)
        else:
            await (ack() if submission.back else ack(response_action="clear"))
            batch = Opened(str(view.get("previous_view_id") or ""), submission.back)
            answer = Answer(asker, _sent(submission.press, sheet), batch)
            self.do("vote", asker, self._count(answer), is_answer=True)

    async def _pressed(self, pressed: Pressed) -> None:
        """Count the vote, or first ask for what it needs: to be read whole, a reason, values, or the edited draft."""
        press = answers.read_vote(pressed.value)
        request = await self.request(press.request_id)
        action = _offered(request, press)
        if action is None or offers.is_over(request, self.now()):
            await self._refuse_to_ask(pressed, press, request)
        elif _is_unread(pressed, request, action):
            await self.let_decide(pressed.person, request)
            await self.show_whole(pressed, request, words.READ_FIRST)
        elif pressed.action_id == _EDIT or action.form or action.reason is not ReasonRule.NONE:
            await self.let_decide(pressed.person, request)
            await self.open(pressed, _form(pressed, request, action))
        else:
            await self._count(_pressed_answer(pressed, press, request))

    async def _refuse_to_ask(self, pressed: Pressed, press: Press, request: Request) -> None:
        """Closed, edited meanwhile, too late or never offered: for a vote the rules say which, in their order."""
        if pressed.action_id != _EDIT:
            await self._count(_pressed_answer(pressed, press, request))
            return
        if request.state is not State.OPEN:
            raise Refused(Reason.ALREADY_CLOSED, request)
        await self.let_decide(pressed.person, request)
        raise Refused(Reason.STALE_CARD, request)

    async def _count(self, answer: Answer) -> None:
        """Count the click, and tell what came of it where no card does; that an edit went up is always told."""
        views, request_id = BatchViews(self), answer.click.request_id
        try:
            after = await self.count(answer.asker.person, answer.click)
        except Refused as refused:
            if answer.batch.press is None:
                raise
            told = await self.in_words(refused, answer.asker.person, is_answer=True)
            if not await views.stay(answer.asker, answer.batch, request_id, told):
                raise
            return
        told = await self._told(answer, after)
        is_shown = await views.lead_on(answer.asker, answer.batch, request_id, told)
        if not is_shown and (answer.is_beside_no_card or _went_up(answer, after)):
            await self.private.tell(*answer.asker, told)

    async def _told(self, answer: Answer, after: Request) -> str:
        """What came of an answer that was counted, or of an edit that others are to sign for."""
        if _went_up(answer, after):
            return words.put_to(*await self._asked(after))
        if _is_escalation(answer.click, after):
            return words.escalated(*_named(answer.click, after), *await self._asked(after))
        return _counted(answer.click, after)

    async def _asked(self, request: Request) -> tuple[str, str]:
        """Who is asked now, and as which tier."""
        who = asking.reviewers(request.asked, await self.members.mentions_of(request))
        return who, asking.tier_name(request.asked.name)


def _offered(request: Request | None, press: Press) -> Action | None:
    """The action that was pressed, if the request is open, and what was shown is what stands."""
    if request is None or request.state is not State.OPEN or request.digest_seen(press.digest) != request.digest:
        return None
    return request.ask.action(press.action)


def _filled_in(view: Mapping[str, Any], request: Request | None, submission: Submission) -> Sheet:
    """What was sent, also where it comes too late: an edit is never taken for a plain approval."""
    action = request.ask.action(submission.press.action) if request else None
    return read_sheet(view, request, action) if request and action else Sheet(reason=submission.reason)


def _is_unread(pressed: Pressed, request: Request, action: Action) -> bool:
    read = pressed.saw_whole(request) or request.has_viewed(pressed.person)
    return action.kind is Kind.APPROVE and not read


def _form(pressed: Pressed, request: Request, action: Action) -> View:
    if pressed.action_id == _EDIT:
        view = sheets.edit_view(request, action, pressed.place, pressed.back)
        if view is None:
            raise Refused(Reason.NOT_EDITABLE, request)
        return view
    if action.form:
        return sheets.answer_view(request, action, pressed.place, back=pressed.back)
    return modals.reason_view(request, action, pressed.place, pressed.back)


def _pressed_answer(pressed: Pressed, press: Press, request: Request) -> Answer:
    whole = pressed.saw_whole(request)
    click = Click(request_id=press.request_id, action=press.action, seen=press.digest, saw_whole=whole)
    return Answer(pressed.asker, click, Opened(pressed.modal["id"] if pressed.modal else "", pressed.back))


def _sent(press: Press, sheet: Sheet) -> Click:
    """A modal with an answer is opened only after everything was read, under the digest that it carries.

    What is filled in wrongly gets this far only where it comes too late, and so counts for nothing that stands.
    """
    return Click(
        request_id=press.request_id,
        action=press.action,
        seen="" if sheet.errors else press.digest,
        saw_whole=True,
        reason=sheet.reason,
        values=sheet.values,
        edit=sheet.edit,
    )


def _went_up(answer: Answer, after: Request) -> bool:
    """Whether it was an edit beyond this person, so that others are asked to sign for it."""
    counted = any(vote.person == answer.asker.person and vote.digest == after.digest for vote in after.votes)
    return answer.click.edit is not None and after.state is State.OPEN and not counted


def _is_escalation(click: Click, after: Request) -> bool:
    action = after.ask.action(click.action)
    return action is not None and action.kind is Kind.ESCALATE


def _named(click: Click, after: Request) -> tuple[str, str]:
    """The action that was taken, and what it answers."""
    return asking.action_label(after, click.action), text.phrase(after.ask.title, 150)


def _counted(click: Click, after: Request) -> str:
    action, title = _named(click, after)
    if after.is_offer:
        return offer_words.counted(title)
    if after.state is not State.OPEN:
        return words.counted(action, title)
    return words.counted_of(action, title, refusal_words.still_needed(asking.progress(after)))
