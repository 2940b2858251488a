"""The reminder: to one reviewer who has not voted, true for as long as it stands."""

from datetime import datetime

from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.blocks import Message
from bot.slack.drawing import asking, verdict
from bot.slack.drawing.notices import Spot
from bot.slack.wording import ladder_words, quantities
from bot.slack.wording import notice_words as words


def reminder_message(request: Request, reader: str, spot: Spot, now: datetime) -> Message:
    """What waits for this reader, how much time is left at `now`, and where to answer; or why nothing does any more."""
    title = text.phrase(request.ask.title, 150)
    if request.state is not State.OPEN:
        return _message(words.closed(title), verdict.sentences(request, plain=True))
    vote = next((vote for vote in request.votes if (vote.person, vote.digest) == (reader, request.digest)), None)
    if vote:
        return _message(words.answered(title, asking.action_label(request, vote.action), text.moment(vote.at)), [])
    overdue = [ladder_words.overdue(request.overruns)] if request.overruns else []
    return _message(words.reminder(f"*{title}*"), [*overdue, _time(request, now), spot.told()])


def _time(request: Request, now: datetime) -> str:
    if request.due_at is None:
        return words.NO_DEADLINE
    return words.time_left(text.moment(request.due_at), quantities.duration(request.due_at - now), text.moment(now))


def _message(headline: str, said: list[str]) -> Message:
    rest = [blocks.section("\n".join(said))] if said else []
    return Message("\n".join([headline, *said]), [blocks.section(headline), *rest])
