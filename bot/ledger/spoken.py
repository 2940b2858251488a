"""The column type of texts that people, agents and programs wrote."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from bot.approvals.values import whole


class Spoken(TypeDecorator[str]):
    """Any text at all: what a database refuses, half characters and on PostgreSQL the NUL, is kept as a mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as every database takes it."""
        return None if value is None else whole(value).replace("\0", "\ufffd")
