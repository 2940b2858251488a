"""Modals about a request: give a reason, and see everything; and the modal that starts a task."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.approvals.ask import Action, ReasonRule
from bot.approvals.request import Request, State
from bot.approvals.workflow import Workflow
from bot.slack import blocks, cards, forms, pages, text
from bot.slack.answers import ANSWER_BLOCK, INPUT, NOWHERE, REASON_BLOCK, Memo, Place, TaskMemo, vote_value
from bot.slack.blocks import Block
from bot.slack.wording import card_words, quantities
from bot.slack.wording import modal_words as words

View = dict[str, Any]

TITLE = 24
FEW = 5
MOST_OPTIONS = 100
MOST_PROBLEMS = 7
NOTHING: Mapping[str, str] = MappingProxyType({})


def reason_view(request: Request, action: Action, place: Place = NOWHERE) -> View:
    """The modal that asks why; it carries the vote as the card showed it."""
    drawn = [
        blocks.section(words.to_send(text.phrase(action.label, 60))),
        blocks.rich(blocks.quote(text.one_line(request.ask.title))),
        _reason_input(optional=action.reason is not ReasonRule.REQUIRED),
    ]
    memo = Memo(vote_value(request, action), place)
    return _modal(words.REASON_TITLE, drawn, "reason", memo.metadata()) | _submit(action.label)


def task_view(
    workflow: Workflow,
    channel: str = "",
    typed: Mapping[str, str] = NOTHING,
    problems: Mapping[str, str] = NOTHING,
) -> View:
    """The form of a workflow's input; `typed` values stand in it already, `problems` with them are told on top."""
    inputs = forms.inputs(workflow.input_schema, typed)
    starting = words.starting(text.phrase(workflow.name, 100))
    drawn = [
        blocks.section("\n".join([starting, *told(problems)])),
        *([_described(workflow)] if workflow.description.strip() else []),
        *(inputs or [blocks.section(words.NO_DETAILS)]),
    ]
    metadata = TaskMemo(workflow.name, channel).metadata()
    return _modal(words.start(workflow.name), drawn, "task", metadata) | _submit(words.START)


def problem(name: str, said: str) -> str:
    """What is wrong with a typed value, in a line of mrkdwn."""
    return words.problem(text.phrase(name, 80), text.phrase(said, 300))


def told(problems: Mapping[str, str]) -> list[str]:
    """The first problems in lines of mrkdwn, and how many more there are."""
    lines = [problem(*pair) for pair in list(problems.items())[:MOST_PROBLEMS]]
    over = len(problems) - MOST_PROBLEMS
    return [*lines, quantities.left_out(over, "problem")] if over > 0 else lines


def full_view(request: Request, page: int = 1, place: Place = NOWHERE) -> View:
    """One page of everything the ask says; the last offers, while it is open, the actions the card does not."""
    all_pages = pages.pages(request.ask)
    number = min(max(page, 1), len(all_pages))
    is_last = number == len(all_pages)
    drawn = [*all_pages[number - 1], *_turning(request, number, len(all_pages))]
    offered = _offered(request)
    if not is_last or not offered:
        end = _end(request) if is_last else words.approve_at_the_end(len(all_pages)) if offered else ""
        return _modal(
            words.FULL_TITLE, [*drawn, *([blocks.context(end)] if end else [])], "full", _address(request, place)
        )
    return _last_page(request, offered, drawn, place)


def _last_page(request: Request, offered: Sequence[Action], drawn: list[Block], place: Place) -> View:
    single = offered[0] if len(offered) == 1 else None
    memo = Memo(vote_value(request, single) if single else request.id, place)
    answer = blocks.section(words.to_send(text.phrase(single.label, 60))) if single else _choice(request, offered)
    over = len(offered) - MOST_OPTIONS
    asked = [
        answer,
        *([blocks.context(words.actions_without_room(quantities.counted(over, "action")))] if over > 0 else []),
        *_reasons(offered),
        blocks.context(words.END_OF_ASK),
    ]
    view = _modal(words.FULL_TITLE, [*drawn, *asked], "full", memo.metadata())
    return view | _submit(single.label if single else words.SEND)


def _offered(request: Request) -> list[Action]:
    on_card = cards.on_card(request)
    return [action for action in request.ask.actions if action not in on_card] if request.state is State.OPEN else []


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
    return [] if rules == {ReasonRule.NONE} else [_reason_input(optional=rules != {ReasonRule.REQUIRED})]


def _reason_input(optional: bool) -> Block:
    element = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, "max_length": 3000}
    return blocks.field(REASON_BLOCK, words.REASON_LABEL, element, hint=words.REASON_HINT, optional=optional)


def _described(workflow: Workflow) -> Block:
    return {"type": "section", "text": blocks.literal(text.clip(workflow.description, 1000))}


def _address(request: Request, place: Place) -> str:
    return Memo(request.id, place).metadata()


def _modal(title: str, drawn: list[Block], callback_id: str, metadata: str) -> View:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": blocks.plain(title, TITLE),
        "close": blocks.plain(words.CLOSE, TITLE),
        "private_metadata": metadata,
        "blocks": drawn,
    }


def _submit(label: str) -> View:
    return {"submit": blocks.plain(label, TITLE), "close": blocks.plain(words.CANCEL, TITLE)}
