"""Tests that what people changed is told as old and new, exactly, and in the form's words."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Risk
from bot.approvals.digests import canonical
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.slack.drawing import rows
from bot.slack.drawing.batch_cards import draw_batch
from bot.slack.drawing.cards import draw, is_whole
from bot.slack.drawing.edits import Change, brief, changes, pairs_of
from bot.slack.drawing.lists import Found, Which, draw_list
from bot.slack.drawing.notices import decided_message, outcome_message
from tests.approvals.examples import DRAFT_FORM, LEAD, SECOND_LEAD, a_click, a_drafted_ask, a_request, after, an_edit
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import SOON, edited, steadily, waits_for_two
from tests.slack.drawing.reading import PINGING, buttons, drawn_safely, seen, table

TO_90 = {"amount": 90, "note": "charged twice"}
FORM = {
    "type": "object",
    "properties": {
        "amount": {"type": "number", "title": "Amount in EUR"},
        "to": {"type": "object", "title": "Paid to", "properties": {"iban": {"type": "string", "title": "IBAN"}}},
    },
}
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
objects = st.dictionaries(
    st.sampled_from(("amount", "to", "", "z")),
    scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.sampled_from(("iban", "x")), scalars),
)


def edited_by(*edits: tuple[str, dict[str, Any]]) -> Request:
    """A request that needs two approvals, edited by these people in turn."""
    request = a_request(a_drafted_ask(), waits_for_two())
    for person, values in edits:
        request = after(request, an_edit(request, values, person), SOON)
    return request


@pytest.mark.parametrize(
    ("before", "after_it", "told"),
    [
        ({"amount": 12500}, {"amount": 9000}, [("Amount in EUR", "12500", "9000")]),
        ({"amount": 1}, {"amount": 1}, []),
        ({"amount": 1}, {"amount": 1.0}, [("Amount in EUR", "1", "1.0")]),
        ({"amount": 1}, {"amount": True}, [("Amount in EUR", "1", "true")]),
        ({"amount": "5"}, {"amount": 5}, [("Amount in EUR", '"5"', "5")]),
        ({"note": "a "}, {"note": "a"}, [("note", '"a "', '"a"')]),
        ({"note": ""}, {}, [("note", "", "(not given)")]),
        ({}, {"note": "(not given)"}, [("note", "(not given)", '"(not given)"')]),
        ({"note": None}, {}, [("note", "null", "(not given)")]),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, [("tags", '["a"]', '["a", "b"]')]),
        (
            {"to": {"iban": "DE1", "name": "Ada"}},
            {"to": {"iban": "DE2", "name": "Ada"}},
            [("Paid to: IBAN", "DE1", "DE2")],
        ),
        ({"to": {}}, {"to": {"iban": "DE2"}}, [("Paid to: IBAN", "(not given)", "DE2")]),
        ({"to": {"iban": "DE1"}}, {"to": "DE1"}, [("Paid to", '{"iban": "DE1"}', "DE1")]),
    ],
)
def test_a_change_names_what_it_was_and_what_it_is(
    before: dict[str, Any], after_it: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    assert changes(before, after_it, FORM) == tuple(Change(*change) for change in told)


def test_changes_come_in_the_order_of_the_form_and_others_after_them() -> None:
    told = changes({"z": 1, "to": {"iban": 1}, "amount": 1}, {"z": 2, "to": {"iban": 2}, "amount": 2}, FORM)
    assert [change.label for change in told] == ["Amount in EUR", "Paid to: IBAN", "z"]


@steadily
@given(before=objects, now=objects)
def test_there_are_changes_exactly_where_the_values_differ(before: dict[str, Any], now: dict[str, Any]) -> None:
    told = changes(before, now, FORM)
    assert bool(told) == (canonical(before) != canonical(now))
    assert all(change.old != change.new for change in told)
    assert changes(now, now, FORM) == ()


@pytest.mark.parametrize(
    "form", [{}, {"properties": 5}, {"type": "string"}, {"properties": {"a": None}}, {"$ref": "#"}]
)
def test_a_form_that_is_none_leaves_the_values_their_own_names(form: dict[str, Any]) -> None:
    assert changes({"a": 1}, {"a": 2}, form) == (Change("a", "1", "2"),) or form.get("properties") == {"a": None}
    assert [pair.value for pair in pairs_of({"a": 1, "b": "x"}, form)] == ["1", "x"]


def test_values_are_named_by_the_form_and_objects_are_opened() -> None:
    told = pairs_of({"amount": 5, "to": {"iban": "DE1", "bank": {"bic": 1}}, "none": {}}, FORM)
    assert [tuple(pair) for pair in told] == [
        ("Amount in EUR", "5"),
        ("Paid to: IBAN", "DE1"),
        ("to: bank", '{"bic": 1}'),
        ("none", "{}"),
    ]


def test_a_card_shows_who_changed_what_from_what_to_what() -> None:
    request = edited_by((LEAD, {"amount": 90, "note": "charged twice"}))
    message = accepted(draw(request, PINGING))
    assert f"*Edited* ✏ by <@{LEAD}>" in seen(message)
    assert "Amount: \n120 → 90" in seen(message)
    assert "charged twice →" not in seen(message)
    assert "Amount: 120 → 90" in message.text
    assert is_whole(request)


def test_right_under_the_headline_stands_what_was_changed() -> None:
    drawn = draw(edited_by((LEAD, {"amount": 90, "note": "charged twice"})), PINGING).blocks
    at = next(index for index, block in enumerate(drawn) if block["type"] == "header")
    assert "*Edited*" in "\n".join(limits.all_texts(drawn[at + 1]))
    assert "120 → 90" in "\n".join(limits.all_texts(drawn[at + 2]))


def test_an_edit_is_named_in_every_place_that_shows_the_title() -> None:
    ask = a_drafted_ask(actions=(APPROVE, REJECT)).model_copy(update={"risk": Risk.HIGH})
    request = after(a_request(ask, waits_for_two()), an_edit(a_request(ask, waits_for_two()), TO_90), SOON)
    done = after(request, a_click(request, SECOND_LEAD), SOON)
    assert done.decision
    batch = draw_batch("bat_1", [request, replace(request, id="other")], PINGING)
    for told in (
        seen(draw(request, PINGING)),
        seen(batch),
        batch.text,
        *(draw_list(which, Found((request,))).text for which in Which),
        *("\n".join(limits.all_texts(rows.to_answer(each))) for each in (request, done)),
        outcome_message("refund", "run-1", RunState.FINISHED, "Done.", requests=[done]).text,
        decided_message(done, done.decision).text,
        buttons(draw(request, PINGING))["Approve"]["confirm"]["text"]["text"],
        "\n".join(row[0] for row in table(draw_batch("bat_1", [done, done], PINGING))),
    ):
        assert "Amount: 120 → 90" in told or "Amount: \n120 → 90" in told


def test_a_change_back_is_no_change() -> None:
    request = edited_by((LEAD, TO_90), (SECOND_LEAD, {"amount": 120, "note": "charged twice"}))
    assert brief(request) == ""


def test_edits_of_several_people_come_to_one_change_with_whoever_made_it_last() -> None:
    request = edited_by(
        (LEAD, {"amount": 90, "note": "charged twice"}),
        (SECOND_LEAD, {"amount": 90, "note": "once"}),
        (LEAD, {"amount": 80, "note": "once"}),
    )
    message = accepted(draw(request, PINGING))
    assert f"*Edited* ✏ by <@{LEAD}> and <@{SECOND_LEAD}>" in seen(message)
    assert "120 → 80" in seen(message)
    assert [token["user_id"] for token in limits.tokens(message.blocks)] == [LEAD, SECOND_LEAD]


def test_an_edit_that_was_put_back_says_so() -> None:
    request = edited_by((LEAD, {"amount": 90, "note": "x"}), (SECOND_LEAD, {"amount": 120, "note": "charged twice"}))
    shown = seen(accepted(draw(request, PINGING)))
    assert "Everything stands again as it was first asked" in shown
    assert "→" not in shown


def test_long_values_stand_one_below_the_other() -> None:
    request = edited_by((LEAD, {"amount": 120, "note": "first\nsecond\n" * 9}))
    message = accepted(draw(request, PINGING))
    assert "becomes" in seen(message)
    assert is_whole(request)


@pytest.mark.parametrize("note", ["x" * 200_000, "line\n" * 9000, "&" * 7000])
def test_an_edit_too_long_for_a_card_makes_it_one_to_be_read_in_full(note: str) -> None:
    request = edited_by((LEAD, {"amount": 120, "note": note}))
    message = drawn_safely(request)
    assert not is_whole(request)
    assert "[cut: " in seen(message)


def test_forty_edits_are_drawn() -> None:
    people = (LEAD, SECOND_LEAD)
    request = edited_by(*((people[n % 2], {"amount": n + 1, "note": f"edit {n}"}) for n in range(40)))
    message = drawn_safely(request)
    assert "120 → 40" in seen(message)
    assert "charged twice → edit 39" in seen(message)


def test_an_ask_without_a_draft_shows_no_edits() -> None:
    assert "Edited" not in seen(draw(edited(a_drafted_ask().model_copy(update={"draft": None})), PINGING))
    assert DRAFT_FORM["properties"]
