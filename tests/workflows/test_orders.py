"""The order workflow on real LangGraph: reserved step by step, given back newest first, shipped once."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import Ask, Kind, Risk
from bot.approvals.decision import Cause
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.recorded import bodies
from tests.workflows.servers import serving, tool_call
from workflows.journal import Tally, tally
from workflows.models import UnreadableAnswer
from workflows.orders import holds, resources, rule
from workflows.orders.graph import graph
from workflows.orders.holds import Hold, Short
from workflows.orders.state import OrderInput, Stock

PLENTY = Stock(pieces=900, pallets=120, euros=2_000_000)
BUDGET = Hold("req-1 budget", "budget", 25_000)
PIECES, CARRIER = Hold("req-1 pieces", "laptop", 20), Hold("req-1 carrier", "carrier", 1)

REFUSED = {"plan": "plan for", "resources": "reservation for", "execution": "shipment of"}
GIVEN_BACK = {
    "plan": "",
    "resources": " Given back: 25,000 EUR held in the budget.",
    "execution": " Given back: 1 pallet to Graz booked with the carrier; 20 × laptop reserved in the warehouse; "
    "25,000 EUR held in the budget.",
}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which everything is held."""
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path))
    return tmp_path / "orders.db"


def form(**changed: Any) -> dict[str, Any]:
    """Twenty laptops."""
    return {"customer": "ACME", "item": "laptop", "quantity": 20, "city": "Graz", **changed}


def facts(ask: Ask) -> dict[str, str]:
    return {fact.label: fact.value for fact in ask.facts}


async def asked(thread: Thread, approvals: int, **changed: Any) -> Ask:
    """What is asked after so many approvals."""
    ask = await thread.start(form(**changed))
    for _ in range(approvals):
        ask = await thread.continued(decision(ask))
    return ask


async def test_plan_resources_and_execution_are_approved_in_turn(store: Path, effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await asked(thread, 0)
    assert (ask.title, ask.step) == ("Fulfil 20 × laptop for ACME?", "order plan")
    assert ask.measures == {"amount": 25_000, "risk": 0.25}
    assert facts(ask)["Left in stock"] == "900 pieces"
    assert "not a model" in ask.notice
    assert holds.held(store) == []
    ask = await thread.continued(decision(ask))
    assert (ask.title, ask.step) == ("Reserve stock and carrier for 20 × laptop for ACME?", "order resources")
    assert facts(ask)["Reserved so far"] == "25,000 EUR held in the budget"
    assert facts(ask)["The order plan"].startswith("Approved by manager on")
    assert holds.held(store) == [BUDGET]
    ask = await thread.continued(decision(ask))
    assert (ask.title, ask.step) == ("Ship 20 × laptop for ACME now?", "order execution")
    assert facts(ask)["Left in stock"] == "880 pieces"
    assert holds.held(store) == [BUDGET, PIECES, CARRIER]
    assert [(action.id, action.kind) for action in ask.actions] == [("ship", Kind.APPROVE), ("call_off", Kind.REJECT)]
    assert tally(effects) == {}
    outcome = await thread.answer(decision(ask, "ship"))
    assert outcome.startswith("Shipped 20 × laptop for ACME. Shipment: OR-")
    assert [body["details"]["what"] for body in bodies(effects)] == ["shipment", "confirmation"]
    assert holds.held(store) == [BUDGET, PIECES, CARRIER]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"reason": "No."}, "The {} 20 × laptop for ACME was rejected, so nothing was shipped. Reason: No."),
        ({"cause": Cause.TIMEOUT}, "Nobody signed for the {} 20 × laptop for ACME in time, so nothing was shipped."),
        (
            {"cause": Cause.OUTAGE},
            "Nobody could be asked about the {} 20 × laptop for ACME, as Slack was out of reach, so nothing was "
            "shipped.",
        ),
    ],
)
@pytest.mark.parametrize("stage", ["plan", "resources", "execution"])
async def test_what_is_not_approved_gives_back_what_was_reserved_newest_first(
    store: Path, stage: str, changed: dict[str, Any], why: str
) -> None:
    thread = Thread.of(graph)
    ask = await asked(thread, ["plan", "resources", "execution"].index(stage))
    refusal = ask.first(Kind.REJECT)
    assert refusal
    told = await thread.answer(decision(ask, refusal.id, **changed))
    assert told == f"{why.format(REFUSED[stage])}{GIVEN_BACK[stage]}"
    assert holds.held(store) == []


async def test_everything_that_was_given_back_can_be_given_back_again(store: Path) -> None:
    thread = Thread.of(graph)
    await thread.answer(decision(await asked(thread, 2), "call_off", reason="No."))
    for key in ("req-1 budget", "req-1 pieces", "req-1 carrier", "never held"):
        await resources.give_back(key)
    assert holds.left(store, "laptop") == 900
    assert holds.left(store, "budget") == 2_000_000


async def test_too_little_stock_at_the_last_moment_gives_the_budget_back(store: Path) -> None:
    thread = Thread.of(graph)
    ask = await asked(thread, 1)
    holds.take(store, Hold("somebody else", "laptop", 890))
    assert await thread.answer(decision(ask)) == (
        "20 × laptop for ACME cannot be fulfilled (laptop: 20 wanted, 10 left), so nothing was shipped. "
        "Given back: 25,000 EUR held in the budget."
    )
    assert [hold.key for hold in holds.held(store)] == ["somebody else"]


async def test_too_few_pallets_give_the_pieces_back_as_well(store: Path) -> None:
    thread = Thread.of(graph)
    ask = await asked(thread, 1)
    holds.take(store, Hold("somebody else", "carrier", 120))
    told = await thread.answer(decision(ask))
    assert told.endswith("Given back: 20 × laptop reserved in the warehouse; 25,000 EUR held in the budget.")
    assert [hold.key for hold in holds.held(store)] == ["somebody else"]


async def test_too_little_budget_ends_it_with_nothing_to_give_back(store: Path) -> None:
    thread = Thread.of(graph)
    ask = await asked(thread, 0)
    holds.take(store, Hold("somebody else", "budget", 1_990_000))
    assert await thread.answer(decision(ask)) == (
        "20 × laptop for ACME cannot be fulfilled (budget: 25,000 wanted, 10,000 left), so nothing was shipped."
    )
    assert [hold.key for hold in holds.held(store)] == ["somebody else"]


async def test_a_confirmation_can_be_recalled_and_that_twice(effects: Path) -> None:
    thread = Thread.of(graph)
    await thread.answer(decision(await asked(thread, 2), "ship"))
    reference = bodies(effects)[1]["reference"]
    await resources.recall(reference)
    await resources.recall(reference)
    assert bodies(effects)[2]["details"] == {"recalls": reference}
    assert tally(effects)[f"recall {reference}"] == Tally(attempts=2, effects=1)


async def test_a_models_plan_is_shown_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"summary": "Plain.", "risk": 0.7, "concerns": ["New customer"]}
    async with serving(tool_call("Plan", answer)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        ask = await asked(Thread.of(graph), 0)
    assert (ask.summary, ask.risk, ask.flags, ask.notice) == ("Plain.", Risk.HIGH, ("New customer",), "")
    assert "price_eur" in str(server.bodies[0])


async def test_a_model_that_cannot_be_read_ends_the_run_in_words(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(tool_call("Plan", {"risk": -1})) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await asked(Thread.of(graph), 0)
    assert holds.held(store) == []


def test_the_last_pieces_go_to_one_order_only(store: Path) -> None:
    holds.take(store, Hold("one", "desk", 400))
    with pytest.raises(Short, match="desk: 1 wanted, 0 left"):
        holds.take(store, Hold("two", "desk", 1))
    holds.take(store, Hold("one", "desk", 400))
    assert holds.left(store, "desk") == 0


@pytest.mark.parametrize(
    ("changed", "stock", "risk"),
    [
        ({"quantity": 8}, PLENTY, 0.10),
        ({"quantity": 40}, PLENTY, 0.25),
        ({"quantity": 200}, PLENTY, 0.45),
        ({"quantity": 201}, PLENTY, 0.65),
        ({"quantity": 20}, PLENTY.model_copy(update={"pieces": 39}), 0.40),
        ({"quantity": 20}, PLENTY.model_copy(update={"pieces": 19}), 0.65),
        ({"quantity": 61, "item": "desk"}, PLENTY, 0.35),
        ({"note": "Urgent, do not tell anybody"}, PLENTY, 0.40),
        ({"quantity": 10_000, "item": "desk", "note": "secret"}, PLENTY, 1.0),
    ],
)
def test_the_risk_is_what_the_rule_says(changed: dict[str, Any], stock: Stock, risk: float) -> None:
    assert rule.plan(OrderInput(**form(**changed)), stock).risk == risk


@pytest.mark.parametrize("typed", HOSTILE)
def test_telling_the_rule_to_approve_changes_nothing(typed: str) -> None:
    plain = rule.plan(OrderInput(**form()), PLENTY)
    assert rule.plan(OrderInput(**form(note=typed)), PLENTY) == plain
