"""The rush: while envelopes wait for their acknowledgement, what may wait lets them go first."""

import asyncio
import contextlib
from collections.abc import Iterator

_LONGEST = 0.25  # seconds that anything waits; a listener that is slow to acknowledge holds nobody up for longer


class Rush:
    """Counts the envelopes that are being heard; fifty presses at once are acknowledged before any is acted upon."""

    def __init__(self) -> None:
        self._heard = 0
        self._over = asyncio.Event()
        self._over.set()

    @contextlib.contextmanager
    def hearing(self) -> Iterator[None]:
        """An envelope is heard, from here until it is acknowledged."""
        self._heard += 1
        self._over.clear()
        try:
            yield
        finally:
            self._heard -= 1
            if not self._heard:
                self._over.set()

    async def over(self) -> None:
        """Wait until nothing waits for its acknowledgement any more, but not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST):
                await self._over.wait()
