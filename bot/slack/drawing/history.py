"""What happened to a request, event by event, in plain words: for the thread of its card and for a modal."""

from collections.abc import Sequence
from itertools import accumulate

from bot.approvals.request import Request
from bot.ledger.chain import Entry
from bot.slack import blocks, text
from bot.slack.blocks import Message
from bot.slack.drawing import retelling
from bot.slack.drawing.retelling import Before
from bot.slack.wording import history_words as words

LONGEST = 2800


def history_message(entries: Sequence[Entry], request: Request) -> Message:
    """The story for the card's thread: the newest of it that has room, and how much went before."""
    told = lines(entries, request)
    ends = accumulate(len(line) + 1 for line in reversed(told))
    kept = sum(1 for end in ends if end <= LONGEST)
    over = len(told) - kept
    shown = "\n".join([*([words.earlier(over)] if over else []), *told[over:]])
    begun = history_begun(request)
    return Message(f"{begun.text}\n{shown}", [*begun.blocks, *([blocks.section(shown)] if shown else [])])


def history_begun(request: Request) -> Message:
    """The headline alone, which names nobody."""
    headline = words.headline(text.phrase(request.ask.title, 150))
    return Message(headline, [blocks.context(headline)])


def lines(entries: Sequence[Entry], request: Request) -> list[str]:
    """One line of mrkdwn for each event that people should hear of, oldest first; all that was typed is escaped."""
    told: list[str] = []
    before = Before(policy=request.policy)
    for event in (entry.event for entry in entries):
        said = retelling.said(event, request, before)
        before = before.after(event)
        told += [words.line(text.moment(event.at), said)] if said else []
    return told
