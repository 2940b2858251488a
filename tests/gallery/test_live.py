"""Tests of the live check, with the local Slack in the place of the real one."""

from collections.abc import AsyncIterator

import pytest

from gallery import live
from gallery.collection import collection
from gallery.specimens.cast import APPROVALS, MENTIONS
from gallery.specimens.specimen import Kind, Specimen
from sandbox import Sandbox
from tests.journeys.world import ROOT

FEW = [*collection("an ordinary refund"), *collection("hostile words"), *collection("a full home")]
BROKEN = Specimen(heading="Broken", name="Blank", kind=Kind.MESSAGE, payload={"text": "x", "blocks": [{"type": "?"}]})


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A workspace without anything in it."""
    sandbox = Sandbox(ROOT / "manifest.yml")
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


async def checked(slack: Sandbox, specimens: list[Specimen], *, clean: bool = False) -> tuple[int, str]:
    """The exit status of a live check of these, and what it said."""
    said: list[str] = []
    environ = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "COUNTERSIGN_TEST_CHANNEL": APPROVALS,
        "SLACK_API_URL": slack.api_url,
    }
    status = await live.report(environ, specimens, is_clean_wanted=clean, say=said.append, pace=0)
    return status, "\n".join(said)


async def test_slack_takes_every_specimen(slack: Sandbox) -> None:
    status, said = await checked(slack, collection())
    assert status == 0
    assert f"{len(collection())} of {len(collection())} are fine." in said
    views = [specimen for specimen in collection() if specimen.kind in {Kind.MODAL, Kind.HOME}]
    assert len(slack.person("maya").messages("#approvals")) == len(collection()) - len(views)
    assert "were only validated" in said


async def test_nobody_is_pinged(slack: Sandbox) -> None:
    await checked(slack, collection())
    posted = slack.person("maya").messages("#approvals")
    assert {person for message in posted for person in message.notifies} <= {slack.realm.bot_user}
    assert not any(group in f"{message.text}{message.blocks}" for message in posted for group in MENTIONS.values())


async def test_what_slack_refuses_is_told_with_its_words(slack: Sandbox) -> None:
    status, said = await checked(slack, [*FEW, BROKEN])
    assert status == 1
    assert f"{len(FEW)} of {len(FEW) + 1} are fine." in said
    assert "Broken: Blank" in said
    assert "invalid_blocks" in said


async def test_what_was_posted_can_be_deleted_again(slack: Sandbox) -> None:
    status, _ = await checked(slack, FEW, clean=True)
    assert status == 0
    assert slack.person("maya").messages("#approvals") == []
    assert slack.calls("chat.delete")


async def test_what_cannot_be_deleted_is_counted(slack: Sandbox) -> None:
    slack.faults.add("chat.delete", error="cant_delete_message")
    status, said = await checked(slack, FEW, clean=True)
    assert status == 1
    assert "1 messages could not be deleted." in said


async def test_a_token_that_slack_does_not_take_posts_nothing(slack: Sandbox) -> None:
    slack.revoke_token()
    status, said = await checked(slack, FEW)
    assert status == 2
    assert "token_revoked" in said
    assert slack.person("maya").messages("#approvals") == []


@pytest.mark.parametrize("environ", [{}, {"SLACK_BOT_TOKEN": "xoxb-1"}, {"COUNTERSIGN_TEST_CHANNEL": "C1"}])
def test_without_a_token_and_a_channel_it_says_what_it_needs(environ: dict[str, str]) -> None:
    said: list[str] = []
    assert live.main([], environ, said.append) == 2
    assert said == [live.MISSING]
