"""What is said of something that was done already, and can be undone for a while."""

from bot.slack.wording import quantities
from bot.slack.wording.quantities import stopped
from bot.slack.wording.saying import say, say_because

OPEN = say("offer.open")
UNDOES = say("offer.undoes")
UNDO = say("offer.undo")
REASON_HINT = say("offer.reason_hint")
UNDO_TITLE = say("offer.undo_title")
CAN_BE_UNDONE = say("offer.can_be_undone")
UNDONE_ALREADY = say("offer.undone_already")


def done(title: str) -> str:
    """What was done, as a card's title."""
    return say("offer.done", title=title)


def until(deadline: str) -> str:
    """Up to when it can be undone."""
    return say("offer.until", deadline=deadline)


def by(who: str) -> str:
    """Who may undo it, beside whoever asked for the run; `who` is empty where nobody else may."""
    return say("offer.by", who=who) if who else say("offer.by_requester")


def origin(requester: str, workflow: str, at: str) -> str:
    """Who started what, and when this was done."""
    return say("offer.origin", requester=requester, workflow=workflow, at=at)


def undoing(look: str, who: str, at: str) -> str:
    """Somebody had it undone, which is under way."""
    return say("offer.undoing", look=look, who=who, at=at)


def undone(look: str, who: str, at: str) -> str:
    """Somebody had it undone, and since when it is."""
    return say("offer.undone", look=look, who=who, at=at)


def undone_by_workflow(look: str, at: str) -> str:
    """The workflow undid it itself."""
    return say("offer.undone_by_workflow", look=look, at=at)


def kept(look: str) -> str:
    """Nobody undid it while they could."""
    return say("offer.kept", look=look)


def failed(error: str) -> str:
    """Undoing it was given up."""
    return say("offer.failed", error=error)


def counted(title: str) -> str:
    """To whoever had it undone, where no card tells them."""
    return say("offer.counted", title=title)


def listed_open(until: str) -> str:
    """Where it stands, in a list, while it can be undone."""
    return say("offer.listed_open", until=until)


def listed(look: str, who: str, at: str) -> str:
    """Where it stands, in a list, once somebody had it undone; `who` is empty for the workflow itself."""
    return say("offer.listed_by", look=look, who=who, at=at) if who else say("offer.listed", look=look, at=at)


def list_origin(workflow: str, requester: str, at: str, request_id: str) -> str:
    """What started it, who wanted that, when it was done, and the offer's name on the ledger."""
    return say("offer.list_origin", workflow=workflow, requester=requester, at=at, id=request_id)


def offered(title: str, until: str, where: str) -> str:
    """To the requester, with the outcome: what can still be undone, and where its card is."""
    return quantities.sentences([stopped(say("offer.offered", title=title, until=until)), where])


def too_late(at: str) -> str:
    """To whoever comes too late."""
    return say("offer.too_late", at=at)


def was_undone(people: str, at: str) -> str:
    """To whoever is not the first."""
    return say("offer.was_undone", people=people, at=at)


def not_theirs(who: str) -> str:
    """To whoever may not undo it; `who` as above."""
    return say("offer.not_theirs", who=who) if who else say("offer.not_theirs_requester")


def opened(workflow: str, requester: str, until: str) -> str:
    """In the history: what it was done for, and until when it can be undone."""
    return say("offer.opened", workflow=workflow, requester=requester, until=until)


def wanted(who: str, reason: str) -> str:
    """In the history: somebody wants it undone, and why, as far as they said."""
    return stopped(say_because("offer.wanted", reason, who=who))


def history_kept() -> str:
    """In the history: the time is over."""
    return say("offer.history_kept")
