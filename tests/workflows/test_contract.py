"""The contract workflow on real LangGraph: revised as often as people want, finalised once."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import CheckStatus, Kind, ReasonRule, Risk
from bot.approvals.decision import Cause
from bot.review import Ask, remembering
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.recorded import bodies
from tests.workflows.servers import serving, tool_call
from workflows.contract import rule
from workflows.contract.card import STEP, VERDICTS
from workflows.contract.graph import finalise, graph
from workflows.contract.state import ContractInput, ContractState
from workflows.journal import Tally, tally
from workflows.models import UnreadableAnswer
from workflows.reviews import review_of
from workflows.revisions import digest


def form(**changed: Any) -> dict[str, Any]:
    """A contract for cleaning an office."""
    agreed = "Cleaning on work days\nPayment 30 days after the invoice"
    said = {"subject": "Cleaning of the Vienna office", "counterparty": "Globex", "value": 48_000, "terms": agreed}
    return {**said, **changed}


def fact(ask: Ask, label: str) -> str:
    return {fact.label: fact.value for fact in ask.facts}[label]


async def test_people_see_the_text_the_checks_and_what_is_at_stake() -> None:
    ask = await Thread.of(graph).start(form())
    assert ask.title == "Sign “Cleaning of the Vienna office” with Globex, version 1?"
    assert "6. Liability and law." in fact(ask, "Text of version 1")
    assert "- Cleaning on work days" in fact(ask, "Text of version 1")
    assert [check.status for check in ask.checks] == [CheckStatus.PASS] * 3
    assert ask.measures == {"value": 48_000, "risk": 0.25}
    assert ask.waiting_costs == "Until it is signed, the work cannot start."
    assert "not a model" in ask.notice
    assert [(action.id, action.kind, action.reason) for action in ask.actions] == [
        ("approve", Kind.APPROVE, ReasonRule.NONE),
        ("reject", Kind.REJECT, ReasonRule.REQUIRED),
        ("request_changes", Kind.NEUTRAL, ReasonRule.REQUIRED),
    ]


async def test_an_approved_contract_is_put_on_record_once(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    outcome = await thread.answer(decision(ask))
    text = fact(ask, "Text of version 1")
    assert outcome.startswith(
        "Version 1 of “Cleaning of the Vienna office” with Globex is final: Approved by manager on"
    )
    assert outcome.endswith(f"digest {digest(text)[:12]}.")
    [body] = bodies(effects)
    assert body["details"] == {
        "subject": "Cleaning of the Vienna office",
        "counterparty": "Globex",
        "value": 48_000,
        "version": 1,
        "digest": digest(text),
        "approved_by": "U1",
        "approved_at": "2026-01-05T09:30:00+00:00",
        "reviews": 1,
    }
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_changes_lead_to_a_new_version_as_often_as_wanted(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    for number in range(2, 6):
        wanted = f"Change {28 + number} days to {29 + number} days"
        made = decision(ask, "request_changes", reason=wanted, request_id=f"req-{number}")
        ask = await thread.continued(made)
        assert ask.title.endswith(f"version {number}?")
        assert fact(ask, f"Version {number - 1}").endswith(f"UTC: “{wanted}”")
        changed = fact(ask, f"Changed since version {number - 1}")
        assert f"-   - Payment {28 + number} days after the invoice" in changed
        assert f"+   - Payment {29 + number} days after the invoice" in changed
    assert tally(effects) == {}
    assert "version 5" in (await thread.answer(decision(ask))).casefold()
    assert [body["details"]["version"] for body in bodies(effects)] == [5]


async def test_feedback_that_names_no_words_is_put_at_the_end() -> None:
    thread = Thread.of(graph)
    made = decision(await thread.start(form()), "request_changes", reason="Add a clause\non data protection.")
    ask = await thread.continued(made)
    assert fact(ask, "Text of version 2").endswith("As asked for in review: Add a clause on data protection.")


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "Too long."},
            "Version 1 of “Cleaning of the Vienna office” with Globex was rejected, so nothing was signed. "
            "Reason: Too long.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for version 1 of “Cleaning of the Vienna office” with Globex in time, so nothing was "
            "signed.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about version 1 of “Cleaning of the Vienna office” with Globex, as Slack was out of "
            "reach, so nothing was signed.",
        ),
    ],
)
async def test_what_nobody_approved_is_not_signed(effects: Path, changed: dict[str, Any], outcome: str) -> None:
    thread = Thread.of(graph)
    assert await thread.answer(decision(await thread.start(form()), "reject", **changed)) == outcome
    assert tally(effects) == {}


async def test_running_the_finalising_node_twice_puts_it_on_record_once(effects: Path) -> None:
    ask = await Thread.of(graph).start(form())
    version = rule.draft(ContractInput(**form()))
    said = decision(ask)
    state = ContractState(**form(), versions=(version,), decision=said, reviews=(review_of(said, STEP, 1, VERDICTS),))
    with remembering():
        first = await finalise(state)
    with remembering():
        assert await finalise(state) == first
    assert tally(effects) == {"req-1": Tally(attempts=2, effects=1)}


async def test_a_models_versions_are_shown_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"text": "Globex may [..]", "summary": "Plain.", "risk": 0.7, "concerns": ["No law"]}
    second = first | {"text": "Globex shall clean.", "risk": 0.3, "concerns": []}
    async with serving(tool_call("Wording", first), tool_call("Wording", second)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        thread = Thread.of(graph)
        ask = await thread.start(form())
        assert (ask.risk, ask.flags, ask.notice) == (Risk.HIGH, ("No law",), "")
        assert [check.status for check in ask.checks] == [CheckStatus.PASS, CheckStatus.WARN, CheckStatus.WARN]
        ask = await thread.continued(decision(ask, "request_changes", reason="Name the law."))
    assert "Name the law." in str(server.bodies[1])
    assert (ask.risk, fact(ask, "Text of version 2")) == (Risk.LOW, "Globex shall clean.")


async def test_a_model_that_cannot_be_read_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(tool_call("Wording", {"text": "", "risk": 9})) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(form())


@pytest.mark.parametrize(
    ("changed", "risk"),
    [
        ({"value": 0}, 0.15),
        ({"value": 100_000.01}, 0.45),
        ({"kind": "settlement"}, 0.40),
        ({"months": 25}, 0.35),
        ({"terms": "Unlimited liability\nRenews automatically\nExclusive\nA penalty"}, 0.85),
        ({"value": 1e9, "kind": "settlement", "months": 120, "terms": "unlimited liability, exclusive, penalty"}, 1.0),
    ],
)
def test_the_risk_is_what_the_rule_says(changed: dict[str, Any], risk: float) -> None:
    judged = rule.draft(ContractInput(**form(**changed)))
    assert judged.risk == risk
    assert all("(+0.1" in concern for concern in judged.concerns)


@pytest.mark.parametrize("typed", HOSTILE)
def test_telling_the_rule_to_approve_changes_nothing(typed: str) -> None:
    plain = rule.draft(ContractInput(**form()))
    assert rule.draft(ContractInput(**form(terms=f"{form()['terms']}\n{typed}"))).risk == plain.risk
