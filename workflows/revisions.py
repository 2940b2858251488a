"""Texts and their versions: what differs between two, and the rule that revises one where no model is set up.

The rule does what feedback asks for in plain words. `change A to B` and `replace A with B` do so wherever A stands;
`remove "A"` takes it out; whatever else is asked for is put at the end, as a paragraph of its own. Marks of quotation
round A and B may be left out, except in what is to be removed. The same feedback on the same text always gives the
same version.
"""

import difflib
import hashlib
import re

_EXCHANGE = re.compile(
    r"\b(?:change|replace)\s+[\"“]?(?P<old>[^\"“”\n]{1,200}?)[\"”]?\s+(?:to|with|by|into)\s+"
    r"[\"“]?(?P<new>[^\"“”\n;]{1,200}?)[\"”]?\s*(?=;|\n|$|\.(?:\s|$))",
    re.IGNORECASE,
)
_MOST_GROWN = 100_000
_REMOVE = re.compile(r"\b(?:remove|delete|strike)\s+[\"“](?P<old>[^\"“”\n]{1,200})[\"”]", re.IGNORECASE)


def revised(text: str, feedback: str, longest: int) -> str:
    """The text as the rule of this module changes it; as it was where nothing of it would be left, or too much."""
    changed = _changed(text, feedback)
    if changed == text:
        changed = f"{text.rstrip()}\n\nAs asked for in review: {' '.join(feedback.split())}"
    return changed if changed.strip() and len(changed) <= longest else text


def what_changed(before: str, after: str) -> str:
    """The difference for people to read, and what it means where there is none."""
    return difference(before, after) or "Nothing: what was asked for could not be worked in."


def difference(before: str, after: str) -> str:
    """The lines that went, behind `-`, and those that came, behind `+`; empty where the texts are the same."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))


def _changed(text: str, feedback: str) -> str:
    for found in _EXCHANGE.finditer(feedback):
        text = _exchanged(text, found["old"], found["new"])
    for found in _REMOVE.finditer(feedback):
        text = text.replace(found["old"], "")
    return text


def _exchanged(text: str, old: str, new: str) -> str:
    """The text with each `old` made `new`; as it was where that would make it grow beyond all measure."""
    grown = len(text) + text.count(old) * (len(new) - len(old))
    return text.replace(old, new) if grown <= _MOST_GROWN else text


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()
