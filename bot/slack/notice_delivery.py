"""Tells notices: each once, to whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.machine import RUN_MOVES
from bot.approvals.request import Request, State
from bot.desk import calling, progressing
from bot.ledger import notice_book, request_book, run_book, work
from bot.ledger.card_book import THREAD, Address
from bot.ledger.database import Ledger
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.run_book import Run
from bot.ledger.work import Claim
from bot.slack.blocks import Message
from bot.slack.composing import Unpostable
from bot.slack.drawing import notices
from bot.slack.places import Places, letter


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """Tells notices; raises what Slack raises, and NotYet where it is too early."""

    ledger: Ledger
    places: Places
    now: Callable[[], datetime]

    async def tell(self, claim: Claim, notice: Notice) -> None:
        """Tell the notice and note that; one that is out of date by now, or has no thread to stand in, is let go."""
        if notice.kind in {NoticeKind.CALL, NoticeKind.REMIND}:
            await self._call(claim, notice)
            return
        message = await self._message(notice)
        place = await self._place(notice) if message else None
        if message and place:
            await self.places.poster.post(letter(claim, message, place))
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await notice_book.note_told(tx.conn, notice.id)
            if notice.kind is NoticeKind.OUTCOME:
                await progressing.conclude(tx, notice.run_id or "")

    async def _call(self, claim: Claim, notice: Notice) -> None:
        request = await self._request(notice)
        tier = request.policy.tiers[int(notice.audience.removeprefix("tier:"))]
        people = await self.places.members.members(tier.reviewers)
        await calling.call(self.ledger, claim, notice, people, now=self.now())

    async def _place(self, notice: Notice) -> Address | None:
        if notice.audience == THREAD:
            return await self.places.thread(await self._request(notice))
        return await self.places.channel(notice.audience)

    async def _message(self, notice: Notice) -> Message | None:
        """What to tell, or None where it is not worth telling any more."""
        match notice.kind:
            case NoticeKind.DEAD:
                _, _, kind, key = notice.id.split(".", 3)
                return notices.dead_message(kind, key, notice.body)
            case NoticeKind.OUTCOME:
                return await self._outcome(notice)
            case NoticeKind.QUESTION:
                asker, _, question = notice.body.partition("\n")
                return notices.question_message(await self._request(notice), asker, question)
            case _:
                return await self._on_the_way(notice, await self._request(notice))

    async def _on_the_way(self, notice: Notice, request: Request) -> Message | None:
        """What a requester hears while the run is under way: nothing that its outcome, or a decision, tells by now."""
        if notice.kind is NoticeKind.DECIDED:
            run = await self._run(notice)
            is_under_way = bool(RUN_MOVES[run.state])
            return notices.decided_message(request, request.decision) if request.decision and is_under_way else None
        if request.state is not State.OPEN:
            return None
        return notices.waiting_message(request, await self.places.spot(request))

    async def _outcome(self, notice: Notice) -> Message:
        """In a thread without who decided: the history there says so, and naming them once more would ping them."""
        run = await self._run(notice)
        async with self.ledger.read() as conn:
            requests = await request_book.of_run(conn, run.id) if notice.audience != THREAD else []
        return notices.outcome_message(run.workflow, run.id, run.state, run.outcome, requests=requests)

    async def _run(self, notice: Notice) -> Run:
        async with self.ledger.read() as conn:
            run = await run_book.load(conn, notice.run_id or "")
        if run is None:
            raise Unpostable(f"the run of notice {notice.id} is not on the ledger")
        return run

    async def _request(self, notice: Notice) -> Request:
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, notice.request_id or "")
        if request is None:
            raise Unpostable(f"the request of notice {notice.id} is not on the ledger")
        return request
