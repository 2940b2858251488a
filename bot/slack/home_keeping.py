"""Keeps App Homes true: whoever has opened theirs sees it change when something does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.faltering import Patience
from bot.ledger import absence_book, home_book, work
from bot.ledger.absence_book import Absence
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.work import Claim
from bot.slack.carrying import Carrier
from bot.slack.drawing.home import Arrangement, Desk, Pages, View, closed_home, draw_home
from bot.slack.drawing.lists import Found
from bot.slack.errors import code_of
from bot.slack.inbox import Inbox
from bot.slack.members import Members
from bot.slack.reachability import Reachability
from bot.slack.visibility import has_part

log = structlog.get_logger(__name__)

# There is nobody to show it to: that is no trouble of ours.
_NOBODY_THERE = frozenset({"user_not_found", "user_disabled", "user_not_visible"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Reads together what a person's home shows, and draws it."""

    ledger: Ledger
    members: Members
    now: Callable[[], datetime]

    async def drawn(self, person: str, pages: Pages) -> View:
        """The home as it is now, at these pages; raises LookupFailed where Slack does not say who this is."""
        if not (await self.members.person(person)).may_act:
            return closed_home()
        inbox = Inbox(ledger=self.ledger, members=self.members, now=self.now)
        decided = await inbox.closed(person)
        own_first = sorted(decided.requests, key=lambda request: not has_part(request, person))
        async with self.ledger.read() as conn:
            absences = await absence_book.concerning(conn, person, self.now())
        own = next((self._told(away.stand_in, away) for away in absences if away.person == person), None)
        others = [self._told(away.person, away) for away in absences if away.person != person]
        desk = Desk(
            waiting=await inbox.waiting(person),
            mine=await inbox.asked_by(person),
            decided=Found(tuple(own_first), decided.looked_at),
            stand_in=own,
            stood_in_for=others,
            at=self.now(),
        )
        return draw_home(desk, pages)

    def _told(self, whom: str, away: Absence) -> Arrangement:
        return Arrangement(whom, away.until, away.since if away.since > self.now() else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeKeeper:
    """Publishes the homes that are owed; what fails stays owed and is tried again, later each time."""

    ledger: Ledger
    members: Members
    client: AsyncWebClient
    reachability: Reachability
    lease: float
    patience: Patience
    now: Callable[[], datetime]

    async def show(self, person: str) -> None:
        """Bring somebody's home up to date, if it is owed that and nobody else is at it."""
        carrier = Carrier(ledger=self.ledger, lease=self.lease, patience=self.patience, reachability=self.reachability)
        await carrier.carry(Work(WorkKind.HOME, person), self._show)

    async def _show(self, claim: Claim) -> None:
        """Publishing needs no look before a repeat: the last home published is the one that shows."""
        home = home_book.home_from(claim.row)
        homes = Homes(ledger=self.ledger, members=self.members, now=self.now)
        view = await homes.drawn(home.person, Pages())
        try:
            await self.client.views_publish(user_id=home.person, view=view)
        except SlackApiError as error:
            if code_of(error) not in _NOBODY_THERE:
                raise
            log.info("nobody is there to see this home", person=home.person)
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await home_book.note_shown(tx.conn, home)
