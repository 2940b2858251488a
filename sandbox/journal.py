"""The record of what went over the wire, in both directions."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from sandbox.wire import Json

Direction = Literal["bot→slack", "slack→bot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Web API call the app made; `arguments` without tokens, `at` in seconds."""

    method: str
    arguments: Json
    ok: bool
    error: str | None
    at: float
    direction: Direction = "bot→slack"

    def entry(self) -> Json:
        return {
            "at": self.at,
            "direction": self.direction,
            "method": self.method,
            "payload": self.arguments,
            "ok": self.ok,
            "error": self.error,
        }


@dataclass(slots=True, kw_only=True)
class Handed:
    """One envelope handed to the app; `ok` is None until it is acknowledged, after `seconds`, or too late."""

    type: str
    payload: Json
    at: float
    envelope_id: str
    retry_attempt: int = 0
    ok: bool | None = None
    error: str | None = None
    answer: Json | None = None
    seconds: float | None = None
    direction: Direction = "slack→bot"

    def entry(self) -> Json:
        return {
            "at": self.at,
            "direction": self.direction,
            "type": self.payload.get("type", self.type) if self.type == "interactive" else self.type,
            "payload": self.payload,
            "ok": self.ok,
            "error": self.error,
            "answer": self.answer,
            "seconds": self.seconds,
        }


class Journal:
    """The last `length` calls and envelopes, oldest first."""

    def __init__(self, length: int) -> None:
        self.entries: deque[Call | Handed] = deque(maxlen=length)

    def add(self, entry: Call | Handed) -> None:
        self.entries.append(entry)

    def calls(self, method: str | None = None) -> list[Call]:
        return [entry for entry in self.entries if isinstance(entry, Call) and method in {None, entry.method}]

    def envelopes(self, type: str | None = None) -> list[Handed]:
        return [entry for entry in self.entries if isinstance(entry, Handed) and type in {None, entry.type}]

    def latest(self, count: int) -> list[Json]:
        return [entry.entry() for entry in list(self.entries)[-count:]]
