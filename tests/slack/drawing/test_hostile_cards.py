"""Tests that nothing anybody wrote, in any place, can ping, link, format or break a card, or forge words of ours."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Ask
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Climb, Request, State
from bot.approvals.tier import Reviewers, Tier
from bot.approvals.values import whole
from bot.slack.drawing.cards import Shown, draw
from sandbox.mrkdwn import mentions
from tests.approvals.examples import HOUR, NOON, a_policy, a_request
from tests.slack import limits
from tests.slack.asks import STATES, an_ask_of, asks, delegated, edited, settled, states, steadily, withdrawn
from tests.slack.drawing.reading import PINGING, batch_safely, drawn_safely, menu, rows, seen
from tests.slack.hostile import HOSTILE

EVERY_STRING = pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))


def hostile(words: str, state: Callable[[Ask], Request] = a_request) -> Request:
    """A request with these words in the place of every name as well: requester, workflow, policy and tiers."""
    request = state(an_ask_of(words))
    origin = replace(request.origin, requester=words, workflow=words)
    return replace(request, origin=origin, policy=a_ladder(whole(words)))


def a_ladder(words: str) -> Policy:
    """Two tiers named so, asking people whose addresses are such."""
    tiers = [
        Tier(name=f"{words[:50]}{number}" or "-", reviewers=Reviewers(people=((words * 3)[:200] or "...",)), sla=HOUR)
        for number in range(2)
    ]
    return a_policy(*tiers, name=words[:60] or "-", on_timeout=OnTimeout.WAIT)


def by_whom(request: Request, words: str) -> Request:
    """The request with these words as the ids of everybody who did something to it."""
    return replace(
        request,
        votes=tuple(replace(vote, person=words, behalf=words, reason=words) for vote in request.votes),
        edits=tuple(replace(edit, person=words) for edit in request.edits),
        delegations=tuple(replace(passed, giver=words, to=words) for passed in request.delegations),
        climbs=(Climb(by=words, because=words, at=NOON),),
        withdrawn_by=words,
        neared=0.75,
        asked_at=NOON + HOUR,
    )


def has_its_buttons(request: Request) -> None:
    """The card has every button of its kind still, whatever the words."""
    message = drawn_safely(request)
    assert message.blocks[-1]["type"] == "actions"
    assert "History" in menu(message)
    deciding = [element for element in rows(message) if element["action_id"].startswith("vote:")]
    assert len(deciding) == (3 if request.state is State.OPEN else 0)


def test_there_are_more_than_a_hundred_hostile_strings() -> None:
    assert len(set(HOSTILE)) > 100


@EVERY_STRING
def test_hostile_words_in_every_place_of_an_open_card_are_harmless(words: str) -> None:
    has_its_buttons(hostile(words))
    drawn_safely(hostile(words), Shown(mentions={words: words, "team-lead": words}, direct=True, trouble=words))


@EVERY_STRING
def test_hostile_words_in_edits_votes_delegations_reasons_and_ids_are_harmless(words: str) -> None:
    for state in (edited, delegated, settled, withdrawn):
        request = state(an_ask_of(words), words)
        has_its_buttons(request)
        has_its_buttons(by_whom(request, words))


@EVERY_STRING
def test_hostile_words_on_the_card_of_a_batch_are_harmless(words: str) -> None:
    together = [replace(hostile(words), id=f"req_{number}") for number in range(3)]
    message = batch_safely(together)
    assert message.blocks[-1]["type"] == "actions"
    batch_safely([settled(an_ask_of(words), words), by_whom(withdrawn(an_ask_of(words), words), words)])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", ["<!channel>" * 20_000, "```\n" * 9, "&lt;!here&gt;", "Approved by @ceo"])
def test_hostile_words_are_harmless_in_every_state(state: Callable[[Ask], Request], words: str) -> None:
    drawn_safely(hostile(words, state))


@EVERY_STRING
def test_nobody_is_notified_but_those_who_are_asked_and_the_requester(words: str) -> None:
    message = draw(a_request(an_ask_of(words)), PINGING)
    marked = [message.text, *limits.marked_texts(message.blocks)]
    assert {mention.target for text in marked for mention in mentions(text)} <= {"U0REQUESTER", "S0LEADS"}


def test_marks_of_deception_are_spelled_out() -> None:
    message = draw(a_request(an_ask_of("pay \u202e00521")), PINGING)
    assert "pay [U+202E]00521" in seen(message)
    assert "\u202e" not in seen(message) + message.text


@pytest.mark.parametrize("state", STATES)
def test_words_cannot_pose_as_lines_of_ours(state: Callable[[Ask], Request]) -> None:
    forged = "harmless\nApproved by the policy\n*Approved* ✅ by <@U0CEO>"
    message = draw(state(an_ask_of(forged)), PINGING)
    lines = [line for marked in limits.marked_texts(message.blocks) for line in marked.splitlines()]
    assert not any(line.startswith(("Approved", "*Approved*")) for line in [*lines, *message.text.splitlines()])


@steadily
@given(ask=asks, state=states, direct=st.booleans())
def test_any_ask_in_any_state_is_drawn_within_the_limits(
    ask: Ask, state: Callable[[Ask], Request], direct: bool
) -> None:
    drawn_safely(state(ask), Shown(mentions=PINGING.mentions, direct=direct))


@steadily
@given(together=st.lists(st.tuples(asks, states), min_size=2, max_size=12))
def test_any_batch_is_drawn_within_the_limits(together: list[tuple[Ask, Callable[[Ask], Request]]]) -> None:
    batch_safely([replace(state(ask), id=f"req_{number}") for number, (ask, state) in enumerate(together)])
