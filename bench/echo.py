"""The floor under a click: how long people, sandbox, socket and Bolt take when the app only acknowledges."""

import time
from pathlib import Path

from bench.contest import BURSTS, Contest
from bench.crowd import keep_in_flight
from bench.people import Button, People, people_at
from bench.processes import sandbox, started

_PRESSED = "vote:approve"


async def measure(contest: Contest, directory: Path) -> list[float]:
    """Milliseconds from click to ack, for bursts of clicks as large as those on Countersign."""
    waited: list[float] = []
    async with sandbox(directory) as (_, workspace), started(directory, workspace.environ(), "bench.echo_app") as app:
        await app.says("listens")
        async with people_at(workspace) as people:
            buttons = [await _posted(people) for _ in range(contest.clicks)]

            async def press(number: int) -> float:
                began = time.perf_counter()
                await people.press(buttons[number])
                return 1000 * (time.perf_counter() - began)

            await keep_in_flight(range(contest.clicks), contest.clicks, press)
            for _ in range(BURSTS):
                waited += await keep_in_flight(range(contest.clicks), contest.clicks, press)
    return waited


async def _posted(people: People) -> Button:
    """A card's worth of blocks with a button."""
    label = {"type": "plain_text", "text": "Approve"}
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 1000}}
    press = {"type": "actions", "elements": [{"type": "button", "text": label, "action_id": _PRESSED, "value": "1"}]}
    message = {"channel": "#approvals", "text": "Approve?", "blocks": [words, press]}
    posted = await people.call("chat.postMessage", message)
    return await people.button(posted["channel"], posted["ts"], _PRESSED)
