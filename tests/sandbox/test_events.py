"""Events: only those the manifest subscribes to, at least once, and again until acknowledged."""

from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp

from sandbox import Sandbox, Settings
from tests.sandbox.rig import APPROVALS, LENA, OTTO, QUICK, TOM, altered, bare_socket, connected, narrowed, running, web


async def test_bolt_hears_of_changes_to_groups_people_and_channels(sandbox: Sandbox, app: AsyncApp) -> None:
    heard: dict[str, dict[str, Any]] = {}

    async def hear(event: dict[str, Any]) -> None:
        heard[event["type"]] = event

    kinds = (
        "subteam_members_changed",
        "user_change",
        "member_left_channel",
        "member_joined_channel",
        "app_home_opened",
    )
    for kind in kinds:
        app.event(kind)(hear)
    async with connected(sandbox, app):
        sandbox.set_group("team-leads", ["lena", "otto"])
        sandbox.deactivate("tom")
        sandbox.remove_member("#approvals", "otto")
        sandbox.add_member("#support", "rhea")
        await sandbox.person("maya").open_home()
        await sandbox.until(lambda: len(heard) == 5)
    change = heard["subteam_members_changed"]
    assert (change["subteam_id"], change["added_users"], change["removed_users"]) == ("S07TEAMLEAD", [OTTO], [TOM])
    assert (heard["user_change"]["user"]["id"], heard["user_change"]["user"]["deleted"]) == (TOM, True)
    assert (heard["member_left_channel"]["user"], heard["member_left_channel"]["channel"]) == (OTTO, APPROVALS)
    assert heard["app_home_opened"]["tab"] == "home"


async def test_messages_of_people_are_heard_and_the_bots_own_too(tmp_path: Path) -> None:
    heard = altered(tmp_path, set(), ["message.channels"])
    async with heard as sandbox, bare_socket(sandbox) as socket:
        await sandbox.person("maya").say("#support", "hello @lena")
        first = (await socket.take())["payload"]["event"]
        posted = await web(sandbox).chat_postMessage(channel=APPROVALS, text="own")
        second = (await socket.take())["payload"]["event"]
        await web(sandbox).chat_update(channel=APPROVALS, ts=posted["ts"], text="edited")
        third = (await socket.take())["payload"]["event"]
        await web(sandbox).chat_delete(channel=APPROVALS, ts=posted["ts"])
        fourth = (await socket.take())["payload"]["event"]
        await web(sandbox).chat_postMessage(channel=TOM, text="not subscribed to")
    assert (first["text"], first["channel_type"]) == (f"hello <@{LENA}>", "channel")
    assert (second["text"], second["bot_id"]) == ("own", "B07CNTRSIGN")
    assert (third["subtype"], third["previous_message"]["text"]) == ("message_changed", "own")
    assert (fourth["subtype"], fourth["deleted_ts"]) == ("message_deleted", posted["ts"])
    assert len(sandbox.envelopes()) == 4


async def test_an_event_the_manifest_lacks_is_not_delivered(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "user_change", "subteam_members_changed") as sandbox, bare_socket(sandbox) as socket:
        sandbox.deactivate("tom")
        sandbox.set_group("team-leads", [])
        await sandbox.person("maya").open_home()
        assert (await socket.take())["payload"]["event"]["type"] == "app_home_opened"
    assert len(sandbox.envelopes("events_api")) == 1


async def test_an_event_without_its_scope_is_not_delivered(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "users:read") as sandbox, bare_socket(sandbox) as socket:
        sandbox.deactivate("tom")
        await sandbox.person("maya").open_home()
        assert (await socket.take())["payload"]["event"]["type"] == "app_home_opened"


async def test_an_event_nobody_acknowledges_comes_three_times_more() -> None:
    async with running(QUICK) as sandbox, bare_socket(sandbox) as socket:
        sandbox.deactivate("tom")
        frames = [await socket.receive() for _ in range(4)]
        await sandbox.until(lambda: all(entry.ok is False for entry in sandbox.envelopes()))
    assert [frame["retry_attempt"] for frame in frames] == [0, 1, 2, 3]
    assert {frame["retry_reason"] for frame in frames[1:]} == {"timeout"}
    assert len({frame["payload"]["event_id"] for frame in frames}) == 1


async def test_an_event_whose_acknowledgement_is_lost_comes_again() -> None:
    async with running(QUICK) as sandbox, bare_socket(sandbox) as socket:
        sandbox.faults.lose_next_ack()
        sandbox.deactivate("tom")
        assert (await socket.take())["retry_attempt"] == 0
        assert (await socket.take())["retry_attempt"] == 1
        await sandbox.until(lambda: sandbox.envelopes()[-1].ok)
    assert len(sandbox.envelopes()) == 2


async def test_events_wait_for_somebody_to_connect() -> None:
    async with running(Settings()) as sandbox:
        sandbox.deactivate("tom")
        await sandbox.until(lambda: len(sandbox.envelopes()) == 2)
        async with bare_socket(sandbox) as socket:
            frame = await socket.take()
        assert (frame["retry_attempt"], frame["retry_reason"]) == (2, "connection_failed")
        await sandbox.until(lambda: sandbox.envelopes()[-1].ok)
