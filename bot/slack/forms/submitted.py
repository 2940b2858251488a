"""What was put into the inputs of a form, as Slack sends it in a view's state."""

from collections.abc import Mapping
from typing import Any

from bot.slack.answers import INPUT
from bot.slack.forms.elements import BLANK
from bot.slack.forms.showing import LAST_MOMENT, Said, moment

_SINGLE = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation")
_SEVERAL = ("selected_users", "selected_conversations")


def said_in(state: Mapping[str, Any]) -> dict[str, Said]:
    """What was put in, by block id; blank where that is nothing."""
    return {block_id: _said(inputs.get(INPUT) or {}) for block_id, inputs in state.items()}


def _said(answer: Mapping[str, Any]) -> Said:
    if "selected_options" in answer:
        return tuple(_value(option) for option in answer["selected_options"] or ())
    for key in _SEVERAL:
        if key in answer:
            return tuple(map(str, answer[key] or ()))
    if "selected_option" in answer:
        return _value(answer["selected_option"] or {})
    if "selected_date_time" in answer:
        return _moment(answer["selected_date_time"])
    return next((str(answer[key] or "") for key in _SINGLE if key in answer), "")


def _value(option: Mapping[str, Any]) -> str:
    value = str(option.get("value", ""))
    return "" if value == BLANK else value


def _moment(since: Any) -> str:
    return moment(since) if isinstance(since, int) and 0 <= since <= LAST_MOMENT else ""
