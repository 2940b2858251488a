"""Hints: nudges that work is owed. They may be lost, repeated or late; the ledger alone says what is owed."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection as Connection

__all__ = ["Connection", "Hints", "Unheard", "Work", "WorkKind"]


class WorkKind(StrEnum):
    """What can be owed: a run to drive, a card to show, a home, a notice, an effect to undo, a deadline to watch."""

    RUN = "run"
    CARD = "card"
    HOME = "home"
    NOTICE = "notice"
    EFFECT = "effect"
    DEADLINE = "deadline"


class Work(NamedTuple):
    """One piece of owed work: its kind, and the id of the row that owes it."""

    kind: WorkKind
    key: str


class Hints(Protocol):
    """Where hints go; the embedded hand-out hears them after the commit, a queue in the database within it."""

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take hints along in the transaction that makes them true."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear of hints whose transaction has committed."""


class Unheard:
    """Hints that nobody listens to, as before the hand-out is there; the reconcile loop finds the work all the same."""

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take nothing."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear nothing."""
