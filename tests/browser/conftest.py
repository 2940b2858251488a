"""The demo in a process of its own, a browser before it, and when these journeys are made at all."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from gallery.camera import NoCamera, browser
from tests.browser.window import Window
from tests.journeys.world import ROOT

HERE = Path(__file__).parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
BOOT_SECONDS = 60
PATIENCE = 20_000  # milliseconds


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip these journeys, saying why, unless they are asked for and can be made."""
    reason = why_not(config)
    for item in items:
        if reason and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason=reason))


def why_not(config: pytest.Config) -> str:
    """Why no browser is opened; nothing where one is."""
    if os.environ.get("CI"):
        return "a browser is never opened in CI"
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if not any(path.is_relative_to(HERE) for path in asked):
        return "a browser is opened by `make browser` only"
    if find_spec("playwright") is None:
        return "Playwright is not installed: `make browser` installs it"
    try:
        browser()
    except NoCamera as missing:
        return str(missing)
    return ""


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a demo that has just been started, with nothing in it."""
    environ = os.environ | {"COUNTERSIGN_DATA": str(tmp_path), "OPENAI_API_KEY": "", "COUNTERSIGN_CHANNEL_PACE": "0"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", cwd=ROOT, env=environ, stdout=PIPE
    )
    try:
        async with asyncio.timeout(BOOT_SECONDS):
            address = await _address(process)
        yield address
    finally:
        process.terminate()
        await process.wait()


@pytest.fixture
async def window(demo: str, tmp_path: Path) -> AsyncIterator[Window]:
    """A window on the demo's page; what it showed last is kept as `last.png`."""
    from playwright.async_api import async_playwright, expect  # noqa: PLC0415 - skipped where it is not installed

    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser())
        page = await chromium.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE)
        yield Window(page, demo)
        await page.screenshot(path=tmp_path / "last.png")
        await chromium.close()


async def _address(process: Process) -> str:
    if process.stdout is None:
        raise AssertionError("the demo has no output")
    async for line in process.stdout:
        if found := ADDRESS.search(line.decode()):
            return found[0]
    raise AssertionError("the demo ended before it was ready")
