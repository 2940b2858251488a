"""Tells notices: each once, to whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.approvals.request import Request, State
from bot.approvals.routing import PolicyBook
from bot.desk import calling, mustering, progressing
from bot.desk.calling import Present
from bot.ledger import notice_book, work
from bot.ledger.card_book import THREAD, Address
from bot.ledger.database import Ledger
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind
from bot.ledger.work import Claim
from bot.slack.notice_writing import NoticeWriter
from bot.slack.places import Places, letter

log = structlog.get_logger(__name__)

_NOBODY = Present(people=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDelivery:
    """Tells notices; raises what Slack raises, and NotYet where it is too early.

    `operators` is the channel of those who run this program; where there is none, the log alone has what is for them.
    """

    ledger: Ledger
    places: Places
    book: Callable[[], PolicyBook]
    operators: str | None
    now: Callable[[], datetime]

    async def tell(self, claim: Claim, notice: Notice) -> None:
        """Tell the notice and note that; one that is out of date by now, or has no place to stand in, is let go."""
        if notice.kind in {NoticeKind.CALL, NoticeKind.REMIND}:
            await self._call(claim, notice)
            return
        message = await self._writer.message(notice)
        place = await self._place(notice) if message else None
        if message and place:
            await self.places.poster.post(letter(claim, message, place))
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await notice_book.note_told(tx.conn, notice.id)
            if notice.kind is NoticeKind.OUTCOME:
                await progressing.conclude(tx, notice.run_id or "")

    @property
    def _writer(self) -> NoticeWriter:
        return NoticeWriter(self.ledger, self.places, self.now)

    async def _call(self, claim: Claim, notice: Notice) -> None:
        """Look up who is there, outside of any transaction; a call to a stage that is over needs no look."""
        request = await self._writer.request(notice)
        present = await self._present(request) if _stands(notice, request) else _NOBODY
        await calling.call(self.ledger, claim, present, self.book().quiet, now=self.now())

    async def _present(self, request: Request) -> Present:
        """Who of the tier that is asked is there, who of their stand-ins is not, and who may sign for themselves."""
        members = self.places.members
        found = await members.present(request.asked)
        stand_ins = await mustering.stand_ins(self.ledger, request, found.people, self.now())
        by_name = {**await members.self_signers(request.policy), **found.by_name}
        return replace(found, gone=await members.gone(stand_ins), by_name=by_name)

    async def _place(self, notice: Notice) -> Address | None:
        if notice.audience == THREAD:
            return await self.places.thread(await self._writer.request(notice))
        if notice.audience != OPERATORS:
            return await self.places.channel(notice.audience)
        if self.operators is None:
            log.warning("there is no operators' channel to tell this", notice=notice.id, body=notice.body)
            return None
        return await self.places.channel(self.operators)


def _stands(notice: Notice, request: Request) -> bool:
    return request.state is State.OPEN and request.stage == calling.stage_of(notice)
