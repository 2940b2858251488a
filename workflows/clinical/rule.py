"""The rule that drafts an assessment where no model is set up: it knows a handful of words, and no medicine.

Chest pain, a heart attack, trouble breathing, fainting, paralysis, slurred speech or heavy bleeding make an emergency;
fever with a stiff neck or a rash as well; fever, vomiting or severe pain make it urgent; everything else is routine. At
75 and above routine becomes urgent. The differential is that of the first group of words found, and always leaves room
for others.
"""

import re
from dataclasses import dataclass

from workflows.clinical.state import Assessment, CareLevel, ClinicalInput, Diagnosis
from workflows.words import plain

_OLD = 75
_NOTHING_LISTED = "Nothing in the words of the case is on the rule's list."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """Words that go together, and what they may mean."""

    words: str
    level: CareLevel
    may_be: tuple[tuple[str, float], ...]
    work_up: tuple[str, ...]


_PICTURES = (
    _Picture(
        words=r"chest (pain|tightness|pressure)|pain in (the|his|her|my) chest|heart attack",
        level=CareLevel.EMERGENCY,
        may_be=(("Acute coronary syndrome", 0.4), ("Pulmonary embolism", 0.15), ("Musculoskeletal pain", 0.2)),
        work_up=("12-lead ECG", "Troponin, repeated", "Oxygen saturation and blood pressure"),
    ),
    _Picture(
        words=r"slurred speech|paralys\w+|facial droop|sudden weakness",
        level=CareLevel.EMERGENCY,
        may_be=(("Stroke", 0.5), ("Transient ischaemic attack", 0.2), ("Hypoglycaemia", 0.1)),
        work_up=("Time of onset", "Blood glucose", "Imaging of the head"),
    ),
    _Picture(
        words=r"short(ness)? of breath|trouble breathing|(cannot|can't) breathe|fainted|unconscious|heavy bleeding",
        level=CareLevel.EMERGENCY,
        may_be=(("Pneumonia", 0.25), ("Heart failure", 0.2), ("Pulmonary embolism", 0.15)),
        work_up=("Airway, breathing, circulation", "Oxygen saturation", "Chest imaging"),
    ),
    _Picture(
        words=r"stiff neck|neck stiffness|rash with fever|fever (and|with) (a )?rash",
        level=CareLevel.EMERGENCY,
        may_be=(("Meningitis", 0.3), ("Viral infection", 0.4)),
        work_up=("Level of consciousness", "Blood cultures", "Lumbar puncture, if not contraindicated"),
    ),
    _Picture(
        words=r"fever|vomiting|severe pain|abdominal pain",
        level=CareLevel.URGENT,
        may_be=(("Infection", 0.45), ("Acute abdomen", 0.15)),
        work_up=("Vital signs", "Full blood count and CRP", "Examination of the abdomen"),
    ),
    _Picture(
        words=r"sore throat|cough|runny nose|cold",
        level=CareLevel.ROUTINE,
        may_be=(("Viral upper respiratory infection", 0.6), ("Bacterial pharyngitis", 0.15)),
        work_up=("Temperature", "Examination of the throat and the chest"),
    ),
)
_UNKNOWN = _Picture(
    words="", level=CareLevel.ROUTINE, may_be=(("Not to be said by this rule", 0.0),), work_up=("A full history",)
)


def assess(case: ClinicalInput) -> Assessment:
    """The draft of the rule above; the same for the same case, every time."""
    picture, word = _picture(plain(f"{case.complaint}\n{case.findings}").replace("-", " "))
    level = CareLevel.URGENT if picture.level is CareLevel.ROUTINE and case.age >= _OLD else picture.level
    reason = f"The case speaks of “{word}”." if word else _NOTHING_LISTED
    rationale = f"On the rule's list for “{word}”." if word else _NOTHING_LISTED
    return Assessment(
        assessment=f"Patient {case.patient}, aged {case.age}. {reason}",
        differential=[Diagnosis(name=name, probability=share, rationale=rationale) for name, share in picture.may_be],
        urgency=level,
        urgency_reason=f"{reason} The patient is {case.age} years old.",
        work_up=list(picture.work_up),
        red_flags=[f"“{word}” makes it an emergency until somebody has looked."]
        if picture.level is CareLevel.EMERGENCY
        else [],
        plan="\n".join(["See the patient in person.", *(f"{step}." for step in picture.work_up), "Then decide."]),
    )


def _picture(text: str) -> tuple[_Picture, str]:
    for picture in _PICTURES:
        if found := re.search(rf"\b(?:{picture.words})\b", text, re.IGNORECASE):
            return picture, found[0]
    return _UNKNOWN, ""
