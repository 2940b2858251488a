"""What the requester of a question of several parts hears: once that all of it waits, once how it was decided."""

from collections.abc import Sequence

from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.blocks import Message
from bot.slack.drawing import notices, whereabouts
from bot.slack.drawing.notices import Spot
from bot.slack.wording import notice_words, part_words, quantities

MOST_TITLES = 10


def waiting_message(waiting: Sequence[Request], spot: Spot) -> Message:
    """To the requester: what their run waits for, whom first, until when, and where."""
    workflow = text.phrase(waiting[0].origin.workflow, 100)
    titles = [text.phrase(request.ask.title, 150) for request in waiting[:MOST_TITLES]]
    over = len(waiting) - MOST_TITLES
    rest = [quantities.left_out(over, "request")] if over > 0 else []
    said = [*titles, *rest, *whereabouts.sentences(waiting[0]), spot.told()]
    headline = part_words.waits(f"*{workflow}*", len(waiting))
    told = [part_words.waits(workflow, len(waiting)), *said]
    return Message("\n".join(told), [blocks.section(headline), blocks.section("\n".join(said))])


def decided_message(parts: Sequence[Request]) -> Message:
    """To the requester: what was decided on each part, on the way of a run that goes on."""
    workflow = text.phrase(parts[0].origin.workflow, 100)
    said = "\n".join(notices.decisions(parts))
    drawn = [blocks.section(notice_words.decided(f"*{workflow}*")), blocks.section(said)]
    return Message(f"{notice_words.decided(workflow)}\n{said}", drawn)
