"""An outlook as JSON for programs; docs/commands.md tells its keys, and they stay."""

from typing import Any

from bot.approvals.forecasting import Step
from bot.approvals.tier import Tier
from bot.simulating.happenings import asks, members, what_happens
from bot.simulating.outlook import Outlook
from bot.simulating.reasons import notes, why

Json = dict[str, Any]


def to_json(outlook: Outlook) -> Json:
    """The whole outlook as plain JSON values; times are in UTC, and those that end in `_seconds` are numbers."""
    supposed, ask = outlook.supposed, outlook.supposed.ask
    last = outlook.steps[-1]
    return {
        "workflow": supposed.workflow,
        "opened_at": supposed.at.isoformat(),
        "zone": supposed.zone.key,
        "measures": dict(ask.measures),
        "risk": ask.risk.value if ask.risk else None,
        "urgency": ask.urgency.value,
        "step": ask.step,
        "requester": supposed.requester,
        "channel": supposed.channel,
        "policy": outlook.chosen.policy.name,
        "route": outlook.chosen.routed_by or None,
        "first_tier": outlook.first.name,
        "why": list(why(outlook)),
        "ladder": [_step(outlook, step) for step in outlook.steps],
        "decision": last.decision.kind.value if last.decision else None,
        "ends_at": last.at.isoformat() if last.decision else None,
        "notes": list(notes(outlook)),
    }


def _step(outlook: Outlook, step: Step) -> Json:
    tier = outlook.tier_of(step)
    return {
        "at": step.at.isoformat(),
        "local": step.at.astimezone(outlook.supposed.zone).isoformat(),
        "after_seconds": (step.at - outlook.supposed.at).total_seconds(),
        "event": step.kind,
        "words": what_happens(outlook, step),
        "policy": step.policy,
        "tier": step.tier,
        "round": step.round,
        "vacant": step.vacant,
        "due_at": step.due_at.isoformat() if step.due_at else None,
        "parked_until": step.parked_until.isoformat() if step.parked_until else None,
        "asked": _asked(outlook, step, tier) if asks(outlook, step) else None,
        "again_every_seconds": tier.sla.total_seconds() if step.kind == "overran" else None,
        "decision": step.decision.kind.value if step.decision else None,
    }


def _asked(outlook: Outlook, step: Step, tier: Tier) -> Json:
    return {
        "reviewers": [_reviewer(outlook, step, name) for name in (tier.reviewers.names if tier.reviewers else ())],
        "quorum": tier.quorum,
        "rejections": tier.rejections,
        "distinct_groups": tier.distinct_groups,
        "at_least": dict(tier.at_least),
        "earlier_may_act": tier.earlier_may_act,
        "notify": outlook.notify(step).value,
        "channel": outlook.policy_of(step).channel,
        "turn": tier.turn.value,
    }


def _reviewer(outlook: Outlook, step: Step, name: str) -> Json:
    """A group, person or channel, with who stands behind it where that was looked up."""
    people = members(outlook, step, name)
    found = None if people is None else [{"id": user_id, "name": called} for user_id, called in people]
    return {"name": name, "members": found}
