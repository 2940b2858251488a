"""docs/policies.md holds: its examples are sound, what it says of them is so, and its tables are the schema's."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.approvals.ask import Ask, Risk, Urgency
from bot.approvals.commands import Open
from bot.approvals.forecasting import Step, forecast
from bot.approvals.routes import Circumstances
from bot.approvals.routing import PolicyBook, choose, first_tier
from bot.policybook import read_policies
from bot.policybook.meanings import FIELDS, SECTIONS
from tests.approvals.examples import REQUESTER, an_origin
from tests.architecture.tree import ROOT
from tests.policybook.files import NOW
from tests.policybook.test_schema import complaints

PAGE = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 17, 55, tzinfo=BERLIN)
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=BERLIN)
WORKFLOWS = {"refund", "deploy", "signoff"}


def examples() -> list[str]:
    """Every example on the page."""
    return re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def whole_files() -> list[str]:
    """The examples that are a file by themselves."""
    return [example for example in examples() if "policies:\n" in example]


def tables() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each table of the reference: the heading it stands under, and its fields with what they say."""
    for part in PAGE.partition("\n## Reference\n")[2].split("\n### ")[1:]:
        yield part.splitlines()[0], re.findall(r"^\| `(\w+)` \| (.+) \|$", part, flags=re.MULTILINE)


def joined(folder: Path, steps: int) -> PolicyBook:
    """What the file of the walk-through makes after so many of its steps."""
    content: dict[str, Any] = {}
    for example in examples()[:steps]:
        for name, section in yaml.safe_load(example).items():
            content[name] = content[name] | section if isinstance(section, dict) and name in content else section
    (folder / "policies.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    return read_policies(folder / "policies.yaml", NOW, WORKFLOWS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> PolicyBook:
    """The file at the end of the walk-through."""
    return joined(tmp_path_factory.mktemp("page"), 4)


def opening(book: PolicyBook, workflow: str, at: datetime, belongs: frozenset[str] = frozenset(), **said: Any) -> Open:
    """What somebody asks for at a moment, under the policy that it is routed to."""
    ask = Ask(title="May I?", **said)
    seen = Circumstances(workflow=workflow, ask=ask, requester=REQUESTER, belongs=belongs, channel="", now=at)
    chosen = choose(book, seen)
    return Open(
        request_id="req_1",
        origin=an_origin(),
        ask=ask,
        policy=chosen.policy,
        at_least=chosen.at_least,
        routed_by=chosen.routed_by,
    )


def starts(command: Open) -> tuple[str, str]:
    """The policy and the tier at which it starts."""
    rung = first_tier(command.policy, command.ask, command.at_least)
    return command.policy.name, command.policy.tiers[rung].name


@pytest.mark.parametrize("example", whole_files())
def test_every_example_is_a_sound_file_and_fits_the_schema(tmp_path: Path, example: str) -> None:
    (tmp_path / "policies.yaml").write_text(example)
    assert read_policies(tmp_path / "policies.yaml", NOW).policies
    assert complaints(example) == []


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_the_file_is_sound_for_the_demo_after_every_step(tmp_path: Path, steps: int) -> None:
    warnings = joined(tmp_path, steps).warnings
    assert len(warnings) == (1 if steps in {2, 3} else 0)
    assert all("risky deployment: nothing leads to this policy" in warning for warning in warnings)


def test_no_example_is_left_out() -> None:
    assert len(examples()) == len(whole_files()) + 1 == 8


@pytest.mark.parametrize(
    ("amount", "tier"),
    [(100, "small"), (5000, "team lead"), (5000.01, "four eyes"), (50_000, "four eyes"), (50_001, "CFO")],
)
def test_a_refund_starts_where_the_page_says(book: PolicyBook, amount: float, tier: str) -> None:
    assert starts(opening(book, "refund", TUESDAY, measures={"amount": amount})) == ("refund", tier)


def test_a_refund_without_an_amount_starts_at_the_top(book: PolicyBook) -> None:
    assert starts(opening(book, "refund", TUESDAY)) == ("refund", "CFO")


@pytest.mark.parametrize(("amount", "tier"), [(100, "small"), (101, "four eyes"), (50_001, "CFO")])
def test_outside_of_office_hours_a_refund_starts_at_four_eyes_or_above(
    book: PolicyBook, amount: float, tier: str
) -> None:
    assert starts(opening(book, "refund", FRIDAY, measures={"amount": amount})) == ("refund", tier)


def test_team_leads_are_reminded_after_fifteen_minutes_and_five_before_the_end(book: PolicyBook) -> None:
    steps = forecast(opening(book, "refund", TUESDAY, measures={"amount": 4000.0}), TUESDAY)
    told = [(step.at - TUESDAY, step.kind) for step in steps if step.at <= TUESDAY + timedelta(minutes=30)]
    assert [(when, kind) for when, kind in told if kind in {"neared", "escalated"}] == [
        (timedelta(minutes=15), "neared"),
        (timedelta(minutes=25), "neared"),
        (timedelta(minutes=30), "escalated"),
    ]


@pytest.mark.parametrize(("risk", "policy"), [(Risk.HIGH, "risky deployment"), (Risk.LOW, "deploy"), (None, "deploy")])
def test_only_a_risky_deployment_goes_to_two_groups(book: PolicyBook, risk: Risk | None, policy: str) -> None:
    assert opening(book, "deploy", FRIDAY, risk=risk).policy.name == policy


def on_the_way(steps: tuple[Step, ...]) -> list[tuple[str, str, datetime | None, datetime | None]]:
    return [(step.kind, step.tier, step.parked_until, step.due_at) for step in steps if step.kind != "seated"]


def test_a_wish_of_a_friday_evening_waits_for_monday_and_then_falls_back_to_the_board(book: PolicyBook) -> None:
    def berlin(day: int, hour: int) -> datetime:
        return datetime(2026, 11, day, hour, tzinfo=BERLIN)

    opened, unparked, fallen = on_the_way(forecast(opening(book, "signoff", FRIDAY), FRIDAY))[:3]
    assert opened == ("opened", "counsel", berlin(23, 9), berlin(23, 17))
    assert unparked == ("unparked", "counsel", None, berlin(23, 17))
    assert fallen == ("fellback", "board", berlin(24, 9), berlin(24, 17))


def test_an_urgent_wish_is_put_to_counsel_at_once(book: PolicyBook) -> None:
    urgent = opening(book, "signoff", FRIDAY, urgency=Urgency.HIGH)
    assert on_the_way(forecast(urgent, FRIDAY))[0][2] is None


def test_what_managers_want_signed_is_for_the_board(book: PolicyBook) -> None:
    assert opening(book, "signoff", TUESDAY, frozenset({"managers"})).policy.name == "board"


def test_whatever_else_there_is_goes_to_the_default(book: PolicyBook) -> None:
    assert opening(book, "expenses", TUESDAY).policy.name == "board"


def test_the_reference_says_of_every_field_what_the_schema_says() -> None:
    told = [fields for _, fields in tables()]
    meant = [SECTIONS, *FIELDS.values()]
    assert told == [list(fields.items()) for fields in meant]
