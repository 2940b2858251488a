"""Tests of the rule of reading: what does not fit is marked and offered in full, and the answers stay."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.approvals.ask import Alternative, Ask, Check, CheckStatus, Draft, Fact, Kind, Risk
from bot.approvals.request import Vote
from bot.slack.drawing import rows
from bot.slack.drawing.cards import Shown, draw, is_whole, on_card
from tests.approvals.examples import NOON, a_policy, a_request, a_tier, an_ask
from tests.slack.accepting import accepted
from tests.slack.asks import MANY, asks, escalated, steadily, withdrawn
from tests.slack.drawing.reading import PINGING, buttons, drawn_safely, menu, seen

FACTS_400 = tuple(Fact(label=f"Fact {n}", value=f"value {n}") for n in range(400))
OVERSIZED = {
    "summary": "&" * 200_000,
    "facts": FACTS_400,
    "flags": ("flag",) * 5000,
    "checks": (Check(name="check", status=CheckStatus.FAIL, detail="x" * 9000),),
    "notice": "x" * 9000,
    "title": "\u202e" * 150,
    "measures": {f"measure {n}": n / 7 for n in range(600)},
    "alternatives": tuple(Alternative(label=f"way {n}", detail="d" * 500) for n in range(60)),
    "waiting_costs": "y" * 200_000,
    "draft": Draft(values={"argument": "z" * 200_000}, form={}),
}


def grown(**parts: object) -> Ask:
    """An ask with these parts."""
    return an_ask().model_copy(update=parts)


def test_an_ask_that_fits_is_shown_whole() -> None:
    request = a_request(an_ask())
    assert is_whole(request)
    assert "cut" not in seen(draw(request, PINGING))
    assert "Not everything fits" not in seen(draw(request, PINGING))


@pytest.mark.parametrize("part", OVERSIZED)
def test_what_does_not_fit_is_marked_and_offered_in_full(part: str) -> None:
    request = a_request(grown(**{part: OVERSIZED[part]}))
    message = drawn_safely(request)
    assert not is_whole(request)
    assert list(buttons(message))[:2] == ["See everything", "Approve"]
    assert buttons(message)["See everything"]["action_id"] == "see"
    assert buttons(message)["See everything"]["value"] == request.id
    assert "Not everything fits on this card" in seen(message)
    assert "Not everything fits on this card" in message.text
    assert "cut: " in seen(message) or "…" in seen(message)


def test_only_reading_stands_out_where_approving_needs_it_first() -> None:
    request = a_request(grown(summary="x" * 9000, risk=Risk.HIGH))
    drawn = buttons(draw(request, PINGING))
    assert drawn["See everything"]["style"] == "primary"
    assert "style" not in drawn["Approve"]


def test_who_has_read_a_long_ask_at_high_risk_is_asked_twice_all_the_same() -> None:
    risky = a_request(grown(summary="x" * 9000, risk=Risk.HIGH))
    assert "confirm" in buttons(draw(risky, PINGING))["Approve"]
    row = rows.to_answer(risky)[-1]
    assert [element["action_id"] for element in row["elements"] if "confirm" in element] == ["vote:approve"]


def test_the_menu_does_not_offer_twice_what_has_a_button() -> None:
    assert "See everything" not in menu(draw(a_request(grown(summary="x" * 9000)), PINGING))


def test_an_ask_oversized_in_every_part_is_drawn() -> None:
    drawn_safely(a_request(grown(**OVERSIZED, actions=MANY)))


@pytest.mark.parametrize("length", [140, 160, 2500, 9000])
def test_a_value_with_a_very_long_name_is_drawn(length: int) -> None:
    draft = Draft(values={"n" * length: "short", "other": "x"}, form={})
    drawn_safely(a_request(grown(draft=draft, measures={"m" * length: 1.0})))


def test_one_long_part_leaves_the_short_ones_whole() -> None:
    request = a_request(grown(summary="x" * 200_000, facts=FACTS_400[:10]))
    shown = seen(draw(request, PINGING))
    assert all(f"value {n}" in shown for n in range(10))
    assert "first refund of this customer" in shown


def test_a_card_says_how_many_facts_are_left_out() -> None:
    assert "[cut: 380 facts more]" in seen(draw(a_request(grown(facts=FACTS_400)), PINGING))


def test_sixty_actions_leave_the_first_approval_and_what_has_room_and_the_card_says_so() -> None:
    request = a_request(an_ask(actions=MANY))
    message = drawn_safely(request)
    first = request.ask.first(Kind.APPROVE)
    assert not is_whole(request)
    assert first in on_card(request)
    assert len(on_card(request)) == 20
    assert [action.kind for action in on_card(request)[:4]] == [*Kind][:4]
    assert "40 more answers are offered there." in seen(message)


def test_a_first_approval_far_down_the_list_is_on_the_card() -> None:
    late = (*(action for action in MANY if action.kind is not Kind.APPROVE), MANY[0])
    assert MANY[0].kind is Kind.APPROVE
    assert MANY[0] in on_card(a_request(an_ask(actions=late)))


def test_three_hundred_votes_are_counted_and_the_first_named() -> None:
    request = a_request(policy=a_policy(a_tier(quorum=20)))
    votes = tuple(
        Vote(
            person=f"U0V{chr(65 + n // 26)}{chr(65 + n % 26)}",
            action="approve",
            kind=Kind.APPROVE,
            digest=request.digest,
            at=NOON,
        )
        for n in range(300)
    )
    message = drawn_safely(replace(request, votes=votes))
    assert "300 approvals, which are not enough yet" in seen(message)
    assert "[cut: 295 votes more]" in seen(message)


def test_a_closed_card_that_was_cut_still_lets_people_read_everything() -> None:
    closed = withdrawn(grown(summary="x" * 9000))
    message = accepted(draw(closed, PINGING))
    assert list(buttons(message)) == ["See everything"]
    assert "only who has read it all" not in seen(message)


@steadily
@given(ask=asks)
def test_a_card_that_is_whole_cuts_nothing_and_one_that_is_not_says_so(ask: Ask) -> None:
    request = escalated(ask)
    message = draw(request, Shown())
    assert ("Not everything fits on this card" in seen(message)) is not is_whole(request)
    if is_whole(request):
        assert "[cut: " not in seen(message)
        assert "See everything" in menu(message)


@steadily
@given(ask=asks)
def test_every_card_that_can_be_approved_offers_to(ask: Ask) -> None:
    request = escalated(ask)
    approving = {action.id for action in on_card(request) if action.kind is Kind.APPROVE}
    offered = {button["action_id"].removeprefix("vote:") for button in buttons(draw(request, PINGING)).values()}
    assert approving <= offered
    assert bool(approving) == bool(ask.actions)
