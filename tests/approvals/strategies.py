"""Generated asks and policies, of few numbers so that measures and limits often meet."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Fact, Kind
from bot.approvals.policy import OnTimeout, Policy, Tier
from tests.approvals.examples import HOLD, HOUR, a_policy, a_tier

APPROVE_IN_PART = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE)
EVERY_ACTION = (APPROVE, APPROVE_IN_PART, REJECT, HOLD)
MEASURES = ("amount", "risk")
NUMBERS = st.sampled_from((0.0, 0.25, 0.5, 1.0, 2.0))
LIMITS: tuple[dict[str, float], ...] = ({}, {"amount": 1.0}, {"risk": 0.5}, {"amount": 0.0, "risk": 1.0})
SLAS = st.sampled_from((timedelta(microseconds=1), timedelta(minutes=30), HOUR, 2 * HOUR))
TIMEOUTS = st.sampled_from(OnTimeout)

QUORUMS = st.sampled_from((1, 2, 3))
COUNTS = st.sampled_from((1, 2, 3, 4, 5))
AUTOS = st.sampled_from((0, 0, 0, 0, 1, 2))
BOOLEANS = st.booleans()
_AUTO_TIERS = st.builds(Tier, name=st.just("auto"), limits=st.sampled_from(LIMITS[1:]), auto=st.just(True))
_TIERS = st.builds(a_tier, limits=st.sampled_from(LIMITS), sla=SLAS, quorum=QUORUMS)
_LAST_TIERS = st.builds(a_tier, sla=SLAS, quorum=QUORUMS)

names = st.text(min_size=1, max_size=12)
measures = st.dictionaries(st.sampled_from(MEASURES), NUMBERS)
actions = st.sampled_from((*[EVERY_ACTION] * 7, (APPROVE, REJECT), (APPROVE,), ()))
plain_asks = st.builds(Ask, title=st.just("Refund"), measures=measures, actions=actions)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
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
    return Ask(
        title=draw(names),
        summary=draw(st.text()),
        flags=tuple(draw(st.lists(st.text(), max_size=2))),
        facts=tuple(draw(facts)),
        checks=tuple(draw(checks)),
        measures=draw(measures),
        notice=draw(st.text()),
        actions=draw(actions),
    )


@st.composite
def policies(draw: st.DrawFn, on_timeout: st.SearchStrategy[OnTimeout] = TIMEOUTS) -> Policy:
    """A ladder of one to five tiers, auto tiers first, of which the last has no limits."""
    count = draw(COUNTS)
    autos = draw(AUTOS)
    tiers = [draw(_AUTO_TIERS if number < autos else _TIERS) for number in range(count - 1)]
    ladder = [
        tier.model_copy(update={"name": f"tier {number}"}) for number, tier in enumerate([*tiers, draw(_LAST_TIERS)])
    ]
    return a_policy(*ladder, on_timeout=draw(on_timeout), requester_may_act=draw(BOOLEANS))
