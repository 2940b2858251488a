"""What happens at each step of an outlook, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.ask import Kind
from bot.approvals.forecasting import Step
from bot.approvals.tier import ALL, Notify, Tier, Turn
from bot.simulating.outlook import Outlook
from bot.simulating.spans_said import span_said

_SHOWN = 5  # people of a group that a table names
_ASKING = frozenset({"opened", "escalated", "unparked", "fellback"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happens: what, who is asked, how many must agree, where they hear of it, and until when."""

    at: datetime
    what: str
    who: str = ""
    agree: str = ""
    heard: str = ""
    until: datetime | None = None


def happenings(outlook: Outlook) -> tuple[Happening, ...]:
    """Everything that happens, in order."""
    return tuple(_happening(outlook, step) for step in outlook.steps if not _is_decided_at_once(outlook, step))


def asks(outlook: Outlook, step: Step) -> bool:
    """Whether people are asked at this step, and not only when they work again."""
    return step.kind in _ASKING and not step.parked_until and not outlook.tier_of(step).auto


def _is_decided_at_once(outlook: Outlook, step: Step) -> bool:
    """Whether this is the opening of what limits decide in the same moment."""
    return step.kind == "opened" and outlook.tier_of(step).auto


def _happening(outlook: Outlook, step: Step) -> Happening:
    what = what_happens(outlook, step)
    if not asks(outlook, step):
        return Happening(at=step.at, what=what, until=step.parked_until)
    return Happening(
        at=step.at,
        what=what,
        who=_who(outlook, step),
        agree=_agree(outlook, step),
        heard=_heard(outlook, step),
        until=step.due_at,
    )


def what_happens(outlook: Outlook, step: Step) -> str:
    """A step in words, as what the request does."""
    tier = outlook.tier_of(step)
    match step.kind:
        case "opened":
            return "is opened" if tier.auto else _asks(step)
        case "escalated":
            return _escalates(outlook, step, tier)
        case "unparked":
            return _asks(step, ", as people work again")
        case "fellback":
            return f"falls back on {step.policy}: {_asks(step, _in_vain(outlook, step))}"
        case "neared" | "overran":
            return _reminds(step, tier)
        case _:
            return _ends(step)


def _asks(step: Step, how: str = "") -> str:
    return f"is parked, as nobody of {step.tier} works" if step.parked_until else f"asks {step.tier}{how}"


def _in_vain(outlook: Outlook, step: Step) -> str:
    """What to add where those asked before were passed over, long before their time was up."""
    due_at = _before(outlook, step).due_at
    return ", as those before cannot decide" if due_at and step.at < due_at else ""


def _before(outlook: Outlook, step: Step) -> Step:
    return outlook.steps[outlook.steps.index(step) - 1]


def _escalates(outlook: Outlook, step: Step, tier: Tier) -> str:
    if step.vacant:
        return _asks(step, _in_vain(outlook, step))
    if step.round > _before(outlook, step).round:
        return f"round {step.round + 1} of {outlook.policy_of(step).repeat + 1}: {_asks(step, ' again')}"
    return _asks(step, " as well" if tier.earlier_may_act else " instead")


def _reminds(step: Step, tier: Tier) -> str:
    """A reminder on the way, or the first of those for ever that a policy which waits brings."""
    in_turn = f"calls the next one of {tier.name}"
    reminds = in_turn if tier.turn is Turn.ROUND_ROBIN else f"reminds those of {tier.name} who have not voted"
    if step.kind == "neared":
        return reminds
    again = f"{span_said(tier.sla)}{' of working time' if tier.calendars else ''}"
    return f"waits: {reminds}, and tells the operators; then again every {again}"


def _ends(step: Step) -> str:
    """How it ends; only what limits hold is settled while everybody is silent."""
    if step.kind == "settled":
        return f"is approved, within the limits of {step.tier}"
    is_approved = step.decision is not None and step.decision.kind is Kind.APPROVE
    return f"is {'approved' if is_approved else 'rejected'}, as nobody has decided"


def _who(outlook: Outlook, step: Step) -> str:
    reviewers = outlook.tier_of(step).reviewers
    if reviewers is None:
        return ""
    named = {name: f"@{name}" if name in reviewers.groups else name for name in reviewers.names}
    return "; ".join(_with_members(outlook, step, name, shown) for name, shown in named.items())


def _with_members(outlook: Outlook, step: Step, name: str, shown: str) -> str:
    people = members(outlook, step, name)
    if people is None:
        return shown
    called = sorted(called for _, called in people)
    more = [f"and {len(called) - _SHOWN} more"] if len(called) > _SHOWN else []
    return f"{shown} ({', '.join([*called[:_SHOWN], *more]) or 'nobody'})"


def members(outlook: Outlook, step: Step, name: str) -> list[tuple[str, str]] | None:
    """Id and name of everybody behind what a tier names who could decide, or None where that was not looked up."""
    found, able = outlook.standing.of(step.policy, step.tier), outlook.able.get((step.policy, step.tier))
    if found is None or able is None:
        return None
    people = sorted(found.by_name.get(name, frozenset()) & able)
    return [(user_id, outlook.standing.names.get(user_id, user_id)) for user_id in people]


def _agree(outlook: Outlook, step: Step) -> str:
    return "".join(_agreeing(outlook.tier_of(step), len(outlook.able.get((step.policy, step.tier), ()))))


def _agreeing(tier: Tier, able: int) -> Iterator[str]:
    """How many have to approve, of those who could where that is known, and how many to reject if it is not one."""
    if tier.quorum == ALL:
        yield f"all {able}" if able else "all"
    else:
        yield f"{tier.quorum} of {able}" if able else f"{tier.quorum}"
    yield ", each of another group" if tier.distinct_groups else ""
    yield from (f", {count} of @{group}" for group, count in tier.at_least.items())
    if tier.rejections != 1:
        yield f"; {tier.rejections} to reject"


def _heard(outlook: Outlook, step: Step) -> str:
    notify, channel = outlook.notify(step), outlook.policy_of(step).channel
    where = {Notify.CHANNEL: channel, Notify.DM: "DM", Notify.BOTH: f"{channel} + DM"}[notify]
    return f"{where}, in turn" if outlook.tier_of(step).turn is Turn.ROUND_ROBIN else where
