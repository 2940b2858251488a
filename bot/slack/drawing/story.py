"""The whole card in words, for screen readers and notifications, in at most 3,500 characters."""

from collections.abc import Sequence
from itertools import accumulate

from bot.approvals.ask import Ask, Urgency
from bot.approvals.request import Request, State
from bot.slack import text
from bot.slack.drawing import asking, body, edits, offered, stakes, verdict, whereabouts
from bot.slack.wording import card_words as words
from bot.slack.wording import offer_words, quantities

LONGEST = 3500
_ROOM = LONGEST - 80


def told(request: Request, trouble: str = "", cut: str = "") -> str:
    """The card as lines of escaped text, the most telling first; lines without room are counted at the end.

    `cut` is what the card says where it cannot show everything.
    """
    return within_room(
        [
            _title(request),
            *edits.told(request),
            *_standing(request),
            *_labelled(words.TROUBLE, trouble, 500),
            *([cut] if cut else []),
            *_asked_for(request.ask),
            *_origin(request),
        ]
    )


def within_room(lines: Sequence[str]) -> str:
    """As many of these lines as there is room for, and how many were cut."""
    ends = accumulate(len(line) + 1 for line in lines)
    kept = sum(1 for end in ends if end <= _ROOM)
    rest = [words.more_in_card(quantities.counted(len(lines) - kept, "line"))] if kept < len(lines) else []
    return "\n".join([*lines[:kept], *rest])


def _title(request: Request) -> str:
    title = text.phrase(request.ask.title, 300)
    return offer_words.done(title) if request.is_offer else title


def _standing(request: Request) -> list[str]:
    if request.is_offer and request.state is State.OPEN:
        return [offer_words.OPEN, *whereabouts.sentences(request)]
    if request.state is State.OPEN:
        no_answer = [] if request.ask.actions else [words.NOBODY_CAN_ANSWER]
        again = [words.reopens(text.phrase(request.origin.reopens, 100))] if request.origin.reopens else []
        asked = [*whereabouts.sentences(request), *asking.votes(request), *asking.delegations(request)]
        return [words.OPEN, *again, *whereabouts.moved(request, plain=True), *no_answer, *asked]
    return [
        *verdict.sentences(request, plain=True),
        *verdict.looked_at_again(request),
        *_labelled(words.labelled(words.REASON), verdict.reason(request), 500),
        *(_pair(pair.label, pair.value) for pair in verdict.answered_with(request)),
    ]


def _asked_for(ask: Ask) -> list[str]:
    return [
        *_labelled(words.PLEASE_NOTE, ask.notice, 400),
        *_labelled(words.labelled(words.WHY), ask.summary, 1000),
        *(line for flag in ask.flags for line in _labelled(words.labelled(words.UNUSUAL), flag, 200)),
        *(_pair(pair.label, pair.value) for pair in (body.runs(ask.draft, ask) if ask.draft else ())),
        *(_pair(fact.label, fact.value) for fact in ask.facts),
        *(_pair(words.alternative(other.label), other.detail) for other in ask.alternatives),
        *_labelled(words.labelled(words.WAITING_COSTS), ask.waiting_costs, 200),
        *(_pair(words.checked(check.name, words.PLAIN_STATUS[check.status]), check.detail) for check in ask.checks),
        *([words.labelled(words.RISK) + stakes.risk(ask, plain=True)] if ask.risk else []),
        *([words.labelled(words.URGENCY) + words.PLAIN_URGENCIES[ask.urgency]] if ask.urgency is Urgency.HIGH else []),
        *(text.phrase(stakes.measure(name, value, 100), 150) for name, value in stakes.untold(ask).items()),
    ]


def _origin(request: Request) -> list[str]:
    requester, workflow = text.user(request.origin.requester), text.phrase(request.origin.workflow, 100)
    return [
        offered.origin(request)
        if request.is_offer
        else words.origin(requester, workflow, text.moment(request.opened_at)),
        words.reference(text.phrase(request.id, 100)),
        *([verdict.delivered(request)] if verdict.delivered(request) else []),
    ]


def _pair(label: str, value: str) -> str:
    name = text.phrase(label, 100)
    return f"{words.labelled(name)}{text.phrase(value, 200)}" if value.strip() else name


def _labelled(label: str, shown: str, limit: int) -> list[str]:
    return [f"{label}{text.phrase(shown, limit)}"] if shown.strip() else []
