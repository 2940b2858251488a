"""Policies: durations, reviewers, tiers and the soundness of the ladder."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.approvals.calendars import Calendar
from bot.approvals.durations import Duration
from bot.approvals.policy import Batching, OnTimeout, Policy
from bot.approvals.tier import Reviewers, Tier
from tests.approvals.examples import HOUR, a_policy, a_tier, an_ask, an_auto_tier
from tests.approvals.strategies import policies

DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)
YEAR = timedelta(days=366)

GOOD_DURATIONS: list[tuple[object, timedelta]] = [
    ("45s", timedelta(seconds=45)),
    ("30m", timedelta(minutes=30)),
    ("2h", timedelta(hours=2)),
    ("1d", timedelta(days=1)),
    ("1.5h", timedelta(minutes=90)),
    (" 10 m ", timedelta(minutes=10)),
    ("366d", YEAR),
    (90, timedelta(seconds=90)),
    (0.5, timedelta(milliseconds=500)),
    (HOUR, HOUR),
]
BAD_DURATIONS: list[object] = [
    "", "h", "30", "1w", "-5m", "1h30m", "2 hours", "0s", "0.0000001s", 0, -1, "367d", YEAR + HOUR, None, [],
    "999999999d", "9999999999s", "99999999999999999999d", "P999999999999D", 10**30, 10**400, 1e300, timedelta.max,
    "999999999.999999999d",
]  # fmt: skip

REVIEWERS = {"groups": ["team-leads"]}
OFFICE = {"name": "office", "zone": "Europe/Berlin"}
BAD_TIERS: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "at least 1 character"),
    ({"name": "x" * 61}, "at most 60 characters"),
    ({"quorum": 0}, "greater than or equal to 1"),
    ({"quorum": 21}, "less than or equal to 20"),
    ({"quorum": "most"}, "quorum"),
    ({"rejections": 0}, "greater than or equal to 1"),
    ({"defer": True}, "to defer, a tier needs a calendar"),
    ({"calendar": {"legal": OFFICE}}, "somebody who is no reviewer"),
    ({"calendar": "office"}, "there is no calendar named office"),
    ({"at_least": {"legal": 1}}, "a group that is no reviewer"),
    ({"at_least": {"team-leads": 2}}, "more votes are wanted from a group than the quorum"),
    ({"distinct_groups": True, "quorum": 2}, "greater than the number of groups"),
    ({"distinct_groups": True, "quorum": "all"}, "greater than the number of groups"),
    ({"sla": "soon"}, "sla"),
    ({"limits": {"amount": float("inf")}}, "finite number"),
    ({"reviewers": None}, "name the tier's reviewers"),
    ({"reviewers": {}}, "at least one group, person or channel"),
    ({"auto": True, "reviewers": None}, "an auto tier needs limits"),
    ({"auto": True, "limits": {"amount": 1}}, "an auto tier asks nobody"),
    ({"escalate": True}, "Extra inputs are not permitted"),
    ({"reminders": [0]}, "write a share of the SLA between 0 and 1"),
    ({"reminders": [0.5, 1]}, "write a share of the SLA between 0 and 1"),
    ({"reminders": [30]}, "or a time before its end, such as 30m"),
    ({"reminders": [-0.5]}, "write a share of the SLA between 0 and 1"),
    ({"reminders": [True]}, "write a share of the SLA between 0 and 1"),
    ({"reminders": [float("nan")]}, "reminders"),
    ({"reminders": ["30"]}, "reminders"),
    ({"reminders": ["5h"]}, "a reminder comes before the tier is asked"),
    ({"reminders": 0.5}, "valid tuple"),
]
FALLBACK = {"name": "rescue", "channel": "#approvals", "tiers": [{"name": "duty", "reviewers": REVIEWERS}]}
BAD_POLICIES: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "at least 1 character"),
    ({"name": "x" * 61}, "at most 60 characters"),
    ({"tiers": []}, "at least 1 item"),
    ({"on_timeout": "nothing"}, "'reject', 'wait', 'approve' or 'fallback'"),
    ({"on_timeout": "fallback"}, "go together"),
    ({"fallback": FALLBACK}, "go together"),
    ({"repeat": -1}, "greater than or equal to 0"),
    ({"repeat": 11}, "less than or equal to 10"),
    ({"outage": {}}, "after how long, or for how many"),
    ({"extend_at_most": "0s"}, "extend_at_most"),
    ({"quorum": 2}, "Extra inputs are not permitted"),
    ({"batch": {}}, "Field required"),
    ({"batch": {"window": "0s"}}, "batch.window"),
    ({"batch": {"window": "10m", "most": 1}}, "greater than or equal to 2"),
    ({"batch": {"window": "10m", "most": 51}}, "less than or equal to 50"),
    ({"batch": {"window": "10m", "least": 2}}, "Extra inputs are not permitted"),
]
HOLDS: list[tuple[dict[str, float], bool]] = [
    ({}, True),
    ({"amount": 120.0}, True),
    ({"amount": 119.99}, False),
    ({"amount": 120.0, "risk": 0.2}, True),
    ({"amount": 120.0, "risk": 0.19}, False),
    ({"distance": 1e9}, False),
]
SECOND = timedelta(seconds=1)
QUICK_SLAS: list[tuple[timedelta, float, timedelta]] = [
    (HOUR, 3600, SECOND),
    (HOUR, 3601, SECOND),
    (HOUR, 1e12, SECOND),
    (SECOND, 2, SECOND),
    (SECOND / 2, 1, SECOND / 2),
    (SECOND / 2, 1000, SECOND / 2),
    (1.5 * SECOND, 1.25, 1.2 * SECOND),
]


@pytest.mark.parametrize(("written", "meant"), GOOD_DURATIONS)
def test_a_duration_is_read(written: object, meant: timedelta) -> None:
    assert DURATION.validate_python(written) == meant


@pytest.mark.parametrize("written", BAD_DURATIONS)
def test_a_wrong_duration_is_not_accepted(written: object) -> None:
    with pytest.raises(ValidationError):
        DURATION.validate_python(written)


@given(st.timedeltas(min_value=timedelta(microseconds=1), max_value=YEAR))
def test_a_duration_keeps_its_microseconds_through_json(duration: timedelta) -> None:
    assert DURATION.validate_json(DURATION.dump_json(duration)) == duration


@pytest.mark.parametrize("group", ["", "Leads", "@leads", "team leads", "-leads"])
def test_a_group_is_named_by_its_handle(group: str) -> None:
    with pytest.raises(ValidationError):
        Reviewers(groups=(group,))


def test_reviewers_may_be_people_alone() -> None:
    assert Reviewers(people=("ada@example.com",)).groups == ()
    with pytest.raises(ValidationError):
        Reviewers(people=("",))


@pytest.mark.parametrize(("change", "words"), BAD_TIERS)
def test_a_wrong_tier_is_not_accepted(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Tier.model_validate({"name": "lead", "reviewers": REVIEWERS} | change)


@pytest.mark.parametrize(("limits", "holds"), HOLDS)
def test_a_tier_holds_an_ask_within_all_its_limits(limits: dict[str, float], holds: bool) -> None:
    assert a_tier(limits=limits).holds(an_ask(amount=120.0)) is holds


@pytest.mark.parametrize(("change", "words"), BAD_POLICIES)
def test_a_wrong_policy_is_not_accepted(change: dict[str, Any], words: str) -> None:
    tiers = [{"name": "lead", "reviewers": REVIEWERS}]
    with pytest.raises(ValidationError, match=words):
        Policy.model_validate({"name": "refund", "channel": "#approvals", "tiers": tiers} | change)


@pytest.mark.parametrize("channel", ["#approvals", "#été-2026", "C0123ABCD", "G0123ABCD"])
def test_a_channel_is_a_name_or_an_id(channel: str) -> None:
    assert _posting_to(channel).channel == channel


@pytest.mark.parametrize("channel", ["", "#", "approvals", "#two words", "##approvals", "U0123ABCD", "c0123abcd", "C0"])
def test_anything_else_is_no_channel(channel: str) -> None:
    with pytest.raises(ValidationError):
        _posting_to(channel)


def test_two_tiers_may_not_share_a_name() -> None:
    with pytest.raises(ValidationError, match="two tiers share a name"):
        a_policy(a_tier("lead"), a_tier("lead"))


def test_the_last_tier_may_not_have_limits() -> None:
    with pytest.raises(ValidationError, match="the last tier must have no limits"):
        a_policy(a_tier("lead"), a_tier("manager", limits={"amount": 1.0}))


def test_a_policy_may_not_be_auto_tiers_alone() -> None:
    with pytest.raises(ValidationError, match="the last tier must have no limits"):
        a_policy(an_auto_tier())


def test_auto_tiers_may_not_come_after_tiers_that_ask() -> None:
    with pytest.raises(ValidationError, match="auto tiers come before"):
        a_policy(a_tier("lead"), an_auto_tier(), a_tier("manager"))


@given(policies())
def test_a_sound_policy_survives_json(policy: Policy) -> None:
    assert Policy.model_validate_json(policy.model_dump_json()) == policy


def test_reminders_before_the_end_and_extensions_are_quickened_with_the_sla() -> None:
    rescue = a_policy(a_tier("duty", sla=3 * HOUR), name="rescue")
    lead = a_tier("lead", reminders=(0.5, HOUR / 4))
    policy = a_policy(lead, extend_at_most=2 * HOUR, on_timeout=OnTimeout.FALLBACK, fallback=rescue)
    quick = policy.quickened(60)
    assert quick.tiers[0].reminders == (0.5, timedelta(seconds=15))
    assert quick.extend_at_most == timedelta(minutes=2)
    assert quick.fallback
    assert quick.fallback.tiers[0].sla == timedelta(minutes=3)


def test_a_quorum_of_any_is_a_quorum_of_one_and_all_stays_all() -> None:
    tier = Tier.model_validate({"name": "lead", "reviewers": REVIEWERS, "quorum": "any", "rejections": "all"})
    assert (tier.quorum, tier.rejections) == (1, "all")


def test_a_tier_has_one_calendar_or_one_for_each_of_its_reviewers_or_none() -> None:
    office, nights = Calendar(name="office", zone="Europe/Berlin"), Calendar(name="nights", zone="Asia/Tokyo")
    both = a_tier(
        "lead", calendar={"lead": office, "U0LEAD": nights}, reviewers=Reviewers(groups=("lead",), people=("U0LEAD",))
    )
    assert a_tier().calendars == ()
    assert a_tier(calendar=office).calendars == (office,)
    assert both.calendars == (office, nights)


def test_a_quickened_policy_differs_only_in_its_slas() -> None:
    policy = a_policy(a_tier("lead", sla=HOUR), a_tier("manager", sla=2 * HOUR))
    quick = policy.quickened(60)
    assert [tier.sla for tier in quick.tiers] == [timedelta(minutes=1), timedelta(minutes=2)]
    as_they_were = tuple(tier.model_copy(update={"sla": 60 * tier.sla}) for tier in quick.tiers)
    assert quick.model_copy(update={"tiers": as_they_were}) == policy


def test_a_policy_quickened_once_is_the_same_policy() -> None:
    assert a_policy().quickened(1) == a_policy()


@pytest.mark.parametrize(("sla", "times", "quick"), QUICK_SLAS)
def test_a_quickened_sla_is_never_below_a_second_unless_it_was_before(
    sla: timedelta, times: float, quick: timedelta
) -> None:
    assert a_policy(a_tier(sla=sla)).quickened(times).tiers[0].sla == quick


@given(policies(), st.floats(min_value=1.0, allow_nan=False, allow_infinity=False))
def test_a_quickened_policy_can_be_read_back(policy: Policy, times: float) -> None:
    quick = policy.quickened(times)
    assert Policy.model_validate_json(quick.model_dump_json()) == quick


def test_a_policy_gathers_nothing_unless_it_says_so() -> None:
    assert a_policy().batch is None
    assert Batching.model_validate({"window": "10m"}) == Batching(window=HOUR / 6, most=25)


def test_a_tier_reminds_nobody_unless_it_says_so() -> None:
    assert a_tier().reminders == ()
    assert a_tier(reminders=(0.9, 0.5)).reminders == (0.9, 0.5)


def _posting_to(channel: str) -> Policy:
    return Policy(name="refund", channel=channel, tiers=(a_tier(),))
