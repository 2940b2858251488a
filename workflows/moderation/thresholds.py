"""Which screenings are clear, and which are put to people: the one place where that is decided.

Published without asking: the worst flag is at most 0.20, the screening is sure of itself (0.70 or more), and the list
of words in `rule` found nothing above 0.20 either, so that a model that was talked round publishes nothing by itself.
Removed without asking: the worst flag is 0.90 or more, and the screening is sure of itself. Everything else is
borderline. So is whatever speaks of self-harm from 0.20 on: somebody may need help, and no program decides about that.
"""

from workflows.moderation.state import Category, Screening, Verdict

CLEAN = 0.20
BEYOND_DOUBT = 0.90
SURE = 0.70


def verdict(screening: Screening, listed: Screening) -> tuple[Verdict, list[str]]:
    """What becomes of the content, and, where people are asked, why; `listed` is what the list of words says of it."""
    doubts = _doubts(screening, listed)
    if doubts:
        return Verdict.ASK, doubts
    return (Verdict.PUBLISH if screening.severity <= CLEAN else Verdict.REMOVE), []


def _doubts(screening: Screening, listed: Screening) -> list[str]:
    worst = screening.severity
    tests = {
        f"The worst flag is {worst:.2f}: {CLEAN:.2f} at most is published and {BEYOND_DOUBT:.2f} or more removed "
        "without asking.": CLEAN < worst < BEYOND_DOUBT,
        f"The screening is only {screening.confidence:.2f} sure of itself, and {SURE:.2f} is needed to go without "
        "asking.": screening.confidence < SURE,
        "It may be about self-harm, which people always look at.": _is_about_self_harm(screening)
        or _is_about_self_harm(listed),
        f"The screening found little, but the list of words did: {_evidence(listed)}": worst <= CLEAN < listed.severity,
    }
    return [words for words, holds in tests.items() if holds]


def _is_about_self_harm(screening: Screening) -> bool:
    return any(flag.category is Category.SELF_HARM and flag.severity > CLEAN for flag in screening.flags)


def _evidence(screening: Screening) -> str:
    return " ".join(flag.evidence for flag in screening.flags)
