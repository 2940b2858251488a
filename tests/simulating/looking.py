"""Shorthand for looking ahead by the policies beside this file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.approvals.routing import PolicyBook
from bot.policybook import read_policies
from bot.simulating.outlook import Outlook, look_ahead
from bot.simulating.standing import Directory
from bot.simulating.supposing import Supposition, Words, suppose

HERE = Path(__file__).parent
WORKFLOWS = frozenset({"refund", "deploy"})
SATURDAY = datetime(2026, 11, 21, 12, 0, 42, tzinfo=UTC)


def the_book() -> PolicyBook:
    return read_policies(HERE / "policies.yaml", SATURDAY, WORKFLOWS)


def supposed(workflow: str, **words: Any) -> Supposition:
    """What these words say on a Saturday at noon."""
    return suppose(Words(workflow=workflow, **words), the_book(), WORKFLOWS, SATURDAY)


async def ahead(workflow: str, directory: Directory | None = None, **words: Any) -> Outlook:
    """The outlook for what these words say."""
    return await look_ahead(supposed(workflow, **words), the_book(), directory)
