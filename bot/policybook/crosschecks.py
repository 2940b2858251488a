"""What the sections of a policies file have to be to one another, and to the workflows that there are."""

import re
from collections.abc import Collection
from typing import Literal

from bot.approvals.policy import Policy
from bot.approvals.routes import Conditions, Route
from bot.approvals.tier import ALL, Tier
from bot.policybook import remedies
from bot.policybook.sections import Sections
from bot.policybook.yaml_page import Page

_PERSON = re.compile(r"[UW][A-Z0-9]{2,}|[^@\s]+@[^@\s]+", re.ASCII)


def check(page: Page, found: Sections, workflows: Collection[str] | None) -> None:
    """Note every mistake between the sections; where `workflows` are given, the file has to be for each of them."""
    for name, policy in found.policies.items():
        for rung, tier in enumerate(policy.tiers):
            _check_tier(page, ("policies", name, "tiers", str(rung)), tier)
        _check_people(page, ("policies", name, "requester_may_act"), policy.requester_may_act or ())
        _check_people(page, ("policies", name, "may_undo", "people"), policy.may_undo.people if policy.may_undo else ())
    for number, route in found.routes.items():
        _check_route(page, found, number)
        if route.when.requesters:
            here = ("routes", str(number), "when", "requesters", "people")
            _check_people(page, here, route.when.requesters.people)
    if workflows is not None:
        _check_workflows(page, found, workflows)


def _check_people(page: Page, here: tuple[str, ...], people: Collection[str] | Literal[True]) -> None:
    for place, who in enumerate(people if people is not True else ()):
        if not _PERSON.fullmatch(who):
            remedy = "write the user id, such as U012AB3CD, or the e-mail address, such as lena@example.org"
            page.add((*here, str(place)), f"{who!r} is neither a user id nor an e-mail address", remedy)


def _check_tier(page: Page, here: tuple[str, ...], tier: Tier) -> None:
    reviewers = tier.reviewers
    _check_people(page, (*here, "reviewers", "people"), reviewers.people if reviewers else ())
    if reviewers and not reviewers.groups and not reviewers.channels:
        there = len(set(reviewers.people))
        for name, wanted in (("quorum", tier.quorum), ("rejections", tier.rejections)):
            if wanted != ALL and wanted > there:
                wrong = f"it is more than the {there} who are asked"
                page.add((*here, name), wrong, f"write at most {there}, or all, or name more people in reviewers:")


def _check_route(page: Page, found: Sections, number: int) -> None:
    route, here = found.routes[number], ("routes", str(number))
    if page.look_up((*here, "policy"), route.policy, page.names("policies"), "policy"):
        policy = found.policies.get(route.policy)
        if route.tier and policy:
            _check_rung(page, here, route, policy)
    wider = next((n for n, other in found.routes.items() if n < number and other.when.cover(route.when)), None)
    if wider is not None:
        line = page.line(("routes", str(wider)))
        wrong = f"no request gets as far as this route: the one in line {line} takes them all"
        page.add(here, wrong, "move it above that one, or remove one of the two")


def _check_rung(page: Page, here: tuple[str, ...], route: Route, policy: Policy) -> None:
    names = [tier.name for tier in policy.tiers]
    if route.tier not in names:
        wrong = f"the policy {policy.name} has no tier named {route.tier}"
        page.add((*here, "tier"), wrong, remedies.nearest(route.tier, names))


def _check_workflows(page: Page, found: Sections, workflows: Collection[str]) -> None:
    """Those that are named have to be there, and those that are there need a policy."""
    for number, route in found.routes.items():
        for place, workflow in enumerate(route.when.workflows):
            page.look_up(("routes", str(number), "when", "workflows", str(place)), workflow, workflows, "workflow")
    for workflow in page.names("dialects"):
        page.look_up(("dialects", workflow), workflow, workflows, "workflow")
    if not page.mistakes:
        for workflow in sorted(workflows):
            _check_workflow(page, found, workflow)


def _check_workflow(page: Page, found: Sections, workflow: str) -> None:
    """For some request of the workflow there would be no policy, unless one is for all of them."""
    every = Conditions(workflows=(workflow,))
    is_for_all = workflow in found.policies or found.default or any(r.when.cover(every) for r in found.routes.values())
    if not is_for_all:
        wrong = f"for some requests of the workflow {workflow} there is no policy"
        page.add(("policies",), wrong, f"add a policy named {workflow}, or name one for all the rest with default:")
