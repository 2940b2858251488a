"""Digests: a short name for exactly these contents."""

import hashlib
import json
from typing import Any

from bot.approvals.ask import Ask


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(ask: Ask) -> str:
    """The digest of everything a reviewer is shown and is asked to sign for.

    What is at its default is left out, so that a field added in a later release changes no digest given before.
    """
    return digest(canonical(ask.model_dump(mode="json", exclude_defaults=True)))
