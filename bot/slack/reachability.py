"""Whether Slack can be reached, learnt from every call that goes out: an answer says yes, also one that refuses."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

_PATIENCE = timedelta(seconds=30)


class Reachability:
    """Slack counts as out of reach once nothing but failures came back for half a minute, the last of them after it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._since: datetime | None = None
        self._latest: datetime | None = None

    def heard(self) -> None:
        """Slack answered, whatever it said."""
        self._since = self._latest = None

    def unheard(self) -> None:
        """A call got no answer of Slack's; where the clock was put back, the silence began no later than now."""
        self._latest = self._now()
        self._since = min(self._since or self._latest, self._latest)

    @property
    def down_since(self) -> datetime | None:
        """When the first of the calls failed that nothing came back from since, or None while Slack is within reach."""
        if self._since is None or self._latest is None:
            return None
        return self._since if self._latest - self._since >= _PATIENCE else None

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Learn from the call within how Slack can be reached; an error of our own says nothing about that."""
        try:
            yield
        except Exception as error:
            self._learn_from(error)
            raise
        self.heard()

    async def look(self, call: Callable[[], Awaitable[object]]) -> datetime | None:
        """Since when Slack is out of reach, as far as one more call shows, which has to be `listening`."""
        with contextlib.suppress(SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
            await call()
        return self.down_since

    def _learn_from(self, error: Exception) -> None:
        """A gateway's page in place of an answer, or one that cannot be read, is silence too."""
        if isinstance(error, SlackApiError) and getattr(error.response, "status_code", 500) < 500:
            self.heard()
        elif isinstance(error, SlackApiError | aiohttp.ClientError | OSError | TimeoutError):
            self.unheard()


class HeardClient(AsyncWebClient):
    """Slack's client, whose every call, by whichever name it is made, tells how Slack can be reached."""

    def __init__(self, reachability: Reachability, **options: Any) -> None:
        super().__init__(**options)
        self._reachability = reachability

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """Call a method of the Web API; raises what the plain client raises."""
        with self._reachability.listening():
            return await super().api_call(api_method, **options)
