"""The rule that briefs reviewers and revises a document where no model is set up.

The summary is the document's first sentences, up to 300 characters. Risk in hundredths: 10 for a policy, 15 for course
material, 40 for a clinical protocol, 30 for a press release, 45 for settlement terms; plus 10 for each of these found
in the text: an amount of money, a promise or guarantee, a dose, personal data, a deadline. At most 100. Feedback is
worked in as `workflows.revisions` says.
"""

import re

from workflows.document.state import LONGEST_TEXT, Brief, DocumentState, Genre, NextVersion
from workflows.revisions import revised
from workflows.words import one_line

_BY_KIND = {
    Genre.POLICY: 10,
    Genre.COURSE_MATERIAL: 15,
    Genre.PRESS_RELEASE: 30,
    Genre.CLINICAL_PROTOCOL: 40,
    Genre.SETTLEMENT_TERMS: 45,
}
_SIGNS = {
    "It names an amount of money": re.compile(
        r"(?:\b(?:EUR|USD|GBP|CHF)|[€$£])\s?\d[\d,.]*|\d[\d,.]*\s?(?:(?:EUR|USD|GBP|CHF)\b|[€$£])"
    ),
    "It promises something": re.compile(r"\b(guarantee\w*|promise\w*|we will always|never fail)", re.IGNORECASE),
    "It names a dose": re.compile(r"\d[\d,.]*\s?(?:mg|mcg|µg|ml|units?)\b", re.IGNORECASE),
    "It holds personal data": re.compile(r"\b(date of birth|patient [A-Z]\w+|[\w.+-]+@[\w-]+\.\w{2,})"),
    "It sets a deadline": re.compile(
        r"\b(within \d+ (hour|day|week|month)s?|no later than|by \d{1,2}\.? \w+)", re.IGNORECASE
    ),
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SUMMARY = 300


def brief(state: DocumentState) -> Brief:
    """The brief of the rule above; the same for the same text, every time."""
    found = [(words, sign[0]) for words, pattern in _SIGNS.items() if (sign := pattern.search(state.newest))]
    hundredths = min(100, _BY_KIND[state.kind] + 10 * len(found))
    start = f"The risk starts at {_BY_KIND[state.kind] / 100:.2f} for a document of the kind “{state.kind}”."
    concerns = [f"{words}: “{one_line(where)[:80]}” (+0.10)" for words, where in found]
    return Brief(summary=f"It begins: “{_beginning(state.newest)}” {start}", risk=hundredths / 100, concerns=concerns)


def next_version(text: str, feedback: str) -> NextVersion:
    """The text as the rule revises it."""
    return NextVersion(text=revised(text, feedback, LONGEST_TEXT))


def _beginning(text: str) -> str:
    """Whole sentences while they fit, at least a part of the first."""
    told = ""
    for sentence in _SENTENCE_END.split(one_line(text)):
        if told and len(told) + len(sentence) >= _SUMMARY:
            break
        told = f"{told} {sentence}".strip()
    return told if len(told) <= _SUMMARY else f"{told[:_SUMMARY]}…"
