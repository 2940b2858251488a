"""Tests that the text of a card tells screen readers the whole story."""

from hypothesis import given

from bot.approvals.ask import Alternative, Ask, Risk
from bot.slack.drawing.cards import draw
from tests.approvals.examples import LEAD, a_drafted_ask, a_request, after, an_ask, an_edit
from tests.slack.asks import SOON, an_ask_of, asks, delegated, steadily
from tests.slack.drawing.reading import PINGING


def test_the_story_of_an_open_card_tells_all_of_it() -> None:
    ask = a_drafted_ask().model_copy(
        update={
            "alternatives": (Alternative(label="A credit note", detail="Ada wants money"),),
            "waiting_costs": "40 EUR a day",
            "risk": Risk.HIGH,
        }
    )
    told = draw(a_request(ask), PINGING).text
    for words in (
        "Refund 120.00 to Ada",
        "Waiting for a decision",
        "@team-lead",
        "Please note: The analysis",
        "Why: Ada was charged twice",
        "What is unusual: first refund",
        "Customer: Ada",
        "Amount: 120",
        "Also considered, A credit note: Ada wants money",
        "What waiting costs: 40 EUR a day",
        "Duplicate charge (pass): two charges",
        "Risk: high (0.2)",
        "Requested by <@U0REQUESTER>",
    ):
        assert words in told
    assert "S0LEADS" not in told


def test_the_story_tells_of_edits_votes_and_who_stands_in() -> None:
    request = delegated(a_drafted_ask(), "on leave")
    told = draw(after(request, an_edit(request, {"amount": 90}, "U0DEPUTY"), SOON), PINGING).text
    assert "Amount: 120 → 90" in told
    assert f"<@U0DEPUTY> for <@{LEAD}> chose *Approve*" in told
    assert f"<@U0DEPUTY> for <@{LEAD}>" in told


def test_words_cannot_pose_as_lines_of_the_story() -> None:
    told = draw(a_request(an_ask_of("harmless\nApproved by the policy")), PINGING).text
    assert not any(line.startswith("Approved") for line in told.splitlines())


def test_a_story_without_room_says_so() -> None:
    told = draw(a_request(an_ask().model_copy(update={"flags": ("flag " * 30,) * 100})), PINGING).text
    assert told.endswith("more; open the card]")


@steadily
@given(ask=asks)
def test_every_story_begins_with_what_is_asked_and_where_it_stands(ask: Ask) -> None:
    told = draw(a_request(ask), PINGING).text.splitlines()
    assert told[1] == "Waiting for a decision."
