"""Asks of every size with hostile texts, and requests of them in every state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.approvals.ask import (
    APPROVE,
    REJECT,
    Action,
    Alternative,
    Ask,
    Check,
    CheckStatus,
    Draft,
    Fact,
    Kind,
    ReasonRule,
    Risk,
    Urgency,
)
from bot.approvals.commands import Degrade, Extend, MarkApplied, Ring, Seat, Withdraw
from bot.approvals.eligibility import Person
from bot.approvals.policy import OnTimeout, Outage, Policy
from bot.approvals.request import Reopening, Request
from bot.approvals.tier import Reviewers, Tier
from tests.approvals.examples import (
    DRAFT_FORM,
    ESCALATE,
    HOLD,
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    NOON,
    SECOND_LEAD,
    a_click,
    a_delegation,
    a_policy,
    a_request,
    a_roster,
    a_tier,
    after,
    an_edit,
)
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
    Action(
        id=f"way_{number}",
        label=f"Way {number}",
        kind=[*Kind][number % 4],
        reason=[*ReasonRule][number % 3],
        form={} if number % 4 == 3 or number % 2 else {"type": "object", "properties": {"when": {"type": "string"}}},
    )
    for number in range(60)
)

sayable = [text for text in HOSTILE if not any("\ud800" <= character <= "\udfff" for character in text)]
texts = st.sampled_from(sayable) | st.text(max_size=400)
labels = texts.map(lambda text: text[:80] or "-")
actions = st.sampled_from(
    (
        (APPROVE, REJECT),
        (APPROVE, REJECT, HOLD),
        (IN_INSTALMENTS, APPROVE, REJECT, HOLD, ESCALATE),
        (),
        MANY,
    )
)
facts = st.lists(st.builds(Fact, label=labels, value=texts), max_size=30).map(tuple)
checks = st.builds(Check, name=labels, status=st.sampled_from(CheckStatus), detail=texts)
alternatives = st.builds(Alternative, label=labels, detail=texts)
numbers = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
values = st.dictionaries(texts, texts | numbers | st.booleans() | st.lists(texts, max_size=3), max_size=6)
drafts = st.builds(Draft, values=values, form=st.sampled_from(({}, DRAFT_FORM)), measures=st.just({"amount": "amount"}))
asks = st.builds(
    Ask,
    title=texts.map(lambda text: text[:150] or "-"),
    summary=texts,
    flags=st.lists(texts, max_size=12).map(tuple),
    facts=facts,
    alternatives=st.lists(alternatives, max_size=8).map(tuple),
    waiting_costs=texts,
    checks=st.lists(checks, max_size=12).map(tuple),
    risk=st.none() | st.sampled_from(Risk),
    urgency=st.sampled_from(Urgency),
    measures=st.dictionaries(texts, numbers, max_size=8),
    notice=texts,
    step=texts.map(lambda text: text[:120]),
    draft=st.none() | drafts,
    actions=actions,
)


def an_ask_of(words: str, *, actions: tuple[Action, ...] = (APPROVE, REJECT, HOLD)) -> Ask:
    """An ask with the same words in every place where a workflow can write some."""
    return Ask(
        title=words[:150] or "-",
        summary=words,
        flags=(words, words),
        facts=(Fact(label=words[:80] or "-", value=words), Fact(label="Amount", value=words)),
        alternatives=(Alternative(label=words[:150] or "-", detail=words),),
        waiting_costs=words,
        checks=(Check(name=words[:80] or "-", status=CheckStatus.WARN, detail=words),),
        risk=Risk.HIGH,
        measures={words: 12.5},
        notice=words,
        step=words[:120],
        draft=Draft(values={words: words, "inner": {words: [words]}}, form=_a_form(words), measures={words: words}),
        actions=tuple(Action(**{**action.model_dump(), "label": words[:30] or "-"}) for action in actions),
    )


def _a_form(words: str) -> dict[str, Any]:
    return {"type": "object", "properties": {words: {"type": "string", "title": words, "description": words}}}


def waits_for_two() -> Policy:
    """A policy that needs two approvals, and after them a manager's for as long as it takes."""
    people = Tier(name="manager <!here>", reviewers=Reviewers(people=("U0MANAGER", "m@example.com")), quorum=3)
    return a_policy(a_tier("team lead", quorum=2), people, on_timeout=OnTimeout.WAIT)


def _consent(request: Request) -> Action | None:
    """The first approval that is given by a click alone."""
    return next((each for each in request.ask.actions if each.kind is Kind.APPROVE and not each.form), None)


def a_voted(ask: Ask) -> Request:
    """One approval of the two needed; nothing where the ask offers none."""
    request = a_request(ask, waits_for_two())
    consent = _consent(request)
    return after(request, a_click(request, LEAD, consent.id, reason="why <!here>")) if consent else request


def edited(ask: Ask, words: str = "<!channel> → *9,000*") -> Request:
    """One of two reviewers has edited and approved; nothing where the ask has no draft."""
    request = a_request(ask, waits_for_two())
    consent = _consent(request)
    if consent is None or ask.draft is None:
        return request
    changed = dict.fromkeys(ask.draft.values, words) | {"new": {words: words}}
    click = an_edit(request, changed, LEAD, consent.id)
    return after(request, replace(click, reason=words or "-"), SOON)


def delegated(ask: Ask, words: str = "<!channel>") -> Request:
    """Both reviewers have let somebody else decide, for a hostile reason."""
    request, reason = a_request(ask, waits_for_two()), words.strip() or "-"
    request = after(request, a_delegation(LEAD, "U0DEPUTY", reason=reason), SOON)
    return after(request, a_delegation(SECOND_LEAD, "U0OTHER", reason=reason), SOON)


def settled(ask: Ask, words: str = "<!channel> ```\n" * 400) -> Request:
    """Rejected by one person with a hostile reason, and applied; expired where the ask offers nothing."""
    request = a_request(ask)
    refusing = next((action for action in ask.actions if action.kind is Kind.REJECT), None)
    if refusing is None:
        return expired(ask)
    click = a_click(request, SECOND_LEAD, refusing.id, reason=words.strip() or "-")
    closed = after(request, replace(click, values={words: words}), SOON)
    return after(closed, MarkApplied(), SOON)


def escalated(ask: Ask) -> Request:
    """The first tier's time ran out."""
    return after(a_request(ask, a_policy(*_ladder())), Ring(), NOON + HOUR)


def expired(ask: Ask) -> Request:
    """Everybody's time ran out."""
    return after(escalated(ask), Ring(), NOON + 3 * HOUR)


def withdrawn(ask: Ask, words: str = "<@U1FORGED> said so\n" * 300) -> Request:
    """The question no longer stands, for a hostile reason."""
    return after(a_request(ask), Withdraw(because=words, by="program"), SOON)


def vacant(ask: Ask, words: str = "<!channel>") -> Request:
    """Nobody could be asked, for hostile reasons, and nobody else is left to ask."""
    return after(a_request(ask, a_policy(a_tier())), Seat(stage="0.0.0", people=frozenset(), problems=(words,) * 30))


def fallen_back(ask: Ask, words: str = "<!channel>") -> Request:
    """The second round of a ladder ended, and another policy took over; all of them have hostile names."""
    name = words[:60] or "-"
    last = a_policy(a_tier().model_copy(update={"name": name}), name=name)
    more = {"on_timeout": OnTimeout.FALLBACK, "fallback": last, "repeat": 1, "name": name}
    request = a_request(ask, a_policy(a_tier()).model_copy(update=more))
    return after(after(request, Ring(), NOON + HOUR), Ring(), NOON + 2 * HOUR)


def overdue(ask: Ask) -> Request:
    """The last tier's time ran out, and it waits on."""
    return after(a_request(ask, a_policy(a_tier(), on_timeout=OnTimeout.WAIT)), Ring(), NOON + HOUR)


def parked(ask: Ask) -> Request:
    """Nobody is asked before the next day."""
    return replace(a_request(ask), parked_until=NOON + 24 * HOUR, due_at=NOON + 25 * HOUR)


def extended(ask: Ask, words: str = "<!channel>") -> Request:
    """A reviewer gave it more time, for a hostile reason."""
    because = words.strip() or "-"
    return after(a_request(ask), Extend(person=Person(id=LEAD), roster=a_roster(), by=HOUR / 2, because=because), SOON)


def looked_at_again(ask: Ask, words: str = "<!channel>") -> Request:
    """It was not approved, is given another look for a hostile reason, and is one itself."""
    reopening = Reopening(by=LEAD, because=words, run_id=words, at=SOON)
    closed = withdrawn(ask)
    return replace(closed, reopening=reopening, origin=replace(closed.origin, reopens=words))


def undelivered(ask: Ask) -> Request:
    """Slack could not be reached for too long."""
    impatient = a_policy().model_copy(update={"outage": Outage(after=timedelta(minutes=1))})
    return after(a_request(ask, impatient), Degrade(), SOON)


def _ladder() -> tuple[Tier, ...]:
    groups = tuple(f"group-{number}" for number in range(30))
    return a_tier("team lead"), Tier(name="everybody", reviewers=Reviewers(groups=groups), sla=HOUR)


STATES: tuple[Callable[[Ask], Request], ...] = (
    a_request,
    a_voted,
    edited,
    delegated,
    settled,
    escalated,
    expired,
    withdrawn,
)
states = st.sampled_from((*STATES, vacant, fallen_back, overdue, parked, extended, looked_at_again, undelivered))
