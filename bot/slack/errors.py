"""Sorts what Slack answers by what it means for a message: wait, unsure whether it was posted, gone, or hopeless."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError


class Fate(StrEnum):
    """What is known of a call that failed."""

    NOT_DONE = "not_done"  # refused before anything happened; may be sent again
    UNSURE = "unsure"  # it may have happened; look before sending again
    GONE = "gone"  # the message it was about is not there any more
    HOPELESS = "hopeless"  # it will be refused for ever


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failed call: its fate, the pause in seconds that Slack asked for (or 0), and words for operators."""

    fate: Fate
    pause: float
    words: str


_WAIT = frozenset({"ratelimited", "rate_limited"})
_UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})
_HOPELESS = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "invalid_arguments",
        "user_not_found",
        "user_disabled",
        "metadata_too_large",
        "invalid_metadata_format",
        "invalid_metadata_schema",
    }
)


def sort(error: Exception) -> Trouble:
    """What this error from a Web API call means; an error nobody knows is taken as unsure."""
    if isinstance(error, SlackApiError):
        return _sort_answer(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble(Fate.NOT_DONE, 0, "Slack cannot be reached")
    if isinstance(error, asyncio.TimeoutError | aiohttp.ClientError | OSError):
        return Trouble(Fate.UNSURE, 0, f"the connection to Slack broke: {type(error).__name__}")
    return Trouble(Fate.UNSURE, 0, f"{type(error).__name__}: {error}")


def code_of(error: SlackApiError) -> str:
    """Slack's code for the error, such as `channel_not_found`; empty where it sent none."""
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):
        return ""


def _sort_answer(error: SlackApiError) -> Trouble:
    status = getattr(error.response, "status_code", 500)  # an answer that cannot be read comes as something else
    code = code_of(error)
    words = f"Slack answered {code or status}"
    if status == 429 or code in _WAIT:
        return Trouble(Fate.NOT_DONE, _retry_after(error), words)
    if code in _UNSURE or status >= 500:
        return Trouble(Fate.UNSURE, 0, words)
    if code in _GONE:
        return Trouble(Fate.GONE, 0, words)
    return Trouble(Fate.HOPELESS if code in _HOPELESS else Fate.NOT_DONE, 0, words)


def _retry_after(error: SlackApiError) -> float:
    """The seconds Slack asks to wait: a second where the header is missing or unreadable, ten minutes at most."""
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    try:
        return min(max(float(headers.get("retry-after", 1)), 0.0), 600.0)
    except (TypeError, ValueError):
        return 1.0
