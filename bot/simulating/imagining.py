"""Imagines a request under the plan as it is, and gives its outlook."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.plan import Plan
from bot.simulating.outlook import Outlook, look_ahead
from bot.simulating.standing import Directory
from bot.simulating.supposing import Supposition, Words, suppose

_SUPPOSED = "It is supposed that nobody answers, and that nobody is away."


def read_words(words: Words, plan: Plan, now: datetime) -> Supposition:
    """What the words say of a request of one of the plan's workflows; raises Misconfigured."""
    return suppose(words, plan.book, {found.name for found in plan.found}, now)


async def imagine(supposed: Supposition, plan: Plan, directory: Directory | None, unasked: str) -> Outlook:
    """The outlook by the policies as they would be read in the year in which the request is opened.

    `unasked` says why Slack was not asked, where it was not.
    """
    book = replace(plan.policy_file, now=lambda: supposed.at).read()
    return await look_ahead(supposed, book, directory, remarks=tuple(_remarks(plan, unasked)))


def _remarks(plan: Plan, unasked: str) -> Iterator[str]:
    yield _SUPPOSED
    if plan.policy_file.speedup != 1:
        yield f"Every SLA is divided by {plan.policy_file.speedup:g}, as COUNTERSIGN_SLA_SPEEDUP says."
    if unasked:
        yield f"Slack was not asked who is in the groups: {unasked}."
