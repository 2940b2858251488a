"""What a policies file allows and its readers should know: it is no mistake, but may be more than was meant."""

from collections.abc import Collection, Iterator

from bot.approvals.ask import Kind
from bot.approvals.dialects.told import Told
from bot.approvals.policy import OnTimeout, Policy, WithoutSlack
from bot.approvals.tier import Tier
from bot.policybook.sections import Sections
from bot.policybook.yaml_page import Page


def cautions(page: Page, found: Sections, workflows: Collection[str] | None) -> tuple[str, ...]:
    """Every warning in words, with file, line and field, in the order of the lines."""
    said = [(page.line(steps), f"{page.place(steps)}: {words}") for steps, words in _all(page, found, workflows)]
    return tuple(words for _, words in sorted(said, key=lambda warning: warning[0]))


def _all(page: Page, found: Sections, workflows: Collection[str] | None) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, policy in found.policies.items():
        here = ("policies", name)
        yield from (((*here, field), words) for field, words in _of_policy(policy))
        for rung, tier in enumerate(policy.tiers):
            if words := _of_tier(tier):
                yield (*here, "tiers", str(rung), "reviewers", "channels"), words
    for name in _unreached(found, workflows) if workflows is not None else ():
        yield ("policies", name), "nothing leads to this policy: no route, no workflow's name, no fallback"
    for workflow, told in found.dialects.items():
        yield from (((*("dialects", workflow), *field), words) for field, words in _of_mapping(told))
    for name in page.section("calendars"):
        if name not in _calendars_used(found):
            yield ("calendars", name), "no tier and no route uses this calendar"


def _of_policy(policy: Policy) -> Iterator[tuple[str, str]]:
    if policy.on_timeout is OnTimeout.APPROVE:
        yield "on_timeout", "where nobody answers, requests of low risk are approved"
    if policy.requester_may_act is True:
        yield "requester_may_act", "people may sign for what they asked for themselves"
    elif policy.requester_may_act:
        names = ", ".join(policy.requester_may_act)
        yield "requester_may_act", f"these may sign for what they asked for themselves: {names}"
    if policy.outage and policy.outage.then is WithoutSlack.ALLOW_LOW_RISK:
        yield "outage", "while Slack cannot be reached, requests of low risk are approved without anybody"


def _of_tier(tier: Tier) -> str:
    channels = tier.reviewers.channels if tier.reviewers else ()
    return f"whoever joins {' or '.join(channels)} may decide" if channels else ""


def _of_mapping(told: Told) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a mapping leaves open: where its answers hold no rejection, a run that nobody answers is cancelled."""
    actions = told.mapping.actions if told.mapping else {}
    kinds = [action.kind for action in actions.values()]
    if kinds and Kind.REJECT not in kinds:
        yield ("actions",), "no action rejects: where nobody answers in time, or it is rejected, the run is cancelled"
    if Kind.NEUTRAL in kinds and Kind.APPROVE not in kinds:
        yield ("actions",), "no action approves: the first answer settles it, whatever the quorum"


def _unreached(found: Sections, workflows: Collection[str]) -> list[str]:
    """The policies under which no request is ever opened."""
    reached = {found.default, *workflows, *(route.policy for route in found.routes.values())}
    for name in [name for name in found.policies if name in reached]:
        following = found.policies[name].fallback
        while following:
            reached.add(following.name)
            following = following.fallback
    return [name for name in found.policies if name not in reached]


def _calendars_used(found: Sections) -> set[str]:
    tiers = [tier for policy in found.policies.values() for tier in policy.tiers]
    moments = [route.when.during for route in found.routes.values() if route.when.during]
    used = [calendar for tier in tiers for calendar in tier.calendars] + [moment.calendar for moment in moments]
    return {calendar.name for calendar in used}
