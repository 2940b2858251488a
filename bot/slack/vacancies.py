"""Notices tiers that became empty while they are asked: whoever waits for them is put to the next tier at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.approvals.request import Request
from bot.approvals.tier import ALL, Tier
from bot.desk import calling
from bot.ledger import request_book
from bot.ledger.database import Ledger
from bot.slack.directory import LookupFailed
from bot.slack.members import Members

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 1000  # requests that one change in the directory has looked at again; the others keep their deadlines

_Names = Callable[[Tier], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancies:
    """Has tiers looked at again that cannot decide any more, after something about people, groups or channels changed.

    Whether a tier is asked in vain is judged when it is looked at again, for each request by itself.
    """

    ledger: Ledger
    members: Members
    now: Callable[[], datetime]

    async def group_changed(self, group_id: str) -> None:
        """A user group has other members, or is disabled."""
        handles = {handle for handle, known in (await self.members.mentions()).items() if known == group_id}
        gone = not handles  # a group that is disabled has no handle any more, so any tier with a group may name it
        await self._look(lambda tier: bool(tier.reviewers and (gone or handles & set(tier.reviewers.groups))))

    async def channel_changed(self) -> None:
        """Somebody has left a channel: any tier that asks the members of channels may have had only them."""
        await self._look(lambda tier: bool(tier.reviewers and tier.reviewers.channels))

    async def person_left(self) -> None:
        """Somebody was deactivated or became a guest: any tier may have had only them."""
        await self._look(lambda _: True)

    async def _look(self, names: _Names) -> None:
        """One request stands for all that ask the same people."""
        async with self.ledger.read() as conn:
            ladders = await request_book.on_ladders(conn)
            asked = [(ladder, await request_book.load(conn, request_id)) for ladder, request_id in ladders]
        for ladder, request in asked:
            if request and names(request.asked) and await self._is_vacant(request):
                await self._recall(ladder)

    async def _is_vacant(self, request: Request) -> bool:
        """Where Slack does not say, the request keeps its deadline."""
        tier = request.asked
        try:
            present = await self.members.present(tier)
        except LookupFailed as error:
            log.warning("nobody could be looked up", request=request.id, because=str(error))
            return False
        return len(present.people) < (1 if tier.quorum == ALL else tier.quorum)

    async def _recall(self, ladder: str) -> None:
        async with self.ledger.read() as conn:
            waiting = await request_book.of_ladder(conn, ladder, MOST_AT_ONCE)
        log.warning("a tier became too small to decide", requests=len(waiting))
        for request_id in waiting:
            await calling.recall(self.ledger, request_id, now=self.now())
