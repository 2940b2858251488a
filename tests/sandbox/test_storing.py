"""A workspace that outlives a restart, in one file."""

import json
from pathlib import Path

import pytest

from sandbox import Sandbox, UnreadableFileError
from tests.sandbox.rig import APPROVALS, MANIFEST, MAYA, card, running, section, web

METADATA = {"event_type": "card", "event_payload": {"id": "r1"}}


async def test_messages_outlive_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as first:
        client = web(first)
        posted = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"), metadata=METADATA)
        await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=posted["ts"])
        await client.chat_postMessage(channel=MAYA, text="direct")
    async with running(store=store) as second:
        maya = second.person("maya")
        shown = maya.messages("#approvals")
        assert [(message.ts, message.metadata) for message in shown] == [(posted["ts"], METADATA)]
        assert [message.text for message in maya.thread(shown[0])] == ["reply"]
        assert [message.text for message in maya.direct()] == ["direct"]
        edited = await web(second).chat_update(channel=APPROVALS, ts=posted["ts"], text="y")
        fresh = await web(second).chat_postMessage(channel=APPROVALS, text="z")
        assert (edited["ts"], fresh["ts"] > posted["ts"]) == (posted["ts"], True)


async def test_people_groups_homes_and_tokens_outlive_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as first:
        await web(first).views_publish(user_id=MAYA, view={"type": "home", "blocks": [section("home")]})
        first.set_group("managers", ["miguel", "dora"])
        first.deactivate("otto")
        first.person("maya").read("#approvals")
    async with running(store=store) as second:
        home = second.person("maya").home()
        assert home is not None
        assert home.plain() == "home"
        assert len(second.realm.workspace.group("managers").members) == 2
        assert second.person("otto").user.deleted
        assert second.bot_token == first.bot_token


async def test_the_file_is_its_owners_only_and_always_whole(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as sandbox:
        await web(sandbox).chat_postMessage(channel=APPROVALS, text="x")
        await sandbox.until(store.exists)
        assert json.loads(store.read_text())["team"] == "T07NORTHWND"
    assert stat_mode(store) == 0o600
    assert names_in(tmp_path) == ["slack.json"]


def stat_mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_changes_in_quick_succession_are_written_together(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as sandbox:
        await sandbox.until(lambda: sandbox.realm.changes.version)
        for index in range(30):
            await web(sandbox).chat_postMessage(channel=APPROVALS, text=str(index))
    kept = json.loads(store.read_text())
    channel = next(entry for entry in kept["channels"] if entry["id"] == APPROVALS)
    assert len(channel["messages"]) == 30


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 99, "team": "T07NORTHWND"}'])
def test_a_broken_file_is_named_with_its_remedy(tmp_path: Path, content: str) -> None:
    store = tmp_path / "slack.json"
    store.write_text(content)
    with pytest.raises(UnreadableFileError, match=r"slack\.json cannot be used .*Delete it to start afresh"):
        Sandbox(MANIFEST, store=store)
    assert store.read_text() == content
