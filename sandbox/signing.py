"""Slack's signature of a request."""

import hashlib
import hmac


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The X-Slack-Signature of a raw body sent at `timestamp` (seconds since 1970)."""
    words = b"v0:%d:%b" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()
