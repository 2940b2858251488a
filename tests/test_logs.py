"""Every log record is one readable line, and none of them shows a secret."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.logs import OURS, configure, redacted

SECRETS = [
    "xoxb-123456-abcDEF",
    "xoxp-1-2-3-abc",
    "xoxe.xoxp-1-Mi0yLTEt",
    "xapp-1-A0B1-222-ffff",
    "sk-proj-abc_DEF123456",
]
CARRIERS = [
    "{}",
    "got {} from Slack",
    "Authorization: Bearer {}",
    "https://ops:{}@db.internal/ledger",
    "postgresql+psycopg://ops:{}@db/countersign",
    "wss://wss.internal/link/?ticket={}&app_id=1",
    "https://host/callback?api_key={}",
    "{{'token': '{}'}}",
    '{{"client_secret": "{}", "ok": true}}',
    "https://hooks.slack.com/actions/T1/2/{}",
]


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def written(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def only_object(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    [line] = written(capsys)
    loaded: dict[str, Any] = json.loads(line)
    return loaded


def fail_with(text: str) -> None:
    raise ValueError(text)


def log_failure(logger: logging.Logger, text: str) -> None:
    try:
        fail_with(text)
    except ValueError:
        logger.exception("it failed")


def test_a_text_record_is_one_line_with_time_level_origin_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    structlog.get_logger("bot.slack.delivery").info("card shown", channel="C1", attempt=2)
    [line] = written(capsys)
    at, rest = line.split(" ", 1)
    assert at.endswith("Z")
    assert "T" in at
    assert rest == "info    bot.slack.delivery: card shown channel='C1' attempt=2"


def test_a_json_record_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger("bot.engine").warning("run failed", run="r1", cause=ValueError("no"))
    found = only_object(capsys)
    assert found.pop("at").endswith("Z")
    assert found == {"level": "warning", "logger": "bot.engine", "event": "run failed", "run": "r1", "cause": "no"}


@pytest.mark.parametrize("format", ["text", "json"])
def test_records_of_libraries_look_like_ours(capsys: pytest.CaptureFixture[str], format: str) -> None:
    configure("info", format)
    logging.getLogger("slack_bolt").warning("slow %s", "listener")
    [line] = written(capsys)
    assert "slack_bolt" in line
    assert "slow listener" in line


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_written(capsys: pytest.CaptureFixture[str], secret: str, carrier: str, format: str) -> None:
    configure("debug", format)
    text = carrier.format(secret)
    structlog.get_logger("bot").info(text, where=text, facts={"inner": text}, cause=ValueError(text))
    logging.getLogger("slack_sdk").warning("%s %r", text, {"payload": text})
    log_failure(logging.getLogger("asyncio"), text)
    output = "\n".join(written(capsys))
    assert "it failed" in output
    assert secret not in output


@pytest.mark.parametrize("carrier", CARRIERS[3:])
def test_what_opens_a_door_is_hidden_whatever_it_looks_like(carrier: str) -> None:
    assert "hunter2" not in redacted(carrier.format("hunter2"))


@pytest.mark.parametrize(
    "text",
    [
        "task-123456789 is done",
        "https://example.org/a/b?page=2",
        "max_tokens=512",
        "ops@example.org signed",
        "invalid token: sign in again",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


@settings(deadline=None)
@given(st.text(), st.sampled_from(SECRETS))
def test_a_secret_is_hidden_wherever_it_stands(around: str, secret: str) -> None:
    assert secret not in redacted(f"{around} {secret} {around}")


def test_long_hostile_text_is_read_in_one_pass() -> None:
    for piece in ["a-", "a:", "token", "x://a:", "xox", "Bearer ", "'token': '", "sk-"]:
        redacted(piece * 50_000)


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_people_typed_cannot_forge_a_record(capsys: pytest.CaptureFixture[str], format: str) -> None:
    configure("info", format)
    structlog.get_logger("bot").info("refused\n2026-01-01T00:00:00Z info bot: approved", reason="\r\x1b[2Kapproved\n")
    [line] = written(capsys)
    assert "\x1b" not in line


def test_a_traceback_stands_indented_below_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    log_failure(logging.getLogger("bot"), "first\nsecond")
    head, *trace = written(capsys)
    assert head.endswith("error   bot: it failed")
    assert trace
    assert all(line.startswith("    ") for line in trace)


def test_a_record_that_cannot_be_written_is_named_without_its_content(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    logging.getLogger("slack_sdk").warning("%d", SECRETS[0])
    [line] = written(capsys)
    assert "could not be written" in line
    assert SECRETS[0] not in line


@pytest.mark.parametrize(
    ("level", "ours", "theirs"),
    [
        ("debug", ["debug", "info", "warning", "error"], ["info", "warning", "error"]),
        ("info", ["info", "warning", "error"], ["warning", "error"]),
        ("error", ["error"], ["error"]),
    ],
)
def test_libraries_are_heard_later_than_we_are(
    capsys: pytest.CaptureFixture[str], level: str, ours: list[str], theirs: list[str]
) -> None:
    configure(level, "json")
    for name in ("bot.desk", "aiosqlite"):
        for said in ("debug", "info", "warning", "error"):
            structlog.get_logger(name).log(logging.getLevelNamesMapping()[said.upper()], said)
    found = [json.loads(line) for line in written(capsys)]
    assert [record["event"] for record in found if record["logger"] == "bot.desk"] == ours
    assert [record["event"] for record in found if record["logger"] == "aiosqlite"] == theirs


def test_configuring_twice_writes_each_record_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    configure("info", "json")
    structlog.get_logger("bot").info("once")
    assert only_object(capsys)["event"] == "once"
