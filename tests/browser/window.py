"""A browser window on the demo's page: what a person does there, by what they see."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page


class Window:
    """One window; everything is found by its role and its words, as a person would."""

    def __init__(self, page: "Page", url: str) -> None:
        self.page = page
        self.talk = page.locator("main.channel")
        self.modal = page.locator("dialog[data-view-id]")
        self.home = page.get_by_role("tabpanel", name="Home")
        self.replies = page.get_by_role("log", name="Replies")
        self._url = url

    async def become(self, person: str, place: str) -> None:
        """Be that person, in that place: a channel, or `@countersign` with or without its `/home`."""
        await self.page.goto(f"{self._url}/#/{person.casefold()}/{place}")
        await self.page.locator(".you").get_by_text(f"You are {person}").wait_for()

    async def type(self, words: str) -> None:
        """Type into the composer and press Enter."""
        composer = self.talk.locator("textarea.compose-text:visible")
        await composer.fill(words)
        await composer.press("Enter")

    def card(self, words: str) -> "Locator":
        """The newest message in the middle of the page with these words in it."""
        return self.talk.locator("article").filter(has_text=words).last

    async def more(self, within: "Locator", entry: str) -> None:
        """Choose an entry of a card's menu *More*."""
        await within.get_by_role("button", name="More actions").click()
        await within.get_by_role("menuitem", name=entry).click()

    async def open_thread(self, card: "Locator") -> None:
        """Open the thread of a card, with the tool that appears beside it."""
        await card.hover()
        await card.get_by_role("button", name="Reply in thread").click()

    async def press(self, name: str, within: "Locator | None" = None) -> None:
        """Press a button: in the modal, unless it is said where."""
        await (within or self.modal).get_by_role("button", name=name, exact=True).click()

    async def let_an_hour_pass(self) -> None:
        """Move the clock of the page, and the bot's with it."""
        await self.press("Time", self.page.locator("body"))
        await self.press("Let 1 hour pass", self.page.locator("body"))
        await self.page.get_by_text("1 hour has passed").wait_for()

    async def read_to_the_end(self) -> None:
        """Turn the pages of what the modal shows until there is no next one."""
        following = self.modal.get_by_role("button", name="Next page")
        while await following.count():
            where = await self.modal.get_by_text(re.compile(r"^Page \d+ of \d+$")).inner_text()
            await following.click()
            await self.modal.get_by_text(where, exact=True).wait_for(state="detached")
