"""The reception: what listeners for requests share, from looking people up to telling them why something is refused."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.eligibility import Person, Roster, objection
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.approvals.workflow import Workflow
from bot.desk import viewing, voting
from bot.desk.voting import Click
from bot.ledger import absence_book, request_book
from bot.ledger.database import Ledger
from bot.slack.answers import Unwritten
from bot.slack.directory import LookupFailed
from bot.slack.drawing import modals
from bot.slack.drawing.frames import View
from bot.slack.drawing.refusing import Reach, refusal
from bot.slack.errands import Asker, Errands
from bot.slack.errors import code_of
from bot.slack.listening.pressing import Pressed
from bot.slack.members import Members
from bot.slack.private import Private
from bot.slack.visibility import may_see
from bot.slack.wording import refusal_words

log = structlog.get_logger(__name__)

# Refused because the card is behind the times: it is drawn anew, so that it says what became of the request.
_CARD_IS_OLD = frozenset({Reason.ALREADY_CLOSED, Reason.ALREADY_COUNTED, Reason.STALE_CARD, Reason.BATCH_CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Receives whoever acts on a request; whether it counts is the desk's to say."""

    ledger: Ledger
    workflows: Mapping[str, Workflow]
    members: Members
    private: Private
    client: AsyncWebClient
    errands: Errands
    now: Callable[[], datetime]

    def do(self, name: str, asker: Asker, errand: Coroutine[Any, Any, None], *, is_answer: bool = False) -> None:
        """Do the errand after the ack; where it is refused, or not understood, the asker is told so.

        `is_answer` is for what would be counted: a refusal says then that it was not.
        """
        self.errands.run(name, asker, self._or_refused(asker, errand, is_answer))

    async def find(self, request_id: str) -> Request | None:
        """The request as it stands, or None."""
        async with self.ledger.read() as conn:
            return await request_book.load(conn, request_id)

    async def request(self, request_id: str) -> Request:
        """The request as it stands; raises Refused where there is none."""
        found = await self.find(request_id)
        if found is None:
            raise Refused(Reason.UNKNOWN_REQUEST)
        return found

    async def member(self, person: str) -> Person:
        """An active, full member of the workspace; raises Refused for anybody else."""
        found = await self.somebody(person)
        if not found.may_act:
            raise Refused(Reason.NOT_A_MEMBER)
        return found

    async def somebody(self, person: str) -> Person:
        """Whoever this is, as Slack knows them now; raises Refused when it does not say."""
        try:
            return await self.members.person(person)
        except LookupFailed as error:
            log.warning("nobody could be looked up", person=person, because=str(error))
            raise Refused(Reason.LOOKUP_FAILED) from None

    async def look_up(self, person: str, request: Request, *, upwards: bool = False) -> tuple[Person, Roster]:
        """Who this is and who may decide as of now, with `upwards` also in tiers that an edit may put it to.

        Raises Refused when Slack does not say.
        """
        async with self.ledger.read() as conn:
            stand_ins = await absence_book.stand_ins(conn, self.now())
        try:
            roster = await self.members.roster(request, upwards=upwards)
            others = _seats_beside(request, person, stand_ins)
            gone = frozenset({name for name in others if not (await self.members.person(name)).may_act})
            return await self.members.person(person), roster.without(gone).with_stand_ins(stand_ins)
        except LookupFailed as error:
            log.warning("nobody could be looked up", request=request.id, because=str(error))
            raise Refused(Reason.LOOKUP_FAILED, request) from None

    async def let_decide(self, person: str, request: Request) -> None:
        """Raise Refused unless this person may decide this request now."""
        reason = objection(request, *await self.look_up(person, request))
        if reason:
            raise Refused(reason, request)

    async def let_see(self, pressed: Pressed, requests: Iterable[Request]) -> None:
        """Raise Refused unless this person may read one of these: a card in a channel is before their eyes already.

        A copy of their own may have outlived their part in it.
        """
        if pressed.in_channel:
            return
        async with self.ledger.read() as conn:
            stand_ins = await absence_book.stand_ins(conn, self.now())
        for request in requests:
            if await may_see(self.members, request, pressed.person, stand_ins):
                return
        raise Refused(Reason.UNKNOWN_REQUEST)

    async def count(self, person: str, click: Click) -> Request:
        """Count a click, and return the request as it stands then; raises Refused."""
        request = await self.request(click.request_id)
        voter = await self.look_up(person, request, upwards=click.edit is not None)
        return await voting.vote(self.ledger, click, voter, self.graph(request), now=self.now())

    def graph(self, request: Request) -> str | None:
        """The version of the request's graph as it is today; None where its workflow is gone."""
        workflow = self.workflows.get(request.origin.workflow)
        return workflow.graph_version if workflow else None

    async def open(self, pressed: Pressed, view: View) -> None:
        """Show a modal, on top of the one that the press was made in, if any."""
        showing = self.client.views_push if pressed.modal else self.client.views_open
        await showing(trigger_id=pressed.trigger, view=view)

    async def redraw(self, view_id: str, view: View) -> bool:
        """Show this in an open modal; False where it was closed meanwhile. Raises Slack's errors for all else."""
        try:
            await self.client.views_update(view_id=view_id, view=view)
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            return False
        return True

    async def show_whole(self, pressed: Pressed, request: Request, because: str = "") -> None:
        """Open everything that is asked, and note it where one page holds it all."""
        person = await self.member(pressed.person)
        await self.open(pressed, modals.full_view(request, 1, pressed.place, because))
        await self.note_read(person, request, 1)

    async def note_read(self, person: Person, request: Request, page: int) -> None:
        """Note that this person was shown all that is asked, if this page is the last."""
        if modals.is_last_page(request, page):
            await viewing.note_view(self.ledger, request.id, person, request.digest, now=self.now())

    async def refuse(self, asker: Asker, refused: Refused, *, is_answer: bool) -> None:
        """Tell one person why; a card that is behind the times is drawn anew. A repeated click needs no words."""
        log.info("refused", person=asker.person, reason=refused.reason.value)
        if refused.request and refused.reason in _CARD_IS_OLD:
            await voting.refresh(self.ledger, refused.request.id)
        if refused.reason is not Reason.ALREADY_COUNTED:
            told = await self.in_words(refused, asker.person, is_answer=is_answer)
            await self.private.tell(asker.person, asker.place, told)

    async def in_words(self, refused: Refused, person: str, *, is_answer: bool) -> str:
        """Why it was refused, with real mentions: for this person's eyes."""
        request = refused.request
        reach = Reach(await self.members.mentions_of(request), await self._channel(request)) if request else Reach()
        return refusal(refused.reason, request, person, reach, is_answer=is_answer)

    async def _channel(self, request: Request) -> str:
        try:
            return await self.members.channel_id(request.policy.channel)
        except LookupFailed:
            return request.policy.channel

    async def _or_refused(self, asker: Asker, errand: Coroutine[Any, Any, None], is_answer: bool) -> None:
        try:
            await errand
        except Refused as refused:
            await self.refuse(asker, refused, is_answer=is_answer)
        except Unwritten:
            await self.private.tell(*asker, refusal_words.NOT_UNDERSTOOD)


def _seats_beside(request: Request, person: str, stand_ins: Mapping[str, str]) -> set[str]:
    """Others whose seats count in what this person does: they may have left since they took or gave them."""
    voted = {name for vote in request.votes for name in (vote.person, vote.behalf) if name}
    gave = {passed.giver for passed in request.delegations}
    away = {reviewer for reviewer, stand_in in stand_ins.items() if stand_in == person}
    return (voted | gave | away) - {person}
