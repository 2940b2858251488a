"""Absences: people go away and come back, however they say so, and whoever that concerns is told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import saying_when
from bot.approvals.eligibility import Person
from bot.desk import standing_in
from bot.desk.standing_in import Away
from bot.ledger import absence_book, home_book
from bot.saying_when import NotUnderstood
from bot.slack import text
from bot.slack.answers import NOWHERE
from bot.slack.drawing import personal_modals
from bot.slack.drawing.personal_modals import UNTIL_BLOCK, WHO_BLOCK, Leave
from bot.slack.errands import Asker
from bot.slack.listening.entrance import Entrance
from bot.slack.wording import home_words as words

_LONGEST = timedelta(days=366)
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|[^<>]*)?>")
_BETWEEN = re.compile(r"from (?P<since>.+?) (?P<link>to|through|till|until|-|–) (?P<until>.+)", re.IGNORECASE)
_INCLUDING = frozenset({"to", "through", "-", "–"})
_UP_TO = re.compile(r"(?:until|till|back|by) ", re.IGNORECASE)
_MIDNIGHT = (0, 0, 0)


class Unreadable(Exception):
    """What was typed names no absence; the argument says so, in words for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Absences:
    """Arranges absences for people who are served at an entrance."""

    entrance: Entrance

    async def ask(self, body: dict[str, Any]) -> None:
        """Open the form in which somebody says when they are away."""
        view = personal_modals.away_view(self.entrance.now() + timedelta(days=1))
        await self.entrance.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def read(self, typed: str, person: str) -> Leave:
        """What somebody typed after `/approvals away`, at the hours of their own time zone; raises Unreadable.

        Raises LookupFailed where Slack does not say which zone that is.
        """
        named = _MENTION.findall(typed)
        if len(named) > 1:
            raise Unreadable(words.ONE_PERSON)
        zone = await self.entrance.members.zone(person)
        said = " ".join(_MENTION.sub(" ", typed).split())
        try:
            since, until = times(text.unescape(said), self.entrance.now(), zone)
        except NotUnderstood:
            raise Unreadable(words.away_unread(text.phrase(text.unescape(said), 80))) from None
        return Leave(named[0] if named else "", until, since)

    def objections(self, leave: Leave, person: str) -> dict[str, str]:
        """What cannot be arranged so, by the field of the form that has to be changed."""
        now = self.entrance.now()
        since = max(leave.since or now, now)
        found = {WHO_BLOCK: words.NOT_YOURSELF} if leave.stand_in == person else {}
        if leave.until <= now:
            found[UNTIL_BLOCK] = words.NOT_PAST
        elif leave.until <= since:
            found[UNTIL_BLOCK] = words.NOT_BEFORE
        elif leave.until - now > _LONGEST:
            found[UNTIL_BLOCK] = words.NOT_FOR_EVER
        return found

    async def leave(self, leave: Leave, asker: Asker, person: Person) -> None:
        """Record the absence and tell whoever goes and whoever stands in; raises Refused, LookupFailed."""
        entrance, now = self.entrance, self.entrance.now()
        stand_in = await entrance.members.person(leave.stand_in) if leave.stand_in else None
        away = Away(stand_in, max(leave.since or now, now), leave.until)
        before = await self._stand_in_of(person)
        left = await standing_in.leave(entrance.ledger, person, away, now=now)
        lost = [absence.person for absence in left.unseated]
        await self._redraw(person.id, *([stand_in.id] if stand_in else []), *before, *lost)
        span = (text.moment(away.until), text.moment(away.since) if away.since > now else "")
        await entrance.private.tell(*asker, words.arranged(text.user(stand_in.id) if stand_in else "", *span))
        if stand_in:
            asked = words.asked_to_stand_in(text.user(person.id), *span)
            await entrance.private.tell(stand_in.id, NOWHERE, asked)
        await self._relieve(before - {leave.stand_in}, person)

    async def come_back(self, asker: Asker, person: Person) -> None:
        """End the absence, and say whether there was one."""
        entrance = self.entrance
        before = await self._stand_in_of(person)
        was_away = await standing_in.come_back(entrance.ledger, person, now=entrance.now())
        await self._redraw(person.id, *before)
        await entrance.private.tell(*asker, words.WELCOME_BACK if was_away else words.NOT_AWAY)
        await self._relieve(before, person)

    async def _stand_in_of(self, person: Person) -> set[str]:
        """Who is to decide in this person's place as of now, if anybody."""
        async with self.entrance.ledger.read() as conn:
            absence = await absence_book.of(conn, person.id, self.entrance.now())
        return {absence.stand_in} - {""} if absence else set()

    async def _relieve(self, stand_ins: set[str], person: Person) -> None:
        """Tell whoever was to decide in this person's place that they are not any more."""
        for stand_in in stand_ins:
            await self.entrance.private.tell(stand_in, NOWHERE, words.relieved(text.user(person.id)))

    async def _redraw(self, person: str, *others: str) -> None:
        """Homes: at once for this person if they have opened theirs, soon for the others."""
        async with self.entrance.ledger.write() as tx:
            await home_book.opened(tx, person)
            await home_book.refresh(tx.conn, others)


def times(said: str, now: datetime, zone: str) -> tuple[datetime | None, datetime]:
    """Since when, if that was said, and until when, at the clocks of this time zone; raises NotUnderstood.

    Whoever says *to Friday* is away all of Friday; *until Friday* stops short of it. *Friday* alone may mean either.
    """
    found = _BETWEEN.fullmatch(said)
    if not found:
        return None, _end(said, now, zone)
    since = saying_when.moment(found["since"], now, zone)
    first = saying_when.moment(found["until"], now, zone)
    until = first if first > since else saying_when.moment(found["until"], since, zone)  # its next coming after that
    return since, _end_of_day(until, zone) if _names_a_day(found) else until


def _end(said: str, now: datetime, zone: str) -> datetime:
    """Until when somebody is away from now on, as in *until Friday* or *3 days*; raises NotUnderstood for all else."""
    if not _UP_TO.match(said):
        saying_when.span(said)  # or it is not understood
    return saying_when.moment(said, now, zone)


def _names_a_day(found: re.Match[str]) -> bool:
    """Whether the last word is a day of its own, as in *to Friday*: until Friday stops short of it."""
    return found["link"].lower() in _INCLUDING and not found["until"].lower().startswith("end")


def _end_of_day(until: datetime, zone: str) -> datetime:
    """The end of a day that was named without an hour: whoever is away from Monday to Friday is so all of Friday."""
    local = until.astimezone(ZoneInfo(zone))
    is_day = (local.hour, local.minute, local.second) == _MIDNIGHT
    return (local + timedelta(days=1)).astimezone(UTC) if is_day else until
