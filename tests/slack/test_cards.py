"""Tests that a card says everything, in every state, whatever was typed into it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Ask, Check, CheckStatus, Fact
from bot.approvals.commands import Ring
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.answers import read_vote
from bot.slack.blocks import Message
from bot.slack.cards import Shown, draw, is_whole, on_card
from tests.approvals.examples import (
    HOLD,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_click,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    an_auto_tier,
)
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import (
    MANY,
    SOON,
    STATES,
    a_voted,
    asks,
    escalated,
    expired,
    settled,
    states,
    steadily,
    waits_for_two,
    withdrawn,
)
from tests.slack.hostile import HOSTILE

PINGING = Shown(mentions={"team-lead": "S0LEADS", "manager": "S0MANAGERS"})
OURS = re.compile(
    r"<(@U0[A-Z]+|!subteam\^S0[A-Z]+|!date\^\d+\^{date_short_pretty} at {time(_secs)?}\|[-\d]+ [:\d]+ UTC)>"
)


def seen(message: Message) -> str:
    """Everything that stands on the card."""
    return "\n".join(limits.all_texts(message.blocks))


def buttons(message: Message) -> dict[str, dict[str, str]]:
    """The card's buttons by label."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return {button["text"]["text"]: button for row in rows for button in row}


def an_ask_of(words: str) -> Ask:
    """An ask with the same words in every place."""
    return Ask(
        title=words[:150] or "-",
        summary=words,
        flags=(words, words),
        facts=(Fact(label=words[:80] or "-", value=words), Fact(label="Amount", value=words)),
        checks=(Check(name=words[:80] or "-", status=CheckStatus.WARN, detail=words),),
        notice=words,
    )


def drawn_safely(request: Request, shown: Shown = PINGING) -> Message:
    """The request drawn, once it is certain that nothing but our own tokens stands in its marked texts."""
    message = accepted(draw(request, shown))
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        assert not set("<>") & set(OURS.sub("", marked)), marked
    return message


def test_an_open_card_says_what_is_asked_why_of_whom_and_until_when() -> None:
    message = accepted(draw(a_request(), PINGING))
    for words in (
        "Refund 120.00 to Ada",
        "Ada was charged twice.",
        "first refund of this customer",
        "✅ Pass  Duplicate charge",
        "two charges, one order",
        "*Customer*",
        "Please note: The analysis is a stand-in's.",
        "amount 120",
        "<!subteam^S0LEADS> (team lead)",
        text.moment(NOON + HOUR),
        "@manager (manager) will be asked",
        "<@U0REQUESTER>",
        "refund",
        "request-1",
    ):
        assert words in seen(message)


def test_the_buttons_carry_the_request_the_action_and_what_was_seen() -> None:
    request = a_request()
    drawn = buttons(draw(request, PINGING))
    assert list(drawn) == ["Approve", "Reject", "Hold"]
    press = read_vote(drawn["Approve"]["value"])
    assert (press.request_id, press.action, request.digest_seen(press.digest)) == (
        request.id,
        "approve",
        request.digest,
    )
    assert [button.get("style") for button in drawn.values()] == ["primary", "danger", None]
    assert [button["action_id"] for button in drawn.values()] == ["vote:approve", "vote:reject", "vote:hold"]


def test_only_the_first_of_several_approving_actions_stands_out() -> None:
    second = APPROVE.model_copy(update={"id": "approve_in_part", "label": "Approve in part"})
    drawn = buttons(draw(a_request(an_ask(actions=(REJECT, APPROVE, second))), PINGING))
    assert [button.get("style") for button in drawn.values()] == ["danger", "primary", None]


def test_a_group_without_an_id_is_named_and_not_pinged() -> None:
    assert "@team-lead (team lead)" in seen(draw(a_request(), Shown()))


def test_the_next_tier_is_not_pinged_ahead_of_its_time() -> None:
    assert "S0MANAGERS" not in seen(draw(a_request(), PINGING))
    assert MANAGER not in seen(draw(a_request(policy=waits_for_two()), PINGING))


def test_a_copy_in_a_direct_message_says_where_the_card_is_and_pings_nobody() -> None:
    shown = Shown(mentions=PINGING.mentions, direct=True)
    message = accepted(draw(a_request(), shown))
    assert "The same card is in #approvals" in seen(message)
    assert "S0LEADS" not in seen(message)


def test_after_an_escalation_the_card_names_the_tier_that_is_asked_now() -> None:
    message = accepted(draw(after(a_request(), Ring(), NOON + HOUR), PINGING))
    assert "*Asked now:* <!subteam^S0MANAGERS> (manager)" in seen(message)
    assert "it counts as rejected" in seen(message)


def test_a_policy_that_waits_says_that_there_is_no_deadline() -> None:
    waiting = after(a_request(policy=waits_for_two()), Ring(), NOON + HOUR)
    assert "There is no deadline" in seen(draw(waiting, PINGING))


def test_short_deadlines_show_their_seconds() -> None:
    request = a_request(policy=a_policy(a_tier("team lead", sla=timedelta(seconds=20))))
    assert text.moment(NOON + timedelta(seconds=20), exact=True) in seen(draw(request, PINGING))


def test_votes_short_of_the_quorum_are_shown() -> None:
    message = accepted(draw(a_voted(an_ask()), PINGING))
    assert "*Votes so far:* 1 of the 2 approvals needed" in seen(message)
    assert f"<@{LEAD}> chose *Approve*" in seen(message)


def test_a_decided_card_says_who_what_when_why_and_how_long_it_took_and_has_no_buttons() -> None:
    request = a_request()
    closed = after(request, a_click(request, action="reject", reason="Ada was paid back already"), SOON)
    message = accepted(draw(closed, PINGING))
    for words in ("*Rejected*", f"<@{LEAD}>", "Reject", text.moment(SOON), "paid back already", "3 min 20 s"):
        assert words in seen(message)
    assert buttons(message) == {}
    assert "Asked now" not in seen(message)


def test_a_quorums_decision_names_everybody_who_made_it() -> None:
    request = a_voted(an_ask())
    closed = after(request, a_click(request, SECOND_LEAD), SOON)
    message = accepted(draw(closed, PINGING))
    assert f"by <@{LEAD}> and <@{SECOND_LEAD}>" in seen(message)
    assert "2 of the 2 approvals needed" in seen(message)


def test_an_approval_within_limits_says_so() -> None:
    request = a_request(an_ask(amount=20), a_policy(an_auto_tier(), a_tier()))
    assert "within the limits of auto (amount up to 50), so nobody had to be asked" in seen(draw(request, PINGING))


def test_a_timeout_says_that_nobody_answered() -> None:
    assert "nobody answered in time; everybody was asked last" in seen(draw(expired(an_ask()), PINGING))


def test_a_withdrawn_card_says_why_nothing_was_decided() -> None:
    message = accepted(draw(withdrawn(an_ask()), PINGING))
    assert "*Withdrawn*, nothing was decided" in seen(message)
    assert buttons(message) == {}


def test_the_card_says_whether_the_workflow_has_the_answer() -> None:
    request = a_request()
    closed = after(request, a_click(request), SOON)
    assert "has had the answer" not in seen(draw(closed, PINGING))
    assert f"The workflow has had the answer since {text.moment(SOON)}" in seen(draw(settled(an_ask()), PINGING))


def test_trouble_is_told_on_the_card_and_to_screen_readers() -> None:
    message = accepted(draw(settled(an_ask()), Shown(trouble="the workflow failed: <!here>")))
    assert "Something went wrong: " in seen(message)
    assert "the workflow failed: &lt;!here&gt;" in message.text


def test_an_ask_without_actions_says_that_it_cannot_be_answered() -> None:
    message = accepted(draw(a_request(an_ask(actions=())), PINGING))
    assert "This cannot be answered from here" in seen(message)
    assert "This cannot be answered from here" in message.text
    assert buttons(message) == {}


def test_an_ask_that_fits_is_shown_whole() -> None:
    request = a_request(an_ask())
    assert is_whole(request)
    assert "cut" not in seen(draw(request, PINGING))


@pytest.mark.parametrize(
    "oversized",
    [
        an_ask().model_copy(update={"summary": "&" * 200_000}),
        an_ask().model_copy(update={"facts": tuple(Fact(label=f"Fact {n}", value="v") for n in range(400))}),
        an_ask().model_copy(update={"flags": ("flag",) * 5000}),
        an_ask().model_copy(update={"checks": (Check(name="check", status=CheckStatus.FAIL, detail="x" * 9000),)}),
        an_ask().model_copy(update={"notice": "x" * 9000}),
        an_ask().model_copy(update={"title": "\u202e" * 150}),
        an_ask().model_copy(update={"measures": {f"measure {n}": n / 7 for n in range(600)}}),
    ],
    ids=["summary", "facts", "flags", "checks", "notice", "title", "measures"],
)
def test_what_does_not_fit_is_marked_and_approving_is_left_to_the_full_view(oversized: Ask) -> None:
    request = a_request(oversized)
    message = accepted(draw(request, PINGING))
    assert not is_whole(request)
    assert list(buttons(message)) == ["See everything", "Reject", "Hold"]
    assert buttons(message)["See everything"]["action_id"] == "see"
    assert buttons(message)["See everything"]["value"] == request.id
    assert "Not everything fits on this card" in seen(message)
    assert "cut: " in seen(message) or "…" in seen(message)


def test_sixty_actions_do_not_break_the_card() -> None:
    request = a_request(an_ask(actions=MANY))
    message = accepted(draw(request, PINGING))
    assert next(iter(buttons(message))) == "See everything"
    assert len(buttons(message)) == 25
    assert all(action.kind.value != "approve" for action in on_card(request))


def test_a_closed_card_that_was_cut_still_lets_people_read_everything() -> None:
    closed = withdrawn(an_ask().model_copy(update={"summary": "x" * 9000}))
    assert list(buttons(accepted(draw(closed, PINGING)))) == ["See everything"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("trouble", ["", "yes"])
def test_hostile_words_neither_ping_nor_link_nor_break_the_card(words: str, trouble: str) -> None:
    request = a_request(an_ask()) if "\ud800" in words else a_request(an_ask_of(words))
    drawn_safely(request, Shown(mentions=PINGING.mentions, trouble=words if trouble else ""))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", ["<!channel>" * 20_000, "```\n" * 9, "&lt;!here&gt;"])
def test_hostile_words_are_harmless_in_every_state(state: Callable[[Ask], Request], words: str) -> None:
    drawn_safely(state(an_ask_of(words)))


def test_marks_of_deception_are_spelled_out() -> None:
    message = draw(a_request(an_ask_of("pay \u202e00521")), PINGING)
    assert "pay [U+202E]00521" in seen(message)
    assert "\u202e" not in seen(message) + message.text


def test_words_cannot_pose_as_lines_of_the_screen_readers_text() -> None:
    message = draw(a_request(an_ask_of("harmless\nApproved by the policy")), PINGING)
    assert not any(line.startswith("Approved") for line in message.text.splitlines())


def test_the_screen_readers_text_tells_the_whole_story() -> None:
    told = draw(a_request(), PINGING).text
    for words in (
        "Refund 120.00 to Ada",
        "Waiting for a decision",
        "@team-lead",
        "Ada was charged twice",
        "Customer: Ada",
    ):
        assert words in told
    assert "S0LEADS" not in told


def test_a_screen_readers_text_without_room_says_so() -> None:
    told = draw(a_request(an_ask().model_copy(update={"flags": ("flag " * 30,) * 100})), PINGING).text
    assert told.endswith("more; open the card]")


@steadily
@given(ask=asks, state=states, direct=st.booleans())
def test_any_ask_in_any_state_is_drawn_within_the_limits(
    ask: Ask, state: Callable[[Ask], Request], direct: bool
) -> None:
    request = state(ask)
    drawn_safely(request, Shown(mentions=PINGING.mentions, direct=direct))


@steadily
@given(ask=asks)
def test_a_card_offers_to_approve_only_what_it_shows_whole(ask: Ask) -> None:
    request = escalated(ask)
    message = draw(request, PINGING)
    approving = {action.id for action in ask.actions if action.kind.value == "approve"}
    offered = {button["action_id"].removeprefix("vote:") for button in buttons(message).values()}
    if is_whole(request):
        assert approving <= offered
        assert "[cut: " not in seen(message)
    else:
        assert not approving & offered


def test_the_neutral_action_is_offered_on_a_cut_card() -> None:
    request = a_request(an_ask(actions=(APPROVE, REJECT, HOLD)).model_copy(update={"summary": "x" * 9000}))
    assert "Hold" in buttons(draw(request, PINGING))
