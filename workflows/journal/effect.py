"""An effect: what is done, under the key that makes a repeat harmless."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing done in the world; `key` names this very occasion, `details` say what was done."""

    key: str
    workflow: str
    reference: str
    details: Mapping[str, str | float]

    def body(self) -> str:
        """The effect as one JSON text, the same for the same effect."""
        content = {"workflow": self.workflow, "reference": self.reference, "details": dict(self.details)}
        return json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)


class EffectRefused(Exception):
    """The effect was refused and will be refused again; the message says why."""


class EffectUnsettled(Exception):
    """Nobody confirmed the effect; trying again with the same key is safe."""


def reference_of(prefix: str, key: str) -> str:
    """The reference people quote for the effect of that key, such as `RF-3F9A0C12B7`."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:10].upper()}"
