"""The plan: what the configuration names, read and found sound before anything is started."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.approvals.routing import PolicyBook
from bot.engine.catalogue import compile_all
from bot.engine.finding import Found, find
from bot.faults import Misconfigured, Mistake
from bot.policybook import PolicyFile, read_policies
from bot.settings import Settings, real_now


@dataclass(frozen=True, slots=True)
class Plan:
    """The graphs, the policies that their requests are opened under, and the file to read those from again."""

    found: list[Found]
    book: PolicyBook
    policy_file: PolicyFile


async def read_everything(
    environ: Mapping[str, str], root: Path, now: Callable[[], datetime] = real_now
) -> tuple[Settings, Plan]:
    """The settings to serve with and the plan they name; raises Misconfigured with the mistakes of both at once."""
    mistakes: list[Mistake] = []
    try:
        Settings.read(environ)
    except Misconfigured as error:
        mistakes.extend(error.mistakes)
    try:
        settings = Settings.read(environ, serving=False)  # the plan can be read where only the tokens are missing
        plan = await read_plan(settings, root, now)
    except Misconfigured as error:
        mistakes.extend(mistake for mistake in error.mistakes if mistake not in mistakes)
    if mistakes:
        raise Misconfigured(mistakes)
    return settings, plan


async def read_plan(settings: Settings, root: Path, now: Callable[[], datetime] = real_now) -> Plan:
    """Read workflows and policies, named relative to `root`; raises Misconfigured with the mistakes of both."""
    mistakes: list[Mistake] = []
    path = root / settings.policies
    try:
        found = await find(settings.workflows, root)
        compile_all(found, None)
    except Misconfigured as error:
        mistakes.extend([*error.mistakes, *_mistakes_in(path, now())])
        raise Misconfigured(mistakes) from None
    names = frozenset(item.name for item in found)
    policy_file = PolicyFile(path=path, workflows=names, speedup=settings.sla_speedup, now=now)
    return Plan(found, policy_file.read(), policy_file)


def _mistakes_in(path: Path, now: datetime) -> list[Mistake]:
    """What is wrong with the policies as far as it can be told while the workflows are not known."""
    try:
        read_policies(path, now)
    except Misconfigured as error:
        return error.mistakes
    return []
