"""A sound policies file makes a book: its names are resolved, and what should be known of it is told in words."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.approvals.ask import Risk
from bot.approvals.calendars import Calendar
from bot.approvals.policy import OnTimeout, Outage, WithoutSlack
from bot.approvals.quiet import Quiet
from bot.approvals.routes import Bounds, Conditions, During, Requesters, Route
from bot.approvals.tier import ALL, Notify, Turn
from bot.policybook import PolicyFile
from tests.policybook.files import LEADS, NOW, SOUND, book

FULL = """\
calendars:
  office: {zone: Europe/Berlin, hours: "08:00-18:00", holidays: {country: DE, dates: [2026-12-24]}}
  nights: {zone: Asia/Kolkata, days: [mon, tue], hours: ["22:00-06:00"], holidays: [2026-12-31]}
policies:
  refund:
    channel: "#approvals"
    on_timeout: fallback
    fallback: board
    repeat: 2
    requester_may_act: [cleo@example.org]
    extend_at_most: 1d
    outage: {after: 2h, queued: 50, then: allow_low_risk}
    tiers:
      - name: leads
        reviewers: {groups: [leads, nurses], channels: ["#desk"]}
        sla: 90m
        quorum: 3
        rejections: any
        reminders: [0.5, 10m]
        notify: both
        turn: round-robin
        calendar: {leads: office, nurses: nights}
        defer: true
        at_least: {nurses: 1}
      - {name: managers, reviewers: {groups: [managers]}, quorum: all, calendar: office, earlier_may_act: false}
  board: {channel: "#board", on_timeout: wait, tiers: [{name: board, reviewers: {groups: [board]}}]}
routes:
  - name: big
    when:
      workflows: [refund, deploy]
      steps: chargeback
      measures: {amount: {above: 5000, at_most: 10000.5}, confidence: {at_most: 0.5}}
      risks: [high]
      requesters: {groups: [sales], people: maya@example.org}
      channels: "#support"
      during: {calendar: office, working: false}
    policy: board
    tier: board
  - {policy: refund}
quiet: {pings_per_hour: null}
dialects:
  refund:
    title: question
    facts: [amount]
    measures: {amount: order.total}
    risk: risk
    actions:
      approve: {label: Do it, kind: approve, answer: {approved: true, by: [$by, "at $at"]}}
      change: {kind: approve, form: {amount: number, how: [cash, card]}, answer: $values.amount}
      reject: {kind: reject, reason: required, answer: $reason}
  deploy: decided
"""


def test_a_sound_file_gives_its_policies_by_name(tmp_path: Path) -> None:
    policies = book(tmp_path, SOUND).policies
    assert list(policies) == ["refund", "default"]
    refund = policies["refund"]
    assert (refund.name, refund.channel, refund.on_timeout) == ("refund", "#approvals", OnTimeout.WAIT)
    assert refund.tiers[1].sla == timedelta(minutes=30)
    assert refund.tiers[0].limits == {"amount": 500, "risk": 0.15}


def test_every_field_of_a_policy_is_read(tmp_path: Path) -> None:
    policy = book(tmp_path, FULL).policies["refund"]
    assert (policy.on_timeout, policy.repeat, policy.requester_may_act) == (
        OnTimeout.FALLBACK,
        2,
        ("cleo@example.org",),
    )
    assert policy.outage == Outage(after=timedelta(hours=2), queued=50, then=WithoutSlack.ALLOW_LOW_RISK)
    assert policy.extend_at_most == timedelta(days=1)
    leads, managers = policy.tiers
    assert (leads.quorum, leads.rejections, leads.reminders) == (3, 1, (0.5, timedelta(minutes=10)))
    assert (leads.notify, leads.turn, leads.defer, leads.at_least) == (
        Notify.BOTH,
        Turn.ROUND_ROBIN,
        True,
        {"nurses": 1},
    )
    assert (managers.quorum, managers.earlier_may_act) == (ALL, False)


def test_names_of_calendars_lead_to_calendars(tmp_path: Path) -> None:
    found = book(tmp_path, FULL)
    leads, managers = found.policies["refund"].tiers
    assert leads.calendar == {"leads": found.calendars["office"], "nurses": found.calendars["nights"]}
    assert managers.calendars == (found.calendars["office"],)
    assert found.calendars["nights"] == Calendar(
        name="nights",
        zone="Asia/Kolkata",
        days=("mon", "tue"),
        hours=("22:00-06:00",),
        holidays=(date(2026, 12, 31),),
    )


def test_a_countrys_holidays_are_those_of_this_year_and_the_two_that_follow(tmp_path: Path) -> None:
    office = book(tmp_path, FULL).calendars["office"]
    assert {day.year for day in office.holidays} == {2026, 2027, 2028}
    assert {date(2026, 12, 24), date(2027, 10, 3)} < set(office.holidays)
    later = book(tmp_path, FULL, now=NOW.replace(year=2030)).calendars["office"]
    assert {day.year for day in later.holidays} == {2026, 2030, 2031, 2032}


def test_the_name_of_a_fallback_leads_to_its_policy(tmp_path: Path) -> None:
    found = book(
        tmp_path,
        f"""\
        policies:
          first: {LEADS[:-1]}, on_timeout: fallback, fallback: second}}
          second: {LEADS[:-1]}, on_timeout: fallback, fallback: third}}
          third: {LEADS}
        """,
    ).policies
    assert found["first"].fallback == found["second"]
    assert found["second"].fallback == found["third"]


def test_routes_are_read_in_their_order_and_one_may_stand_for_a_list(tmp_path: Path) -> None:
    found = book(tmp_path, FULL)
    when = Conditions(
        workflows=("refund", "deploy"),
        steps=("chargeback",),
        measures={"amount": Bounds(above=5000, at_most=10000.5), "confidence": Bounds(at_most=0.5)},
        risks=(Risk.HIGH,),
        requesters=Requesters(groups=("sales",), people=("maya@example.org",)),
        channels=("#support",),
        during=During(calendar=found.calendars["office"], working=False),
    )
    assert found.routes == (Route(name="big", when=when, policy="board", tier="board"), Route(policy="refund"))


@pytest.mark.parametrize(
    ("extra", "default"), [("", "default"), ("default: refund", "refund"), ("default: default", "default")]
)
def test_the_default_is_the_one_that_is_named_or_bears_that_name(tmp_path: Path, extra: str, default: str) -> None:
    assert book(tmp_path, f"{extra}\n{SOUND}").default == default


def test_without_either_there_is_no_default(tmp_path: Path) -> None:
    assert book(tmp_path, f"policies:\n  refund: {LEADS}\n").default == ""


def test_people_are_pinged_at_most_twelve_times_an_hour_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    assert book(tmp_path, SOUND).quiet == Quiet(pings_per_hour=12)
    assert book(tmp_path, f"quiet: {{pings_per_hour: 3}}\n{SOUND}").quiet == Quiet(pings_per_hour=3)
    assert book(tmp_path, FULL).quiet == Quiet(pings_per_hour=None)


def test_anchors_and_merged_keys_may_be_used(tmp_path: Path) -> None:
    policies = book(
        tmp_path,
        """\
        policies:
          first: &first
            channel: "#approvals"
            tiers: &tiers
              - {name: leads, reviewers: {groups: [leads]}}
          second:
            <<: *first
            channel: "#deploys"
          third: {channel: "#general", tiers: *tiers}
        """,
    ).policies
    assert [policy.channel for policy in policies.values()] == ["#approvals", "#deploys", "#general"]
    assert policies["second"].tiers == policies["third"].tiers == policies["first"].tiers


def test_what_is_allowed_but_should_be_known_is_told_with_its_line(tmp_path: Path) -> None:
    text = """\
        calendars: {unused: {zone: UTC}}
        policies:
          refund:
            channel: "#a"
            on_timeout: approve
            requester_may_act: true
            outage: {after: 1h, then: allow_low_risk}
            tiers: [{name: a, reviewers: {channels: ["#a", "#b"]}}]
          deploy:
            channel: "#a"
            requester_may_act: [UABC]
            on_timeout: fallback
            fallback: last
            tiers: [{name: a, reviewers: {groups: [a]}}]
          last: {channel: "#a", tiers: [{name: a, reviewers: {groups: [a]}}]}
          spare: {channel: "#a", tiers: [{name: a, reviewers: {groups: [a]}}]}
        """
    file = tmp_path / "policies.yaml"
    warnings = book(tmp_path, text, {"refund", "deploy"}).warnings
    assert [warning.removeprefix(f"{file}:") for warning in warnings] == [
        "1: calendars.unused: no tier and no route uses this calendar",
        "5: policies.refund.on_timeout: where nobody answers, requests of low risk are approved",
        "6: policies.refund.requester_may_act: people may sign for what they asked for themselves",
        "7: policies.refund.outage: while Slack cannot be reached, requests of low risk are approved without anybody",
        "8: policies.refund.tiers[0].reviewers.channels: whoever joins #a or #b may decide",
        "11: policies.deploy.requester_may_act: these may sign for what they asked for themselves: UABC",
        "16: policies.spare: nothing leads to this policy: no route, no workflow's name, no fallback",
    ]


def test_a_file_at_its_best_gives_no_warnings(tmp_path: Path) -> None:
    assert book(tmp_path, SOUND, {"refund", "closing"}).warnings == ()


def test_the_edition_is_another_when_the_content_or_the_year_is(tmp_path: Path) -> None:
    first = book(tmp_path, SOUND).edition
    assert book(tmp_path, SOUND, now=NOW + timedelta(days=1)).edition == first
    assert book(tmp_path, SOUND, now=NOW.replace(year=2027)).edition != first
    assert book(tmp_path, f"{SOUND}\n").edition != first


def test_a_policy_file_is_read_with_its_slas_quickened_and_tells_its_edition(tmp_path: Path) -> None:
    path = tmp_path / "policies.yaml"
    file = PolicyFile(path=path, workflows=frozenset({"refund"}), speedup=60, now=lambda: NOW)
    assert file.edition() == ""
    path.write_text(SOUND)
    found = file.read()
    assert found.edition == file.edition()
    assert found.policies["refund"].tiers[1].sla == timedelta(seconds=30)


@pytest.mark.parametrize("name", ["no", "12", "2026-01-01", "010", "~"])
def test_a_name_is_a_text_whatever_else_yaml_would_read(tmp_path: Path, name: str) -> None:
    assert list(book(tmp_path, f"policies:\n  {name}: {LEADS}\n").policies) == [name]
