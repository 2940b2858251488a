"""The environment becomes one Settings, or every mistake in it is told."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

import pytest

from bot.faults import Misconfigured, Mistake
from bot.settings import VARIABLES, Settings, real_now

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-2-abcdef", "SLACK_APP_TOKEN": "xapp-1-A1-abcdef"}


def read(**environ: str) -> Settings:
    return Settings.read({**TOKENS, **environ})


def mistakes(environ: Mapping[str, str], *, serving: bool = True) -> list[Mistake]:
    with pytest.raises(Misconfigured) as caught:
        Settings.read(environ, serving=serving)
    return caught.value.mistakes


def test_with_only_the_tokens_set_every_default_holds() -> None:
    settings = read()
    assert settings.bot_token.get_secret_value() == TOKENS["SLACK_BOT_TOKEN"]
    assert settings.app_token.get_secret_value() == TOKENS["SLACK_APP_TOKEN"]
    assert settings.api_url == "https://slack.com/api/"
    assert settings.data == Path(".data")
    assert settings.ledger_url == "sqlite+aiosqlite:///.data/ledger.db"
    assert settings.checkpoints == Path(".data/checkpoints.db")
    assert settings.workflows == ("langgraph.json",)
    assert settings.policies == Path("workflows/policies.yaml")
    assert settings.operators_channel is None
    assert (settings.sla_speedup, settings.lease_seconds, settings.channel_pace) == (1, 30, 1)
    assert (settings.max_attempts, settings.runs_at_once) == (30, 8)
    assert (settings.log_level, settings.log_format) == ("info", "text")


def test_what_is_set_is_used() -> None:
    settings = read(
        SLACK_API_URL="http://127.0.0.1:8080/api",
        COUNTERSIGN_DATA="/var/lib/countersign",
        COUNTERSIGN_WORKFLOWS="langgraph.json, close=tools.closing:graph,wipe=./tools/wipe.py:build",
        COUNTERSIGN_POLICIES="/etc/countersign/policies.yaml",
        COUNTERSIGN_OPERATORS_CHANNEL="#operators",
        COUNTERSIGN_SLA_SPEEDUP="60",
        COUNTERSIGN_LEASE_SECONDS="0.5",
        COUNTERSIGN_MAX_ATTEMPTS="3",
        COUNTERSIGN_CHANNEL_PACE="0",
        COUNTERSIGN_RUNS_AT_ONCE="2",
        COUNTERSIGN_LOG_LEVEL="DEBUG",
        COUNTERSIGN_LOG_FORMAT="json",
    )
    assert settings.api_url == "http://127.0.0.1:8080/api/"
    assert settings.ledger_url == "sqlite+aiosqlite:////var/lib/countersign/ledger.db"
    assert settings.workflows == ("langgraph.json", "close=tools.closing:graph", "wipe=./tools/wipe.py:build")
    assert settings.policies == Path("/etc/countersign/policies.yaml")
    assert settings.operators_channel == "#operators"
    assert (settings.sla_speedup, settings.lease_seconds, settings.channel_pace) == (60, 0.5, 0)
    assert (settings.max_attempts, settings.runs_at_once) == (3, 2)
    assert (settings.log_level, settings.log_format) == ("debug", "json")


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert read(**{variable.name: " " for variable in VARIABLES if not variable.to_serve}) == read()


def test_a_home_directory_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ops")
    assert read(COUNTERSIGN_DATA="~/signing").data == Path("/home/ops/signing")


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:////srv/ledger.db", "postgresql+psycopg://ops:pw@db/countersign"])
def test_a_ledger_elsewhere_is_used_as_it_is_written(url: str) -> None:
    assert read(COUNTERSIGN_LEDGER_URL=url).ledger_url == url


def test_without_serving_the_tokens_may_be_missing() -> None:
    settings = Settings.read({}, serving=False)
    assert not settings.bot_token.get_secret_value()
    assert not settings.app_token.get_secret_value()


def test_without_serving_a_wrong_token_is_still_a_mistake() -> None:
    assert [mistake.where for mistake in mistakes({"SLACK_BOT_TOKEN": "hello"}, serving=False)] == ["SLACK_BOT_TOKEN"]


def test_all_mistakes_are_told_at_once_each_with_its_remedy() -> None:
    found = mistakes({"COUNTERSIGN_SLA_SPEEDUP": "fast", "COUNTERSIGN_LOG_FORMAT": "xml", "COUNTERSIGN_LEASE": "30"})
    assert {mistake.where for mistake in found} == {
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "COUNTERSIGN_SLA_SPEEDUP",
        "COUNTERSIGN_LOG_FORMAT",
        "COUNTERSIGN_LEASE",
    }
    assert all(mistake.wrong and mistake.remedy for mistake in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1-2-abcdef"),
        ("SLACK_BOT_TOKEN", "xoxb-…"),
        ("SLACK_BOT_TOKEN", "xoxb-1-2-abc def"),
        ("SLACK_APP_TOKEN", "abcdef"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "http://127.0.0.1.example.org/api/"),
        ("SLACK_API_URL", "https://ops:pw@slack.com/api/"),
        ("SLACK_API_URL", "https:///api/"),
        ("SLACK_API_URL", "https://[::1/api/"),
        ("SLACK_API_URL", "slack.com"),
        ("COUNTERSIGN_DATA", "what?"),
        ("COUNTERSIGN_DATA", "~nobody-by-this-name/data"),
        ("COUNTERSIGN_LEDGER_URL", "sqlite:///ledger.db"),
        ("COUNTERSIGN_LEDGER_URL", "sqlite+aiosqlite:///:memory:"),
        ("COUNTERSIGN_LEDGER_URL", "sqlite+aiosqlite:///"),
        ("COUNTERSIGN_LEDGER_URL", "postgres://ops:pw@db/countersign"),
        ("COUNTERSIGN_WORKFLOWS", "refund"),
        ("COUNTERSIGN_WORKFLOWS", "langgraph.json,,"),
        ("COUNTERSIGN_WORKFLOWS", "refund=workflows.refund"),
        ("COUNTERSIGN_WORKFLOWS", "refund=a:graph,refund=b:graph"),
        ("COUNTERSIGN_OPERATORS_CHANNEL", "operators"),
        ("COUNTERSIGN_SLA_SPEEDUP", "0.5"),
        ("COUNTERSIGN_SLA_SPEEDUP", "nan"),
        ("COUNTERSIGN_SLA_SPEEDUP", "inf"),
        ("COUNTERSIGN_LEASE_SECONDS", "0.1"),
        ("COUNTERSIGN_LEASE_SECONDS", "601"),
        ("COUNTERSIGN_MAX_ATTEMPTS", "-7"),
        ("COUNTERSIGN_MAX_ATTEMPTS", "2.5"),
        ("COUNTERSIGN_CHANNEL_PACE", "-1"),
        ("COUNTERSIGN_RUNS_AT_ONCE", "many"),
        ("COUNTERSIGN_LOG_LEVEL", "loud"),
        ("COUNTERSIGN_LOG_FORMAT", "xml"),
    ],
)
def test_a_mistake_names_its_variable_and_never_repeats_the_value(name: str, text: str) -> None:
    [mistake] = mistakes({**TOKENS, name: text})
    assert mistake.where == name
    assert text not in mistake.wrong


def test_swapped_tokens_are_recognised() -> None:
    swapped = {"SLACK_BOT_TOKEN": TOKENS["SLACK_APP_TOKEN"], "SLACK_APP_TOKEN": TOKENS["SLACK_BOT_TOKEN"]}
    assert [mistake.wrong for mistake in mistakes(swapped)] == [
        "it holds the other token, the one that begins with xapp-",
        "it holds the other token, the one that begins with xoxb-",
    ]


def test_a_misspelt_setting_is_told_with_the_nearest_name() -> None:
    [mistake] = mistakes({**TOKENS, "COUNTERSIGN_WORKFLOW": "langgraph.json"})
    assert (mistake.where, mistake.remedy) == ("COUNTERSIGN_WORKFLOW", "did you mean COUNTERSIGN_WORKFLOWS?")


def test_a_setting_unlike_any_other_is_told_too() -> None:
    [mistake] = mistakes({**TOKENS, "COUNTERSIGN_XYZZY": "1"})
    assert mistake.remedy.startswith("remove it")


def test_the_settings_of_workflows_and_of_tests_are_left_alone() -> None:
    others = {"COUNTERSIGN_EFFECTS": "x", "COUNTERSIGN_DEPLOY_CHECKS": "y", "COUNTERSIGN_TEST_PORT": "1", "HOME": "/"}
    assert read(**others) == read()


def test_no_secret_is_shown_when_settings_are() -> None:
    shown = repr(read(COUNTERSIGN_LEDGER_URL="postgresql+psycopg://ops:hunter2@db/countersign"))
    assert not any(secret in shown for secret in [*TOKENS.values(), "hunter2"])


def test_every_field_has_its_variable() -> None:
    assert {variable.field for variable in VARIABLES} == {field.name for field in dataclasses.fields(Settings)}


def test_the_real_clock_tells_utc() -> None:
    assert real_now().tzinfo is UTC
