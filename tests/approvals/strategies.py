"""Generated asks and policies, of few numbers so that measures and limits often meet."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Action, Alternative, Ask, Check, CheckStatus, Draft, Fact, Kind, Risk
from bot.approvals.policy import Batching, OnTimeout, Policy, Tier
from tests.approvals.examples import DRAFT_FORM, ESCALATE, HOLD, HOUR, IN_INSTALMENTS, a_policy, a_tier

APPROVE_IN_PART = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE)
EVERY_ACTION = (APPROVE, APPROVE_IN_PART, IN_INSTALMENTS, REJECT, HOLD, ESCALATE)
MEASURES = ("amount", "risk")
NUMBERS = st.sampled_from((0.0, 0.25, 0.5, 1.0, 2.0))
LIMITS: tuple[dict[str, float], ...] = ({}, {"amount": 1.0}, {"risk": 0.5}, {"amount": 0.0, "risk": 1.0})
SLAS = st.sampled_from((timedelta(microseconds=1), timedelta(minutes=30), HOUR, 2 * HOUR))
TIMEOUTS = st.sampled_from(OnTimeout)

QUORUMS = st.sampled_from((1, 2, 3))
COUNTS = st.sampled_from((1, 2, 3, 4, 5))
AUTOS = st.sampled_from((0, 0, 0, 0, 1, 2))
BOOLEANS = st.booleans()
REMINDERS = st.sampled_from(((), (0.5,), (0.9, 0.1), (0.8, 0.25, 0.8)))
BATCHES = st.sampled_from((None, Batching(window=HOUR, most=2)))
_AUTO_TIERS = st.builds(Tier, name=st.just("auto"), limits=st.sampled_from(LIMITS[1:]), auto=st.just(True))
_TIERS = st.builds(a_tier, limits=st.sampled_from(LIMITS), sla=SLAS, quorum=QUORUMS, reminders=REMINDERS)
_LIMITED_TIERS = st.builds(
    a_tier,
    limits=st.sampled_from(({"amount": 0.25}, {"amount": 0.5}, {"amount": 1.0}, {"amount": 1.0, "risk": 0.5})),
    sla=SLAS,
    quorum=st.sampled_from((2, 2, 3, 1)),
    reminders=REMINDERS,
)
_LAST_TIERS = st.builds(a_tier, sla=SLAS, quorum=QUORUMS, reminders=REMINDERS)


def _json_values(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | floats | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=8,
    )


names = st.text(min_size=1, max_size=12)
measures = st.dictionaries(st.sampled_from(MEASURES), NUMBERS)
actions = st.sampled_from((*[EVERY_ACTION] * 7, (APPROVE, REJECT), (APPROVE,), ()))
_SOUND_DRAFTS = st.builds(
    Draft,
    values=st.fixed_dictionaries({"amount": st.sampled_from((0.25, 0.25, 1.0))}),
    form=st.just(DRAFT_FORM),
    measures=st.sampled_from(({}, {"amount": "amount"}, {"amount": "amount", "risk": "not there"})),
)
drafts = st.none() | _SOUND_DRAFTS
plain_asks = st.builds(Ask, title=st.just("Refund"), measures=measures, actions=actions, draft=drafts)
drafted_asks = st.builds(
    Ask,
    title=st.just("Refund"),
    measures=st.sampled_from(({"amount": 0.0, "risk": 0.25}, {"amount": 0.25, "risk": 0.25}, {"amount": 1.0}, {})),
    actions=st.just(EVERY_ACTION),
    draft=_SOUND_DRAFTS,
)
json_values = _json_values(st.floats(allow_nan=False))
finite_json_values = _json_values(st.floats(allow_nan=False, allow_infinity=False))
_TEXTS_WITH_SURROGATES = st.text(st.characters(categories=("Cs", "L", "So")), max_size=6)
_ODD_KEYS = _TEXTS_WITH_SURROGATES | st.binary(max_size=2) | st.none() | st.integers() | st.tuples(st.booleans())
odd_values = st.recursive(
    _TEXTS_WITH_SURROGATES | st.binary(max_size=2) | st.floats() | st.datetimes() | st.sets(st.integers(), max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_ODD_KEYS, inner, max_size=4),
    max_leaves=8,
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """An ask with any texts, any measures and any actions."""
    facts = st.lists(st.builds(Fact, label=names, value=st.text()), max_size=2)
    checks = st.lists(st.builds(Check, name=names, status=st.sampled_from(CheckStatus), detail=st.text()), max_size=2)
    objects = st.dictionaries(st.text(), finite_json_values, max_size=3)
    any_drafts = st.none() | st.builds(Draft, values=objects, form=objects)
    return Ask(
        title=draw(names),
        summary=draw(st.text()),
        flags=tuple(draw(st.lists(st.text(), max_size=2))),
        facts=tuple(draw(facts)),
        alternatives=tuple(draw(st.lists(st.builds(Alternative, label=names, detail=st.text()), max_size=2))),
        waiting_costs=draw(st.text()),
        checks=tuple(draw(checks)),
        risk=draw(st.none() | st.sampled_from(Risk)),
        measures=draw(measures),
        notice=draw(st.text()),
        step=draw(names),
        draft=draw(any_drafts),
        actions=draw(actions),
    )


@st.composite
def policies(draw: st.DrawFn, on_timeout: st.SearchStrategy[OnTimeout] = TIMEOUTS) -> Policy:
    """A ladder of one to five tiers, auto tiers first, of which the last has no limits."""
    count = draw(COUNTS)
    autos = draw(AUTOS)
    tiers = [draw(_AUTO_TIERS if number < autos else _TIERS) for number in range(count - 1)]
    return _ladder([*tiers, draw(_LAST_TIERS)], draw(on_timeout), draw(BOOLEANS), draw(BATCHES))


@st.composite
def ladders(draw: st.DrawFn, on_timeout: st.SearchStrategy[OnTimeout] = TIMEOUTS) -> Policy:
    """Two to four tiers that all ask people, the lower ones within limits, and mostly more than one of them."""
    tiers = draw(st.lists(_LIMITED_TIERS, min_size=1, max_size=3))
    return _ladder([*tiers, draw(_LAST_TIERS)], draw(on_timeout), draw(BOOLEANS), None)


def _ladder(tiers: list[Tier], on_timeout: OnTimeout, requester_may_act: bool, batch: Batching | None) -> Policy:
    named = [tier.model_copy(update={"name": f"tier {number}"}) for number, tier in enumerate(tiers)]
    return a_policy(*named, on_timeout=on_timeout, requester_may_act=requester_may_act, batch=batch)
