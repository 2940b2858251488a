"""What crosses the wire: JSON objects, and Slack's way of saying no."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """Slack refuses a call: `code` is its word for why, `details` whatever else the answer carries."""

    def __init__(self, code: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details: Json = dict(details or {})

    def answer(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def invalid_arguments(*messages: str) -> SlackError:
    """Slack's general complaint about arguments, with what is wrong in `response_metadata.messages`."""
    return SlackError(
        "invalid_arguments", {"response_metadata": {"messages": [f"[ERROR] {text}" for text in messages]}}
    )
