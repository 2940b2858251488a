"""Listens for people at their App Home: those who open it, turn its pages, search, and go away or come back."""

import re
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.approvals.eligibility import Person
from bot.ledger import home_book
from bot.slack.answers import NOWHERE
from bot.slack.drawing import personal_modals
from bot.slack.drawing.home import Pages
from bot.slack.drawing.lists import Which
from bot.slack.errands import Asker
from bot.slack.errors import code_of
from bot.slack.home_keeping import Homes
from bot.slack.listening.absences import Absences
from bot.slack.listening.entrance import Entrance, asker_of

log = structlog.get_logger(__name__)


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
        self.attend("open absence", asker_of(body), lambda _: Absences(self).ask(body))

    async def _submit_away(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        leave = personal_modals.read_leave(body["view"]["state"]["values"])
        asker = Asker(body["user"]["id"], NOWHERE)
        errors = Absences(self).objections(leave, asker.person)
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        self.attend("go away", asker, partial(Absences(self).leave, leave, asker))

    async def _press_back(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        asker = Asker(body["user"]["id"], NOWHERE)
        self.attend("come back", asker, partial(Absences(self).come_back, asker))

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

    async def _search(self, searched: str, body: dict[str, Any], person: Person) -> None:
        opened = await self.client.views_open(trigger_id=body["trigger_id"], view=personal_modals.searching_view())
        found = await self.inbox.matching(person.id, searched)
        await self.redraw(opened["view"]["id"], personal_modals.results_view(searched, found))

    async def _redraw(self, person: str) -> None:
        async with self.ledger.write() as tx:
            await home_book.opened(tx, person)
