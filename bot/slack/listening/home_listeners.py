"""Listens for people at their App Home: those who open it, turn its pages, search, and go away or come back."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.approvals.eligibility import Person
from bot.desk import standing_in
from bot.ledger import absence_book, home_book
from bot.slack import text
from bot.slack.answers import NOWHERE
from bot.slack.drawing import personal_modals
from bot.slack.drawing.home import Pages
from bot.slack.drawing.lists import Which
from bot.slack.drawing.personal_modals import Leave
from bot.slack.errands import Asker
from bot.slack.errors import code_of
from bot.slack.home_keeping import Homes
from bot.slack.listening.entrance import Entrance, asker_of
from bot.slack.wording import home_words as words

log = structlog.get_logger(__name__)

_LONGEST_ABSENCE = timedelta(days=366)


class HomeListeners(Entrance):
    """Serves the App Home; what it shows is drawn by whoever keeps homes, and only its pages are turned here."""

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.event("app_home_opened")(self._opened)
        app.action(re.compile("^home_page:"))(self._turn)
        app.action("home_search")(self._send_search)
        app.action("home_away")(self._press_away)
        app.view("away")(self._submit_away)
        app.action("home_back")(self._press_back)

    async def _opened(self, event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            person = str(event["user"])
            self.errands.run("draw home", Asker(person, NOWHERE), self._redraw(person))

    async def _turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.attend("turn a page of home", asker_of(body), partial(self._turned, body))

    async def _send_search(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        searched = str(body["actions"][0].get("value") or "").strip()
        if searched:
            self.attend("search", asker_of(body), partial(self._search, searched, body))

    async def _press_away(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        view = personal_modals.away_view(self.now() + timedelta(days=1))
        self.attend("open absence", asker_of(body), partial(self._open, body, view))

    async def _submit_away(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        leave = personal_modals.read_leave(body["view"]["state"]["values"])
        errors = self._errors(leave, body["user"]["id"])
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        self.attend("go away", asker_of(body), partial(self._leave, leave))

    async def _press_back(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self.attend("come back", asker_of(body), self._come_back)

    def _errors(self, leave: Leave, person: str) -> dict[str, str]:
        if leave.stand_in == person:
            return {personal_modals.WHO_BLOCK: words.NOT_YOURSELF}
        if leave.until <= self.now():
            return {personal_modals.UNTIL_BLOCK: words.NOT_PAST}
        is_long = leave.until - self.now() > _LONGEST_ABSENCE
        return {personal_modals.UNTIL_BLOCK: words.NOT_FOR_EVER} if is_long else {}

    async def _turned(self, body: dict[str, Any], person: Person) -> None:
        _, which, page = str(body["actions"][0]["action_id"]).split(":")
        pages = Pages.read(body["view"]["private_metadata"]).turned(Which(which), int(page))
        homes = Homes(ledger=self.ledger, members=self.members, now=self.now)
        view = await homes.drawn(person.id, pages)
        try:
            await self.client.views_publish(user_id=person.id, view=view, hash=body["view"]["hash"])
        except SlackApiError as error:
            if code_of(error) != "hash_conflict":
                raise
            log.info("the home was drawn anew meanwhile, so the page was not turned", person=person.id)

    async def _open(self, body: dict[str, Any], view: dict[str, Any], _: Person) -> None:
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _search(self, searched: str, body: dict[str, Any], person: Person) -> None:
        opened = await self.client.views_open(trigger_id=body["trigger_id"], view=personal_modals.searching_view())
        found = await self.inbox.matching(person.id, searched)
        await self.redraw(opened["view"]["id"], personal_modals.results_view(searched, found))

    async def _leave(self, leave: Leave, person: Person) -> None:
        stand_in = await self.members.person(leave.stand_in)
        absence = await standing_in.leave(self.ledger, person, stand_in, leave.until, now=self.now())
        await self._redraw(person.id, stand_in.id)
        until = text.moment(absence.until)
        await self.private.tell(person.id, NOWHERE, words.arranged(text.user(stand_in.id), until))
        await self.private.tell(stand_in.id, NOWHERE, words.asked_to_stand_in(text.user(person.id), until))

    async def _come_back(self, person: Person) -> None:
        async with self.ledger.read() as conn:
            absences = await absence_book.concerning(conn, person.id, self.now())
        was_away = await standing_in.come_back(self.ledger, person, now=self.now())
        await self._redraw(person.id, *(absence.stand_in for absence in absences if absence.person == person.id))
        await self.private.tell(person.id, NOWHERE, words.WELCOME_BACK if was_away else words.NOT_AWAY)

    async def _redraw(self, person: str, *others: str) -> None:
        """At once for this person; soon for the others, where they have opened their home at all."""
        async with self.ledger.write() as tx:
            await home_book.opened(tx, person)
            await home_book.refresh(tx.conn, others)
