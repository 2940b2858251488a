"""The floor: how long people, sandbox, socket and Bolt take when the app only acknowledges, or opens one form."""

import contextlib
import time
from pathlib import Path

from bench import forms
from bench.contest import BURSTS, Contest
from bench.crowd import keep_in_flight
from bench.people import Button, People, people_at
from bench.processes import sandbox, started
from bench.samples import Echo, FormWait
from bench.town import write_seed

_PRESSED = "vote:approve"


async def measure(contest: Contest, directory: Path) -> Echo:
    """Bursts of clicks and of commands as large as those on Countersign."""
    seed = directory / "seed.json"
    write_seed(seed, contest.all_clerks, contest.clicks)
    async with contextlib.AsyncExitStack() as stack:
        _, workspace = await stack.enter_async_context(sandbox(directory, seed))
        app = await stack.enter_async_context(started(directory, workspace.environ(), "bench.echo_app"))
        await app.says("listens")
        people = await stack.enter_async_context(people_at(workspace))
        await people.arrive(contest.clicks)
        return Echo(await _clicks(people, contest), await _forms(people, contest))


async def _clicks(people: People, contest: Contest) -> list[float]:
    buttons = [await _posted(people) for _ in range(contest.clicks)]
    waited: list[float] = []

    async def press(number: int) -> float:
        began = time.perf_counter()
        await people.press(buttons[number])
        return 1000 * (time.perf_counter() - began)

    await keep_in_flight(range(contest.clicks), contest.clicks, press)
    for _ in range(BURSTS):
        waited += await keep_in_flight(range(contest.clicks), contest.clicks, press)
    return waited


async def _forms(people: People, contest: Contest) -> list[FormWait]:
    await forms.measure(people, contest.clerks(0))
    return [wait for number in range(BURSTS) for wait in await forms.measure(people, contest.clerks(number))]


async def _posted(people: People) -> Button:
    """A card's worth of blocks with a button."""
    label = {"type": "plain_text", "text": "Approve"}
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 1000}}
    press = {"type": "actions", "elements": [{"type": "button", "text": label, "action_id": _PRESSED, "value": "1"}]}
    message = {"channel": "#approvals", "text": "Approve?", "blocks": [words, press]}
    posted = await people.call("chat.postMessage", message)
    return await people.button(posted["channel"], posted["ts"], _PRESSED)
