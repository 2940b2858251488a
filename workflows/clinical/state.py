"""What a clinical case starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.review import Decision

LONGEST_PLAN = 2500
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class CareLevel(StrEnum):
    """How soon somebody has to act."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class ClinicalInput(BaseModel):
    """The form in which a case is handed in; the patient goes by a number, never by name."""

    model_config = ConfigDict(title="Clinical case", extra="forbid", str_strip_whitespace=True)

    patient: str = Field(
        title="Patient",
        description="The patient's number, such as P-1042; no names",
        pattern=r"^[A-Za-z]{1,4}-[0-9]{1,10}$",
        max_length=20,
    )
    age: int = Field(title="Age", description="In years", ge=0, le=130)
    complaint: str = Field(
        title="Complaint", description="What brings them, and since when", pattern=r"\S", max_length=1000
    )
    findings: str = Field(
        "", title="Findings", description="Vital signs, examination and results so far", max_length=2000
    )
    history: str = Field("", title="History", description="Known conditions, medication and allergies", max_length=1500)


class Diagnosis(BaseModel):
    """One of the things it may be."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    probability: float = Field(ge=0, le=1, description="How likely it is: 0 impossible, 1 certain")
    rationale: Line = Field(description="What speaks for it and against it, in one short sentence")


class Assessment(BaseModel):
    """Your draft for the clinician who decides about this patient."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    assessment: str = Field(min_length=1, max_length=1500, description="The case in two to four plain sentences")
    differential: list[Diagnosis] = Field(
        min_length=1, max_length=8, description="What it may be, the most likely first; probabilities sum to 1 at most"
    )
    urgency: CareLevel
    urgency_reason: Line = Field(description="Why this urgency, in one short sentence")
    work_up: list[Line] = Field(max_length=12, description="What to examine or measure next, the first thing first")
    red_flags: list[Line] = Field(
        max_length=8, description="Findings that must not be missed; empty when there are none"
    )
    plan: str = Field(
        min_length=1, max_length=LONGEST_PLAN, description="The plan you propose, as steps on a line each"
    )

    @field_validator("differential")
    @classmethod
    def _is_a_distribution(cls, found: list[Diagnosis]) -> list[Diagnosis]:
        """Most likely first; raises ValueError where the probabilities come to more than certainty."""
        if sum(each.probability for each in found) > 1.01:
            raise ValueError("the probabilities of the differential come to more than 1")
        return sorted(found, key=lambda each: -each.probability)


class SignedPlan(BaseModel):
    """What a clinician signs with."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    approved_plan: str = Field(
        title="Approved plan",
        description="What is to be done; it begins with the draft",
        pattern=r"\S",
        max_length=LONGEST_PLAN,
    )
    modifications: str = Field(
        "", title="Modifications", description="What you changed and why, if you changed anything", max_length=1000
    )
    clinician_id: str = Field(
        title="Clinician ID",
        description="Your registration, such as GMC-7012345",
        pattern=r"^[A-Z]{2,5}-[0-9]{4,10}$",
        max_length=20,
    )
    urgency_override: CareLevel | None = Field(
        None, title="Urgency override", description="Only if it is not as drafted"
    )


class ClinicalState(ClinicalInput):
    """The case, the draft, and what the clinician decided; `outcome` tells whoever handed it in how it ended."""

    draft: Assessment | None = None
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""


def signing_form(draft: Assessment) -> dict[str, Any]:
    """The JSON Schema of the form a clinician signs with, which begins with the drafted plan."""
    schema = SignedPlan.model_json_schema()
    schema["properties"]["approved_plan"]["default"] = draft.plan
    schema["properties"]["urgency_override"]["description"] += f": {draft.urgency}"
    return schema


def signed(decision: Decision) -> SignedPlan:
    """What the clinician filled in; raises ValueError where it does not fit the form, or where nobody signed it."""
    if not (decision.approved and decision.by):
        raise ValueError("A plan was to be filed that no clinician signed.")
    return SignedPlan.model_validate(decision.values)
