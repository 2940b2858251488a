"""The program is killed between an answer and what it leads to: afterwards it is done, and once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox import Mailbox, Sandbox, Settings
from tests.journeys.killing import serving
from tests.journeys.test_restarting import hold_every_run
from tests.journeys.world import ROOT, World
from tests.workflows.letterboxes import SENDER
from workflows.journal import Tally, tally

pytestmark = pytest.mark.timeout(120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is asked for where, who answers how, and how it ends."""

    task: str
    card: str
    reviewer: str
    button: str
    ends: str
    channel: str = "#approvals"
    form: dict[str, Any] | None = None


MAIL = Story(
    task='/task mail to=ana@globex.example briefing="Order 1042 comes on Friday."',
    card="Send this e-mail",
    reviewer="tom",
    button="Send",
    ends="Message-ID",
)
CHANGE = "--- a/fee.py\n+++ b/fee.py\n@@ -1 +1 @@\n-FEE = 1\n+FEE = 2\n"
ON_THE_JOURNAL = {
    "refund": Story(
        task='/task refund transaction_id=T-1 amount=4200 customer=ACME reason="Delivered twice, one came back"',
        card="Refund 4,200 EUR to ACME?",
        reviewer="tom",
        button="Approve",
        ends="Refunded 4,200 EUR to ACME",
    ),
    "deploy": Story(
        task=f'/task deploy service=checkout version=1.4.2 environment=staging coverage=91 diff="{CHANGE}"',
        card="Deploy checkout 1.4.2 to staging?",
        reviewer="rhea",
        button="Deploy",
        ends="Deployed checkout 1.4.2 to staging",
        channel="#deploys",
    ),
    "gate": Story(
        task='/task gate task="Look up the opening hours"',
        card="Act like this",
        reviewer="tom",
        button="Approve",
        ends="Done for",
    ),
    "moderation": Story(
        task='/task moderation content="Only an idiot would buy it" author=fan',
        card="Publish this comment",
        reviewer="otto",
        button="Flag with a note…",
        ends="Held back and flagged",
        channel="#moderation",
        form={"Reason": "Ask them to reword it."},
    ),
    "clinical": Story(
        task='/task clinical patient=P-1 age=30 complaint="Sore throat"',
        card="What is to be done for patient P-1",
        reviewer="ines",
        button="Sign a plan…",
        ends="is signed by GMC-7012345",
        channel="#clinic",
        form={"Clinician ID": "GMC-7012345"},
    ),
}
TRANSFER = Story(
    task='/task planner request="Wire 4,200 EUR to Globex for machines."',
    card="Enter a transfer",
    reviewer="miguel",
    button="Approve",
    ends="Entered a transfer of 4,200 EUR to Globex, as number 1",
)


@pytest.fixture
async def mailbox() -> Mailbox:
    """The mail server, which the sandbox starts and stops."""
    return Mailbox()


@pytest.fixture
async def world(tmp_path: Path, mailbox: Mailbox) -> AsyncIterator[World]:
    """The workspace of the demo, with its workflows and policies, and nothing started yet."""
    sandbox = Sandbox(manifest=ROOT / "manifest.yml", settings=Settings(mailbox=mailbox))
    await sandbox.start()
    try:
        yield world_of(sandbox, tmp_path, mailbox.port)
    finally:
        await sandbox.stop()


def world_of(sandbox: Sandbox, folder: Path, smtp_port: int) -> World:
    return World(
        sandbox,
        folder,
        COUNTERSIGN_WORKFLOWS="langgraph.json",
        COUNTERSIGN_POLICIES="workflows/policies.yaml",
        COUNTERSIGN_EFFECTS=str(folder / "effects.db"),
        COUNTERSIGN_PLANNER_DATABASE=str(folder / "planner.db"),
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(smtp_port),
        SMTP_TLS="none",
        SMTP_FROM=SENDER,
    )


async def answered_and_killed(world: World, story: Story) -> None:
    """Ask, have it answered while another process seems to hold the run, and kill the program before it acts."""
    async with serving(world) as bot:
        await world.person("maya").command("#support", story.task)
        card = await world.card(story.reviewer, story.channel, story.card)
        await hold_every_run(world)
        await answer(world, story, card)
        await world.sandbox.until(lambda: "Decided" in card_now(world, story).plain() or None)
        await bot.kill()


async def answer(world: World, story: Story, card: Any) -> None:
    reviewer = world.person(story.reviewer)
    assert (await reviewer.press(card, story.button)).acked
    if story.form:
        await world.sandbox.until(reviewer.view)
        assert (await reviewer.submit(story.form)).closed


def card_now(world: World, story: Story) -> Any:
    cards = [m for m in world.person(story.reviewer).messages(story.channel) if story.card in m.plain()]
    return cards[-1]


@pytest.mark.parametrize("name", ON_THE_JOURNAL)
async def test_what_was_signed_for_is_done_once_afterwards(world: World, effects: Path, name: str) -> None:
    story = ON_THE_JOURNAL[name]
    await answered_and_killed(world, story)
    assert tally(world.data / "effects.db") == {}
    async with serving(world):
        await world.direct("maya", story.ends)
    assert list(tally(world.data / "effects.db").values()) == [Tally(attempts=1, effects=1)]


async def test_a_letter_is_sent_once_afterwards(world: World, mailbox: Mailbox) -> None:
    await answered_and_killed(world, MAIL)
    assert not mailbox.letters
    async with serving(world):
        told = await world.direct("maya", MAIL.ends)
    [letter] = mailbox.letters
    assert letter.message_id in told.plain()


async def test_a_planned_row_is_entered_once_afterwards(world: World) -> None:
    await answered_and_killed(world, TRANSFER)
    assert not (world.data / "planner.db").exists()
    async with serving(world):
        await world.direct("maya", TRANSFER.ends)
    with closing(sqlite3.connect(world.data / "planner.db")) as connection:
        assert connection.execute("select payee, amount from transfers").fetchall() == [("Globex", "4,200")]


async def test_killed_while_the_letter_is_handed_in_people_are_asked_whether_it_went(
    world: World, tmp_path: Path
) -> None:
    async with silent_server() as server:
        lost = world_of(world.sandbox, tmp_path, server.port)
        async with serving(lost) as bot:
            await lost.person("maya").command("#support", MAIL.task)
            await answer(lost, MAIL, await lost.card("tom", title=MAIL.card))
            await server.has_letter.wait()
            await bot.kill()
    async with serving(world):
        miguel = world.person("miguel")
        await miguel.press(await world.card("miguel", title="Did this happen? Sent the e-mail"), "It happened…")
        await world.sandbox.until(miguel.view)
        assert (await miguel.submit()).closed
        told = await world.direct("maya", MAIL.ends)
    assert "Sent “Order 1042 comes on Friday” to ana@globex.example" in told.plain()
    assert server.letters == 1


class SilentServer:
    """Takes letters, and never says so."""

    def __init__(self) -> None:
        self.port = 0
        self.letters = 0
        self.has_letter = asyncio.Event()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Be polite until the letter is there."""
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                self.letters += 1
                self.has_letter.set()
            else:
                writer.write(b"250 yes\r\n")
        writer.close()


@asynccontextmanager
async def silent_server() -> AsyncIterator[SilentServer]:
    """The server on a free port, for as long as the block lasts."""
    silent = SilentServer()
    server = await asyncio.start_server(silent.converse, "127.0.0.1", 0)
    silent.port = server.sockets[0].getsockname()[1]
    async with server:
        yield silent
