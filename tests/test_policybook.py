"""The policies file is read whole, and every mistake in it is told with its line and its remedy."""

import textwrap
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.policy import OnTimeout, Policy
from bot.faults import Misconfigured, Mistake
from bot.policybook import policy_for, read_policies

SOUND = """\
# for operators
refund:
  channel: "#approvals"
  on_timeout: wait
  tiers:
    - name: auto
      auto: true
      limits: {amount: 500, risk: 0.15}
    - name: team lead
      reviewers: {groups: [team-leads], people: [lena@example.org]}
      sla: 30m
      quorum: 2
default:
  channel: C0123ABC
  tiers:
    - name: managers
      reviewers: {groups: [managers]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policies.yaml"


def mistakes(file: Path, text: str | bytes) -> list[Mistake]:
    file.write_bytes(textwrap.dedent(text).encode() if isinstance(text, str) else text)
    with pytest.raises(Misconfigured) as caught:
        read_policies(file)
    return caught.value.mistakes


def only(file: Path, text: str | bytes) -> tuple[str, str, str]:
    [mistake] = mistakes(file, text)
    return mistake.where.removeprefix(f"{file}"), mistake.wrong, mistake.remedy


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def test_a_sound_file_gives_its_policies_by_name(file: Path) -> None:
    file.write_text(SOUND)
    policies = read_policies(file)
    assert list(policies) == ["refund", "default"]
    refund = policies["refund"]
    assert (refund.name, refund.channel, refund.on_timeout) == ("refund", "#approvals", OnTimeout.WAIT)
    assert refund.tiers[1].sla == timedelta(minutes=30)
    assert refund.tiers[0].limits == {"amount": 500, "risk": 0.15}


def test_the_policies_that_come_with_countersign_are_sound() -> None:
    assert "default" in read_policies(Path(__file__).parents[1] / "workflows" / "policies.yaml")


def test_anchors_and_merged_keys_may_be_used(file: Path) -> None:
    file.write_text(
        textwrap.dedent("""\
        first: &first
          channel: "#approvals"
          tiers: &tiers
            - {name: leads, reviewers: {groups: [leads]}}
        second:
          <<: *first
          channel: "#deploys"
        third: {channel: "#general", tiers: *tiers}
        """)
    )
    policies = read_policies(file)
    assert [policy.channel for policy in policies.values()] == ["#approvals", "#deploys", "#general"]
    assert policies["second"].tiers == policies["third"].tiers == policies["first"].tiers


@pytest.mark.parametrize(
    ("old", "new", "place", "wrong", "remedy"),
    [
        ("sla: 30m", "slaa: 30m", ":11: refund.tiers[1].slaa", "no such field", "did you mean sla?"),
        ("  on_timeout: wait", "  on_time: wait", ":4: refund.on_time", "no such field", "did you mean on_timeout?"),
        ("{groups: [managers]}", "{grups: [a], groups: [b]}", ":17: default.tiers[0].reviewers.grups", "", "groups?"),
        ("quorum: 2", "xyzzy: 2", ":12: refund.tiers[1].xyzzy", "no such field", "the fields here are auto, limits"),
        ("sla: 30m", "sla: soon", ":11: refund.tiers[1].sla", "not written as it has to be", "45s, 30m, 2h or 1d"),
        ("sla: 30m", "sla: 400d", ":11: refund.tiers[1].sla", "less than or equal to 366 days", "at most 366 days"),
        ("sla: 30m", "sla: 0s", ":11: refund.tiers[1].sla", "greater than 0", "45s, 30m, 2h or 1d"),
        ("on_timeout: wait", "on_timeout: approve", ":4: refund.on_timeout", "'reject' or 'wait'", "reject or wait"),
        ("quorum: 2", "quorum: 0", ":12: refund.tiers[1].quorum", "greater than or equal to 1", "from 1 to 20"),
        ("channel: C0123ABC", "channel: #ops", ":14: default.channel", "valid string", "with the quotes"),
        ("channel: C0123ABC", "channel: ops", ":14: default.channel", "not written as", '"#approvals"'),
        ("  channel: C0123ABC\n", "", ":13: default.channel", "missing", "write the channel"),
        ("    - name: managers\n  ", "    -", ":16: default.tiers[0].name", "missing", "write a name"),
        ("risk: 0.15", "risk: low", ":8: refund.tiers[0].limits.risk", "valid number", "limits: {"),
        ("[team-leads]", '["@team-leads"]', ":10: refund.tiers[1].reviewers.groups[0]", "not written", "without the @"),
        ("{groups: [managers]}", "{}", ":17: default.tiers[0].reviewers", "at least one", "add groups:"),
        ("  channel: C0123ABC", "  name: x\n  channel: C0123ABC", ":14: default.name", "named by the key", "remove"),
        ("limits: {amount: 500, risk: 0.15}", "quorum: 1", ":6: refund.tiers[0]", "auto tier needs", "add limits"),
        (
            "  auto: true",
            "  auto: true\n      reviewers: {groups: [a]}",
            ":6: refund.tiers[0]",
            "asks nobody",
            "remove",
        ),
        ("      reviewers: {groups: [managers]}\n", "", ":16: default.tiers[0]", "name the tier's", "add reviewers"),
        ("name: team lead", "name: auto", ":2: refund", "share a name", "a name of its own"),
        ("quorum: 2", "limits: {amount: 9}", ":2: refund", "last tier must have no limits", "remove the last"),
        ("default:\n", "default:\ndeploy:\n", ":13: default", "made of fields", "write channel: and tiers:"),
        ("default:\n", "on:\n", ":1: True", "something else than text", "in quotes"),
        ("default:\n", "refund:\n", ":2: refund", "written again in line 13", "keep one"),
        ("quorum: 2", "sla: 1h", ":11: refund.tiers[1].sla", "written again in line 12", "keep one"),
        ("auto: true", "auto: [true", ":8", "not YAML", "mend the YAML"),
        ("auto: true", "auto: !!python/name:os.system", ":7", "not YAML: could not determine", "mend the YAML"),
        ("auto: true", "auto: *nowhere", ":7", "undefined alias", "mend the YAML"),
        ("sla: 30m", "sla: 2026-99-99", "", "not YAML: month must be", "mend the YAML"),
        ("name: managers", "name: \a", "", "special characters", "mend the YAML"),
    ],
)
def test_a_mistake_is_told_with_line_field_and_remedy(  # noqa: PLR0913, PLR0917
    file: Path, old: str, new: str, place: str, wrong: str, remedy: str
) -> None:
    where, said, instead = only(file, changed(old, new))
    assert where == place
    assert wrong in said
    assert remedy in instead


def test_an_auto_tier_after_one_that_asks_people_is_a_mistake(file: Path) -> None:
    where, wrong, remedy = only(
        file,
        """\
        p:
          channel: "#a"
          tiers:
            - {name: leads, limits: {amount: 1}, reviewers: {groups: [leads]}}
            - {name: auto, auto: true, limits: {amount: 9}}
            - {name: cfo, reviewers: {groups: [cfo]}}
        """,
    )
    assert (where, remedy) == (":1: p", "move the auto tiers to the top of the list")
    assert wrong.startswith("auto tiers come before")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(file: Path) -> None:
    found = mistakes(
        file,
        """\
        refund:
          channel: ops
          chanel: "#ops"
          tiers:
            - {name: leads, sla: soon, reviewers: {groups: [leads]}}
        deploy: {channel: "#deploys"}
        42: {}
        """,
    )
    assert [mistake.where.removeprefix(f"{file}:") for mistake in found] == [
        "2: refund.channel",
        "3: refund.chanel",
        "5: refund.tiers[0].sla",
        "6: deploy.tiers",
        "7: 42",
    ]


def test_a_policy_without_tiers_is_a_mistake(file: Path) -> None:
    where, wrong, remedy = only(file, "p:\n  channel: '#a'\n  tiers: []\n")
    assert (where, wrong) == (":3: p.tiers", "it should have at least 1 item")
    assert remedy.startswith("write a list of tiers")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "null\n"])
def test_an_empty_file_is_a_mistake(file: Path, text: str) -> None:
    assert only(file, text)[:2] == (":1", "it is empty")


@pytest.mark.parametrize("text", ["- refund\n", "refund\n", "7\n"])
def test_a_file_of_something_else_is_a_mistake(file: Path, text: str) -> None:
    assert only(file, text)[:2] == (":1", "it is not made of policies")


def test_bytes_that_are_no_text_are_a_mistake(file: Path) -> None:
    assert only(file, b"refund: \xff\xfe")[1] == "it is not text in UTF-8"


def test_brackets_without_end_are_a_mistake(file: Path) -> None:
    assert only(file, "[" * 20_000)[1].startswith("it is not YAML")


def test_an_alias_of_itself_is_a_mistake(file: Path) -> None:
    assert mistakes(file, "a: &a\n  channel: '#a'\n  tiers: [*a]\n")


def test_a_file_that_is_not_there_is_a_mistake_that_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="COUNTERSIGN_POLICIES") as caught:
        read_policies(tmp_path / "none.yaml")
    assert "No such file" in caught.value.mistakes[0].wrong


def test_a_directory_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_policies(tmp_path)


@pytest.fixture
def policies(file: Path) -> dict[str, Policy]:
    file.write_text(SOUND)
    return read_policies(file)


def test_a_workflow_follows_the_policy_of_its_own_name(policies: dict[str, Policy]) -> None:
    assert policy_for(policies, "refund").name == "refund"


def test_a_workflow_without_a_policy_of_its_own_follows_the_default(policies: dict[str, Policy]) -> None:
    assert policy_for(policies, "closing").name == "default"


def test_without_a_default_a_workflow_needs_a_policy_of_its_own(policies: dict[str, Policy]) -> None:
    with pytest.raises(Misconfigured, match="add a policy named closing"):
        policy_for({"refund": policies["refund"]}, "closing")
