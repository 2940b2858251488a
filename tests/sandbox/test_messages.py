"""Posting, editing and deleting messages; threads, metadata, ephemerals."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import APPROVALS, MAYA, OTTO, TOM, card, error_of, section


async def test_timestamps_are_unique_and_increasing_strings(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=APPROVALS, text=str(index)))["ts"] for index in range(20)]
    assert stamps == sorted(set(stamps), key=lambda ts: tuple(map(int, ts.split("."))))
    assert all(isinstance(ts, str) and len(ts.split(".")[1]) == 6 for ts in stamps)


async def test_a_message_without_text_and_blocks_is_refused(client: AsyncWebClient) -> None:
    assert await error_of(client.api_call("chat.postMessage", json={"channel": APPROVALS, "text": " "})) == "no_text"


async def test_long_text_is_cut_when_posted_and_refused_when_edited(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    edit = client.chat_update(channel=APPROVALS, ts=posted["ts"], text="x" * 4001)
    assert await error_of(edit) == "msg_too_long"


async def test_blocks_without_text_get_slacks_own_words(client: AsyncWebClient) -> None:
    with pytest.warns(UserWarning, match="text"):
        posted = await client.chat_postMessage(channel=APPROVALS, blocks=[section("x")])
    assert posted["message"]["text"] == "This content can't be displayed."


async def test_markdown_text_stands_alone(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, markdown_text="**x**")
    assert posted["message"]["blocks"][0]["type"] == "markdown"
    both = client.chat_postMessage(channel=APPROVALS, text="x", markdown_text="**x**")
    assert await error_of(both) == "markdown_text_conflict"


async def test_posting_to_a_person_opens_the_direct_message(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MAYA, text="for you")
    assert posted["channel"].startswith("D")
    assert [message.text for message in sandbox.person("maya").direct()] == ["for you"]
    assert sandbox.person("tom").direct() == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NOWHERE01", "channel_not_found"), ("#nowhere", "channel_not_found"), ("U0NOBODY001", "channel_not_found")],
)
async def test_posting_nowhere_is_refused(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await error_of(client.chat_postMessage(channel=channel, text="x")) == error


async def test_the_bot_posts_only_where_it_belongs(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.remove_member("#approvals", "probe")
    assert await error_of(client.chat_postMessage(channel=APPROVALS, text="x")) == "not_in_channel"
    await client.conversations_join(channel=APPROVALS)
    await client.chat_postMessage(channel=APPROVALS, text="x")


async def test_an_archived_channel_takes_nothing(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="x")
    sandbox.archive("#approvals")
    assert await error_of(client.chat_postMessage(channel=APPROVALS, text="x")) == "is_archived"
    assert await error_of(client.chat_update(channel=APPROVALS, ts=posted["ts"], text="y")) == "is_inactive"


async def test_a_deactivated_person_cannot_be_written_to(sandbox: Sandbox, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=TOM)
    sandbox.deactivate("tom")
    assert await error_of(client.conversations_open(users=TOM)) == "user_disabled"
    assert await error_of(client.chat_postMessage(channel=TOM, text="x")) == "channel_not_found"
    assert await error_of(client.chat_postMessage(channel=opened["channel"]["id"], text="x")) == "is_archived"


async def test_an_edit_replaces_text_and_blocks_and_says_so(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="open", blocks=card("Approve"))
    edited = await client.chat_update(channel=APPROVALS, ts=posted["ts"], text="closed")
    assert (edited["ts"], edited["text"]) == (posted["ts"], "closed")
    assert "blocks" not in edited["message"]
    assert edited["message"]["edited"]["user"] == "U07CNTRSIGN"
    seen = sandbox.person("tom").messages("#approvals")[-1]
    assert (seen.buttons(), seen.edited) == ([], True)


async def test_only_the_bots_own_messages_can_be_changed(sandbox: Sandbox, client: AsyncWebClient) -> None:
    said = await sandbox.person("maya").say("#approvals", "mine")
    assert await error_of(client.chat_update(channel=APPROVALS, ts=said.ts, text="x")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel=APPROVALS, ts=said.ts)) == "cant_delete_message"
    assert await error_of(client.chat_update(channel=APPROVALS, ts="1.000001", text="x")) == "message_not_found"
    assert await error_of(client.chat_update(channel=MAYA, ts=said.ts, text="x")) == "channel_not_found"


async def test_deleting_leaves_a_tombstone_only_above_a_thread(sandbox: Sandbox, client: AsyncWebClient) -> None:
    lone = await client.chat_postMessage(channel=APPROVALS, text="lone")
    parent = await client.chat_postMessage(channel=APPROVALS, text="parent")
    await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=parent["ts"])
    for ts in (lone["ts"], parent["ts"]):
        await client.chat_delete(channel=APPROVALS, ts=ts)
        assert await error_of(client.chat_update(channel=APPROVALS, ts=ts, text="x")) == "message_not_found"
    texts = [message.text for message in sandbox.person("maya").messages("#approvals")]
    assert texts == ["This message was deleted."]


async def test_replies_stand_in_the_thread_and_not_in_the_channel(sandbox: Sandbox, client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=APPROVALS, text="parent")
    reply = await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=parent["ts"])
    assert reply["message"]["thread_ts"] == parent["ts"]
    await client.chat_postMessage(channel=APPROVALS, text="both", thread_ts=parent["ts"], reply_broadcast=True)
    history = await client.conversations_history(channel=APPROVALS)
    assert [message["text"] for message in history["messages"]] == ["both", "parent"]
    assert history["messages"][1]["reply_count"] == 2
    assert history["messages"][0]["subtype"] == "thread_broadcast"
    thread = await client.conversations_replies(channel=APPROVALS, ts=parent["ts"])
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply", "both"]
    shown = sandbox.person("maya").messages("#approvals")[0]
    assert [message.text for message in sandbox.person("maya").thread(shown)] == ["reply", "both"]


async def test_only_a_message_that_is_there_and_no_reply_can_have_replies(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=APPROVALS, text="parent")
    reply = await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=parent["ts"])
    for ts in (reply["ts"], "1.000001"):
        answer = client.chat_postMessage(channel=APPROVALS, text="x", thread_ts=ts)
        assert await error_of(answer) == "cannot_reply_to_message"
    assert await error_of(client.conversations_replies(channel=APPROVALS, ts="1.000001")) == "thread_not_found"


async def test_metadata_comes_back_whole_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "r1"}}
    posted = await client.chat_postMessage(channel=APPROVALS, text="x", metadata=metadata)
    bare = await client.conversations_history(channel=APPROVALS)
    assert bare["messages"][0]["metadata"] == {"event_type": "card"}
    whole = await client.conversations_history(channel=APPROVALS, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata
    await client.chat_update(channel=APPROVALS, ts=posted["ts"], text="y")
    kept = await client.conversations_history(channel=APPROVALS, include_all_metadata=True)
    assert kept["messages"][0]["metadata"] == metadata
    await client.chat_update(channel=APPROVALS, ts=posted["ts"], text="y", metadata={})
    gone = await client.conversations_history(channel=APPROVALS, include_all_metadata=True)
    assert "metadata" not in gone["messages"][0]


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": []}, "invalid_metadata_format"),
        ("[", "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"a": "b" * 20_000}}, "metadata_too_large"),
    ],
)
async def test_metadata_has_a_form_and_a_size(client: AsyncWebClient, metadata: object, error: str) -> None:
    call = client.api_call("chat.postMessage", json={"channel": APPROVALS, "text": "x", "metadata": metadata})
    assert await error_of(call) == error


async def test_an_ephemeral_message_is_seen_by_one_person_and_kept_nowhere(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    posted = await client.chat_postEphemeral(channel=APPROVALS, user=OTTO, text="only you")
    otto, maya = sandbox.person("otto"), sandbox.person("maya")
    assert [message.text for message in otto.ephemerals("#approvals")] == ["only you"]
    assert (maya.ephemerals(), maya.messages("#approvals"), otto.messages("#approvals")) == ([], [], [])
    assert (await client.conversations_history(channel=APPROVALS))["messages"] == []
    update = client.chat_update(channel=APPROVALS, ts=posted["message_ts"], text="x")
    assert await error_of(update) == "message_not_found"
    otto.reload()
    assert otto.ephemerals() == []


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.remove_member("#approvals", "otto")
    answer = client.chat_postEphemeral(channel=APPROVALS, user=OTTO, text="x")
    assert await error_of(answer) == "user_not_in_channel"


async def test_people_see_only_the_channels_they_are_in(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="otto is not in #operators"):
        sandbox.person("otto").messages("#operators")


async def test_a_permalink_leads_to_a_message_that_is_there(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="x")
    link = await client.chat_getPermalink(channel=APPROVALS, message_ts=posted["ts"])
    assert link["permalink"].endswith(f"/archives/{APPROVALS}/p{posted['ts'].replace('.', '')}")
    assert await error_of(client.chat_getPermalink(channel=APPROVALS, message_ts="1.000001")) == "message_not_found"
