"""A letter is posted once: one whose fate is unknown is looked for before it is posted again."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.ledger.card_book import Address
from bot.settings import real_now
from bot.slack.blocks import Message
from bot.slack.pace import Pace
from bot.slack.posting import Letter, NotYet, Poster
from sandbox import SeenMessage
from tests.slack.line import Line, line

CHANNEL = "C07APPROVE3"
HELLO = Message("hello", [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}])
NEWS = Message("news", [{"type": "section", "text": {"type": "mrkdwn", "text": "news"}}])


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


@pytest.fixture
def poster(slack: Line) -> Poster:
    """Posts without a pace."""
    return Poster(slack.client, slack.bot_id, Pace(0))


async def test_a_letter_is_posted_with_its_id_and_without_unfurling(slack: Line, poster: Poster) -> None:
    address = await poster.post(a_letter())
    [posted] = seen(slack)
    assert (posted.channel, posted.ts, posted.plain()) == (address.channel, address.ts, "hello")
    assert posted.metadata == {"event_type": "countersign_message", "event_payload": {"id": "letter-1"}}
    [call] = slack.sandbox.calls("chat.postMessage")
    assert {call.arguments[name] for name in ("unfurl_links", "unfurl_media")} <= {False, "0", "false"}


async def test_a_letter_in_a_thread_stands_in_it(slack: Line, poster: Poster) -> None:
    card = await poster.post(a_letter())
    reply = await poster.post(a_letter("letter-2", NEWS, thread_ts=card.ts))
    [top] = seen(slack)
    assert [message.ts for message in slack.sandbox.person("tom").thread(top)] == [reply.ts]


async def test_a_message_is_drawn_anew_where_it_stands(slack: Line, poster: Poster) -> None:
    address = await poster.post(a_letter())
    await poster.update(address, NEWS)
    [posted] = seen(slack)
    assert (posted.ts, posted.plain()) == (address.ts, "news")


@pytest.mark.parametrize("fault", [{"status": 500, "before": False}, {"drop": True}], ids=str)
async def test_a_letter_that_was_posted_though_the_answer_was_lost_is_found_and_brought_up_to_date(
    slack: Line, poster: Poster, fault: dict[str, object]
) -> None:
    slack.sandbox.faults.add("chat.postMessage", **fault)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"internal_error|disconnected|reset"):
        await poster.post(a_letter())
    address = await poster.post(a_letter(message=NEWS, unsure=True))
    [posted] = seen(slack)
    assert (posted.ts, posted.plain()) == (address.ts, "news")
    assert slack.count("chat.postMessage") == 1


async def test_a_letter_that_was_not_posted_after_all_is_posted(slack: Line, poster: Poster) -> None:
    slack.sandbox.faults.add("chat.postMessage", status=500)
    with pytest.raises(SlackApiError):
        await poster.post(a_letter())
    await poster.post(a_letter(unsure=True))
    assert len(seen(slack)) == 1


async def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(slack: Line, poster: Poster) -> None:
    card = await poster.post(a_letter())
    reply = await poster.post(a_letter("letter-2", thread_ts=card.ts))
    assert await poster.post(a_letter("letter-2", thread_ts=card.ts, unsure=True)) == reply
    [top] = seen(slack)
    assert len(slack.sandbox.person("tom").thread(top)) == 1


async def test_a_letter_is_found_on_a_later_page(slack: Line, poster: Poster) -> None:
    first = await poster.post(a_letter())
    for number in range(205):
        await slack.sandbox.person("tom").say("#approvals", f"chatter {number}")
    assert await poster.post(a_letter(unsure=True)) == first
    assert slack.count("conversations.history") > 1


async def test_somebody_elses_copy_is_not_taken_for_the_letter(slack: Line, poster: Poster) -> None:
    other = Poster(slack.client, "B0SOMEBODY", Pace(0))
    await poster.post(a_letter())
    await other.post(a_letter(unsure=True))
    assert len(seen(slack)) == 2


async def test_a_letter_that_may_not_be_looked_for_is_not_posted_again(slack: Line, poster: Poster) -> None:
    """Unsure means not posted twice."""
    slack.sandbox.faults.add("conversations.history", status=500)
    with pytest.raises(SlackApiError):
        await poster.post(a_letter(unsure=True))
    assert seen(slack) == []


async def test_a_letter_before_the_channels_turn_is_told_how_long_to_wait(slack: Line) -> None:
    poster = Poster(slack.client, slack.bot_id, Pace(100))
    await poster.post(a_letter())
    with pytest.raises(NotYet) as early:
        await poster.post(a_letter("letter-2"))
    assert 90 < early.value.seconds <= 100
    assert len(seen(slack)) == 1


async def test_a_channel_that_slack_asked_to_spare_is_spared(slack: Line, poster: Poster) -> None:
    poster.hold_back(CHANNEL, 100)
    with pytest.raises(NotYet):
        await poster.post(a_letter())
    assert slack.count("chat.postMessage") == 0


async def test_drawing_anew_needs_no_turn(slack: Line, poster: Poster) -> None:
    address = await poster.post(a_letter())
    poster.hold_back(CHANNEL, 100)
    await poster.update(address, NEWS)
    assert [message.plain() for message in seen(slack)] == ["news"]


async def test_a_message_that_is_gone_cannot_be_drawn_anew(slack: Line, poster: Poster) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await poster.update(Address(CHANNEL, "1.000000"), NEWS)


async def test_a_message_that_changes_often_is_drawn_anew_calmly(slack: Line, poster: Poster) -> None:
    first, second = await poster.post(a_letter()), await poster.post(a_letter("letter-2"))
    await poster.revise(first, NEWS)
    await poster.revise(second, NEWS)
    with pytest.raises(NotYet) as early:
        await poster.revise(first, HELLO)
    assert 2 < early.value.seconds <= 3
    assert [message.plain() for message in seen(slack)] == ["news", "news"]


async def test_a_message_has_a_link_where_slack_gives_one(slack: Line, poster: Poster) -> None:
    address = await poster.post(a_letter())
    assert address.ts.replace(".", "") in await poster.link(address)
    assert await poster.link(Address(CHANNEL, "1.000000")) == ""
    slack.sandbox.faults.add("chat.getPermalink", status=500)
    assert await poster.link(address) == ""


def a_letter(
    letter_id: str = "letter-1", message: Message = HELLO, *, thread_ts: str | None = None, unsure: bool = False
) -> Letter:
    """A letter to the approvals channel, begun just now."""
    return Letter(
        id=letter_id,
        channel=CHANNEL,
        message=message,
        begun=real_now().timestamp(),
        unsure=unsure,
        thread_ts=thread_ts,
    )


def seen(slack: Line) -> list[SeenMessage]:
    """What people see in the channel."""
    return slack.sandbox.person("tom").messages("#approvals")
