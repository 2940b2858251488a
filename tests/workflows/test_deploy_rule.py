"""The rule that summarises and judges a change without a model."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Check, CheckStatus
from tests.workflows.examples import HOSTILE, deploy_input
from workflows.deploy.rule import summarise
from workflows.deploy.state import DeployInput


def changed_file(path: str, *lines: str) -> str:
    """A diff that adds a file of these lines."""
    body = "".join(f"+{line}\n" for line in lines)
    return f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{len(lines)} @@\n{body}"


def made(**changed: Any) -> DeployInput:
    """A form as the workflow sees it."""
    return DeployInput(**deploy_input(**changed))


def checked(*statuses: str) -> list[Check]:
    """A result for each status."""
    return [Check(name=f"Check {number}", status=CheckStatus(status)) for number, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("changed", "statuses", "risk"),
    [
        ({"diff": changed_file("a.py", "1")}, ["pass"], 0.20),
        ({"diff": changed_file("a.py", "1"), "environment": "staging"}, [], 0.05),
        ({"diff": changed_file("a.py", *["1"] * 50)}, [], 0.20),
        ({"diff": changed_file("a.py", *["1"] * 51)}, [], 0.30),
        ({"diff": changed_file("a.py", *["1"] * 301)}, [], 0.40),
        ({"diff": changed_file("db/migrations/7.sql", "1")}, [], 0.35),
        ({"diff": changed_file("a.py", "1")}, ["fail", "warn"], 0.45),
        ({"diff": "Just deploy it."}, [], 0.60),
        ({"diff": "Just deploy it."}, ["fail"] * 20, 1.0),
    ],
)
def test_the_risk_is_what_the_rule_says(changed: dict[str, Any], statuses: list[str], risk: float) -> None:
    summary = summarise(made(**changed), checked(*statuses))
    assert summary.risk == risk
    assert len(summary.concerns) <= 10


@pytest.mark.parametrize("typed", HOSTILE)
def test_telling_the_rule_to_approve_changes_nothing(typed: str) -> None:
    plain = made(diff=changed_file("a.py", "value = 1", "# harmless"))
    told = made(diff=changed_file("a.py", "value = 1", f"# {typed}"))
    assert summarise(told, []) == summarise(plain, [])


@given(line=st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=200))
def test_no_words_in_an_added_line_change_the_judgement(line: str) -> None:
    plain = made(diff=changed_file("a.py", "value = 1", ""))
    assert summarise(made(diff=changed_file("a.py", "value = 1", line)), []) == summarise(plain, [])
