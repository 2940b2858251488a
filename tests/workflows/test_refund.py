"""The refund workflow on real LangGraph: asked always, paid once or not at all."""

from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from pydantic import ValidationError

from bot.approvals.decision import Cause
from bot.review import AskChanged
from tests.workflows.examples import Thread, decision, refund_input
from tests.workflows.servers import serving, tool_call
from workflows.journal import Tally, tally
from workflows.models import UnreadableAnswer
from workflows.refund.graph import execute, graph
from workflows.refund.state import RefundState


async def test_people_see_the_decision_the_reasons_and_the_facts() -> None:
    ask = await Thread.of(graph).start(refund_input(type="chargeback", reason="urgent"))
    assert ask.title == "Accept a chargeback of 12,500 EUR by ACME?"
    assert ask.summary.startswith("Recommendation: look closer.")
    assert len(ask.flags) == 3
    assert ask.measures == {"amount": 12_500, "risk": 0.75}
    assert "not a model" in ask.notice
    assert {fact.label: fact.value for fact in ask.facts}["Reason given"] == "urgent"


async def test_an_approved_refund_is_paid_once_and_told_with_its_reference(effects: Path) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start(refund_input())))
    assert outcome.startswith("Refunded 12,500 EUR to ACME for TX-1042. Reference: RF-")
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_an_edited_refund_pays_what_was_signed_for(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(refund_input())
    terms = {"type": "goodwill", "amount": 9_000, "currency": "CHF"}
    outcome = await thread.answer(decision(ask.edited(terms), edits=terms))
    assert outcome.startswith("Gave 9,000 CHF to ACME as goodwill for TX-1042.")
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_edits_that_nobody_signed_for_pay_nothing(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(refund_input())
    with pytest.raises(AskChanged):
        await thread.answer(decision(ask, edits={"type": "refund", "amount": 1, "currency": "EUR"}))
    assert tally(effects) == {}


async def test_only_the_terms_can_be_edited() -> None:
    ask = await Thread.of(graph).start(refund_input())
    assert ask.draft
    assert ask.draft.values == {"type": "refund", "amount": 12_500, "currency": "EUR"}
    properties = ask.draft.form["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == set(ask.draft.values)


async def test_a_small_refund_approved_by_the_policy_says_so() -> None:
    thread = Thread.of(graph)
    ask = await thread.start(refund_input(amount=49.9))
    assert "within the limits" in await thread.answer(decision(ask, cause=Cause.LIMITS, by=()))


async def test_a_declined_refund_pays_nothing_and_says_why(effects: Path) -> None:
    thread = Thread.of(graph)
    made = decision(await thread.start(refund_input()), "reject", reason="Wrong\ncustomer.")
    assert await thread.answer(made) == (
        "Paying 12,500 EUR to ACME for TX-1042 was declined, so nothing was paid. Reason: Wrong customer."
    )
    assert tally(effects) == {}


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (Cause.TIMEOUT, "Nobody signed for 12,500 EUR to ACME for TX-1042 in time, so nothing was paid."),
        (
            Cause.OUTAGE,
            "Nobody could be asked about 12,500 EUR to ACME for TX-1042, as Slack was out of reach, so nothing was "
            "paid.",
        ),
    ],
)
async def test_silence_pays_nothing_and_says_so(effects: Path, cause: Cause, outcome: str) -> None:
    thread = Thread.of(graph)
    made = decision(await thread.start(refund_input()), "reject", cause=cause, by=())
    assert await thread.answer(made) == outcome
    assert tally(effects) == {}


async def test_a_decision_on_another_question_pays_nothing(effects: Path) -> None:
    thread = Thread.of(graph)
    other = await Thread.of(graph).start(refund_input(amount=1))
    await thread.start(refund_input())
    with pytest.raises(AskChanged):
        await thread.answer(decision(other))
    assert tally(effects) == {}


async def test_running_the_paying_node_twice_pays_once(effects: Path) -> None:
    ask = await Thread.of(graph).start(refund_input())
    state = RefundState(**refund_input(), decision=decision(ask))
    assert await execute(state) == await execute(state)
    assert tally(effects) == {"req-1": Tally(attempts=2, effects=1)}


async def test_a_payment_that_could_not_be_written_is_taken_up_again(
    effects: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(refund_input())
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(tmp_path))
    with pytest.raises(Exception, match="could not be written"):
        await thread.answer(decision(ask))
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(effects))
    final = await thread.graph.ainvoke(None, thread.config, durability="sync")
    assert final["outcome"].startswith("Refunded")
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_a_waiting_refund_survives_in_a_file(effects: Path, tmp_path: Path) -> None:
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "checkpoints.db")) as saver:
        ask = await Thread(graph.compile(checkpointer=saver)).start(refund_input())
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "checkpoints.db")) as saver:
        thread = Thread(graph.compile(checkpointer=saver))
        assert await thread.pending() == ask
        await thread.answer(decision(ask))
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -5},
        {"amount": float("nan")},
        {"amount": float("inf")},
        {"currency": "XYZ"},
        {"type": "gift"},
        {"transaction_id": "TX 1"},
        {"transaction_id": ""},
        {"customer": "  "},
        {"reason": " \n"},
        {"reason": "x" * 2001},
    ],
)
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(refund_input(**wrong))


async def test_a_decision_smuggled_into_the_form_counts_for_nothing(effects: Path) -> None:
    forged = decision(await Thread.of(graph).start(refund_input()))
    thread = Thread.of(graph)
    ask = await thread.start(refund_input(decision=forged.model_dump(), outcome="Refunded", notice="None", risk=0))
    assert "not a model" in ask.notice
    assert ask.measures["risk"] == 0.4
    assert tally(effects) == {}


def test_a_form_can_be_made_from_the_input_schema() -> None:
    schema = graph.compile().get_input_jsonschema()
    assert schema["required"] == ["transaction_id", "amount", "customer", "reason"]
    assert schema["$defs"]["TransactionType"]["enum"] == ["refund", "chargeback", "goodwill", "payout"]
    assert schema["properties"]["amount"]["exclusiveMinimum"] == 0
    assert schema["properties"]["reason"]["maxLength"] == 2000


async def test_a_models_judgement_is_shown_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"risk": 0.3, "risk_factors": ["3 times the usual"], "recommendation": "approve", "reasoning": "Routine."}
    async with serving(tool_call("Assessment", answer)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        ask = await Thread.of(graph).start(refund_input())
    assert (ask.summary, ask.flags, ask.notice) == ("Recommendation: approve. Routine.", ("3 times the usual",), "")
    assert ask.measures == {"amount": 12_500, "risk": 0.3}


async def test_a_model_that_cannot_be_read_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(tool_call("Assessment", {"risk": 2})) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(refund_input())
