"""The words of an e-mail: the question people are asked, and how it ended."""

from bot.review import REJECT, Action, Alternative, Ask, Decision, Draft, Fact, Kind, Risk
from workflows.letters import Letter, Sent, addresses, domain_of
from workflows.mail.state import LetterDraft, MailInput, MailState, Wording, wording
from workflows.words import declined as not_approved
from workflows.words import shortened

_LONGEST_SHOWN = 100
SEND = Action(id="send", label="Send", kind=Kind.APPROVE)


def question(state: MailState, draft: LetterDraft) -> Ask:
    """The ask for a letter whose subject and body may be edited, and whose recipients may not."""
    outside = _outside(state)
    return Ask(
        title=f"Send this e-mail to {_recipients(state.to)}?",
        summary=draft.note,
        flags=(*_flags(outside), *draft.concerns),
        facts=_facts(state),
        alternatives=(Alternative(label="Somebody calls them instead", detail="Reject it, and say who calls."),),
        waiting_costs="Whoever should read it does not know yet.",
        risk=Risk.MEDIUM if outside else Risk.LOW,
        measures={"recipients": len(addresses(state.to))},
        notice=state.notice,
        step="e-mail",
        draft=Draft(values=wording(draft), form=Wording.model_json_schema()),
        actions=(SEND, REJECT),
    )


def done(request: MailInput, letter: Letter, sent: Sent) -> str:
    """One sentence for a letter that was handed in, or for one that the mail server would not have."""
    what = f"“{letter.subject}” to {_recipients(request.to)}"
    if sent["refused"]:
        return f"The e-mail {what} was approved, but the mail server refused it, so nothing was sent: {sent['refused']}"
    return f"Sent {what}. Message-ID: {sent['message_id']}"


def declined(request: MailInput, decision: Decision) -> str:
    """One sentence for a letter that was not sent."""
    return not_approved(decision, f"the e-mail to {_recipients(request.to)}", "nothing was sent")


def _facts(state: MailState) -> tuple[Fact, ...]:
    return (
        Fact(label="To", value=state.to),
        Fact(label="From", value=state.sender),
        Fact(label="Briefing", value=state.briefing),
    )


def _flags(outside: list[str]) -> tuple[str, ...]:
    return (f"It leaves the company: {', '.join(outside)}.",) if outside else ()


def _outside(state: MailState) -> list[str]:
    """The domains it goes to that are not the sender's."""
    domains = dict.fromkeys(domain_of(address) for address in addresses(state.to))
    return [domain for domain in domains if domain != domain_of(state.sender)]


def _recipients(to: str) -> str:
    full, *others = addresses(to)
    first = shortened(full, _LONGEST_SHOWN)
    return f"{first} and {len(others)} more" if others else first
