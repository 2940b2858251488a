"""Modals of moves by hand: escalate now, extend the time, take another look; each wants a reason."""

from datetime import timedelta

from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.answers import INPUT, NOWHERE, REASON_BLOCK, SPAN_BLOCK, Memo, Place
from bot.slack.blocks import Block
from bot.slack.drawing import asking, frames
from bot.slack.drawing.frames import View
from bot.slack.wording import move_words as words
from bot.slack.wording import quantities

LONGEST_SPAN = 60


def escalate_now_modal(request: Request, place: Place = NOWHERE) -> View:
    """Why the next tier is to be asked before its time, and what that does."""
    drawn = [_quoted(request), *frames.said(_next_tier(request)), _reason()]
    view = frames.modal(words.ESCALATE_TITLE, drawn, "escalate", Memo(request.id, place).metadata())
    return view | frames.sending(words.ESCALATE_SEND)


def extend_modal(request: Request, place: Place = NOWHERE) -> View:
    """By how much the deadline is put off, in the reviewer's own words, and why."""
    typing: Block = {"type": "plain_text_input", "action_id": INPUT, "max_length": LONGEST_SPAN}
    left = _most(request) - _added(request)
    if left > timedelta(0):
        typing["placeholder"] = blocks.plain(quantities.duration(left), 150)
    drawn = [
        _quoted(request),
        *frames.said(_until(request)),
        blocks.field(SPAN_BLOCK, words.EXTEND_LABEL, typing, hint=words.EXTEND_HINT),
        _reason(),
    ]
    view = frames.modal(words.EXTEND_TITLE, drawn, "extend", Memo(request.id, place).metadata())
    return view | frames.sending(words.EXTEND_SEND)


def reopen_modal(request: Request, place: Place = NOWHERE) -> View:
    """Why what was not approved deserves another look, and what that does."""
    drawn = [_quoted(request), blocks.section(words.REOPEN_EFFECT), _reason()]
    view = frames.modal(words.REOPEN_TITLE, drawn, "reopen", Memo(request.id, place).metadata())
    return view | frames.sending(words.REOPEN_SEND)


def _quoted(request: Request) -> Block:
    return blocks.rich(blocks.quote(text.one_line(request.ask.title)))


def _reason() -> Block:
    typing = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, "max_length": frames.LONGEST_REASON}
    return blocks.field(REASON_BLOCK, words.REASON_LABEL, typing, hint=words.REASON_HINT)


def _next_tier(request: Request) -> str:
    tier = request.next_tier
    if tier is None:
        return ""
    return words.escalate_effect(asking.unpinged(tier), asking.tier_name(tier.name), tier.earlier_may_act)


def _until(request: Request) -> str:
    """Until when it is, and how much may be added in all."""
    if request.due_at is None:
        return ""
    added = _added(request)
    told = quantities.duration(added) if added else ""
    is_working_time = bool(request.asked.calendars)
    most = quantities.duration(_most(request))
    return words.extend_effect(text.moment(request.due_at), most, told, is_working_time)


def _most(request: Request) -> timedelta:
    """How much may be added in all."""
    return request.policy.extend_at_most or request.asked.sla


def _added(request: Request) -> timedelta:
    return sum((extension.span for extension in request.extensions), timedelta(0))
