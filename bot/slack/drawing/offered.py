"""What was done already and can be undone for a while: what cards, lists and the history say of it."""

from datetime import datetime

from bot.approvals import offers
from bot.approvals.decision import Cause, Decision
from bot.approvals.request import Request, State
from bot.slack import text
from bot.slack.drawing import asking
from bot.slack.wording import card_words
from bot.slack.wording import offer_words as words
from bot.slack.wording.card_words import Fate


def fate(request: Request) -> Fate:
    """What became of what was done, once it cannot be undone any more or somebody had it undone."""
    if request.decision and request.decision.cause is not Cause.VOTES:
        return "kept"
    return "undone" if offers.undone_at(request) else "undoing"


def sentences(request: Request) -> list[str]:
    """Until when it can be undone, and by whom; nobody is pinged, as nobody has to do anything."""
    return [words.until(deadline(request, left=True)), words.by(others(request))]


def others(request: Request) -> str:
    """Who may undo it beside its requester, in words that ping nobody; empty where nobody may."""
    reviewers = request.asked.reviewers
    if reviewers is None:
        return ""
    people = tuple(person for person in reviewers.people if person != request.origin.requester)
    rest = reviewers.model_copy(update={"people": people})
    return asking.unpinged(request.asked.model_copy(update={"reviewers": rest})) if rest.names else ""


def deadline(request: Request, *, left: bool = False) -> str:
    """When the time to undo it ends, or has ended; with `left` also how far off that is."""
    ends = request.due_at or request.opened_at + request.asked.sla
    return text.moment(ends, exact=request.asked.sla < asking.SECONDS_MATTER, left=left)


def verdict(request: Request, *, plain: bool) -> str:
    """What became of it; `plain` leaves out what is only for the eye."""
    became = fate(request)
    look = card_words.word(became) if plain else card_words.look(became)
    decision = request.decision
    if decision is None:
        return words.undone_by_workflow(look, _at(offers.undone_at(request) or request.withdrawn_at))
    if became == "kept":
        return words.kept(look)
    if became == "undoing":
        return words.undoing(look, who(request, decision), text.moment(decision.at))
    return words.undone(look, who(request, decision), _at(offers.undone_at(request)))


def listed(request: Request) -> str:
    """Where it stands, in a line of mrkdwn."""
    if request.state is State.OPEN:
        return words.listed_open(deadline(request, left=True))
    decision, look = request.decision, card_words.look(fate(request))
    at = offers.undone_at(request) or request.closed_at
    is_voted = decision is not None and decision.cause is Cause.VOTES
    return words.listed(look, who(request, decision) if decision and is_voted else "", _at(at))


def origin(request: Request) -> str:
    """Who started it, and when it was done."""
    workflow = text.phrase(request.origin.workflow, 100)
    return words.origin(text.user(request.origin.requester), workflow, text.moment(request.opened_at))


def who(request: Request, decision: Decision) -> str:
    """Who had it undone, and in whose stead."""
    voters = {vote.person: asking.voter(vote) for vote in request.votes}
    return asking.some([voters.get(person, text.user(person)) for person in decision.by])


def _at(moment: datetime | None) -> str:
    return text.moment(moment) if moment else ""
