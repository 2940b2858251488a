"""What the card of a question of several parts says, and what its requester hears of it."""

from bot.slack.wording.card_words import SEE_EVERYTHING
from bot.slack.wording.saying import say, say_many, whole

COUNTS = say("parts.counts")


def waiting(workflow: str, count: int) -> str:
    """The headline while any part is open."""
    return say_many("parts.waiting", count, workflow=workflow)


def done(workflow: str, count: int) -> str:
    """The headline when all are closed."""
    return say("parts.done", workflow=workflow, count=whole(count))


def title(number: int, title: str) -> str:
    """Which of the parts a row is, and what it asks."""
    return say("parts.title", number=whole(number), title=title)


def brief() -> str:
    """In a row that shows less than all of what is asked."""
    return say("parts.brief", button=SEE_EVERYTHING)


def reason(reason: str) -> str:
    """In the row of a part that is closed: why."""
    return say("parts.reason", reason=reason)


def beyond(count: int) -> str:
    """Below the rows, where not all have room."""
    return say_many("parts.beyond", count, button=say("batch.each"))


def waits(workflow: str, count: int) -> str:
    """To the requester: for how many decisions the run waits."""
    return say_many("parts.waits", count, workflow=workflow)
