"""Small, complete examples of every value the rules know, for any test to start from."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Draft, Fact, Kind, ReasonRule
from bot.approvals.commands import CastVote, Command, Delegate, NoteView, Open, Ring, Seat, Withdraw
from bot.approvals.decision import Cause, Decision
from bot.approvals.eligibility import Person, Roster
from bot.approvals.machine import evolve
from bot.approvals.policy import Policy
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Origin, Request, State, Vote
from bot.approvals.rules import decide
from bot.approvals.tier import Reviewers, Tier

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

REQUESTER = "U0REQUESTER"
LEAD = "U0LEAD"
SECOND_LEAD = "U0SECONDLEAD"
MANAGER = "U0MANAGER"
DIRECTOR = "U0DIRECTOR"
OUTSIDER = "U0OUTSIDER"

HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL)
ESCALATE = Action(id="escalate", label="Ask the next tier", kind=Kind.ESCALATE, reason=ReasonRule.OPTIONAL)
IN_INSTALMENTS = Action(
    id="in_instalments",
    label="Approve in instalments",
    kind=Kind.APPROVE,
    form={"type": "object", "properties": {"months": {"type": "integer", "minimum": 2}}, "required": ["months"]},
)
DRAFT_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"amount": {"type": "number", "minimum": 0}, "note": {"type": "string"}},
    "required": ["amount"],
}


def a_draft(*, amount: float = 120, note: str = "charged twice") -> Draft:
    """What a refund will run with; its amount is the ask's measure of that name."""
    return Draft(values={"amount": amount, "note": note}, form=DRAFT_FORM, measures={"amount": "amount"})


def a_drafted_ask(*, amount: float = 120, actions: tuple[Action, ...] = (APPROVE, REJECT, HOLD, ESCALATE)) -> Ask:
    """A refund's ask whose amount and note may be edited before it is approved."""
    return an_ask(amount=amount, actions=actions, draft=a_draft(amount=amount))


def an_ask(
    *,
    amount: float = 120.0,
    actions: tuple[Action, ...] = (APPROVE, REJECT, HOLD),
    draft: Draft | None = None,
) -> Ask:
    """A refund's ask as the first release knew it, with every field of that filled, and perhaps a draft."""
    return Ask(
        title="Refund 120.00 to Ada",
        summary="Ada was charged twice.",
        flags=("first refund of this customer",),
        facts=(Fact(label="Customer", value="Ada"),),
        checks=(Check(name="Duplicate charge", status=CheckStatus.PASS, detail="two charges, one order"),),
        measures={"amount": amount, "risk": 0.2},
        notice="The analysis is a stand-in's.",
        draft=draft,
        actions=actions,
    )


def an_auto_tier(name: str = "auto", *, amount: float = 50.0) -> Tier:
    """A tier that approves by itself what costs at most `amount`."""
    return Tier(name=name, limits={"amount": amount}, auto=True)


def a_tier(
    name: str = "team lead", *, limits: dict[str, float] | None = None, sla: timedelta = HOUR, **more: Any
) -> Tier:
    """A tier that asks a group named after it, unless `more` of its fields say otherwise."""
    fields = {"reviewers": Reviewers(groups=(name.replace(" ", "-"),))} | more
    return Tier(name=name, limits=limits or {}, sla=sla, **fields)


def a_policy(*tiers: Tier, name: str = "refund", **more: Any) -> Policy:
    """A policy of these tiers, or of a team lead and a manager, each with an hour."""
    return Policy(name=name, channel="#approvals", tiers=tiers or (a_tier("team lead"), a_tier("manager")), **more)


def an_origin(
    *, requester: str = REQUESTER, run_id: str = "run-1", interrupt_id: str = "interrupt-1", node: str = ""
) -> Origin:
    """The refund workflow, stopped at its ask."""
    return Origin(
        run_id=run_id,
        interrupt_id=interrupt_id,
        workflow="refund",
        graph_version="v1",
        requester=requester,
        dialect="native",
        node=node,
    )


def a_roster(*members: Collection[str]) -> Roster:
    """Who belongs to each tier, first tier first; by default two team leads and a manager."""
    tiers = members or ((LEAD, SECOND_LEAD), (MANAGER,))
    return Roster({tier: frozenset(people) for tier, people in enumerate(tiers)})


def a_roster_with(stand_ins: Mapping[str, str], *members: Collection[str]) -> Roster:
    """The same with reviewers who are away and have named somebody each: reviewer -> stand-in."""
    return a_roster(*members).with_stand_ins(stand_ins)


def an_opening(ask: Ask | None = None, policy: Policy | None = None, *, requester: str = REQUESTER) -> Open:
    """The command that puts an ask before people."""
    return Open(
        request_id="request-1",
        origin=an_origin(requester=requester),
        ask=ask or an_ask(),
        policy=policy or a_policy(),
    )


def a_request(ask: Ask | None = None, policy: Policy | None = None, *, requester: str = REQUESTER) -> Request:
    """A request opened at `NOON`; it is settled already where the policy decides by itself."""
    return after(None, an_opening(ask, policy, requester=requester))


def a_click(
    request: Request, by: str = LEAD, action: str = "approve", *, roster: Roster | None = None, reason: str = ""
) -> CastVote:
    """A member's click on a card that shows the request as it stands."""
    return CastVote(
        person=Person(id=by),
        roster=roster or a_roster(),
        action=action,
        digest=request.digest,
        reason=reason,
        saw_whole=True,
    )


def an_edit(
    request: Request, values: dict[str, Any], by: str = LEAD, action: str = "approve", *, roster: Roster | None = None
) -> CastVote:
    """A member's "Edit & approve": a click that wants the draft to have these values."""
    return replace(a_click(request, by, action, roster=roster), edit=values)


def a_filled_click(request: Request, values: dict[str, Any], by: str = LEAD) -> CastVote:
    """A member's click on the approval in instalments, its form filled in with these values."""
    return replace(a_click(request, by, IN_INSTALMENTS.id), values=values)


def a_delegation(
    by: str = LEAD, to: str = OUTSIDER, *, roster: Roster | None = None, reason: str = "on a plane"
) -> Delegate:
    """A reviewer's wish that another member decide in their stead."""
    return Delegate(person=Person(id=by), roster=roster or a_roster(), to=Person(id=to), reason=reason)


def a_seating(request: Request, *people: str, called: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> Seat:
    """What the directory says of the tier that is asked now: these people could decide."""
    return Seat(stage=request.stage, people=frozenset(people), called=called, problems=problems)


def a_view(request: Request, by: str = LEAD) -> NoteView:
    """A member was shown everything that stands now."""
    return NoteView(person=Person(id=by), digest=request.digest)


def after(request: Request | None, command: Command, now: datetime = NOON) -> Request:
    """The request after the command; raises Refused where the rules forbid it."""
    for event in decide(request, command, now):
        request = evolve(request, event)
    if request is None:
        raise AssertionError("the command opened nothing")
    return request


def why_refused(request: Request | None, command: Command, now: datetime = NOON) -> Reason:
    """Why the rules forbid the command; raises AssertionError where they do not."""
    try:
        decide(request, command, now)
    except Refused as refused:
        if refused.request is not request:
            raise AssertionError("the refusal tells of another request") from refused
        return refused.reason
    raise AssertionError("the command was not refused")


def a_request_that_is(state: State, ask: Ask | None = None) -> Request:
    """A request that came to this state by commands alone: asked at `NOON`, of one tier that has an hour."""
    request = a_request(ask, a_policy(a_tier("team lead")))
    match state:
        case State.OPEN:
            return request
        case State.SETTLED:
            return after(request, a_click(request))
        case State.EXPIRED:
            return after(request, Ring(), NOON + HOUR)
        case State.WITHDRAWN:
            return after(request, Withdraw(because="the run was cancelled", by=REQUESTER))


def a_vote(
    person: str = LEAD,
    action: Action = APPROVE,
    *,
    digest: str = "d" * 64,
    reason: str = "",
    values: dict[str, Any] | None = None,
) -> Vote:
    """A vote cast at `NOON`."""
    return Vote(
        person=person, action=action.id, kind=action.kind, digest=digest, at=NOON, reason=reason, values=values or {}
    )


def a_decision(action: Action = APPROVE, *, cause: Cause = Cause.VOTES, by: tuple[str, ...] = (LEAD,)) -> Decision:
    """What a request settled as at `NOON`."""
    return Decision(
        request_id="request-1",
        digest="d" * 64,
        action=action.id,
        kind=action.kind,
        cause=cause,
        tier="team lead",
        at=NOON,
        by=by,
        reason="as agreed",
    )
