"""Tests that an open card says everything that is asked, of whom, and until when, and offers every answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Alternative, Fact, Kind, ReasonRule, Risk
from bot.approvals.commands import Ring
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.answers import read_more, read_vote
from bot.slack.drawing.cards import Shown, draw, is_whole, on_card
from tests.approvals.examples import (
    ESCALATE,
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    a_click,
    a_delegation,
    a_drafted_ask,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    an_edit,
)
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import SOON, a_voted, delegated, escalated, waits_for_two
from tests.slack.drawing.reading import PINGING, buttons, menu, seen

RISKY = an_ask().model_copy(update={"risk": Risk.HIGH})


def test_an_open_card_says_what_is_asked_why_of_whom_and_until_when() -> None:
    message = accepted(draw(a_request(), PINGING))
    for words in (
        "Refund 120.00 to Ada",
        "Ada was charged twice.",
        "first refund of this customer",
        "Pass ✅ Duplicate charge",
        "two charges, one order",
        "*Customer*",
        "Please note: \nThe analysis is a stand-in's.",
        "amount 120",
        "<!subteam^S0LEADS> (team lead)",
        text.moment(NOON + HOUR),
        "@manager (manager) will be asked",
        "<@U0REQUESTER>",
        "refund",
        "request-1",
    ):
        assert words in seen(message)


def test_the_card_leads_with_the_decision_then_why_what_is_unusual_the_facts_and_who_is_asked() -> None:
    ask = RISKY.model_copy(
        update={"alternatives": (Alternative(label="A credit note"),), "waiting_costs": "40 EUR a day"}
    )
    shown = seen(draw(a_request(ask), PINGING))
    order = [
        "Refund 120.00 to Ada",
        "Why",
        "What is unusual",
        "*Customer*",
        "Also considered",
        "What waiting costs: ",
        "Checks",
        "Risk: ",
        "Measured: ",
        "*Asked now:*",
        "Requested by",
        "Approve",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_the_buttons_carry_the_request_the_action_and_what_was_seen() -> None:
    request = a_request()
    drawn = buttons(draw(request, PINGING))
    assert list(drawn) == ["Approve", "Reject…", "Hold…", "See everything"]
    press = read_vote(drawn["Approve"]["value"])
    assert (press.request_id, press.action, request.digest_seen(press.digest)) == (
        request.id,
        "approve",
        request.digest,
    )
    assert [button.get("style") for button in drawn.values()] == ["primary", "danger", None, None]
    assert [button["action_id"] for button in drawn.values()] == ["vote:approve", "vote:reject", "vote:hold", "see"]


def test_only_the_first_of_several_actions_of_a_kind_stands_out() -> None:
    second = APPROVE.model_copy(update={"id": "approve_in_part", "label": "Approve in part"})
    later = REJECT.model_copy(update={"id": "reject_later", "label": "Reject later"})
    drawn = buttons(draw(a_request(an_ask(actions=(REJECT, APPROVE, second, later))), PINGING))
    assert [button.get("style") for button in drawn.values()][:4] == ["danger", "primary", None, None]


def test_a_button_that_opens_a_form_says_so() -> None:
    drawn = buttons(accepted(draw(a_request(an_ask(actions=(IN_INSTALMENTS, REJECT))), PINGING)))
    assert list(drawn)[:2] == ["Approve in instalments…", "Reject…"]


def test_what_is_at_high_risk_is_approved_only_after_a_second_question() -> None:
    drawn = buttons(accepted(draw(a_request(RISKY), PINGING)))
    dialog = drawn["Approve"]["confirm"]
    assert "Refund 120.00 to Ada" in dialog["text"]["text"]
    assert "The risk is high" in dialog["text"]["text"]
    assert [dialog["confirm"]["text"], dialog["deny"]["text"]] == ["Yes, Approve", "Not yet"]
    assert "confirm" not in drawn["Reject…"]


@pytest.mark.parametrize("risk", [None, Risk.LOW, Risk.MEDIUM])
def test_anything_else_is_approved_in_one_click(risk: Risk | None) -> None:
    drawn = buttons(draw(a_request(RISKY.model_copy(update={"risk": risk})), PINGING))
    assert "confirm" not in drawn["Approve"]


def test_an_approval_that_opens_a_form_asks_no_second_question() -> None:
    risky = RISKY.model_copy(update={"actions": (IN_INSTALMENTS, REJECT)})
    assert all("confirm" not in button for button in buttons(draw(a_request(risky), PINGING)).values())


def test_a_draft_can_be_edited_and_approved() -> None:
    request = a_request(a_drafted_ask())
    message = accepted(draw(request, PINGING))
    button = buttons(message)["Edit & approve"]
    assert button["action_id"] == "edit"
    assert read_vote(button["value"]).action == "approve"
    assert "What will run" in seen(message)
    assert "charged twice" in seen(message)
    assert "Edit & approve" not in buttons(draw(a_request(), PINGING))


def test_a_value_of_the_draft_that_a_fact_shows_just_so_is_not_shown_twice() -> None:
    ask = a_drafted_ask().model_copy(update={"facts": (Fact(label="Note", value="charged twice"),)})
    assert seen(draw(a_request(ask), PINGING)).count("charged twice") == 1 + 1  # the summary says it as well


@pytest.mark.parametrize(
    ("request_", "entries"),
    [
        (a_request(), ["history", "ask", "delegate", "escalate", "extend"]),
        (a_request(a_drafted_ask()), ["see", "history", "ask", "delegate", "extend"]),
        (after(a_request(), Ring(), NOON + HOUR), ["see", "history", "ask", "delegate", "extend"]),
        (replace(a_request(), due_at=None), ["see", "history", "ask", "delegate", "escalate"]),
    ],
    ids=["all there is", "the ask has a button to escalate", "the last tier", "no deadline"],
)
def test_the_menu_more_offers_what_can_be_done_besides_deciding(request_: Request, entries: list[str]) -> None:
    message = accepted(draw(request_, PINGING))
    assert [read_more(value) for value in menu(message).values()] == [(entry, "request-1") for entry in entries]
    assert ("See everything" in buttons(message)) == ("see" not in entries)


def test_escalating_by_hand_is_offered_while_there_is_somebody_to_escalate_to() -> None:
    request = a_request(a_drafted_ask())
    assert "Ask the next tier…" in buttons(draw(request, PINGING))
    last = after(request, Ring(), NOON + HOUR)
    assert "Ask the next tier…" not in buttons(draw(last, PINGING))
    assert ESCALATE not in on_card(last)
    assert is_whole(last)


def test_a_group_without_an_id_is_named_and_not_pinged() -> None:
    assert "@team-lead (team lead)" in seen(draw(a_request(), Shown()))


def test_the_next_tier_is_not_pinged_ahead_of_its_time() -> None:
    assert "S0MANAGERS" not in seen(draw(a_request(), PINGING))
    assert MANAGER not in seen(draw(a_request(policy=waits_for_two()), PINGING))


def test_a_copy_in_a_direct_message_says_where_the_card_is_and_pings_nobody() -> None:
    message = accepted(draw(a_request(), Shown(mentions=PINGING.mentions, direct=True)))
    assert "The same card is in #approvals" in seen(message)
    assert "S0LEADS" not in seen(message)


def test_after_an_escalation_the_card_begins_with_that_and_names_the_tier_that_is_asked_now() -> None:
    message = accepted(draw(after(a_request(), Ring(), NOON + HOUR), PINGING))
    assert seen(message).startswith(
        f"*Escalated* ⏫ to manager, {text.moment(NOON + HOUR)}. It was not decided in time."
    )
    assert "*Asked now:* <!subteam^S0MANAGERS> (manager)" in seen(message)
    assert "it counts as rejected" in seen(message)


def test_an_escalation_by_hand_says_who_wanted_it() -> None:
    request = a_request(a_drafted_ask())
    raised = after(request, a_click(request, LEAD, ESCALATE.id), SOON)
    assert seen(draw(raised, PINGING)).startswith(
        f"*Escalated* ⏫ to manager, {text.moment(SOON)}. <@{LEAD}> asked for it."
    )


def test_an_edit_beyond_a_tier_says_that_the_next_has_to_decide_it() -> None:
    policy = a_policy(a_tier("team lead", limits={"amount": 500}), a_tier("manager"))
    request = a_request(a_drafted_ask(), policy)
    beyond = after(request, an_edit(request, {"amount": 900}), SOON)
    assert seen(draw(beyond, PINGING)).startswith("*Escalated* ⏫ to manager, ")
    assert "for this tier to decide" in seen(draw(beyond, PINGING))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.25, "A quarter of the time is gone."),
        (0.5, "Half of the time is gone."),
        (0.75, "*Urgent: three quarters of the time are gone.*"),
        (0.9, "*Urgent: 90 % of the time is gone.*"),
    ],
)
def test_the_card_says_in_words_how_much_of_the_time_is_gone(share: float, words: str) -> None:
    message = draw(replace(a_request(), neared=share), PINGING)
    assert words in seen(message)
    assert words in message.text


def test_a_fresh_card_says_nothing_of_time_gone() -> None:
    assert "time is gone" not in seen(draw(a_request(), PINGING))


def test_a_request_of_an_earlier_release_that_has_no_deadline_says_so() -> None:
    assert "There is no deadline" in seen(draw(replace(a_request(), due_at=None), PINGING))


def test_short_deadlines_show_their_seconds() -> None:
    request = a_request(policy=a_policy(a_tier("team lead", sla=timedelta(seconds=20))))
    assert text.moment(NOON + timedelta(seconds=20), exact=True) in seen(draw(request, PINGING))


def test_votes_short_of_the_quorum_are_shown_with_their_reasons() -> None:
    message = accepted(
        draw(a_voted(an_ask(actions=(APPROVE.model_copy(update={"reason": ReasonRule.OPTIONAL}),))), PINGING)
    )
    assert "*Votes so far:* 1 of the 2 approvals needed" in seen(message)
    assert f"<@{LEAD}> chose *Approve*, {text.moment(NOON)}: “why &lt;!here&gt;”" in seen(message)


def test_votes_begin_anew_with_an_edit_and_the_card_says_so() -> None:
    request = a_voted(a_drafted_ask())
    changed = after(request, an_edit(request, {"amount": 90, "note": "less"}, "U0SECONDLEAD"), SOON)
    shown = seen(draw(changed, PINGING))
    assert "Votes from before the last edit do not count any more." in shown
    assert "1 of the 2 approvals needed" in shown
    assert f"<@{LEAD}> chose" not in shown


def test_who_stands_in_for_whom_is_shown() -> None:
    request = delegated(an_ask(), "on leave")
    assert f"*Stands in:* <@U0DEPUTY> for <@{LEAD}>, {text.moment(SOON)}: “on leave”" in seen(draw(request, PINGING))


def test_a_vote_in_somebodys_stead_names_both() -> None:
    request = after(a_request(policy=waits_for_two()), a_delegation(LEAD, OUTSIDER))
    voted = after(request, a_click(request, OUTSIDER))
    assert f"<@{OUTSIDER}> for <@{LEAD}> chose *Approve*" in seen(draw(voted, PINGING))


def test_an_ask_without_actions_says_that_it_cannot_be_answered() -> None:
    message = accepted(draw(a_request(an_ask(actions=())), PINGING))
    assert "This cannot be answered from here" in seen(message)
    assert "This cannot be answered from here" in message.text
    assert list(buttons(message)) == ["See everything"]


def test_many_short_facts_are_a_table_and_few_are_columns() -> None:
    few, many = (tuple(Fact(label=f"Fact {n}", value=f"value {n}") for n in range(count)) for count in (8, 9))
    kinds = [
        [
            block["type"]
            for block in accepted(draw(a_request(an_ask().model_copy(update={"facts": facts})), PINGING)).blocks
        ]
        for facts in (few, many)
    ]
    assert "table" not in kinds[0]
    assert kinds[1].count("table") == 1


def test_a_long_fact_among_many_is_shown_below_its_label() -> None:
    facts = (*(Fact(label=f"Fact {n}", value="v") for n in range(9)), Fact(label="Diff", value="- a\n+ b\n  c"))
    message = accepted(draw(a_request(an_ask().model_copy(update={"facts": facts})), PINGING))
    assert "table" not in [block["type"] for block in message.blocks]
    assert "- a\n+ b\n  c" in seen(message)


def test_the_kinds_of_actions_have_styles_that_slack_knows() -> None:
    neutral = Action(id="flag", label="Flag", kind=Kind.NEUTRAL)
    drawn = buttons(draw(escalated(an_ask(actions=(APPROVE, REJECT, neutral))), PINGING))
    assert "style" not in drawn["Flag"]


def test_a_value_of_several_lines_keeps_them_in_fixed_width() -> None:
    ask = an_ask().model_copy(update={"facts": (Fact(label="Diff", value="-old\n+new"),), "summary": "One.\nTwo."})
    parts = [part for block in draw(a_request(ask), PINGING).blocks for part in block.get("elements", ())]
    fenced = [part for part in parts if part["type"] == "rich_text_preformatted"]
    assert [*limits.all_texts(fenced)] == ["-old\n+new"]


def test_what_will_run_is_a_heading_above_its_values() -> None:
    shown = seen(draw(a_request(a_drafted_ask()), PINGING))
    assert "What will run\nAmount: \n120\nNote: \ncharged twice" in shown


def test_a_label_and_its_value_share_a_cell_so_that_they_stay_together() -> None:
    shown = seen(draw(a_request(an_ask()), PINGING))
    assert "*Customer*\nAda" in shown
