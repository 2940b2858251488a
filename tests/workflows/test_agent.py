"""The tool agent on real LangChain: harmless tools at once, risky ones once people have signed, each once."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.decision import Cause
from tests.workflows.examples import decision
from tests.workflows.letterboxes import keeping
from tests.workflows.recorded import bodies
from tests.workflows.servers import completion, serving, status, text
from tests.workflows.tool_calls import Agent
from workflows.agent import folder
from workflows.agent.graph import MOST_TURNS
from workflows.agent.stand_in import SAYS_SO
from workflows.journal import Tally, tally
from workflows.models import ModelUnavailable

PAY = "Pay 4,200 EUR to Globex for GX-2041."
MAIL = "E-mail accounting@northwind-trading.example about GX-2041: It is paid."


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each test."""
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path))
    return tmp_path


def calling(*calls: tuple[str, str]) -> Any:
    """A model's turn that calls these tools, with their arguments as JSON."""
    named = [
        {"id": f"c{place}", "type": "function", "function": {"name": name, "arguments": args}}
        for place, (name, args) in enumerate(calls)
    ]
    return completion({"tool_calls": named})


async def test_harmless_tools_are_used_without_asking_anybody(effects: Path) -> None:
    agent = Agent()
    assert await agent.start("Search for Globex, then read reports/q3.csv; calculate 198400 + 176250.") == []
    told = await agent.outcome()
    assert "Search notes: notes/suppliers.md: Globex delivers monitors" in told
    assert "Read file: month,orders,revenue_eur July,412,198400" in told
    assert "Calculate: 198400 + 176250 = 374650" in told
    assert told.endswith(SAYS_SO)
    assert tally(effects) == {}


async def test_people_see_the_question_the_values_and_what_is_at_stake() -> None:
    [ask] = await Agent().start(PAY)
    assert (ask.title, ask.step) == ("make_payment: Pay 4,200 EUR to Globex?", "make_payment")
    assert "High risk: money that was paid cannot be called back." in ask.summary
    assert f"The task was: {PAY}" in ask.summary
    assert SAYS_SO in ask.summary
    assert ask.measures == {"amount": 4200}
    assert ask.draft
    assert ask.draft.values == {"amount": 4200, "currency": "EUR", "payee": "Globex", "reference": "GX-2041"}


async def test_an_approved_payment_is_made_once(effects: Path) -> None:
    agent = Agent()
    [ask] = await agent.start(PAY)
    assert tally(effects) == {}
    assert await agent.answer(decision(ask)) == []
    assert "Make payment: Paid 4,200 EUR to Globex. Reference: PY-" in await agent.outcome()
    [body] = bodies(effects)
    assert body["details"] == {"payee": "Globex", "amount": 4200, "currency": "EUR", "for": "GX-2041"}


async def test_edited_arguments_are_those_it_is_called_with(effects: Path) -> None:
    agent = Agent()
    [ask] = await agent.start(PAY)
    signed = {"amount": 4000, "currency": "EUR", "payee": "Globex", "reference": "GX-2041, less a discount"}
    await agent.answer(decision(ask.edited(signed), edits=signed))
    assert "Make payment: Paid 4,000 EUR to Globex." in await agent.outcome()
    assert bodies(effects)[0]["details"]["for"] == "GX-2041, less a discount"


async def test_a_rejection_goes_back_with_its_reason_and_stops_what_follows(effects: Path, data: Path) -> None:
    agent = Agent()
    [ask] = await agent.start(f"{PAY} Then delete old/export-2019.csv.")
    assert await agent.answer(decision(ask, "reject", reason="Paid in May.")) == []
    told = await agent.outcome()
    assert "Make payment: refused. Reason: Paid in May." in told
    assert "Left undone after that: Delete file." in told
    assert tally(effects) == {}
    assert folder.known("old/export-2019.csv")


@pytest.mark.parametrize("cause", [Cause.TIMEOUT, Cause.OUTAGE])
async def test_silence_pays_nothing_and_the_outcome_says_so(effects: Path, cause: Cause) -> None:
    agent = Agent()
    [ask] = await agent.start(PAY)
    await agent.answer(decision(ask, "reject", cause=cause, by=()))
    assert "Make payment: not approved, without a reason or because nobody answered in time" in await agent.outcome()
    assert tally(effects) == {}


async def test_two_calls_of_a_turn_are_asked_side_by_side_and_decided_each_by_itself(effects: Path) -> None:
    agent = Agent()
    asks = await agent.start("Push checkout 2.4.1 to production and pay 380 EUR to Hooli for the reprint.")
    assert [ask.step for ask in asks] == ["push_to_production", "make_payment"]
    [left] = await agent.answer(decision(asks[1]), place=1)
    assert left.step == "push_to_production"
    assert [body["details"].get("payee") for body in bodies(effects)] == ["Hooli"]
    await agent.answer(decision(left))
    assert [body["reference"][:3] for body in bodies(effects)] == ["PY-", "DP-"]
    told = await agent.outcome()
    assert "Pushed checkout 2.4.1 to production." in told
    assert "Paid 380 EUR to Hooli." in told


async def test_a_deleted_file_is_gone_and_nothing_outside_can_be_deleted(data: Path) -> None:
    (data / "secret.txt").write_text("x")
    agent = Agent()
    [ask] = await agent.start("Delete old/export-2019.csv.")
    await agent.answer(decision(ask))
    assert "Delete file: Deleted old/export-2019.csv." in await agent.outcome()
    assert not folder.known("old/export-2019.csv")
    for name in ("../secret.txt", "notes/../../secret.txt", str(data / "secret.txt"), "notes"):
        other = Agent()
        [ask] = await other.start(f"Delete {name}")
        await other.answer(decision(ask))
        assert f"There is no file “{name}”" in await other.outcome()
    assert (data / "secret.txt").exists()


async def test_an_approved_e_mail_is_sent_once_with_its_message_id(monkeypatch: pytest.MonkeyPatch) -> None:
    async with keeping(monkeypatch) as mailbox:
        agent = Agent()
        [ask] = await agent.start(MAIL)
        assert len(mailbox.letters) == 0
        await agent.answer(decision(ask))
        assert len(mailbox.letters) == 1
    assert "Message-ID: <" in await agent.outcome()


async def test_without_a_mail_server_the_agent_is_told_so() -> None:
    agent = Agent()
    [ask] = await agent.start(MAIL)
    await agent.answer(decision(ask))
    assert "Send email: No mail server is set up" in await agent.outcome()


async def test_an_answer_delivered_again_after_a_crash_does_nothing_twice(effects: Path) -> None:
    agent = Agent()
    [ask] = await agent.start(PAY)
    before = agent.as_saved()
    await agent.answer(decision(ask))
    assert await before.answer(decision(ask)) == []
    assert await before.outcome() == await agent.outcome()
    assert list(tally(effects).values()) == [Tally(attempts=1, effects=1)]


async def test_a_model_calls_the_tools_and_hears_of_refusals(monkeypatch: pytest.MonkeyPatch, effects: Path) -> None:
    args = '{"payee": "Globex", "amount": 10, "currency": "EUR", "reference": "x"}'
    turns = (calling(("search_notes", '{"query": "Globex"}')), calling(("make_payment", args)), text("As you wish."))
    async with serving(*turns) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        agent = Agent()
        [ask] = await agent.start("Pay Globex what they get.")
        assert SAYS_SO not in ask.summary
        await agent.answer(decision(ask, "reject", reason="Not this month."))
    assert "with reason: Not this month." in str(server.bodies[2])
    assert await agent.outcome() == "As you wish."
    assert tally(effects) == {}


async def test_the_same_call_under_the_same_id_in_a_later_turn_is_another_payment(
    monkeypatch: pytest.MonkeyPatch, effects: Path
) -> None:
    args = '{"payee": "Globex", "amount": 10, "currency": "EUR", "reference": "x"}'
    async with serving(calling(("make_payment", args)), calling(("make_payment", args)), text("Done.")) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        agent = Agent()
        [ask] = await agent.start("Pay Globex twice.")
        [again] = await agent.answer(decision(ask))
        assert len(bodies(effects)) == 1
        await agent.answer(decision(again))
    assert len({body["reference"] for body in bodies(effects)}) == 2
    assert await agent.outcome() == "Done."


@pytest.mark.parametrize(
    ("name", "args", "told"),
    [
        ("make_payment", '{"payee": "Globex", "amount": -5, "currency": "EUR", "reference": "x"}', "amount"),
        ("make_payment", '{"payee": "Globex"}', "amount"),
        ("push_to_production", '{"service": "; rm -rf /", "version": "1"}', "service"),
    ],
)
async def test_bad_arguments_from_a_model_do_nothing_even_if_approved(
    monkeypatch: pytest.MonkeyPatch, effects: Path, *, name: str, args: str, told: str
) -> None:
    async with serving(calling((name, args)), text("It did not work.")) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        agent = Agent()
        [ask] = await agent.start("Do it.")
        await agent.answer(decision(ask))
    assert told in str(server.bodies[1]["messages"][-1])
    assert tally(effects) == {}


async def test_a_tool_that_does_not_exist_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(calling(("drop_database", "{}")), text("There is no such tool.")) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        agent = Agent()
        assert await agent.start("Drop it.") == []
    assert await agent.outcome() == "There is no such tool."


async def test_a_model_that_goes_in_circles_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(calling(("search_notes", '{"query": "x"}'))) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        agent = Agent()
        assert await agent.start("Search.") == []
    assert len(server.bodies) == MOST_TURNS
    assert "limit" in await agent.outcome()


async def test_a_model_out_of_reach_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(401)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(ModelUnavailable, match="refused the key"):
            await Agent().start(PAY)
