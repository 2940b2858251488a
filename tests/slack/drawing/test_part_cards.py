"""Tests that the card of a question of several parts has a row for each, with the answers that this part takes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Fact, Kind, ReasonRule, Risk
from bot.approvals.batching import seal
from bot.approvals.request import Request, State
from bot.slack.answers import BRIEF_BLOCK, WHOLE_BLOCK, read_batch, read_vote
from bot.slack.blocks import Message
from bot.slack.drawing.batch_cards import draw_batch
from bot.slack.drawing.cards import Shown, draw
from tests.approvals.examples import LEAD, SECOND_LEAD, a_click, a_drafted_ask, a_request, after, an_edit
from tests.slack.asks import asks, states, steadily
from tests.slack.drawing.reading import PINGING, batch_safely, buttons, seen

LONG = "Everything that an agent can think of. " * 200
RESPOND = Action(id="respond", label="Respond", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)


def a_call(tool: str, **more: object) -> Ask:
    """A tool call that fits a row."""
    return Ask(title=f"Call {tool}", facts=(Fact(label="Amount", value="10"),), step=tool).model_copy(update=more)


def parts(*asked: Ask) -> list[Request]:
    """The parts of one question, all of them open."""
    return [as_part(a_request(ask), number, len(asked)) for number, ask in enumerate(asked)]


def as_part(request: Request, number: int, of: int) -> Request:
    origin = replace(request.origin, together="turn-1", part=number, parts=of)
    return replace(request, id=f"req_{number}", origin=origin)


def three(**more: object) -> list[Request]:
    return parts(*(a_call(tool, **more) for tool in ("pay", "refund", "ship")))


def approved(request: Request, by: str = LEAD) -> Request:
    return replace(after(request, a_click(request, by)), id=request.id)


def rejected(request: Request, because: str = "too much") -> Request:
    return replace(after(request, a_click(request, SECOND_LEAD, "reject", reason=because)), id=request.id)


def answers(message: Message) -> list[list[str]]:
    """The labels of each row of buttons, from top to bottom; a menu has none."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [[element["text"]["text"] for element in row if element["type"] == "button"] for row in rows]


def test_the_headline_names_the_workflow_and_counts_what_waits() -> None:
    first, *others = three()
    assert headline([first, *others]) == "refund: 3 steps wait for a decision"
    assert headline([approved(first), *others]) == "refund: 2 steps wait for a decision"
    assert headline([approved(first), approved(others[0]), others[1]]) == "refund: 1 step waits for a decision"
    assert headline(list(map(approved, [first, *others]))) == "refund: all 3 steps are closed"


def headline(requests: Sequence[Request]) -> str:
    return str(batch_safely(requests).blocks[0]["text"]["text"])


def test_each_row_has_what_is_asked_and_its_own_answers() -> None:
    message = batch_safely(parts(a_call("pay"), a_call("ask", actions=(RESPOND,))))
    assert answers(message)[:2] == [["Approve", "Reject…", "See everything"], ["Respond…", "See everything"]]
    for said in ("1. Call pay", "2. Call ask", "Amount"):
        assert said in seen(message)


def test_a_row_that_shows_everything_answers_for_its_own_part_as_it_stands() -> None:
    first, second, _ = three()
    rows = [block for block in batch_safely(three()).blocks if block["type"] == "actions"]
    votes = [read_vote(row["elements"][0]["value"]) for row in rows[:2]]
    assert [vote.request_id for vote in votes] == [first.id, second.id]
    assert first.digest.startswith(votes[0].digest)
    assert "block_id" not in rows[0]


def test_a_row_that_shows_less_says_so_and_marks_its_buttons() -> None:
    message = batch_safely(parts(a_call("pay", summary=LONG), a_call("ship")))
    brief, whole, for_all = [block for block in message.blocks if block["type"] == "actions"]
    assert brief["block_id"] == f"{BRIEF_BLOCK}:0"
    assert [element["text"]["text"] for element in brief["elements"][:1]] == ["See everything"]
    assert "Not all of it is shown here" in seen(message)
    assert "block_id" not in whole
    assert "block_id" not in for_all, "who answers all of them here has not been shown all"


def test_a_decided_row_says_what_was_decided_by_whom_and_why_and_has_no_buttons() -> None:
    first, second, third = three()
    message = batch_safely([approved(first), rejected(second), third])
    assert f"<@{LEAD}>" in seen(message)
    assert "too much" in seen(message)
    left = ["Approve", "Reject…", "See everything"]
    assert answers(message) == [left, ["Review one by one", "See everything"]]


def test_what_people_changed_shows_in_its_row() -> None:
    request, other = (as_part(a_request(a_drafted_ask()), number, 2) for number in range(2))
    changed = as_part(after(request, an_edit(request, {"amount": 5, "note": "less"}, LEAD, "approve")), 0, 2)
    assert changed.state is State.SETTLED
    assert "less" in seen(batch_safely([changed, other]))


def test_all_are_approved_at_once_where_each_can_be_approved_plainly() -> None:
    """5. The value seals what was shown, so that an old card never answers for what changed."""
    requests = three()
    message = batch_safely(requests)
    press = read_batch(buttons(message)["Approve all (3)"]["value"])
    assert (press.action, press.count) == ("approve", 3)
    assert seal(requests).startswith(press.seal)
    assert message.blocks[-1]["block_id"] == WHOLE_BLOCK


def test_all_are_not_approved_at_once_where_one_needs_words_or_values_or_cannot_be() -> None:
    worded = APPROVE.model_copy(update={"reason": ReasonRule.REQUIRED})
    filled = APPROVE.model_copy(update={"form": {"type": "object", "properties": {"when": {"type": "string"}}}})
    for actions in ((RESPOND,), (worded, REJECT), (filled, REJECT)):
        message = batch_safely(parts(a_call("pay"), a_call("ask", actions=actions)))
        assert not [label for label in buttons(message) if label.startswith("Approve all")]


def test_a_decided_part_without_an_approval_keeps_none_of_the_others_from_being_approved_at_once() -> None:
    pay, ask, ship = parts(a_call("pay"), a_call("ask", actions=(RESPOND, REJECT)), a_call("ship"))
    assert "Approve all (2)" in buttons(batch_safely([pay, rejected(ask), ship]))


def test_approving_all_is_asked_twice_where_one_is_at_high_risk() -> None:
    first, second = parts(a_call("pay", risk=Risk.HIGH), a_call("ship"))
    assert "1" in buttons(batch_safely([first, second]))["Approve all (2)"]["confirm"]["text"]["text"]


def test_where_not_all_have_room_the_open_ones_come_first() -> None:
    requests = parts(*(a_call(f"tool{number}") for number in range(1, 15)))
    message = batch_safely([*map(approved, requests[:6]), *requests[6:]])
    assert all(f"tool{number} " in f"{seen(message)} ".replace("*", " ") for number in range(7, 15))
    assert "4 more steps" in seen(message)
    assert "block_id" in message.blocks[-1], "all that are open are shown, and in full"


def test_one_part_by_itself_is_drawn_as_an_ordinary_card() -> None:
    [_, second] = parts(a_call("pay"), a_call("ship"))
    assert draw_batch("bat_1", [second], PINGING) == draw(second, PINGING)


def test_a_copy_says_where_the_card_stands() -> None:
    assert "#approvals" in seen(batch_safely(three(), Shown(direct=True)))


def test_the_story_tells_every_row() -> None:
    first, second, third = three()
    told = batch_safely([approved(first), second, third]).text
    assert all(f"Call {tool}" in told for tool in ("pay", "refund", "ship"))


@steadily
@given(st.lists(st.tuples(asks, states), min_size=2, max_size=30), st.booleans())
def test_whatever_is_asked_and_however_it_stands_the_card_is_harmless_and_fits(
    made: list[tuple[Ask, Callable[[Ask], Request]]], direct: bool
) -> None:
    requests = [as_part(state(ask), number, len(made)) for number, (ask, state) in enumerate(made)]
    batch_safely(requests, replace(PINGING, direct=direct, trouble="<!channel>"))
