"""The plan: what the configuration names, read and found sound before anything is started."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.approvals.policy import Policy
from bot.engine.catalogue import compile_all
from bot.engine.finding import Found, find
from bot.faults import Misconfigured, Mistake
from bot.policybook import policy_for, read_policies
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """The graphs, and the policy that each workflow's requests are opened under."""

    found: list[Found]
    policies: Mapping[str, Policy]


async def read_everything(environ: Mapping[str, str], root: Path) -> tuple[Settings, Plan]:
    """The settings to serve with and the plan they name; raises Misconfigured with the mistakes of both at once."""
    mistakes: list[Mistake] = []
    try:
        Settings.read(environ)
    except Misconfigured as error:
        mistakes.extend(error.mistakes)
    try:
        settings = Settings.read(environ, serving=False)  # the plan can be read where only the tokens are missing
        plan = await read_plan(settings, root)
    except Misconfigured as error:
        mistakes.extend(mistake for mistake in error.mistakes if mistake not in mistakes)
    if mistakes:
        raise Misconfigured(mistakes)
    return settings, plan


async def read_plan(settings: Settings, root: Path) -> Plan:
    """Read workflows and policies, named relative to `root`; raises Misconfigured with the mistakes of both."""
    mistakes: list[Mistake] = []
    found: list[Found] = []
    policies: dict[str, Policy] = {}
    try:
        found = await find(settings.workflows, root)
        compile_all(found, None)
    except Misconfigured as error:
        mistakes.extend(error.mistakes)
    try:
        policies = read_policies(root / settings.policies)
    except Misconfigured as error:
        mistakes.extend(error.mistakes)
    else:
        policies = _assigned(found, policies, settings.sla_speedup, mistakes)
    if mistakes:
        raise Misconfigured(mistakes)
    return Plan(found, policies)


def _assigned(
    found: list[Found], policies: Mapping[str, Policy], speedup: float, mistakes: list[Mistake]
) -> dict[str, Policy]:
    """Each workflow's policy by the workflow's name."""
    assigned: dict[str, Policy] = {}
    for item in found:
        try:
            assigned[item.name] = policy_for(policies, item.name).quickened(speedup)
        except Misconfigured as error:
            mistakes.extend(error.mistakes)
    return assigned
