"""Modals about oneself: take back what one asked for, go away for a while, search."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.answers import INPUT, REASON_BLOCK, Memo, Place
from bot.slack.drawing import frames, lists, rows
from bot.slack.drawing.frames import View
from bot.slack.drawing.lists import Found
from bot.slack.wording import command_words, quantities
from bot.slack.wording import home_words as words

WHO_BLOCK = "who"
SINCE_BLOCK = "since"
UNTIL_BLOCK = "until"
LONGEST_QUOTE = 100
MOST_SHOWN = 20


class Leave(NamedTuple):
    """What somebody said of their absence: who stands in, if anybody does, until when, and since when if not now."""

    stand_in: str
    until: datetime
    since: datetime | None = None


def withdraw_view(request: Request, place: Place) -> View:
    """Asks why, before a request is taken back."""
    typing = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, "max_length": 1000}
    drawn = [
        blocks.rich(blocks.quote(text.one_line(request.ask.title))),
        blocks.section(command_words.WITHDRAW_EFFECT),
        blocks.field(REASON_BLOCK, command_words.WITHDRAW_LABEL, typing, hint=command_words.WITHDRAW_HINT),
    ]
    view = frames.modal(command_words.WITHDRAW_TITLE, drawn, "withdraw", Memo(request.id, place).metadata())
    return view | frames.sending(command_words.WITHDRAW_SUBMIT)


def away_view(tomorrow: datetime) -> View:
    """Asks from when until when, and who stands in; `tomorrow` is where the choice of the end begins."""
    who = {
        "type": "users_select",
        "action_id": INPUT,
        "placeholder": blocks.plain(words.WHO_PLACEHOLDER, 150),
    }
    since = {"type": "datetimepicker", "action_id": INPUT}
    until = {"type": "datetimepicker", "action_id": INPUT, "initial_date_time": int(tomorrow.timestamp())}
    drawn = [
        blocks.section(words.AWAY_EFFECT),
        blocks.field(SINCE_BLOCK, words.SINCE_LABEL, since, hint=words.SINCE_HINT, optional=True),
        blocks.field(UNTIL_BLOCK, words.UNTIL_LABEL, until),
        blocks.field(WHO_BLOCK, words.WHO_LABEL, who, hint=words.WHO_HINT, optional=True),
    ]
    return frames.modal(words.AWAY_TITLE, drawn, "away", "") | frames.sending(words.AWAY_SUBMIT)


def read_leave(state: Mapping[str, Any]) -> Leave:
    """What was filled into the form of an absence."""
    said = {block: state.get(block, {}).get(INPUT, {}) for block in (WHO_BLOCK, SINCE_BLOCK, UNTIL_BLOCK)}
    since, until = (said[block].get("selected_date_time") for block in (SINCE_BLOCK, UNTIL_BLOCK))
    return Leave(str(said[WHO_BLOCK].get("selected_user") or ""), _moment(until), _moment(since) if since else None)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def searching_view() -> View:
    """Shown while the search goes on."""
    return frames.modal(words.SEARCH_TITLE, [blocks.section(words.SEARCHING)], "search", "")


def results_view(searched: str, found: Found) -> View:
    """What these words found."""
    return frames.modal(words.SEARCH_TITLE, _results(searched, found), "search", "")


def _results(searched: str, found: Found) -> list[blocks.Block]:
    if not found.requests:
        return [blocks.section(words.NOTHING_FOUND)]
    count = words.found(quantities.counted(len(found.requests), "request"), text.phrase(searched, LONGEST_QUOTE))
    drawn = [block for request in found.requests[:MOST_SHOWN] for block in rows.to_follow(request)]
    over = [blocks.context(words.shown_first(MOST_SHOWN))] if len(found.requests) > MOST_SHOWN else []
    return [blocks.context(count), *drawn, *over, *lists.notes(found)]
