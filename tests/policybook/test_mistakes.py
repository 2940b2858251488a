"""The policies file is read whole, and every mistake in it is told with its line and its remedy."""

import re
from pathlib import Path

import pytest

from bot.faults import Misconfigured
from bot.policybook import read_policies, remedies
from tests.architecture.tree import ROOT
from tests.policybook.files import NOW, SOUND, changed, mistakes, only


@pytest.mark.parametrize(
    ("old", "new", "place", "wrong", "remedy"),
    [
        ("sla: 30m", "slaa: 30m", ":12: policies.refund.tiers[1].slaa", "no such field", "did you mean sla?"),
        ("on_timeout: wait", "on_time: wait", ":5: policies.refund.on_time", "no such", "did you mean on_timeout?"),
        (
            "{groups: [managers]}",
            "{grups: [a], groups: [b]}",
            ":18: policies.default.tiers[0].reviewers.grups",
            "no such field",
            "did you mean groups?",
        ),
        ("quorum: 2", "xyzzy: 2", ":13: policies.refund.tiers[1].xyzzy", "no such", "the fields here are at_least"),
        ("sla: 30m", "sla: soon", ":12: policies.refund.tiers[1].sla", "not written as it has to be", "30m, 2h or 1d"),
        ("sla: 30m", "sla: 400d", ":12: policies.refund.tiers[1].sla", "less than or equal to 366 days", "366 days"),
        ("sla: 30m", "sla: 0s", ":12: policies.refund.tiers[1].sla", "greater than 0", "45s, 30m, 2h or 1d"),
        (
            "on_timeout: wait",
            "on_timeout: maybe",
            ":5: policies.refund.on_timeout",
            "'reject', 'wait', 'approve' or 'fallback'",
            "reject, wait, approve or fallback",
        ),
        ("quorum: 2", "quorum: 0", ":13: policies.refund.tiers[1].quorum", "not written", "from 1 to 20, any or all"),
        ("quorum: 2", "quorum: most", ":13: policies.refund.tiers[1].quorum", "not written", "1 to 20, any or all"),
        ("quorum: 2", "reminders: [0.5, 2]", ":13: policies.refund.tiers[1].reminders[1]", "not written", "as 0.5, or"),
        ("quorum: 2", "reminders: [1h]", ":10: policies.refund.tiers[1]", "a reminder comes before", "than the SLA"),
        ("quorum: 2", "turn: around", ":13: policies.refund.tiers[1].turn", "'everybody' or", "or round-robin"),
        ("quorum: 2", "calendar: office", ":13: policies.refund.tiers[1].calendar", "no calendar named", "calendars:"),
        ("quorum: 2", "defer: true", ":10: policies.refund.tiers[1]", "needs a calendar", "or remove defer"),
        ("quorum: 2", "at_least: {lads: 1}", ":10: policies.refund.tiers[1]", "no reviewer", "reviewers:, or remove"),
        (
            "quorum: 2",
            "quorum: 2\n        distinct_groups: true",
            ":10: policies.refund.tiers[1]",
            "greater than the number of groups",
            "lower quorum:",
        ),
        (
            "quorum: 2",
            "quorum: 2\n      - {name: two, reviewers: {people: [UABC, UDEF]}, rejections: 3}",
            ":14: policies.refund.tiers[2].rejections",
            "more than the 2 who are asked",
            "at most 2, or all",
        ),
        ("channel: C0123ABC", "channel: #ops", ":15: policies.default.channel", "should be text", "with the quotes"),
        ("channel: C0123ABC", "channel: ops", ":15: policies.default.channel", "not written as", '"#approvals"'),
        ("    channel: C0123ABC\n", "", ":14: policies.default.channel", "missing", "write the channel"),
        ("      - name: managers\n  ", "      -", ":17: policies.default.tiers[0].name", "missing", "write a name"),
        ("risk: 0.15", "risk: low", ":9: policies.refund.tiers[0].limits.risk", "a number", "limits: {"),
        (
            "[team-leads]",
            '["@team-leads"]',
            ":11: policies.refund.tiers[1].reviewers.groups[0]",
            "not written",
            "without the @",
        ),
        ("{groups: [managers]}", "{}", ":18: policies.default.tiers[0].reviewers", "at least one", "add groups:"),
        (
            "    channel: C0123ABC",
            "    name: x\n    channel: C0123ABC",
            ":15: policies.default.name",
            "named by the key",
            "remove",
        ),
        (
            "limits: {amount: 500, risk: 0.15}",
            "quorum: 1",
            ":7: policies.refund.tiers[0]",
            "auto tier needs",
            "add limits",
        ),
        (
            "auto: true",
            "auto: true\n        reviewers: {groups: [a]}",
            ":7: policies.refund.tiers[0]",
            "asks nobody",
            "remove",
        ),
        (
            "        reviewers: {groups: [managers]}\n",
            "",
            ":17: policies.default.tiers[0]",
            "name the tier's",
            "add reviewers",
        ),
        ("name: team lead", "name: auto", ":3: policies.refund", "share a name", "a name of its own"),
        ("quorum: 2", "limits: {amount: 9}", ":3: policies.refund", "must have no limits", "remove the last"),
        ("on_timeout: wait", "on_timeout: fallback", ":3: policies.refund", "go together", "fallback: with the name"),
        ("on_timeout: wait", "outage: {}", ":5: policies.refund.outage", "after how long", "add after: 2h"),
        ("on_timeout: wait", "repeat: -1", ":5: policies.refund.repeat", "greater than or equal to 0", "from 0 to 10"),
        ("on_timeout: wait", "batch: {window: 9m, mst: 3}", ":5: policies.refund.batch.mst", "no such", "mean most?"),
        (
            "on_timeout: wait",
            "on_timeout: fallback\n    fallback: defalt",
            ":6: policies.refund.fallback",
            "no policy named defalt",
            "did you mean default?",
        ),
        ("  default:\n", "  default:\n  deploy:\n", ":14: policies.default", "made of fields", "channel: and tiers:"),
        ("name: team lead", "name: on", ":10: policies.refund.tiers[1].name", "something else than text", "in quotes"),
        (
            "[team-leads]",
            "[no]",
            ":11: policies.refund.tiers[1].reviewers.groups[0]",
            "something else than",
            "in quotes",
        ),
        (
            "on_timeout: wait",
            "on_timeout: fallback\n    fallback: 12",
            ":6: policies.refund.fallback",
            "something else than text",
            "in quotes",
        ),
        ("  default:\n", "  refund:\n", ":3: policies.refund", "written again in line 14", "keep one"),
        ("quorum: 2", "sla: 1h", ":12: policies.refund.tiers[1].sla", "written again in line 13", "keep one"),
        ("auto: true", "auto: [true", ":9", "not YAML", "mend the YAML"),
        ("auto: true", 'auto: "true', ":8", "not YAML: found unexpected end of stream", "the quotes near here"),
        ("auto: true", "auto: !!python/name:os.system", ":8", "not YAML: could not determine", "mend the YAML"),
        ("auto: true", "auto: *nowhere", ":8", "undefined alias", "mend the YAML"),
        ("sla: 30m", "sla: 30", ":12: policies.refund.tiers[1].sla", "not written as it has to be", "30m, 2h or 1d"),
        ("sla: 30m", "sla: 1:30", ":12: policies.refund.tiers[1].sla", "not written as it has to be", "30m, 2h or 1d"),
        ("sla: 30m", "sla: PT30M", ":12: policies.refund.tiers[1].sla", "not written as it has to be", "30m, 2h or 1d"),
        (
            "sla: 30m",
            "sla: '01:30:00'",
            ":12: policies.refund.tiers[1].sla",
            "not written as it has to be",
            "30m, 2h or 1d",
        ),
        (
            "sla: 30m",
            "sla: 2026-99-99",
            ":12: policies.refund.tiers[1].sla",
            "not written as it has to be",
            "30m, 2h or 1d",
        ),
        ("quorum: 2", "quorum: yes", ":13: policies.refund.tiers[1].quorum", "not written", "from 1 to 20, any or all"),
        ("on_timeout: wait", "repeat: yes", ":5: policies.refund.repeat", "a whole number", "from 0 to 10"),
        ("auto: true", "auto: maybe", ":8: policies.refund.tiers[0].auto", "true or false", "write true or false"),
        ("risk: 0.15", "risk: yes", ":9: policies.refund.tiers[0].limits.risk", "a number", "limits: {"),
        ("amount: 500", "amount: 0500", ":9: policies.refund.tiers[0].limits.amount", "a number", "limits: {"),
        ("amount: 500", "amount: 8:20", ":9: policies.refund.tiers[0].limits.amount", "a number", "limits: {"),
        (
            "on_timeout: wait",
            "requester_may_act: 1",
            ":5: policies.refund.requester_may_act",
            "not written",
            "true or false, or a list",
        ),
        (
            "on_timeout: wait",
            "may_undo: {grups: [a], groups: [b]}",
            ":5: policies.refund.may_undo.grups",
            "no such field",
            "did you mean groups?",
        ),
        ("on_timeout: wait", "may_undo: all", ":5: policies.refund.may_undo", "made of fields", "may_undo: {groups:"),
        ("on_timeout: wait", "may_undo: {}", ":5: policies.refund.may_undo", "at least one group", "add groups:"),
        ("name: managers", "name: \a", "", "special characters", "mend the YAML"),
    ],
)
def test_a_mistake_is_told_with_line_field_and_remedy(  # noqa: PLR0913, PLR0917
    tmp_path: Path, old: str, new: str, place: str, wrong: str, remedy: str
) -> None:
    where, said, instead = only(tmp_path, changed(old, new))
    assert where == place
    assert wrong in said
    assert remedy in instead


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("lena@example.org", "Lena Ott", ":11: policies.refund.tiers[1].reviewers.people[0]"),
        ("on_timeout: wait", 'requester_may_act: ["@lena"]', ":5: policies.refund.requester_may_act[0]"),
        ("on_timeout: wait", "may_undo: {people: [Lena Ott]}", ":5: policies.refund.may_undo.people[0]"),
    ],
)
def test_people_are_named_by_user_id_or_e_mail_address(tmp_path: Path, old: str, new: str, place: str) -> None:
    where, wrong, remedy = only(tmp_path, changed(old, new))
    assert where == place
    assert "neither a user id nor an e-mail address" in wrong
    assert "such as U012AB3CD" in remedy


def test_an_auto_tier_after_one_that_asks_people_is_a_mistake(tmp_path: Path) -> None:
    where, wrong, remedy = only(
        tmp_path,
        """\
        policies:
          p:
            channel: "#a"
            tiers:
              - {name: leads, limits: {amount: 1}, reviewers: {groups: [leads]}}
              - {name: auto, auto: true, limits: {amount: 9}}
              - {name: cfo, reviewers: {groups: [cfo]}}
        """,
    )
    assert (where, remedy) == (":2: policies.p", "move the auto tiers to the top of the list")
    assert wrong.startswith("auto tiers come before")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """\
        calendars:
          office: {zone: Nowhere, days: [noday]}
        policies:
          refund:
            channel: ops
            chanel: "#ops"
            tiers:
              - {name: leads, sla: soon, calendar: office, reviewers: {groups: [leads]}}
          deploy: {channel: "#deploys"}
          42: soon
        routes:
          - {policy: refnd}
          - {policy: refund, when: {risk: high}}
        default: refund
        quiet: {pings: 3}
        """,
    )
    assert [mistake.where for mistake in found] == [
        ":2: calendars.office.days",
        ":2: calendars.office.zone",
        ":5: policies.refund.channel",
        ":6: policies.refund.chanel",
        ":8: policies.refund.tiers[0].sla",
        ":9: policies.deploy.tiers",
        ":10: policies[42]",
        ":12: routes[0].policy",
        ":13: routes[1].when.risk",
        ":15: quiet.pings",
    ]


def test_a_policy_without_tiers_is_a_mistake(tmp_path: Path) -> None:
    where, wrong, remedy = only(tmp_path, "policies:\n  p:\n    channel: '#a'\n    tiers: []\n")
    assert (where, wrong) == (":4: policies.p.tiers", "it should have at least 1 item")
    assert remedy.startswith("write a list of tiers")


@pytest.mark.parametrize("text", ["policies:\n", "policies: {}\n", "quiet: {}\n"])
def test_a_file_without_policies_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, text)[:2] == (":1: policies", "there are no policies")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "null\n"])
def test_an_empty_file_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, text)[:2] == (":1", "it is empty")


@pytest.mark.parametrize("text", ["- refund\n", "refund\n", "7\n"])
def test_a_file_of_something_else_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, text)[:2] == (":1", "it is not made of sections")


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    assert only(tmp_path, b"refund: \xff\xfe")[1] == "it is not text in UTF-8"


def test_brackets_without_end_are_a_mistake(tmp_path: Path) -> None:
    assert only(tmp_path, "[" * 20_000)[1].startswith("it is not YAML")


@pytest.mark.parametrize("text", ["policies: &a\n  x: *a\n", "policies:\n  a: &a {channel: '#a', tiers: [*a]}\n"])
def test_an_alias_of_itself_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_a_file_that_is_not_there_is_a_mistake_that_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="COUNTERSIGN_POLICIES") as caught:
        read_policies(tmp_path / "none.yaml", NOW)
    assert "No such file" in caught.value.mistakes[0].wrong


def test_a_directory_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_policies(tmp_path, NOW)


def test_every_field_has_a_remedy() -> None:
    sections = {"Mapped": "dialects.", "MappedAction": "dialects."}
    named = {
        f"{sections.get(model.__name__, '')}{field}" for model in remedies.MODELS for field in remedies.fields_of(model)
    }
    assert not [field for field in named if remedies.write(field) == remedies.write("no such field")]


def test_every_rule_of_the_models_has_a_remedy_of_its_own() -> None:
    """Those of calendars say in their own words what to write."""
    files = ["policy", "tier", "routes", "dialects/mapped"]
    code = "".join((ROOT / "bot" / "approvals" / f"{name}.py").read_text(encoding="utf-8") for name in files)
    rules: list[str] = re.findall(r'ValueError\("([^"]+)"\)', code)
    assert len(rules) > 12
    causes = [remedies.Cause((), "value_error", f"Value error, {rule}") for rule in rules]
    general = remedies.write("no such field")
    assert not [cause for cause in causes if remedies.in_words(cause, remedies.MODELS[0], "")[1] == general]


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    (tmp_path / "policies.yaml").write_text(SOUND)
    assert not read_policies(tmp_path / "policies.yaml", NOW, {"refund", "closing"}).warnings
