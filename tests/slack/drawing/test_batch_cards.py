"""Tests that the card of a batch says how many wait, what they come to and which stand out, and answers for all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Kind, Risk
from bot.approvals.batching import seal
from bot.approvals.commands import Ring, Seat
from bot.approvals.request import Request
from bot.approvals.tier import Turn
from bot.slack import text
from bot.slack.answers import read_batch
from bot.slack.drawing.batch_cards import draw_batch
from bot.slack.drawing.cards import Shown, draw
from tests.approvals.examples import (
    HOUR,
    LEAD,
    NOON,
    SECOND_LEAD,
    a_click,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
)
from tests.slack.accepting import accepted
from tests.slack.asks import waits_for_two, withdrawn
from tests.slack.drawing.reading import PINGING, batch_safely, buttons, rows, seen, table

AMOUNTS = (100, 110, 120, 130, 140, 150, 160, 170, 180, 9000)


def a_refund(number: int, amount: float, **parts: Any) -> Ask:
    """A refund like the others, with nothing unusual about it."""
    plain = {"title": f"Refund {amount} to customer {number}?", "step": "refund", "flags": (), "checks": ()}
    return an_ask(amount=amount).model_copy(update={**plain, **parts})


def refunds(amounts: Sequence[float] = AMOUNTS, **parts: Any) -> list[Request]:
    """One request for each amount."""
    return [
        replace(a_request(a_refund(number, amount, **parts)), id=f"req_{number}")
        for number, amount in enumerate(amounts)
    ]


def decided(request: Request, action: str = "approve", by: str = LEAD) -> Request:
    """The request, decided."""
    return replace(after(request, a_click(request, by, action, reason="no")), id=request.id)


def test_the_headline_counts_what_waits_by_the_name_of_the_step() -> None:
    message = batch_safely(refunds())
    assert message.blocks[0]["text"]["text"] == "10 refunds wait for a decision"
    assert message.text.startswith("10 refunds wait for a decision\n")


@pytest.mark.parametrize(
    ("step", "headline"),
    [
        ("delivery", "2 deliveries wait for a decision"),
        ("Sign-off", "2 sign-offs wait for a decision"),
        ("batch", "2 batches wait for a decision"),
        ("", "2 requests wait for a decision"),
        ("*refund* <!here>", "2 requests wait for a decision"),
    ],
)
def test_a_step_whose_name_is_no_plain_word_is_counted_as_requests(step: str, headline: str) -> None:
    message = batch_safely(refunds((1, 2), step=step))
    assert message.blocks[0]["text"]["text"] == headline


def test_one_request_alone_is_its_ordinary_card() -> None:
    (request,) = refunds((100,))
    assert draw_batch("bat_1", [request], PINGING) == draw(request, PINGING)


def test_the_sample_holds_what_stands_out_and_the_first_others_with_their_measures() -> None:
    message = batch_safely(refunds())
    shown = table(message)
    assert shown[0] == ["Request", "amount", "risk", "Stands"]
    assert shown[1] == ["Refund 9000 to customer 9?", "9,000", "0.2", "singled out"]
    assert shown[2] == ["Refund 100 to customer 0?", "100", "0.2", "–"]
    assert len(shown) == 9
    assert "… [cut: 2 requests more; press See everything]" in seen(message)


def test_what_stands_out_is_named_with_the_reason_and_the_rule() -> None:
    shown = seen(batch_safely(refunds()))
    assert "Look at these first" in shown
    assert "Refund 9000 to customer 9?\n – amount 9,000, where the middle is 145" in shown
    assert "three times the usual distance" in shown


def test_where_nothing_stands_out_the_card_says_so() -> None:
    message = batch_safely(refunds((100, 110, 120, 130)))
    assert "Nothing is singled out." in seen(message)
    assert table(message)[0] == ["Request", "amount", "risk"]


def test_the_rule_says_that_numbers_are_compared_among_four_at_least() -> None:
    assert "of at least four that are alike" in seen(batch_safely(refunds((1, 2, 3, 4))))
    assert "Measures are compared from four requests on." in seen(batch_safely(refunds((1, 2, 3))))


@pytest.mark.parametrize(("risks", "told"), [((0.2, 0.5), "from 0.2 to 0.5 · middle 0.35"), ((1, 1), "1 each")])
def test_shares_are_not_added_up(risks: tuple[float, float], told: str) -> None:
    shown = seen(
        batch_safely([*refunds((1,), measures={"risk": risks[0]}), *refunds((1,), measures={"risk": risks[1]})])
    )
    assert f"risk: \n{told}" in shown


def test_a_batch_says_what_was_escalated_and_why() -> None:
    first, *others = refunds((1, 2, 3))
    moved = [after(each, Ring(), NOON + HOUR) for each in (first, *others)]
    assert "*Escalated* ⏫ to manager" in batch_safely(moved).text
    assert "It was not decided in time." in seen(batch_safely(moved))
    assert "1 request: *Escalated*" in seen(batch_safely([moved[0], *others]))
    assert "Escalated" not in seen(batch_safely([first, *others]))


def test_totals_and_range_of_each_measure_are_of_what_waits() -> None:
    requests = refunds((100, 110, 120))
    shown = seen(batch_safely([decided(requests[0]), *requests[1:]]))
    assert "amount: \n230 in all · from 110 to 120 · middle 115" in shown
    assert "risk: \n0.2 each" in shown


def test_a_measure_that_some_lack_says_so() -> None:
    requests = refunds((100, 110))
    without = replace(a_request(a_refund(3, 1, measures={})), id="req_3")
    assert "known for 2 of 3" in seen(batch_safely([*requests, without]))


def test_how_many_are_decided_and_how_is_said() -> None:
    first, second, *others = refunds()
    message = batch_safely([decided(first), decided(second, "reject"), *others])
    assert "*Decided so far:* 1 approved and 1 rejected · 8 open" in seen(message)
    assert message.blocks[0]["text"]["text"] == "8 refunds wait for a decision"
    assert "Approve all (8)" in buttons(message)


def test_the_buttons_seal_everything_that_the_card_shows() -> None:
    requests = [decided(refunds()[0]), *refunds()[1:]]
    drawn = buttons(batch_safely(requests))
    assert list(drawn) == ["Approve all (9)", "Reject all (9)…", "Review one by one", "See everything"]
    assert [button["action_id"] for button in drawn.values()] == [
        "batch:approve",
        "batch:reject",
        "batch_each",
        "batch_see",
    ]
    presses = [read_batch(button["value"]) for button in drawn.values()]
    assert [press.action for press in presses] == ["approve", "reject", "each", "see"]
    assert {press.count for press in presses} == {10}
    assert all(seal(requests).startswith(press.seal) for press in presses)


def test_an_answer_that_needs_values_is_not_offered_for_all() -> None:
    filled = Action(id="reject", label="Reject", kind=Kind.REJECT, form={"type": "object"})
    assert "Reject all (2)…" not in buttons(batch_safely(refunds((1, 2), actions=(APPROVE, filled))))


def test_approving_all_asks_twice_where_a_risk_is_high() -> None:
    calm, risky = refunds((1, 2)), refunds((1, 2), risk=Risk.HIGH)
    assert "confirm" not in buttons(batch_safely(calm))["Approve all (2)"]
    dialog = buttons(batch_safely([calm[0], risky[1]]))["Approve all (2)"]["confirm"]
    assert dialog["text"]["text"] == "You are about to approve 2 refunds. The risk is high for 1 of them."


def test_who_is_asked_and_the_earliest_deadline_are_said() -> None:
    first, second = refunds((1, 2))
    later = replace(second, due_at=NOON + 2 * HOUR)
    shown = seen(batch_safely([later, first]))
    assert "*Asked now:* <!subteam^S0LEADS> (team lead)" in shown
    assert f"*Until:* {text.moment(NOON + HOUR)}, when the first of them runs out of time" in shown
    assert "*If it is not decided by then:* @manager (manager) will be asked" in shown


def test_those_that_were_escalated_are_told_apart() -> None:
    first, *others = refunds((1, 2, 3))
    shown = seen(batch_safely([after(first, Ring(), NOON + HOUR), *others]))
    assert "*Asked now:* <!subteam^S0LEADS> (team lead), for 2 requests" in shown
    assert "*Asked now:* <!subteam^S0MANAGERS> (manager), for 1 request" in shown


def test_those_that_are_parked_are_told_apart() -> None:
    first, *others = refunds((1, 2, 3))
    tomorrow = NOON + 24 * HOUR
    shown = seen(batch_safely([replace(first, parked_until=tomorrow), *others]))
    assert f"1 request: *Parked until:* {text.moment(tomorrow)}; @team-lead (team lead) will be asked then" in shown
    assert "*Asked now:* <!subteam^S0LEADS> (team lead), for 2 requests" in shown
    together = seen(batch_safely([replace(each, parked_until=tomorrow) for each in others]))
    assert "request: *Parked" not in together
    assert "*Parked until:*" in together


def test_those_that_another_policy_took_over_are_told_apart() -> None:
    first, *others = refunds((1, 2))
    shown = seen(batch_safely([replace(first, fallbacks=("earlier",)), *others]))
    assert "1 request: *Policy refund took over:* earlier brought no decision." in shown
    assert shown.count("for 1 request") == 2


def test_everybody_whose_turn_it_is_for_one_of_them_is_named() -> None:
    in_turn = a_policy(a_tier().model_copy(update={"turn": Turn.ROUND_ROBIN}))
    called = [
        replace(after(a_request(a_refund(number, 100), in_turn), seat), id=f"req_{number}")
        for number, seat in enumerate(
            Seat(stage="0.0.0", people=frozenset({LEAD, SECOND_LEAD}), called=(person,))
            for person in (LEAD, SECOND_LEAD)
        )
    ]
    assert f"<@{LEAD}> of @team-lead or <@{SECOND_LEAD}> of @team-lead (team lead)" in seen(batch_safely(called))


def test_a_quorum_and_no_deadline_are_said() -> None:
    waiting = [replace(a_request(a_refund(n, n), waits_for_two()), id=f"req_{n}", due_at=None) for n in (1, 2)]
    shown = seen(batch_safely(waiting))
    assert "*Approvals needed:* 2 for each" in shown
    assert "There is no deadline" in shown


def test_time_gone_is_said_for_the_first_of_them() -> None:
    first, second = refunds((1, 2))
    pressing = replace(first, neared=0.75, due_at=NOON + timedelta(minutes=30))
    assert "Urgent: three quarters of the time are gone" in seen(batch_safely([second, pressing]))


def test_when_all_are_closed_the_outcomes_are_summed_up_without_buttons() -> None:
    first, second, third = refunds((1, 2, 3))
    closed = [decided(first), decided(second, "reject"), withdrawn(third.ask)]
    message = batch_safely(closed)
    assert message.blocks[0]["text"]["text"] == "3 refunds: all are closed"
    assert f"*What was decided:* 1 approved, 1 rejected and 1 withdrawn · by <@{LEAD}>" in seen(message)
    standing = [row[-1] for row in table(message)]
    assert standing[:3] == ["Stands", "Approved", "Rejected – no"]
    assert standing[3].startswith("Withdrawn – ")
    assert rows(message) == []


def test_a_direct_copy_says_where_the_card_is_and_pings_nobody() -> None:
    message = accepted(draw_batch("bat_1", refunds(), Shown(mentions=PINGING.mentions, direct=True)))
    assert "The same card is in #approvals" in seen(message)
    assert "S0LEADS" not in seen(message)


def test_fifty_requests_of_the_longest_words_are_drawn() -> None:
    requests = refunds(range(50), title="&" * 150, flags=("<flag>" * 100,) * 20, actions=(APPROVE, REJECT))
    message = batch_safely(requests)
    assert len(table(message)) == 9
    batch_safely([decided(request) for request in requests])


def test_the_screen_readers_text_names_every_request() -> None:
    told = batch_safely(refunds()).text
    assert all(f"to customer {number}?" in told for number in range(10))
    assert "amount: 10,260 in all" in told
