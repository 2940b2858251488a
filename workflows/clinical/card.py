"""The words of a clinical case: the question the clinician is asked, and how it ended."""

from bot.review import Action, Alternative, Ask, Cause, Decision, Fact, Kind, ReasonRule, Risk, Urgency
from workflows.clinical.state import Assessment, CareLevel, ClinicalState, SignedPlan, signing_form
from workflows.words import because, sentence

NO_DEVICE = (
    "This is an illustration of how a person stays in charge. It is no medical device and no medical advice: use it "
    "for no patient."
)
REJECT = Action(id="reject", label="Reject the draft", kind=Kind.REJECT, reason=ReasonRule.REQUIRED)
SENIOR = Action(id="escalate", label="Call a senior", kind=Kind.ESCALATE, reason=ReasonRule.REQUIRED)
_WAITING = {
    CareLevel.EMERGENCY: "Every minute counts: nothing is done for the patient before a clinician signs.",
    CareLevel.URGENT: "The patient waits, and may get worse.",
    CareLevel.ROUTINE: "The patient waits.",
}


def question(state: ClinicalState, draft: Assessment) -> Ask:
    """The ask for a drafted assessment; whoever agrees signs a form of their own, there is no bare approval."""
    is_emergency = draft.urgency == CareLevel.EMERGENCY
    sign = Action(id="sign", label="Sign a plan", kind=Kind.APPROVE, form=signing_form(draft))
    return Ask(
        title=f"What is to be done for patient {state.patient} ({draft.urgency})?",
        summary=draft.assessment,
        flags=tuple(draft.red_flags),
        facts=_facts(state, draft),
        alternatives=(Alternative(label="Reject the draft", detail="The patient is seen without it."),),
        waiting_costs=_WAITING[draft.urgency],
        risk=Risk.HIGH if is_emergency else Risk.MEDIUM,
        urgency=Urgency.HIGH if is_emergency else Urgency.NORMAL,
        notice=f"{NO_DEVICE} {state.notice}".strip(),
        step="clinical",
        actions=(sign, REJECT, SENIOR),
    )


def done(state: ClinicalState, draft: Assessment, plan: SignedPlan, reference: str) -> str:
    """One sentence for a plan that a clinician signed, with what they changed."""
    urgency = plan.urgency_override or draft.urgency
    overridden = f", overriding {draft.urgency}" if urgency != draft.urgency else ""
    changed = f" Modifications: {sentence(plan.modifications)}" if plan.modifications else ""
    return (
        f"The plan for patient {state.patient} is signed by {plan.clinician_id} ({urgency}{overridden}): "
        f"{sentence(plan.approved_plan)}{changed} Reference: {reference}. {NO_DEVICE}"
    )


def declined(state: ClinicalState, decision: Decision) -> str:
    """One sentence for a case without a signed plan."""
    if decision.approved and not decision.by and decision.cause is not Cause.TIMEOUT:
        return f"No clinician signed for patient {state.patient}, so there is no plan. Please call one."
    if decision.cause is Cause.TIMEOUT:
        return f"No clinician answered about patient {state.patient} in time, so there is no plan. Please call one."
    if decision.cause is Cause.OUTAGE:
        return (
            f"No clinician could be asked about patient {state.patient}, as Slack was out of reach, so there is no "
            "plan. Please call one."
        )
    return f"The draft for patient {state.patient} was rejected, so there is no plan.{because(decision)}"


def _facts(state: ClinicalState, draft: Assessment) -> tuple[Fact, ...]:
    """All that the draft rests on and all that it says, so that nobody has to open anything else to decide."""
    shown = {
        "Patient": f"{state.patient}, {state.age} years",
        "Complaint": state.complaint,
        "Findings": state.findings,
        "History": state.history,
        "Urgency as drafted": f"{draft.urgency}: {draft.urgency_reason}",
        "Differential": "\n".join(
            f"{each.probability:.0%} {each.name}: {each.rationale}" for each in draft.differential
        ),
        "Work-up": "\n".join(f"{number}. {step}" for number, step in enumerate(draft.work_up, 1)),
        "Drafted plan": draft.plan,
    }
    return tuple(Fact(label=label, value=value) for label, value in shown.items() if value)
