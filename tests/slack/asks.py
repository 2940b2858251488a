"""Asks of every size with hostile texts, and requests of them in every state."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Fact, Kind, ReasonRule
from bot.approvals.commands import MarkApplied, Ring, Withdraw
from bot.approvals.policy import OnTimeout, Policy, Reviewers, Tier
from bot.approvals.request import Request
from tests.approvals.examples import HOLD, HOUR, LEAD, NOON, SECOND_LEAD, a_click, a_policy, a_request, a_tier, after
from tests.slack.hostile import HOSTILE

steadily = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
SOON = NOON + timedelta(minutes=3, seconds=20)
MANY = tuple(
    Action(id=f"way_{number}", label=f"Way {number}", kind=kind, reason=reason)
    for number, (kind, reason) in enumerate(zip([*Kind] * 20, [*ReasonRule] * 20, strict=True))
)

sayable = [text for text in HOSTILE if not any("\ud800" <= character <= "\udfff" for character in text)]
texts = st.sampled_from(sayable) | st.text(max_size=400)
labels = texts.map(lambda text: text[:80] or "-")
actions = st.sampled_from(((APPROVE, REJECT), (APPROVE, REJECT, HOLD), (), MANY))
facts = st.builds(Fact, label=labels, value=texts)
checks = st.builds(Check, name=labels, status=st.sampled_from(CheckStatus), detail=texts)
numbers = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
asks = st.builds(
    Ask,
    title=texts.map(lambda text: text[:150] or "-"),
    summary=texts,
    flags=st.lists(texts, max_size=12).map(tuple),
    facts=st.lists(facts, max_size=30).map(tuple),
    checks=st.lists(checks, max_size=12).map(tuple),
    measures=st.dictionaries(texts, numbers, max_size=8),
    notice=texts,
    actions=actions,
)


def waits_for_two() -> Policy:
    """A policy that needs two approvals, and after them a manager's for as long as it takes."""
    people = Tier(name="manager <!here>", reviewers=Reviewers(people=("U0MANAGER", "m@example.com")), quorum=3)
    return a_policy(a_tier("team lead", quorum=2), people, on_timeout=OnTimeout.WAIT)


def a_voted(ask: Ask) -> Request:
    """One approval of the two needed; nothing where the ask offers none."""
    request = a_request(ask, waits_for_two())
    consent = next((action for action in ask.actions if action.kind is Kind.APPROVE), None)
    return after(request, a_click(request, LEAD, consent.id, reason="why <!here>")) if consent else request


def settled(ask: Ask) -> Request:
    """Rejected by one person with a hostile reason, and applied; expired where the ask offers nothing."""
    request = a_request(ask)
    refusing = next((action for action in ask.actions if action.kind is Kind.REJECT), None)
    if refusing is None:
        return expired(ask)
    reason = "<!channel> ```\n" * 400
    closed = after(request, a_click(request, SECOND_LEAD, refusing.id, reason=reason), SOON)
    return after(closed, MarkApplied(), SOON)


def escalated(ask: Ask) -> Request:
    """The first tier's time ran out."""
    return after(a_request(ask, a_policy(*_ladder())), Ring(), NOON + HOUR)


def expired(ask: Ask) -> Request:
    """Everybody's time ran out."""
    return after(escalated(ask), Ring(), NOON + 3 * HOUR)


def withdrawn(ask: Ask) -> Request:
    """The question no longer stands, for a hostile reason."""
    return after(a_request(ask), Withdraw(because="<@U1FORGED> said so\n" * 300, by="program"), SOON)


def _ladder() -> tuple[Tier, ...]:
    groups = tuple(f"group-{number}" for number in range(30))
    return a_tier("team lead"), Tier(name="everybody", reviewers=Reviewers(groups=groups), sla=HOUR)


STATES: tuple[Callable[[Ask], Request], ...] = (a_request, a_voted, settled, escalated, expired, withdrawn)
states = st.sampled_from(STATES)
