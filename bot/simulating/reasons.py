"""Why a request goes to its policy and starts at its tier, and what else should be known of the outlook."""

import difflib
from collections.abc import Collection, Iterator

from bot.approvals.policy import WithoutSlack
from bot.approvals.routes import Conditions, Route
from bot.approvals.tier import Tier
from bot.simulating.outlook import Outlook
from bot.simulating.spans_said import span_said
from bot.simulating.standing import ladders


def why(outlook: Outlook) -> tuple[str, ...]:
    """Why this policy, and why it starts at this tier: a sentence for each route and tier that was looked at."""
    return (*_routes(outlook), *_tiers(outlook))


def notes(outlook: Outlook) -> tuple[str, ...]:
    """What the policies do not look at, what becomes of it without Slack, and what Slack did not say."""
    return (*_of_no_matter(outlook), *_without_slack(outlook), *_own_request(outlook), *outlook.standing.troubles)


def _routes(outlook: Outlook) -> Iterator[str]:
    policy = outlook.chosen.policy.name
    for route in outlook.book.routes:
        if route.when.hold(outlook.circumstances):
            yield f"The policy is {policy}, by the route {_titled(route)}."
            return
        if route.when.concern(outlook.supposed.workflow):
            yield f'The route "{route.title}" is passed over, as this is not true: {_unmet(outlook, route)}.'
    is_own = policy == outlook.supposed.workflow
    yield f"The policy is {policy}, as it {'bears the name of the workflow' if is_own else 'is the default'}."


def _titled(route: Route) -> str:
    return f'"{route.name}" ({route.when.words or "every request"})' if route.name else f'"{route.title}"'


def _unmet(outlook: Outlook, route: Route) -> str:
    """The conditions that are not true, each judged by itself."""
    unmet = [part for part in _parts(route.when) if not part.hold(outlook.circumstances)]
    missing = list(dict.fromkeys(option for part in unmet for option in _missing(outlook, part)))
    hint = f" ({' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not given)" if missing else ""
    return " and ".join(part.words for part in unmet) + hint


def _parts(when: Conditions) -> Iterator[Conditions]:
    """Each of the conditions as one that stands alone."""
    for name in Conditions.model_fields:
        if name != "measures" and getattr(when, name):
            yield Conditions().model_copy(update={name: getattr(when, name)})
    for measure, bounds in when.measures.items():
        yield Conditions(measures={measure: bounds})


def _missing(outlook: Outlook, part: Conditions) -> Iterator[str]:
    """The options that would say whether this is true, where they are not given."""
    supposed, ask = outlook.supposed, outlook.supposed.ask
    yield from (_option(name) for name in part.measures if name not in ask.measures)
    if part.steps and not ask.step:
        yield "--step"
    if part.risks and not ask.risk:
        yield "--risk"
    if part.requesters and not supposed.requester:
        yield "--requester"
    if part.channels and not supposed.channel:
        yield "--channel"


def _option(measure: str) -> str:
    return "--amount" if measure == "amount" else f"--measure {measure}"


def _tiers(outlook: Outlook) -> Iterator[str]:
    tiers, at_least = outlook.chosen.policy.tiers, outlook.chosen.at_least
    if at_least:
        yield f"The route says that it starts at {tiers[at_least].name} or above."
    for tier in tiers[at_least:]:
        if tier.name == outlook.first.name:
            return
        yield f"{tier.name} is passed over: {'; '.join(_over(outlook, tier))}."


def _over(outlook: Outlook, tier: Tier) -> Iterator[str]:
    """The limits that do not hold, each judged by itself."""
    ask = outlook.supposed.ask
    for name, limit in tier.limits.items():
        if not tier.model_copy(update={"limits": {name: limit}}).holds(ask):
            is_given = name in ask.measures
            given = (
                f"{name} {ask.measures[name]:.15g} is more than" if is_given else f"{_option(name)} is not given for"
            )
            yield f"{given} its limit of {limit:.15g}"


def _of_no_matter(outlook: Outlook) -> Iterator[str]:
    """What was given and nothing in the policies looks at, as it may be misspelt."""
    supposed, book = outlook.supposed, outlook.book
    routes = [route.when for route in book.routes if route.when.concern(supposed.workflow)]
    tiers = [tier for opened in book.open_to(supposed.workflow) for policy in ladders(opened) for tier in policy.tiers]
    measures = {name for tier in tiers for name in tier.limits} | {name for when in routes for name in when.measures}
    for name in supposed.ask.measures:
        yield from _unlooked("the measure", name, measures)
    yield from _unlooked("the step", supposed.ask.step, {step for when in routes for step in when.steps})
    yield from _unlooked("the channel", supposed.channel, {channel for when in routes for channel in when.channels})


def _unlooked(what: str, given: str, known: Collection[str]) -> Iterator[str]:
    if given and given not in known:
        close = difflib.get_close_matches(given, sorted(known), n=1)
        yield f"Nothing in the policies looks at {what} {given}{f'; did you mean {close[0]}?' if close else '.'}"


def _without_slack(outlook: Outlook) -> Iterator[str]:
    outage = outlook.chosen.policy.outage
    if outage is None:
        return
    limits = [f"longer than {span_said(outage.after)}"] if outage.after else []
    limits += [f"with more than {outage.queued} requests queued"] if outage.queued else []
    becomes = "approved if its risk is low" if outage.then is WithoutSlack.ALLOW_LOW_RISK else "rejected"
    yield f"If Slack cannot be reached for it {' or '.join(limits)}, it is {becomes}."


def _own_request(outlook: Outlook) -> Iterator[str]:
    requester, found = outlook.circumstances.requester, outlook.standing.present
    if any(requester in found[tier].people - able for tier, able in outlook.able.items()):
        yield "The requester may not decide, and so is not counted."
