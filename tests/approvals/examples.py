"""Small, complete examples of every value the rules know, for any test to start from."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Fact, Kind, ReasonRule
from bot.approvals.commands import CastVote, Command, Open, Ring, Withdraw
from bot.approvals.decision import Cause, Decision
from bot.approvals.eligibility import Person, Roster
from bot.approvals.events import Applied, Escalated, Event, Expired, Opened, Settled, Voted, Withdrawn
from bot.approvals.machine import decide, evolve
from bot.approvals.policy import OnTimeout, Policy, Reviewers, Tier
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Origin, Request, State, Vote

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

REQUESTER = "U0REQUESTER"
LEAD = "U0LEAD"
SECOND_LEAD = "U0SECONDLEAD"
MANAGER = "U0MANAGER"
DIRECTOR = "U0DIRECTOR"
OUTSIDER = "U0OUTSIDER"

HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL)


def an_ask(*, amount: float = 120.0, actions: tuple[Action, ...] = (APPROVE, REJECT, HOLD)) -> Ask:
    """A refund's ask with every field filled."""
    return Ask(
        title="Refund 120.00 to Ada",
        summary="Ada was charged twice.",
        flags=("first refund of this customer",),
        facts=(Fact(label="Customer", value="Ada"),),
        checks=(Check(name="Duplicate charge", status=CheckStatus.PASS, detail="two charges, one order"),),
        measures={"amount": amount, "risk": 0.2},
        notice="The analysis is a stand-in's.",
        actions=actions,
    )


def an_auto_tier(name: str = "auto", *, amount: float = 50.0) -> Tier:
    """A tier that approves by itself what costs at most `amount`."""
    return Tier(name=name, limits={"amount": amount}, auto=True)


def a_tier(
    name: str = "team lead", *, limits: dict[str, float] | None = None, sla: timedelta = HOUR, quorum: int = 1
) -> Tier:
    """A tier that asks a group named after it."""
    reviewers = Reviewers(groups=(name.replace(" ", "-"),))
    return Tier(name=name, limits=limits or {}, reviewers=reviewers, sla=sla, quorum=quorum)


def a_policy(
    *tiers: Tier, on_timeout: OnTimeout = OnTimeout.REJECT, requester_may_act: bool = False, name: str = "refund"
) -> Policy:
    """A policy of these tiers, or of a team lead and a manager, each with an hour."""
    ladder = tiers or (a_tier("team lead"), a_tier("manager"))
    return Policy(
        name=name, channel="#approvals", tiers=ladder, on_timeout=on_timeout, requester_may_act=requester_may_act
    )


def an_origin(*, requester: str = REQUESTER, run_id: str = "run-1", interrupt_id: str = "interrupt-1") -> Origin:
    """The refund workflow, stopped at its ask."""
    return Origin(
        run_id=run_id,
        interrupt_id=interrupt_id,
        workflow="refund",
        graph_version="v1",
        requester=requester,
        dialect="native",
    )


def a_roster(*members: Collection[str]) -> Roster:
    """Who belongs to each tier, first tier first; by default two team leads and a manager."""
    tiers = members or ((LEAD, SECOND_LEAD), (MANAGER,))
    return Roster({tier: frozenset(people) for tier, people in enumerate(tiers)})


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
        person=Person(id=by), roster=roster or a_roster(), action=action, digest=request.digest, reason=reason
    )


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


def a_request_that_is(state: State) -> Request:
    """A request that came to this state by commands alone: asked at `NOON`, of one tier that has an hour."""
    request = a_request(policy=a_policy(a_tier("team lead")))
    match state:
        case State.OPEN:
            return request
        case State.SETTLED:
            return after(request, a_click(request))
        case State.EXPIRED:
            return after(request, Ring(), NOON + HOUR)
        case State.WITHDRAWN:
            return after(request, Withdraw(because="the run was cancelled", by=REQUESTER))


def a_vote(person: str = LEAD, action: Action = APPROVE, *, digest: str = "d" * 64, reason: str = "") -> Vote:
    """A vote cast at `NOON`."""
    return Vote(person=person, action=action.id, kind=action.kind, digest=digest, at=NOON, reason=reason)


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


def one_event_of_each_kind() -> tuple[Event, ...]:
    """Every kind of event once, with every field filled."""
    return (
        Opened(
            request_id="request-1",
            origin=an_origin(),
            ask=an_ask(),
            digest="d" * 64,
            policy=a_policy(an_auto_tier(), a_tier("team lead", quorum=2), a_tier("manager")),
            tier=1,
            due_at=NOON + HOUR,
            at=NOON,
        ),
        Voted(vote=a_vote(reason="seen the invoice"), at=NOON),
        Escalated(tier=1, due_at=NOON + 2 * HOUR, at=NOON + HOUR),
        Settled(decision=a_decision(), at=NOON),
        Expired(decision=a_decision(REJECT, cause=Cause.TIMEOUT, by=()), at=NOON),
        Withdrawn(because="the run was cancelled", by=REQUESTER, at=NOON),
        Applied(at=NOON),
    )
