"""The camera: takes pictures of the local Slack's own page, where Chromium and Playwright are installed."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gallery.stage import Sight

if TYPE_CHECKING:
    from playwright.async_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TALL = 5000
WHOLE = ".modal { max-height: none } .message-tools { display: none }"


class NoCamera(Exception):
    """There is nothing to take pictures with; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the page is looked at; `suffix` tells its pictures from those of other looks."""

    suffix: str = ""
    width: int = 1280
    scheme: Literal["light", "dark"] = "light"


LIGHT, DARK, NARROW = Look(), Look("-dark", scheme="dark"), Look("-narrow", width=600)


def browser() -> str:
    """The path of Chromium; raises NoCamera where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise NoCamera(f"no Chromium was found (looked for {', '.join(BROWSERS)})")
    return found


class Camera:
    """Takes pictures of one page of the local Slack."""

    def __init__(self, page: "Page", url: str) -> None:
        self._page = page
        self._url = url

    async def take(self, sight: Sight, picture: Path) -> None:
        """Write a picture of what is to be seen there, all of it, into the file."""
        if not self._page.url.endswith(sight.address):
            await self._page.goto(f"{self._url}/{sight.address}")
            await self._page.add_style_tag(content=WHOLE)
        shown = self._page.locator(sight.selector)
        await shown.wait_for()
        await self._page.mouse.move(0, 0)
        await shown.screenshot(path=picture, animations="disabled")


@asynccontextmanager
async def camera(url: str, look: Look = LIGHT) -> AsyncIterator[Camera]:
    """A camera that looks at the local Slack at that address; raises NoCamera where there cannot be one.

    The page is made so high that nothing has to be scrolled, and takes a style of ours in spite of its policy.
    """
    path = browser()
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - a tool that few have installed
    except ImportError:
        raise NoCamera("Playwright is not installed") from None
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path)
        page = await chromium.new_page(
            viewport={"width": look.width, "height": TALL}, color_scheme=look.scheme, bypass_csp=True
        )
        yield Camera(page, url)
        await chromium.close()
