"""What a person is told, in private, whose answer was not counted."""

UNKNOWN_REQUEST = "This request is not on the ledger, so there is nothing to answer. Nothing was counted."
NOT_A_MEMBER = (
    "Only active, full members of this workspace may decide; bots, guests and people of other workspaces may not. "
    "Your answer was not counted."
)
STALE_CARD = (
    "What you saw is not what stands now, so your answer was not counted. "
    "Please read the card as it is now, then answer."
)
UNKNOWN_ACTION = "This request does not offer that action, so nothing was counted. Please use the buttons on the card."
REASON_MISSING = "This action needs a reason, so nothing was counted. Please press it again and say why."
LOOKUP_FAILED = (
    "I could not look up who may decide this, so nothing was counted. Please try again in a moment; "
    "if it keeps failing, tell whoever runs Countersign here."
)
GRAPH_CHANGED = (
    "The workflow was changed after it asked this, so an answer would not reach what you saw. "
    "Nothing was counted; the task has to be started again."
)
NOT_UNDERSTOOD = "I could not read what this button says, so nothing was counted. Please use the card as it is now."
WENT_WRONG = (
    "Something went wrong on my side just now. Please try again; what was counted already is never counted twice."
)
ANSWER = "answer"


def own_request(who: str) -> str:
    """The requester pressed a button."""
    return f"You asked for this yourself, so somebody else has to decide it: {who}. Your answer was not counted."


def not_eligible(who: str) -> str:
    """Somebody pressed who is not asked."""
    return f"This is for {who} to decide. Your answer was not counted."


def who_may(people: str, tier: str) -> str:
    """The people of a tier."""
    return f"{people} ({tier})"


def already_closed(story: str) -> str:
    """Somebody, or the policy, was first."""
    return f"{story} Your answer was not counted."


def was_first(person: str, action: str, at: str) -> str:
    """Who decided, what and when."""
    return f"This is decided already: {person} chose *{action}*, {at}."


def because(reason: str) -> str:
    """The reason that was given."""
    return f"Reason: “{reason}”."


def within_limits(at: str) -> str:
    """Decided without people."""
    return f"This is approved already: it lay within the policy's limits, {at}."


def timed_out(at: str) -> str:
    """Decided by silence."""
    return f"This is closed: nobody answered in time, so the policy rejected it, {at}."


def withdrawn(why: str) -> str:
    """The question no longer stands."""
    return f"This was withdrawn and nothing was decided: {why}."


def already_counted(action: str) -> str:
    """The same vote again, on an open request."""
    return f"Your *{action}* is counted already; there is nothing more for you to do."


def already_settled(action: str) -> str:
    """The same vote again, after it made the decision."""
    return f"Your *{action}* was counted and this is decided; there is nothing more for you to do."


def still_needed(count: int, quorum: int) -> str:
    """How far the votes are."""
    return f"So far there are {count} of the {quorum} approvals needed."
