"""Whom a message notifies, and what a reader sees of hostile text."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.mrkdwn import Names, read
from tests.sandbox.rig import APPROVALS, LENA, MAYA, TOM, Json, card, mrkdwn, plain, section

EVERYBODY = 11


async def notified(sandbox: Sandbox, client: AsyncWebClient, text: str, blocks: list[Json] | None = None) -> list[str]:
    await client.chat_postMessage(channel=APPROVALS, text=text, blocks=blocks)
    return list(sandbox.person("maya").messages("#approvals")[-1].notifies)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("<@U07TOMOK002> please", [TOM]),
        ("<@U07TOMOK002|tom> please", [TOM]),
        ("<!subteam^S07TEAMLEAD> please", [TOM, LENA]),
        ("&lt;@U07TOMOK002&gt; &lt;!channel&gt; @tom @here", []),
        ("<@U0NOBODY001>", []),
    ],
)
async def test_only_unescaped_mentions_notify(
    sandbox: Sandbox, client: AsyncWebClient, text: str, who: list[str]
) -> None:
    assert sorted(await notified(sandbox, client, text)) == sorted(who)


@pytest.mark.parametrize("word", ["channel", "here", "everyone"])
async def test_a_broadcast_notifies_all_members(sandbox: Sandbox, client: AsyncWebClient, word: str) -> None:
    assert len(await notified(sandbox, client, f"<!{word}>")) == EVERYBODY


async def test_mentions_in_blocks_notify_but_plain_text_never_does(sandbox: Sandbox, client: AsyncWebClient) -> None:
    loud = [section("<@U07TOMOK002>")]
    quiet = [{"type": "section", "text": plain("<@U07TOMOK002> <!channel>")}]
    field = [{"type": "section", "fields": [mrkdwn("<!subteam^S07TEAMLEAD>")]}]
    assert await notified(sandbox, client, "x", loud) == [TOM]
    assert await notified(sandbox, client, "x", quiet) == []
    assert len(await notified(sandbox, client, "x", field)) == 2


async def test_bare_names_notify_only_with_link_names(sandbox: Sandbox, client: AsyncWebClient) -> None:
    assert await notified(sandbox, client, "@tom @team-leads @here") == []
    await client.chat_postMessage(channel=APPROVALS, text="@tom", link_names=True)
    assert sandbox.person("maya").messages("#approvals")[-1].notifies == (TOM,)


async def test_a_direct_message_notifies_its_reader_and_an_edit_nobody(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=MAYA, text="x")
    maya = sandbox.person("maya")
    assert maya.direct()[-1].notifies == (MAYA,)
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="<!channel>")
    assert maya.direct()[-1].notifies == (MAYA,)


NAMES = Names(users={"U1": "Ann Lee"}, channels={"C1": "general"}, groups={"S1": "leads"}, tz="Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("*bold* _italic_ ~gone~", "bold italic gone"),
        ("*_both_*", "both"),
        ("snake_case_word and 2*3*4", "snake_case_word and 2*3*4"),
        ("`code *kept*` and ```<@U1>```", "code *kept* and @Ann Lee"),
        ("<@U1> <#C1> <!subteam^S1> <!here>", "@Ann Lee #general @leads @here"),
        ("<https://example.com|a label> <https://example.com>", "a label https://example.com"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<!date^1800000000^{date_short} at {time}|later>", "Jan 15, 2027 at 9:00 AM"),
        ("<!date^soon^{date}|later>", "later"),
    ],
)
def test_mrkdwn_reads_as_a_person_reads_it(text: str, seen: str) -> None:
    assert read(text, NAMES) == seen


async def test_a_card_reads_as_its_words_and_its_buttons(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=APPROVALS, text="fallback", blocks=card("Approve", "Reject"))
    assert sandbox.person("maya").messages("#approvals")[-1].plain() == "A card\n[Approve]\n[Reject]"
