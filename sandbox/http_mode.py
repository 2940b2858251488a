"""Envelopes as signed HTTP requests to the app's own address."""

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import aiohttp

from sandbox.envelopes import NOBODY_THERE, TOO_LATE, Ack, Sending
from sandbox.faults import Faults
from sandbox.settings import Settings
from sandbox.signing import sign
from sandbox.wire import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    type: str
    text: str
    no_retry: bool


@dataclass(slots=True, kw_only=True)
class HttpCarrier:
    """Posts to `url`; nobody needs to be connected."""

    settings: Settings
    url: str
    secret: str
    faults: Faults
    opened: list[aiohttp.ClientSession] = field(default_factory=list)

    def ready(self) -> bool:
        return True

    async def carry(self, sending: Sending) -> Ack:
        copies = 2 if self.faults.take_duplicate() else 1
        acks = await asyncio.gather(*(self.handed(sending) for _ in range(copies)))
        return next((ack for ack in acks if ack.acked), acks[0])

    async def handed(self, sending: Sending) -> Ack:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self.settings.ack_seconds):
                reply = await self.post(*content_of(sending), retry_headers(sending))
                await asyncio.sleep(self.settings.ack_seconds if self.faults.take_lost_ack() else 0)
                await asyncio.sleep(self.faults.take_held_ack())
        except TimeoutError:
            return Ack(acked=False, error=TOO_LATE, seconds=loop.time() - started, retry_reason="http_timeout")
        except aiohttp.ClientError:
            return Ack(acked=False, error=NOBODY_THERE, retry_reason="connection_failed")
        return ack_of(sending, reply, loop.time() - started)

    async def post(self, type: str, body: bytes, headers: dict[str, str] | None = None) -> Reply:
        """One signed request. Signatures are of the real time: an app checks them by its own clock, not by ours."""
        timestamp = int(self.settings.now())
        signed = {
            "Content-Type": type,
            "X-Slack-Request-Timestamp": str(timestamp),
            "X-Slack-Signature": sign(self.secret, timestamp, body),
        }
        if not self.opened:
            self.opened.append(aiohttp.ClientSession())
        request = self.opened[0].post(self.url, data=body, headers={**signed, **(headers or {})}, allow_redirects=False)
        async with request as response:
            return Reply(
                status=response.status,
                type=response.content_type,
                text=await response.text(),
                no_retry=response.headers.get("X-Slack-No-Retry") == "1",
            )

    async def verify_url(self) -> bool:
        """Slack's challenge, as when a request URL is entered: whether the app gives it back."""
        challenge = secrets.token_urlsafe(24)
        asked = {"type": "url_verification", "token": "", "challenge": challenge}
        reply = await self.asked(JSON, json.dumps(asked).encode())
        return reply is not None and challenge in {
            reply.text,
            str(parsed(reply.text).get("challenge")),
            *parse_qs(reply.text).get("challenge", []),
        }

    async def check_ssl(self) -> bool:
        """The ping by which Slack now and then looks whether a command's URL is alive."""
        return await self.asked(FORM, urlencode({"ssl_check": 1, "token": ""}).encode()) is not None

    async def asked(self, type: str, body: bytes) -> Reply | None:
        """The app's answer, if it comes in time and is a 200."""
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout(self.settings.ack_seconds):
                reply = await self.post(type, body)
            return reply if reply.status == 200 else None
        return None

    async def close(self) -> None:
        while self.opened:
            await self.opened.pop().close()


def content_of(sending: Sending) -> tuple[str, bytes]:
    """Content type and body: events are JSON, interactions a form with one field of JSON, commands a plain form."""
    envelope = sending.envelope
    if envelope.type == "events_api":
        return JSON, json.dumps(envelope.payload).encode()
    form = {"payload": json.dumps(envelope.payload)} if envelope.type == "interactive" else envelope.payload
    return FORM, urlencode(form).encode()


def retry_headers(sending: Sending) -> dict[str, str]:
    if not sending.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(sending.attempt), "X-Slack-Retry-Reason": sending.reason or "unknown_error"}


def ack_of(sending: Sending, reply: Reply, seconds: float) -> Ack:
    """Any 2xx acknowledges; the body of another answer is for nobody."""
    if not 200 <= reply.status < 300:
        error = "http_service_error" if reply.status >= 500 else "http_client_error"
        return Ack(acked=False, error=error, seconds=seconds, retry_reason=None if reply.no_retry else "http_error")
    taken = payload_of(sending, reply) if sending.envelope.accepts_response_payload else None
    return Ack(acked=True, payload=taken, seconds=seconds)


def payload_of(sending: Sending, reply: Reply) -> Json:
    """What the app answered: JSON, or to a command also bare words."""
    if reply.type == JSON:
        return parsed(reply.text)
    return {"text": reply.text} if sending.envelope.type == "slash_commands" else {}


def parsed(text: str) -> Json:
    try:
        content = json.loads(text or "{}")
    except json.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}
