"""The journal as somebody else's HTTP endpoint, which keeps each Idempotency-Key once."""

import asyncio
from http import HTTPStatus

import aiohttp

from workflows.journal.effect import Effect, EffectRefused, EffectUnsettled

ATTEMPTS = 3
TIMEOUT_SECONDS = 10.0
PAUSE_SECONDS = 0.2
# 409: the same key is being worked on at this moment.
_LATER = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)


async def post(address: str, effect: Effect) -> None:
    """POST the effect as JSON under its key, again after a lost reply, 5xx, 408, 409, 425 or 429; three times in all.

    Raises EffectRefused for any other answer but 2xx, and EffectUnsettled when every attempt came to nothing.
    """
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for attempt in range(ATTEMPTS):
            await asyncio.sleep(PAUSE_SECONDS * attempt)
            status = await _status(session, address, effect)
            if status is not None and 200 <= status < 300:
                return
            if status is not None and status < 500 and status not in _LATER:
                raise EffectRefused(f"The effects endpoint refused {effect.reference} (HTTP {status}).")
    raise EffectUnsettled(
        f"The effects endpoint did not confirm {effect.reference} in {ATTEMPTS} attempts. Repeating it is safe."
    )


async def _status(session: aiohttp.ClientSession, address: str, effect: Effect) -> int | None:
    """The answer's status, or None where no answer came."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": effect.key}
    request = session.post(address, data=effect.body().encode(), headers=headers, allow_redirects=False)
    try:
        async with request as response:
            return response.status
    except (aiohttp.ClientError, TimeoutError):
        return None
