"""Tries the configuration out without starting anything: what is in it, and whether Slack knows whom it names."""

import contextlib
from collections.abc import AsyncIterator, Callable

from bot.approvals.policy import Policy
from bot.faults import Misconfigured, Mistake
from bot.plan import Plan
from bot.settings import Settings, real_now
from bot.slack.counter import Access, Counter
from bot.slack.examining import examine_channel
from bot.slack.members import Members

Say = Callable[[str], None]

NO_TOKEN = "SLACK_BOT_TOKEN is not set"  # noqa: S105 - words for people


async def check(settings: Settings, plan: Plan, say: Say, *, offline: bool) -> None:
    """Say what should be known of a plan, what of it was checked, and what it makes of each workflow.

    Unless `offline`, Slack is asked where there is a token; raises Misconfigured with what would not work there.
    """
    for warning in plan.book.warnings:
        say(f"Warning: {warning}")
    workflows = _count(len(plan.found), "workflow")
    say(f"Checked: the settings, {workflows}, and in {settings.policies} {_contents(plan)}.")
    unasked = "--offline was given" if offline else "" if settings.bot_token.get_secret_value() else NO_TOKEN
    if unasked:
        say(f"Not checked: whether Slack knows whom they name, as {unasked}.")
    elif mistakes := await examine(settings, plan):
        raise Misconfigured(mistakes)
    else:
        say("Checked with Slack: everybody and every channel that they name, and what the token allows.")
    for line in _overview(plan):
        say(line)


async def examine(settings: Settings, plan: Plan) -> list[Mistake]:
    """Everything that would not work in the workspace as it is now; raises Misconfigured where Slack lets nobody in."""
    counter = await Counter.reach(_access(settings), real_now)
    try:
        operators, where = settings.operators_channel, "COUNTERSIGN_OPERATORS_CHANNEL"
        found = await examine_channel(counter.members, operators, where) if operators else []
        return found + await counter.examine(plan.book)
    finally:
        await counter.leave()


@contextlib.asynccontextmanager
async def directory_of(settings: Settings) -> AsyncIterator[tuple[Members | None, str]]:
    """Who is who in the workspace, or None and why it cannot be asked."""
    if not settings.bot_token.get_secret_value():
        yield None, NO_TOKEN
        return
    counter, refused = await _reached(settings)
    try:
        yield counter.members if counter else None, refused
    finally:
        if counter:
            await counter.leave()


async def _reached(settings: Settings) -> tuple[Counter | None, str]:
    try:
        return await Counter.reach(_access(settings), real_now), ""
    except Misconfigured as error:
        return None, error.mistakes[0].wrong


def _access(settings: Settings) -> Access:
    """A way to ask, and not to listen or to post."""
    return Access(
        api_url=settings.api_url,
        bot_token=settings.bot_token.get_secret_value(),
        app_token="",
        pace=settings.channel_pace,
    )


def _contents(plan: Plan) -> str:
    book = plan.book
    held = [(len(book.policies), "policy"), (len(book.routes), "route"), (len(book.calendars), "calendar")]
    *most, last = (_count(count, what) for count, what in held if count)
    return " and ".join([*([", ".join(most)] if most else []), last])


def _count(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def _overview(plan: Plan) -> list[str]:
    """What becomes of each workflow's requests: by which routes they go where, and the policy for all the rest."""
    lines: list[str] = []
    for name in sorted(found.name for found in plan.found):
        routes = [route for route in plan.book.routes if route.when.concern(name)]
        lines += [f'{name}: by the route "{route.title}" to {_to(route.policy, route.tier)}' for route in routes]
        policy = plan.book.for_all_of(name)
        if policy:
            lines.append(f"{name}: {_ladder(policy)}")
    return lines


def _ladder(policy: Policy) -> str:
    tiers = ", ".join(tier.name for tier in policy.tiers)
    then = f", then policy {policy.fallback.name}" if policy.fallback else ""
    return f"policy {policy.name}, cards in {policy.channel}, tiers {tiers}{then}"


def _to(policy: str, tier: str) -> str:
    return f"policy {policy}, from its tier {tier} on" if tier else f"policy {policy}"
