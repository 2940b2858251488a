"""The words of a sign-off: the question people are asked, and how it ended."""

from bot.review import Ask, Cause, Decision, Fact
from workflows.signoff.state import SignoffInput
from workflows.words import because, one_line

STEP = "sign-off"


def question(request: SignoffInput) -> Ask:
    """The ask: what is to be signed off, in the requester's own words."""
    facts = {"Details": request.details, "Link": request.link, "Note to the reviewers": request.note}
    return Ask(
        title=f"Sign off “{one_line(request.subject)}”?",
        facts=tuple(Fact(label=label, value=value) for label, value in facts.items() if value),
        step=STEP,
    )


def ended(request: SignoffInput, decision: Decision) -> str:
    """One sentence for the decision, and the reason where one was given."""
    subject = one_line(request.subject)
    why = because(decision)
    if decision.approved:
        return f"“{subject}” is signed off.{why}"
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed off “{subject}” in time, so it is not signed off."
    if decision.cause is Cause.OUTAGE:
        return f"Nobody could be asked about “{subject}”, as Slack was out of reach, so it is not signed off."
    return f"“{subject}” was not signed off.{why}"
