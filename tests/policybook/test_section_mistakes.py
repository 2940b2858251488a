"""The sections of a policies file have to fit one another and the workflows; where they do not, it is told."""

from pathlib import Path

import pytest

from bot.policybook import read_policies
from tests.policybook.files import LEADS, NOW, changed, mistakes, only


@pytest.mark.parametrize(
    ("section", "place", "wrong", "remedy"),
    [
        ("calenders: {}", ":1: calenders", "no such section", "did you mean calendars?"),
        ("calendars: [office]", ":1: calendars", "not made of names", "each calendar's name"),
        ("calendars: {office: UTC}", ":1: calendars.office", "made of fields", "write zone: below"),
        ("calendars: {office: {}}", ":1: calendars.office.zone", "missing", "such as Europe/Berlin"),
        (
            "calendars: {office: {zone: Europe/Bärlin}}",
            ":1: calendars.office.zone",
            "no time zone named Europe/Bärlin; write Europe/Berlin",
            "such as Europe/Berlin",
        ),
        (
            "calendars: {office: {zone: UTC, holidays: {country: Atlantis}}}",
            ":1: calendars.office.holidays",
            "Atlantis",
            "{country: DE",
        ),
        (
            "calendars: {office: {zone: UTC, holidays: [2026-02-30]}}",
            ":1: calendars.office.holidays",
            "'2026-02-30' is no holiday",
            "a list of dates",
        ),
        (
            "calendars: {office: {zone: UTC, hours: '09:00-09:05'}}",
            ":1: calendars.office",
            "less than an hour",
            "longer hours",
        ),
        ("default: [refund]", ":1: default", "should be text", "default: main"),
        (
            "routes: [{policy: refund, when: {requesters: {people: '@tom'}}}]",
            ":1: routes[0].when.requesters.people[0]",
            "'@tom' is neither a user id nor an e-mail address",
            "lena@example.org",
        ),
        ("default: defualt", ":1: default", "no policy named defualt", "did you mean default?"),
        ("quiet: {pings_per_hour: 0}", ":1: quiet.pings_per_hour", "greater than", "null for no"),
        ("quiet: false", ":1: quiet", "made of fields", "quiet: {pings_per_hour: 12}"),
        ("routes: {}", ":1: routes", "not a list", "beginning with a dash"),
        ("calendars: {office: {zone: UTC, holidays: no}}", ":1: calendars.office.holidays", "a list of dates", "DE"),
        ("quiet: 12", ":1: quiet", "made of fields", "quiet: {pings_per_hour: 12}"),
        ("routes: refund", ":1: routes", "not a list", "beginning with a dash"),
        ("routes: [{}]", ":1: routes[0].policy", "missing", "the name of a policy"),
        ("routes: [{policy: x}]", ":1: routes[0].policy", "no policy named x", "refund, default"),
        (
            "routes: [{policy: refund, tier: lead}]",
            ":1: routes[0].tier",
            "refund has no tier named lead",
            "did you mean team lead?",
        ),
        (
            "routes: [{policy: refund, when: {workflow: refund}}]",
            ":1: routes[0].when.workflow",
            "no such field",
            "did you mean workflows?",
        ),
        (
            "routes: [{policy: refund, when: {measures: {amount: {under: 5}}}}]",
            ":1: routes[0].when.measures.amount.under",
            "no such field",
            "the fields here are above, at_most",
        ),
        (
            "routes: [{policy: refund, when: {measures: {amount: {}}}}]",
            ":1: routes[0].when.measures.amount",
            "above what",
            "{above: 500}",
        ),
        (
            "routes: [{policy: refund, when: {measures: {amount: {above: 5, at_most: 5}}}}]",
            ":1: routes[0].when.measures.amount",
            "nothing is above",
            "smaller number with above:",
        ),
        (
            "routes: [{policy: refund, when: {requesters: {}}}]",
            ":1: routes[0].when.requesters",
            "at least one group or person",
            "add groups:",
        ),
        (
            "routes: [{policy: refund, when: {risks: huge}}]",
            ":1: routes[0].when.risks",
            "'low', 'medium' or 'high'",
            "low, medium or high",
        ),
        (
            "routes: [{policy: refund, when: {during: {calendar: office}}}]",
            ":1: routes[0].when.during.calendar",
            "no calendar named office",
            "stands under calendars:",
        ),
        (
            "routes: [{policy: refund}, {policy: default, when: {risks: high}}]",
            ":1: routes[1]",
            "the one in line 1 takes them all",
            "move it above",
        ),
    ],
)
def test_a_mistake_in_a_section_is_told_with_line_field_and_remedy(  # noqa: PLR0917
    tmp_path: Path, section: str, place: str, wrong: str, remedy: str
) -> None:
    where, said, instead = only(tmp_path, changed("# for operators", section))
    assert where == place
    assert wrong in said
    assert remedy in instead


def test_policies_at_the_top_of_the_file_are_one_mistake_that_says_where_they_belong(tmp_path: Path) -> None:
    before = f"# all\nrefund: {LEADS}\ndeploy: {LEADS}\nexpenses: {{channel: oops}}\n"
    where, wrong, remedy = only(tmp_path, before)
    assert (where, wrong) == (":2: refund", "the policies stand at the top of the file, where its sections belong")
    assert remedy == "write policies: in a line of its own at the top, and indent everything below it by two spaces"
    indented = "".join(f"  {line}\n" for line in before.splitlines())
    first, _ = mistakes(tmp_path, f"policies:\n{indented}")
    assert first.where == ":5: policies.expenses.channel"


def test_fallbacks_in_a_circle_are_one_mistake(tmp_path: Path) -> None:
    ladder = 'channel: "#a", tiers: [{name: leads, reviewers: {groups: [leads]}}], on_timeout: fallback'
    text = f"""\
        policies:
          outside: {{{ladder}, fallback: second}}
          first: {{{ladder}, fallback: second}}
          second: {{{ladder}, fallback: third}}
          third: {{{ladder}, fallback: first}}
          itself: {{{ladder}, fallback: itself}}
        """
    assert [(mistake.where, mistake.wrong) for mistake in mistakes(tmp_path, text)] == [
        (":3: policies.first.fallback", "the fallbacks go in a circle: first, second, third, first"),
        (":6: policies.itself.fallback", "the fallbacks go in a circle: itself, itself"),
    ]


def test_a_mistake_in_a_fallback_is_told_where_it_stands_and_nowhere_else(tmp_path: Path) -> None:
    where, _, _ = only(
        tmp_path,
        f"""\
        policies:
          first: {LEADS[:-1]}, on_timeout: fallback, fallback: b}}
          b: {LEADS.replace("#a", "nowhere")}
        """,
    )
    assert where == ":3: policies.b.channel"


def test_a_route_to_a_workflow_that_there_is_not_is_a_mistake(tmp_path: Path) -> None:
    text = changed("# for operators", "routes: [{policy: refund, when: {workflows: [refund, refnd]}}]")
    where, wrong, remedy = only(tmp_path, text, {"refund", "deploy"})
    assert (where, wrong) == (":1: routes[0].when.workflows[1]", "there is no workflow named refnd")
    assert remedy == "did you mean refund?"


def test_a_single_workflow_that_there_is_not_is_a_mistake_at_its_line(tmp_path: Path) -> None:
    text = changed("# for operators", "routes:\n  - policy: refund\n    when:\n      workflows: refnd\n")
    where, _, _ = only(tmp_path, text, {"refund"})
    assert where.startswith(":4: routes[0].when.workflows")


@pytest.mark.parametrize(
    "extra",
    ["", "routes: [{policy: refund, when: {workflows: closing, risks: [low, medium, high]}}]"],
    ids=["no route", "a route for some requests"],
)
def test_a_workflow_for_some_of_whose_requests_there_is_no_policy_is_a_mistake(tmp_path: Path, extra: str) -> None:
    text = f"{extra}\npolicies:\n  refund: {LEADS}\n"
    assert only(tmp_path, text, {"refund", "closing"}) == (
        ":2: policies",
        "for some requests of the workflow closing there is no policy",
        "add a policy named closing, or name one for all the rest with default:",
    )


@pytest.mark.parametrize(
    "extra", ["default: refund", "routes: [{policy: refund, when: {workflows: closing}}]", "routes: [{policy: refund}]"]
)
def test_a_default_or_a_route_for_all_of_them_is_enough(tmp_path: Path, extra: str) -> None:
    (tmp_path / "policies.yaml").write_text(f"{extra}\npolicies:\n  refund: {LEADS}\n")
    assert list(read_policies(tmp_path / "policies.yaml", NOW, {"refund", "closing"}).policies) == ["refund"]


@pytest.mark.parametrize(
    "broken",
    ["policies:\n  refund: {routed}\n  board: 7\n", "calendars: {{office: 7}}\npolicies:\n  refund: {worked}\n"],
    ids=["a policy", "a calendar"],
)
def test_what_leads_to_something_mistaken_is_no_mistake_itself(tmp_path: Path, broken: str) -> None:
    routed = f"{LEADS[:-1]}, on_timeout: fallback, fallback: board}}"
    worked = LEADS.replace("name: leads", "name: leads, calendar: office")
    text = broken.format(routed=routed, worked=worked)
    assert only(tmp_path, f"{text}routes: [{{policy: refund}}]\n")[1] == "it is made of fields"


@pytest.mark.parametrize("calendar", ["7", "{leads: 7}", "{zone: UTC}", "[office]"])
def test_what_stands_in_place_of_a_calendars_name_is_one_mistake(tmp_path: Path, calendar: str) -> None:
    text = f"policies:\n  refund: {LEADS.replace('name: leads', f'name: leads, calendar: {calendar}')}\n"
    assert only(tmp_path, text)[0] == ":2: policies.refund.tiers[0].calendar"
