"""Modals of the menu *More*: pass a request on, ask about it, and see what happened to it."""

from collections.abc import Sequence

from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.answers import INPUT, NOWHERE, PERSON_BLOCK, QUESTION_BLOCK, Memo, Place
from bot.slack.blocks import Block
from bot.slack.drawing import frames
from bot.slack.drawing.frames import View
from bot.slack.wording import modal_words as words

LONGEST_QUESTION = 2000
LONGEST_SECTION = 2900
MOST_SECTIONS = 40


def delegate_view(request: Request, place: Place = NOWHERE) -> View:
    """Whom a reviewer asks to decide in their stead, and why."""
    chooser = {
        "type": "users_select",
        "action_id": INPUT,
        "placeholder": blocks.plain(words.DELEGATE_PLACEHOLDER, 150),
    }
    drawn = [
        _quoted(request),
        blocks.context(words.DELEGATE_EXPLAINED),
        blocks.field(PERSON_BLOCK, words.DELEGATE_LABEL, chooser),
        frames.reason_input(optional=False),
    ]
    view = frames.modal(words.DELEGATE_TITLE, drawn, "delegate", Memo(request.id, place).metadata())
    return view | frames.sending(words.DELEGATE_SEND)


def question_view(request: Request, place: Place = NOWHERE) -> View:
    """What a person wants to know before anybody decides."""
    typing = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, "max_length": LONGEST_QUESTION}
    drawn = [
        _quoted(request),
        blocks.field(QUESTION_BLOCK, words.QUESTION_LABEL, typing, hint=words.QUESTION_HINT),
    ]
    view = frames.modal(words.QUESTION_TITLE, drawn, "ask", Memo(request.id, place).metadata())
    return view | frames.sending(words.SEND)


def history_view(request: Request, lines: Sequence[str], place: Place = NOWHERE) -> View:
    """What happened to a request, in lines of mrkdwn, oldest first; of too many the last are shown."""
    sections = _sections(lines)
    kept = sections[-MOST_SECTIONS:]
    left_out = sum(map(len, sections[:-MOST_SECTIONS]))
    drawn = [
        _quoted(request),
        *([blocks.context(words.earlier_left_out(left_out))] if left_out else []),
        *(blocks.section("\n".join(section)) for section in kept or [[words.NO_HISTORY]]),
    ]
    return frames.modal(words.HISTORY_TITLE, drawn, "history", Memo(request.id, place).metadata())


def _quoted(request: Request) -> Block:
    return blocks.rich(blocks.quote(text.one_line(request.ask.title)))


def _sections(lines: Sequence[str]) -> list[list[str]]:
    """The lines in order, as many together as one block holds."""
    sections: list[list[str]] = []
    room = 0
    for line in lines:
        if len(line) + 1 > room:
            sections.append([])
            room = LONGEST_SECTION
        sections[-1].append(line)
        room -= len(line) + 1
    return sections
