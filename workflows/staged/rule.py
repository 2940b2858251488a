"""The rules that research, plan and write where no model is set up.

Research takes the material's sentences, those that share most words with the goal first, eight at most; what lacks a
figure or a source is a gap. The plan opens with the goal, has a part for each of the first four findings, names the
gaps, and closes. The risk is 0.10, 0.20 for a course, 0.40 for the website; 0.10 more for each gap; at most 1. The
piece has a heading for each part of the plan, and below it what was found that shares most words with it.
"""

import re

from workflows.staged.state import Findings, Piece, Place, Plan, StagedInput
from workflows.words import one_line

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w{4,}")
_SOURCE = re.compile(r"https?://|\baccording to\b|\bsource\b", re.IGNORECASE)
_BY_PLACE = {Place.COURSE: 20, Place.WEBSITE: 40}
_MOST_FOUND, _MOST_PARTS = 8, 4


def research(request: StagedInput) -> Findings:
    """What the rule finds; the same for the same material, every time."""
    sentences = [one_line(each)[:400] for each in _SENTENCE_END.split(request.material) if each.strip()]
    found = sorted(sentences, key=lambda sentence: -_shared(sentence, request.goal))[:_MOST_FOUND]
    return Findings(points=found, gaps=_gaps(request.material, found))


def plan(request: StagedInput, findings: Findings) -> Plan:
    """The rule's plan for what was found."""
    told = [f"Tell: {point[:160]}" for point in findings.points[:_MOST_PARTS]]
    unknown = ["Say what is not known yet"] if findings.gaps else []
    risk = min(100, _BY_PLACE.get(request.place, 10) + 10 * len(findings.gaps)) / 100
    return Plan(
        steps=[f"Open with the goal: {one_line(request.goal)}", *told, *unknown, "Close with what to do next"],
        summary=f"A part for each of the {len(told)} findings that serve the goal best, in the order of how well they "
        f"do. The risk is {risk:.2f}, by the place and the number of gaps.",
        risk=risk,
    )


def write(request: StagedInput, findings: Findings, steps: list[str]) -> Piece:
    """The piece by the approved plan."""
    parts = [f"{number}. {step}\n{_told(step, findings)}" for number, step in enumerate(steps, 1)]
    return Piece(text="\n\n".join([one_line(request.goal), *parts])[:6000])


def _told(step: str, findings: Findings) -> str:
    if "not known" in step:
        return " ".join(findings.gaps) or "Nothing is missing."
    best = max(findings.points, key=lambda point: _shared(point, step))
    return best if _shared(best, step) else "The material says nothing about this."


def _gaps(material: str, found: list[str]) -> list[str]:
    said = {
        "Fewer than three facts serve the goal.": len(found) < 3,
        "There is no figure in the material.": not re.search(r"\d", material),
        "No source is named.": not _SOURCE.search(material),
    }
    return [words for words, is_so in said.items() if is_so]


def _shared(one: str, other: str) -> int:
    """How many longer words two texts share."""
    return len({word.casefold() for word in _WORD.findall(one)} & {word.casefold() for word in _WORD.findall(other)})
