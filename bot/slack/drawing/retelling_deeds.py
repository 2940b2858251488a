"""What a run did, what of it was undone, and how it was mended: such events of a story in plain words."""

from bot.approvals.events import Compensated, Effected, Expired, Opened, Repaired, Settled, Voted
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.drawing import asking
from bot.slack.wording import history_words as words
from bot.slack.wording import offer_words

Acted = Effected | Compensated | Repaired
Offering = Opened | Voted | Settled | Expired

_SAID = 160


def acted(event: Acted, request: Request) -> str:
    """What was done on the decision, or about the run; the card of an offer tells by itself what was done."""
    match event:
        case Effected():
            return "" if request.is_offer else words.effected(text.phrase(event.words, _SAID))
        case Compensated():
            return _undone(event, request)
        case Repaired():
            return words.repaired(text.user(event.by), text.phrase(event.step, 60), _typed(event.because))


def of_offer(event: Offering, request: Request) -> str:
    """What became of the offer to undo it; a vote for that settles it, so that one of the two is told."""
    match event:
        case Opened():
            requester, workflow = text.user(event.origin.requester), text.phrase(event.origin.workflow, 100)
            return offer_words.opened(workflow, requester, text.moment(event.due_at) if event.due_at else "")
        case Voted():
            return offer_words.wanted(asking.voter(event.vote), _typed(event.vote.reason))
        case Settled():
            return ""
        case Expired():
            return offer_words.history_kept()


def _undone(event: Compensated, request: Request) -> str:
    deed = next((deed for deed in request.deeds if deed.key == event.key), None)
    what = text.phrase(deed.words if deed else event.key, _SAID)
    who = asking.some([text.user(person) for person in event.by])
    return words.compensated(what, who, "" if request.is_offer else _typed(event.because))


def _typed(reason: str) -> str:
    return text.phrase(reason, _SAID) if reason.strip() else ""
