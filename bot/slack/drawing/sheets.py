"""Modals that are filled in with an answer: the form of an action, and the draft of an ask for whoever edits it."""

import json

from bot.approvals.ask import Action, ReasonRule
from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.answers import DRAFT, NOWHERE, VALUES, Memo, Place, vote_value
from bot.slack.blocks import Block
from bot.slack.drawing import frames
from bot.slack.drawing.frames import View
from bot.slack.forms import inputs
from bot.slack.wording import modal_words as words

MOST_BLOCKS = 100
LARGEST = 240_000


def answer_view(
    request: Request, action: Action, place: Place = NOWHERE, *, back: str = "", typed_reason: str = ""
) -> View:
    """The form that an action needs; it carries the vote as the card showed it."""
    drawn = [
        blocks.section(words.to_send(text.phrase(action.label, 60))),
        blocks.rich(blocks.quote(text.one_line(request.ask.title))),
        *_fields(VALUES, inputs.inputs(action.form)),
        *_reason(action, typed_reason),
    ]
    memo = Memo(vote_value(request, action), place, back)
    return frames.modal(words.ANSWER_TITLE, drawn, "answer", memo.metadata()) | frames.sending(action.label)


def edit_view(request: Request, action: Action, place: Place = NOWHERE, back: str = "") -> View | None:
    """The ask's draft to be edited and approved by that action; None where there is none, or no modal can hold it."""
    draft = request.ask.draft
    if draft is None:
        return None
    drawn = [
        blocks.section(words.editing(text.phrase(request.ask.title, 300))),
        *_fields(DRAFT, inputs.inputs(draft.form, values=draft.values)),
        *_fields(VALUES, inputs.inputs(action.form) if action.form else []),
        *_reason(action),
    ]
    memo = Memo(vote_value(request, action), place, back)
    view = frames.modal(words.EDIT_TITLE, drawn, "edit", memo.metadata()) | frames.sending(words.EDIT_SEND)
    return view if len(drawn) <= MOST_BLOCKS and len(json.dumps(view)) <= LARGEST else None


def _fields(prefix: str, drawn: list[Block]) -> list[Block]:
    """Two forms and the field for a reason may share a modal, so the ids of each form's blocks are set apart."""
    return [block | {"block_id": f"{prefix}{block['block_id']}"} if "block_id" in block else block for block in drawn]


def _reason(action: Action, typed: str = "") -> list[Block]:
    if action.reason is ReasonRule.NONE:
        return []
    return [frames.reason_input(optional=action.reason is not ReasonRule.REQUIRED, typed=typed)]
