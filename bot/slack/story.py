"""The whole card in words, for screen readers and notifications, in at most 3,500 characters."""

from itertools import accumulate

from bot.approvals.ask import Ask
from bot.approvals.request import Request, State
from bot.slack import asking, text, verdict
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities

LONGEST = 3500
_ROOM = LONGEST - 80


def told(request: Request, trouble: str = "") -> str:
    """The card as lines of escaped text, the most telling first; lines without room are counted at the end."""
    lines = [
        text.phrase(request.ask.title, 300),
        *_standing(request),
        *_labelled(words.TROUBLE, trouble, 500),
        *_asked_for(request.ask),
        *_origin(request),
    ]
    ends = accumulate(len(line) + 1 for line in lines)
    kept = sum(1 for end in ends if end <= _ROOM)
    rest = [words.more_in_card(quantities.counted(len(lines) - kept, "line"))] if kept < len(lines) else []
    return "\n".join([*lines[:kept], *rest])


def _standing(request: Request) -> list[str]:
    if request.state is State.OPEN:
        no_answer = [] if request.ask.actions else [words.NOBODY_CAN_ANSWER]
        return [f"{words.OPEN}.", *no_answer, *asking.sentences(request), *asking.votes(request)]
    reason = request.decision.reason if request.decision else ""
    return [*verdict.sentences(request, words.PLAIN_VERDICT), *_labelled(f"{words.REASON}: ", reason, 500)]


def _asked_for(ask: Ask) -> list[str]:
    return [
        *_labelled(words.PLEASE_NOTE, ask.notice, 400),
        *_labelled(f"{words.WHY}: ", ask.summary, 1000),
        *(line for flag in ask.flags for line in _labelled(f"{words.UNUSUAL}: ", flag, 200)),
        *(
            f"{text.phrase(check.name, 100)} ({words.PLAIN_STATUS[check.status]}): {text.phrase(check.detail, 200)}"
            for check in ask.checks
        ),
        *(f"{text.phrase(fact.label, 100)}: {text.phrase(fact.value, 200)}" for fact in ask.facts),
    ]


def _origin(request: Request) -> list[str]:
    requester, workflow = text.user(request.origin.requester), text.phrase(request.origin.workflow, 100)
    return [
        words.origin(requester, workflow, text.moment(request.opened_at)),
        words.reference(text.phrase(request.id, 100)),
        *([verdict.delivered(request)] if verdict.delivered(request) else []),
    ]


def _labelled(label: str, shown: str, limit: int) -> list[str]:
    return [f"{label}{text.phrase(shown, limit)}"] if shown.strip() else []
