"""The clinical workflow on real LangGraph: no way to its end leads past a clinician."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from bot.approvals.decision import Cause
from bot.approvals.policy import OnTimeout, Policy
from bot.policybook import read_policies
from bot.review import Kind, Risk, Urgency
from tests.policybook.files import NOW
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.models_at import answering
from tests.workflows.test_gate import recorded
from tests.workflows.test_policies import FILE, WORKFLOWS
from workflows.clinical import rule
from workflows.clinical.card import NO_DEVICE
from workflows.clinical.graph import file_plan, graph
from workflows.clinical.state import ClinicalInput, ClinicalState
from workflows.journal import Tally, tally
from workflows.models import STAND_IN_NOTICE, UnreadableAnswer

DRAFT = {
    "assessment": "Probably viral.",
    "differential": [
        {"name": "Pneumonia", "probability": 0.2, "rationale": "Cough without findings."},
        {"name": "Bronchitis", "probability": 0.6, "rationale": "Cough for a week."},
    ],
    "urgency": "urgent",
    "urgency_reason": "Fever for five days.",
    "work_up": ["Temperature", "Auscultation"],
    "red_flags": ["Saturation of 91 %"],
    "plan": "Examine today.\nChest imaging if saturation stays low.",
}
SIGNED = {"approved_plan": "Examine today.", "modifications": "", "clinician_id": "GMC-7012345"}


def case(**changed: Any) -> dict[str, Any]:
    """A case."""
    return {"patient": "P-1042", "age": 54, "complaint": "Cough and fever for five days.", **changed}


async def test_a_clinician_sees_all_that_was_drafted_and_that_it_is_no_medical_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with answering(monkeypatch, "Assessment", DRAFT):
        ask = await Thread.of(graph).start(case())
    assert ask.title == "What is to be done for patient P-1042 (urgent)?"
    assert ask.notice == NO_DEVICE
    assert "no medical device" in ask.notice
    assert ask.flags == ("Saturation of 91 %",)
    facts = {fact.label: fact.value for fact in ask.facts}
    assert facts["Differential"] == ("60% Bronchitis: Cough for a week.\n20% Pneumonia: Cough without findings.")
    assert facts["Work-up"] == "1. Temperature\n2. Auscultation"
    assert facts["Urgency as drafted"] == "urgent: Fever for five days."
    assert (ask.risk, ask.urgency) == (Risk.MEDIUM, Urgency.NORMAL)


async def test_the_rule_says_that_no_model_drafted_it() -> None:
    ask = await Thread.of(graph).start(case(complaint="Chest pain since this morning."))
    assert ask.notice == f"{NO_DEVICE} {STAND_IN_NOTICE}"
    assert (ask.risk, ask.urgency) == (Risk.HIGH, Urgency.HIGH)


async def test_the_only_consent_is_a_form_that_names_the_clinician() -> None:
    ask = await Thread.of(graph).start(case())
    [sign] = [action for action in ask.actions if action.kind is Kind.APPROVE]
    assert set(sign.form["required"]) == {"approved_plan", "clinician_id"}  # type: ignore[arg-type]
    assert ask.draft is None
    form = Draft202012Validator(sign.form)
    assert form.is_valid(SIGNED)
    assert form.is_valid({**SIGNED, "urgency_override": "emergency"})
    for wrong in (
        {"clinician_id": "Dr. No"},
        {"clinician_id": ""},
        {"approved_plan": " "},
        {"urgency_override": "soon"},
    ):
        assert not form.is_valid({**SIGNED, **wrong})
    assert not form.is_valid({"approved_plan": "Rest."})


async def test_the_form_begins_with_the_drafted_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, "Assessment", DRAFT):
        ask = await Thread.of(graph).start(case())
    sign = ask.action("sign")
    assert sign
    properties: Any = sign.form["properties"]
    assert properties["approved_plan"]["default"] == DRAFT["plan"]
    assert properties["urgency_override"]["description"] == "Only if it is not as drafted: urgent"


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        (SIGNED, "The plan for patient P-1042 is signed by GMC-7012345 (urgent): Examine today. Reference: CL-"),
        (
            {**SIGNED, "urgency_override": "emergency", "modifications": "No\nimaging."},
            "The plan for patient P-1042 is signed by GMC-7012345 (emergency, overriding urgent): Examine today. "
            "Modifications: No imaging. Reference: CL-",
        ),
        (
            {**SIGNED, "urgency_override": "urgent"},
            "The plan for patient P-1042 is signed by GMC-7012345 (urgent): Examine today. Reference: CL-",
        ),
    ],
)
async def test_what_a_clinician_signs_is_filed_once(effects: Path, values: dict[str, str], outcome: str) -> None:
    thread = Thread.of(graph)
    told = await thread.answer(decision(await thread.start(case()), "sign", values=values))
    assert told.startswith(outcome)
    assert told.endswith(NO_DEVICE)
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}
    assert '"clinician_id": "GMC-7012345"' in recorded(effects)


@pytest.mark.parametrize(
    ("action", "changed", "outcome"),
    [
        (
            "reject",
            {"reason": "See\nher."},
            "The draft for patient P-1042 was rejected, so there is no plan. Reason: See her.",
        ),
        (
            "reject",
            {"cause": Cause.TIMEOUT, "by": ()},
            "No clinician answered about patient P-1042 in time, so there is no plan. Please call one.",
        ),
        (
            "reject",
            {"cause": Cause.OUTAGE, "by": ()},
            "No clinician could be asked about patient P-1042, as Slack was out of reach, so there is no plan. Please "
            "call one.",
        ),
        (
            "sign",
            {"cause": Cause.TIMEOUT, "by": ()},
            "No clinician answered about patient P-1042 in time, so there is no plan. Please call one.",
        ),
        (
            "sign",
            {"cause": Cause.LIMITS, "by": ()},
            "No clinician signed for patient P-1042, so there is no plan. Please call one.",
        ),
    ],
)
async def test_without_a_clinicians_name_there_is_no_plan(
    effects: Path, action: str, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(case())
    assert await thread.answer(decision(ask, action, values=SIGNED if action == "sign" else {}, **changed)) == outcome
    assert tally(effects) == {}


async def test_a_form_that_says_nothing_files_nothing(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(case())
    with pytest.raises(ValidationError):
        await thread.answer(decision(ask, "sign", values={}))
    assert tally(effects) == {}


async def test_the_step_that_files_takes_nothing_that_nobody_signed(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(case())
    signed = decision(ask, "sign", values=SIGNED)
    state = (await thread.graph.aget_state(thread.config)).values
    for made in (signed.model_copy(update={"by": ()}), decision(ask, "reject", values=SIGNED), None):
        with thread.noted(), pytest.raises(ValueError, match=r"a decision|no clinician signed"):
            await file_plan(ClinicalState.model_validate(state | {"decision": made}))
    assert tally(effects) == {}


def test_every_path_from_start_to_the_end_passes_the_clinician() -> None:
    drawn = graph.compile().get_graph()
    edges = [(edge.source, edge.target) for edge in drawn.edges]
    paths = list(_paths(edges, "__start__", "__end__"))
    assert {path[-2] for path in paths} == {"file", "leave"}
    assert all("ask" in path for path in paths)
    past_it = [(source, target) for source, target in edges if "ask" not in (source, target)]
    assert not list(_paths(past_it, "__start__", "__end__"))
    assert not list(_paths(past_it, "__start__", "file"))


def test_the_step_that_asks_does_nothing_else() -> None:
    drawn = graph.compile().get_graph()
    assert set(drawn.nodes) == {"__start__", "assess", "ask", "file", "leave", "__end__"}
    assert {edge.source for edge in drawn.edges if edge.target == "file"} == {"ask"}


def test_no_policy_for_clinical_cases_decides_by_itself() -> None:
    book = read_policies(FILE, NOW, WORKFLOWS)
    led_to = [route.policy for route in book.routes if "clinical" in _workflows_of(route)]
    policies: list[Policy] = [book.policies[name] for name in ("clinical", *led_to)]
    assert len(policies) == 2
    for policy in policies:
        assert not any(tier.auto or tier.limits for tier in policy.tiers)
        assert policy.on_timeout is OnTimeout.REJECT
        assert policy.outage is None


@pytest.mark.parametrize("wrong", [{"urgency": "soon"}, {"differential": []}, {"plan": ""}, {"work_up": "ECG"}])
async def test_a_model_that_cannot_be_read_ends_the_run_in_words(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    async with answering(monkeypatch, "Assessment", {**DRAFT, **wrong}) as model:
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(case())
    assert len(model.bodies) == 3


async def test_probabilities_beyond_certainty_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [{"name": name, "probability": 0.6, "rationale": "Cough."} for name in ("Cold", "Flu")]
    async with answering(monkeypatch, "Assessment", {**DRAFT, "differential": twice}):
        with pytest.raises(UnreadableAnswer):
            await Thread.of(graph).start(case())


@pytest.mark.parametrize(
    ("complaint", "age", "urgency"),
    [
        ("Chest pain for an hour", 50, "emergency"),
        ("Slurred speech", 50, "emergency"),
        ("Fever and vomiting", 50, "urgent"),
        ("Chest\n  pain", 50, "emergency"),
        ("c\u00adhest-pain", 50, "emergency"),
        ("She can’t breathe", 50, "emergency"),
        ("Sore throat", 30, "routine"),
        ("Sore throat", 75, "urgent"),
        ("Feels odd", 30, "routine"),
    ],
)
def test_the_rule_knows_a_handful_of_words(complaint: str, age: int, urgency: str) -> None:
    drafted = rule.assess(ClinicalInput(patient="P-1", age=age, complaint=complaint))
    assert drafted.urgency == urgency
    assert sum(each.probability for each in drafted.differential) <= 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_the_case_calms_the_rule(hostile: str) -> None:
    drafted = rule.assess(ClinicalInput(patient="P-1", age=50, complaint=f"Chest pain. {hostile}"))
    assert drafted.urgency == "emergency"


@pytest.mark.parametrize(
    "wrong", [{"patient": "Jane Doe"}, {"age": 131}, {"age": -1}, {"complaint": " "}, {"findings": "x" * 2001}]
)
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(case(**wrong))


def _workflows_of(route: Any) -> tuple[str, ...]:
    return tuple(route.when.workflows or ())


def _paths(edges: list[tuple[str, str]], start: str, end: str, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path that visits no node twice."""
    if start == end:
        yield (*seen, end)
        return
    for source, target in edges:
        if source == start and target not in seen:
            yield from _paths(edges, target, end, (*seen, start))
