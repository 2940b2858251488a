"""Modals about a request: give a reason, and see everything; and the modal that starts a task."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.approvals.ask import Action, Kind, ReasonRule
from bot.approvals.request import Request, State
from bot.approvals.workflow import Workflow
from bot.slack import blocks, text
from bot.slack.answers import ANSWER_BLOCK, INPUT, NOWHERE, Memo, Place, TaskMemo, seen_value, vote_value
from bot.slack.blocks import Block
from bot.slack.drawing import buttons, frames, offered, pages
from bot.slack.drawing.frames import View
from bot.slack.forms import inputs
from bot.slack.wording import card_words, offer_words, quantities
from bot.slack.wording import modal_words as words

FEW = 5
MOST_OPTIONS = 100
MOST_PROBLEMS = 7
NOTHING: Mapping[str, str] = MappingProxyType({})


def reason_view(request: Request, action: Action, place: Place = NOWHERE, back: str = "") -> View:
    """The modal that asks why; it carries the vote as the card showed it."""
    memo = Memo(vote_value(request, action), place, back)
    quoted = blocks.rich(blocks.quote(text.one_line(request.ask.title)))
    if request.is_offer:
        return _undo_view(request, quoted, memo)
    drawn = [
        blocks.section(words.to_send(text.phrase(action.label, 60))),
        quoted,
        frames.reason_input(optional=action.reason is not ReasonRule.REQUIRED),
    ]
    return frames.modal(words.REASON_TITLE, drawn, "reason", memo.metadata()) | frames.sending(action.label)


def _undo_view(request: Request, quoted: Block, memo: Memo) -> View:
    """Asks whether to undo it, as one press on a card is soon done, and why."""
    asking_why = frames.reason_input(optional=True) | {"hint": blocks.plain(offer_words.REASON_HINT, 150)}
    drawn = [quoted, blocks.section("\n".join(offered.sentences(request))), asking_why]
    return frames.modal(offer_words.UNDO_TITLE, drawn, "reason", memo.metadata()) | frames.sending(offer_words.UNDO)


def task_view(
    workflow: Workflow,
    channel: str = "",
    typed: Mapping[str, str] = NOTHING,
    problems: Mapping[str, str] = NOTHING,
) -> View:
    """The form of a workflow's input; `typed` values stand in it already, `problems` with them are told on top."""
    asked = inputs.inputs(workflow.input_schema, typed)
    title = words.start(workflow.name)
    is_cut = text.shorten(title, frames.TITLE) != title
    above = [*([words.starting(text.phrase(workflow.name, 100))] if is_cut else []), *told(problems)]
    drawn = [
        *frames.said("\n".join(above)),
        *([_described(workflow)] if workflow.description.strip() else []),
        *(asked or [blocks.section(words.NO_DETAILS)]),
    ]
    metadata = TaskMemo(workflow.name, channel).metadata()
    return frames.modal(title, drawn, "task", metadata) | frames.sending(words.START)


def problem(name: str, said: str) -> str:
    """What is wrong with a typed value, in a line of mrkdwn."""
    return words.problem(text.phrase(name, 80), text.phrase(said, 300))


def told(problems: Mapping[str, str]) -> list[str]:
    """The first problems in lines of mrkdwn, and how many more there are."""
    lines = [problem(*pair) for pair in list(problems.items())[:MOST_PROBLEMS]]
    over = len(problems) - MOST_PROBLEMS
    return [*lines, quantities.left_out(over, "problem")] if over > 0 else lines


def full_view(request: Request, page: int = 1, place: Place = NOWHERE, because: str = "") -> View:
    """One page of everything the ask says; the last offers, while it is open, to approve and what the card does not.

    `because` is a sentence of ours on top: why it was opened.
    """
    all_pages = pages.pages(request.ask, request.edits)
    number = min(max(page, 1), len(all_pages))
    is_last = number == len(all_pages)
    drawn = [*frames.said(because), *all_pages[number - 1], *_turning(request, number, len(all_pages))]
    offered = _offered(request)
    if is_last and offered:
        return _last_page(request, offered, drawn, place)
    end = _end(request) if is_last else words.approve_at_the_end(len(all_pages)) if offered else ""
    shown = [*drawn, *([blocks.context(end)] if end else [])]
    return frames.modal(words.FULL_TITLE, shown, "full", Memo(seen_value(request), place).metadata())


def is_last_page(request: Request, page: int) -> bool:
    """Whether whoever is shown this page of the full view has been shown all of it."""
    return page >= len(pages.pages(request.ask, request.edits))


def _last_page(request: Request, offered: Sequence[Action], drawn: list[Block], place: Place) -> View:
    single = offered[0] if len(offered) == 1 else None
    memo = Memo(vote_value(request, single) if single else seen_value(request), place)
    answer = blocks.section(words.to_send(text.phrase(single.label, 60))) if single else _choice(request, offered)
    over = len(offered) - MOST_OPTIONS
    asked = [
        *_editing(request),
        answer,
        *([blocks.context(words.actions_without_room(quantities.counted(over, "action")))] if over > 0 else []),
        *_reasons(offered),
        blocks.context(words.END_OF_ASK),
    ]
    view = frames.modal(words.FULL_TITLE, [*drawn, *asked], "full", memo.metadata())
    return view | frames.sending(single.label if single else words.SEND)


def _offered(request: Request) -> list[Action]:
    """Approvals are offered on the card as well, where they may not count before this was read."""
    if request.state is not State.OPEN:
        return []
    on_card = buttons.on_card(request)
    return [action for action in buttons.offered(request) if action.kind is Kind.APPROVE or action not in on_card]


def _editing(request: Request) -> list[Block]:
    approve = request.ask.first(Kind.APPROVE)
    if request.ask.draft is None or approve is None:
        return []
    return [blocks.actions([blocks.button(card_words.EDIT_AND_APPROVE, "edit", vote_value(request, approve))])]


def _end(request: Request) -> str:
    if request.state is not State.OPEN:
        return words.CLOSED
    return words.END_OF_ASK if request.ask.actions else card_words.NOBODY_CAN_ANSWER


def _turning(request: Request, page: int, count: int) -> list[Block]:
    if count == 1:
        return []
    turns = [(words.PREVIOUS, page - 1), (words.NEXT, page + 1)]
    buttons = [blocks.button(label, f"page:{to}", request.id) for label, to in turns if 1 <= to <= count]
    return [blocks.context(words.page_of(page, count)), blocks.actions(buttons)]


def _choice(request: Request, offered: Sequence[Action]) -> Block:
    options = [blocks.option(action.label, vote_value(request, action)) for action in offered[:MOST_OPTIONS]]
    kind = "radio_buttons" if len(options) <= FEW else "static_select"
    element = {"type": kind, "action_id": INPUT, "options": options}
    return blocks.field(ANSWER_BLOCK, words.ANSWER_LABEL, element)


def _reasons(offered: Sequence[Action]) -> list[Block]:
    """A field for words where any answer takes them; a must only where every answer does."""
    rules = {action.reason for action in offered}
    return [] if rules == {ReasonRule.NONE} else [frames.reason_input(optional=rules != {ReasonRule.REQUIRED})]


def _described(workflow: Workflow) -> Block:
    return {"type": "section", "text": blocks.literal(text.clip(workflow.description, 1000))}
