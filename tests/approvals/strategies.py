"""Generated asks and policies, of few numbers so that measures and limits often meet."""

from datetime import timedelta
from typing import Any

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
    Risk,
    Urgency,
)
from bot.approvals.calendars import Calendar
from bot.approvals.offers import Done
from bot.approvals.policy import Batching, OnTimeout, Outage, Policy, WithoutSlack
from bot.approvals.tier import Notify, Reviewers, Tier, Turn
from tests.approvals.examples import DRAFT_FORM, ESCALATE, HOLD, HOUR, IN_INSTALMENTS, NOON, REQUESTER, a_policy, a_tier

APPROVE_IN_PART = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE)
EVERY_ACTION = (APPROVE, APPROVE_IN_PART, IN_INSTALMENTS, REJECT, HOLD, ESCALATE)
MEASURES = ("amount", "risk")
NUMBERS = st.sampled_from((0.0, 0.25, 0.5, 1.0, 2.0))
LIMITS: tuple[dict[str, float], ...] = ({}, {"amount": 1.0}, {"risk": 0.5}, {"amount": 0.0, "risk": 1.0})
SLAS = st.sampled_from((timedelta(microseconds=1), timedelta(minutes=30), HOUR, 2 * HOUR))

QUORUMS = st.sampled_from((1, 2, 3))
COUNTS = st.sampled_from((1, 2, 3, 4, 5))
AUTOS = st.sampled_from((0, 0, 0, 0, 1, 2))
BOOLEANS = st.booleans()
REMINDERS = st.sampled_from(((), (0.5,), (0.9, 0.1), (0.8, 0.25, 0.8), (timedelta(microseconds=1), 0.5)))
BATCHES = st.sampled_from((None, Batching(window=HOUR, most=2)))
RISKS = st.sampled_from((None, Risk.LOW, Risk.LOW, Risk.HIGH))
URGENCIES = st.sampled_from((Urgency.NORMAL, Urgency.NORMAL, Urgency.NORMAL, Urgency.HIGH))

OFFICE = Calendar(name="office", zone="Europe/Berlin")
NIGHTS = Calendar(name="nights", zone="America/New_York", days=("mon-sun",), hours=("22:00-06:00",))
THREE_GROUPS = Reviewers(groups=("team-lead", "reserve", "board"))
PLAIN: tuple[dict[str, Any], ...] = ({},)
# What a tier may say besides; each goes with any quorum up to 3.
BESIDES: tuple[dict[str, Any], ...] = (
    *PLAIN * 7,
    {"rejections": 2, "notify": Notify.CHANNEL},
    {"rejections": "all", "notify": Notify.DM},
    {"quorum": "all"},
    {"calendar": OFFICE, "notify": Notify.BOTH},
    {"calendar": OFFICE, "defer": True},
    {"calendar": NIGHTS, "defer": True},
    {"calendar": {"team-lead": OFFICE, "reserve": NIGHTS}, "reviewers": THREE_GROUPS, "defer": True},
    {"earlier_may_act": False, "turn": Turn.ROUND_ROBIN},
    {"reviewers": THREE_GROUPS, "distinct_groups": True},
    {"at_least": {"team-lead": 1}},
)
RESCUE = a_policy(a_tier("duty officer", sla=HOUR / 2), name="rescue")
LONG_RESCUE = a_policy(
    a_tier("auto", limits={"amount": 1000.0}, auto=True, reviewers=None),
    a_tier("few", limits={"amount": 0.5}),
    a_tier("many", quorum=2, calendar=OFFICE, defer=True),
    name="long rescue",
    repeat=1,
    on_timeout=OnTimeout.FALLBACK,
    fallback=RESCUE,
)
# How a ladder may end: those of the first kind come to a decision in time, whatever people do.
ENDING: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"on_timeout": OnTimeout.REJECT},
        {"on_timeout": OnTimeout.APPROVE, "repeat": 1},
        {"on_timeout": OnTimeout.REJECT, "repeat": 2},
        {"on_timeout": OnTimeout.APPROVE},
        {"on_timeout": OnTimeout.FALLBACK, "fallback": RESCUE},
        {"on_timeout": OnTimeout.FALLBACK, "fallback": LONG_RESCUE, "repeat": 1},
    )
)
WAITING: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"on_timeout": OnTimeout.WAIT},
        {"on_timeout": OnTimeout.WAIT, "repeat": 1},
        {
            "on_timeout": OnTimeout.FALLBACK,
            "fallback": a_policy(a_tier("duty officer", sla=3 * HOUR), name="rescue", on_timeout=OnTimeout.WAIT),
        },
    )
)
TIMEOUTS = ENDING | WAITING
MORE_OF_A_POLICY: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {},
        {"requester_may_act": True},
        {"requester_may_act": (REQUESTER,)},
        {"extend_at_most": 2 * HOUR},
        {"outage": Outage(after=HOUR)},
        *({"outage": Outage(queued=3, then=WithoutSlack.ALLOW_LOW_RISK)},) * 2,
    )
)


def _tiers(besides: tuple[dict[str, Any], ...], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Tier]:
    """Tiers that ask people, of these fields and any of those that they may have besides."""
    common = {"sla": SLAS, "quorum": QUORUMS, "reminders": REMINDERS}
    built: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(common | fields)
    return st.builds(lambda these, more: a_tier(**(these | more)), built, st.sampled_from(besides))


_AUTO_TIERS = st.builds(Tier, name=st.just("auto"), limits=st.sampled_from(LIMITS[1:]), auto=st.just(True))
_LIMITED = st.sampled_from(({"amount": 0.25}, {"amount": 0.5}, {"amount": 1.0}, {"amount": 1.0, "risk": 0.5}))


def _json_values(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | floats | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=8,
    )


names = st.text(min_size=1, max_size=12)
deeds = st.builds(
    Done, key=st.just("wire"), words=st.just("Wired 120.00"), result=st.none(), at=st.just(NOON), window=SLAS
)
measures = st.dictionaries(st.sampled_from(MEASURES), NUMBERS)
actions = st.sampled_from((*[EVERY_ACTION] * 7, (APPROVE, REJECT), (APPROVE,), ()))
_SOUND_DRAFTS = st.builds(
    Draft,
    values=st.fixed_dictionaries({"amount": st.sampled_from((0.25, 0.25, 1.0))}),
    form=st.just(DRAFT_FORM),
    measures=st.sampled_from(({}, {"amount": "amount"}, {"amount": "amount", "risk": "not there"})),
)
drafts = st.none() | _SOUND_DRAFTS
plain_asks = st.builds(
    Ask, title=st.just("Refund"), measures=measures, actions=actions, draft=drafts, risk=RISKS, urgency=URGENCIES
)
drafted_asks = st.builds(
    Ask,
    title=st.just("Refund"),
    measures=st.sampled_from(({"amount": 0.0, "risk": 0.25}, {"amount": 0.25, "risk": 0.25}, {"amount": 1.0}, {})),
    actions=st.just(EVERY_ACTION),
    draft=_SOUND_DRAFTS,
    risk=RISKS,
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
        urgency=draw(URGENCIES),
        measures=draw(measures),
        notice=draw(st.text()),
        step=draw(names),
        draft=draw(any_drafts),
        actions=draw(actions),
    )


@st.composite
def policies(
    draw: st.DrawFn,
    endings: st.SearchStrategy[dict[str, Any]] = TIMEOUTS,
    besides: tuple[dict[str, Any], ...] = BESIDES,
) -> Policy:
    """A ladder of one to five tiers, auto tiers first, of which the last has no limits."""
    count = draw(COUNTS)
    autos = draw(AUTOS)
    asking = _tiers(besides, limits=st.sampled_from(LIMITS))
    tiers = [draw(_AUTO_TIERS if number < autos else asking) for number in range(count - 1)]
    more = draw(endings) | draw(MORE_OF_A_POLICY) | {"batch": draw(BATCHES)}
    return _ladder([*tiers, draw(_tiers(besides))], more)


@st.composite
def ladders(
    draw: st.DrawFn,
    endings: st.SearchStrategy[dict[str, Any]] = TIMEOUTS,
    besides: tuple[dict[str, Any], ...] = BESIDES,
) -> Policy:
    """Two to four tiers that all ask people, the lower ones within limits, and mostly more than one of them."""
    limited = _tiers(besides, limits=_LIMITED, quorum=st.sampled_from((2, 2, 3, 1)))
    tiers = draw(st.lists(limited, min_size=1, max_size=3))
    return _ladder([*tiers, draw(_tiers(besides))], draw(endings) | draw(MORE_OF_A_POLICY))


def _ladder(tiers: list[Tier], more: dict[str, Any]) -> Policy:
    """One that waits has a last tier of some hours, or a punctual clock would ring for ever in a story of days."""
    if more["on_timeout"] is OnTimeout.WAIT:
        tiers = [*tiers[:-1], tiers[-1].model_copy(update={"sla": 3 * HOUR})]
    named = [tier.model_copy(update={"name": f"tier {number}"}) for number, tier in enumerate(tiers)]
    return a_policy(*named, **more)
