"""The words of moderation: the question people are asked, and how it ended."""

from bot.review import Action, Alternative, Ask, Cause, Decision, Fact, Kind, ReasonRule, Risk
from workflows.moderation.state import Category, Flag, ModerationState, Screening, Verdict
from workflows.moderation.thresholds import BEYOND_DOUBT, CLEAN
from workflows.words import capital, one_line, sentence

PUBLISH = Action(id="publish", label="Publish", kind=Kind.APPROVE)
REMOVE = Action(id="remove", label="Remove", kind=Kind.REJECT, reason=ReasonRule.REQUIRED)
FLAG = Action(id="flag", label="Flag with a note", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
_HIGH = 0.70
_URGENT = frozenset({Category.SELF_HARM})


def question(state: ModerationState, screening: Screening) -> Ask:
    """The ask for a borderline case; its measure is `severity`."""
    return Ask(
        title=f"Publish this {state.place} by {one_line(state.author)}?",
        summary=f"{screening.reasoning} {' '.join(state.doubts)}",
        flags=tuple(_flag(flag) for flag in screening.flags),
        facts=_facts(state, screening),
        alternatives=(
            Alternative(
                label="Flag it", detail="It stays unpublished, and your note goes with it to whoever follows up."
            ),
        ),
        waiting_costs="Its author waits, and until somebody answers nobody else can read it.",
        risk=Risk.HIGH if _is_grave(screening) else Risk.MEDIUM,
        measures={"severity": screening.severity},
        notice=state.notice,
        step="moderation",
        actions=(PUBLISH, REMOVE, FLAG),
    )


def settled(state: ModerationState, screening: Screening, reference: str) -> str:
    """One sentence for a clear case, which nobody was asked about."""
    by = ", by a list of words, as no language model is set up" if state.notice else ""
    if state.verdict is Verdict.PUBLISH:
        return f"Published {_what(state)}{by}: nothing above {CLEAN:.2f} was found. Reference: {reference}."
    worst = max(screening.flags, key=lambda flag: flag.severity)
    found = f"{worst.category} at {worst.severity:.2f}, and {BEYOND_DOUBT:.2f} is beyond doubt"
    return f"Removed {_what(state)}{by}: {found}. Reference: {reference}."


def answered(state: ModerationState, decision: Decision, reference: str) -> str:
    """One sentence for a borderline case that somebody decided."""
    done = {PUBLISH.id: "Published", REMOVE.id: "Removed", FLAG.id: "Held back and flagged"}
    note = f" {'Note' if decision.action == FLAG.id else 'Reason'}: {sentence(decision.reason)}"
    why = note if decision.reason else ""
    return f"{done.get(decision.action, 'Removed')} {_what(state)}. Reference: {reference}.{why}"


def unanswered(state: ModerationState, decision: Decision) -> str:
    """One sentence for a borderline case that nobody looked at: unsure means not published."""
    if decision.cause is Cause.OUTAGE:
        return f"Nobody could be asked about {_what(state)}, as Slack was out of reach, so it stays unpublished."
    return f"Nobody looked at {_what(state)} in time, so it stays unpublished."


def _facts(state: ModerationState, screening: Screening) -> tuple[Fact, ...]:
    return (
        Fact(label="Content", value=state.content),
        Fact(label="Author", value=state.author),
        Fact(label="How sure the screening is", value=f"{screening.confidence:.2f}"),
    )


def _flag(flag: Flag) -> str:
    return f"{capital(flag.category)} {flag.severity:.2f}: {flag.evidence}"


def _is_grave(screening: Screening) -> bool:
    return screening.severity >= _HIGH or any(flag.category in _URGENT for flag in screening.flags)


def _what(state: ModerationState) -> str:
    return f"the {state.place} by {one_line(state.author)}"
