"""Response URLs: five uses within half an hour, to answer where something was pressed or typed."""

import secrets
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.settings import Settings
from sandbox.wire import SlackError


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """`origin` is the message the press came from, if it came from one."""

    user: str
    channel: str
    origin: str | None
    ephemeral: bool
    thread_ts: str | None
    issued: float
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    settings: Settings
    clock: Clock
    issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, entry: ResponseUrl) -> str:
        """The key that stands in the URL."""
        key = secrets.token_urlsafe(24)
        self.issued[key] = entry
        return key

    def use(self, key: str) -> ResponseUrl:
        """Count one use; raises SlackError when the URL is unknown, too old or used up."""
        entry = self.issued.get(key)
        if entry is None:
            raise SlackError("invalid_url")
        if self.clock.now() - entry.issued > self.settings.response_url_seconds:
            raise SlackError("expired_url")
        if entry.uses >= self.settings.response_url_uses:
            raise SlackError("used_url")
        entry.uses += 1
        return entry
