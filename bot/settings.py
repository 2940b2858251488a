"""The environment read into one frozen `Settings`, with every mistake in it told at once."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.faults import Misconfigured, Mistake

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]

_OURS = "COUNTERSIGN_"
_OURS_IN_TESTS = "COUNTERSIGN_TEST_"
_READ_BY_WORKFLOWS = (
    "COUNTERSIGN_EFFECTS",
    "COUNTERSIGN_DEPLOY_CHECKS",
    "COUNTERSIGN_PLANNER_FILES",
    "COUNTERSIGN_PLANNER_HOSTS",
    "COUNTERSIGN_PLANNER_DATABASE",
)
_CHANNEL = re.compile(r"#[^\s#]+|[CG][A-Z0-9]{2,}")
_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_WORKFLOWS = re.compile(
    rf"[^\s=]+\.json|entry-points(:{_NAME})?|{_NAME}=([A-Za-z_]\w*(\.[A-Za-z_]\w*)*|[^=]+\.py):[A-Za-z_]\w*"
)
_SERVED = re.compile(rf"{_NAME}=(?P<url>https?://[^#\s]+)#[^#\s]+")


def real_now() -> datetime:
    """The time by this machine's clock, in UTC; whatever needs the time is given this or another callable."""
    return datetime.now(UTC)  # noqa: TID251 - the one real clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided, from the environment alone; times are seconds.

    The tokens are empty only where Slack is not needed. `sla_speedup` divides every SLA, for demos and rehearsals. On
    `health_port` this machine's programs can ask how things are; None closes it.
    """

    bot_token: SecretStr
    app_token: SecretStr
    api_url: str
    data: Path
    ledger_url: str = field(repr=False)
    workflows: tuple[str, ...]
    policies: Path
    operators_channel: str | None
    sla_speedup: float
    lease_seconds: float
    max_attempts: int
    channel_pace: float
    runs_at_once: int
    health_port: int | None
    log_level: LogLevel
    log_format: LogFormat

    @property
    def checkpoints(self) -> Path:
        """The file of LangGraph's checkpoints, apart from the ledger so that neither waits for the other's writes."""
        return self.data / "checkpoints.db"

    @classmethod
    def read(cls, environ: Mapping[str, str], *, serving: bool = True) -> "Settings":
        """The settings `environ` describes; an empty variable counts as one that is not set.

        Without `serving` the tokens may be missing. Raises Misconfigured with all mistakes; none repeats a value.
        """
        mistakes = _unknown_names(environ)
        values: dict[str, Any] = {}
        for variable in VARIABLES:
            text = environ.get(variable.name, "").strip()
            try:
                values[variable.field] = variable.value(text, serving)
            except ValueError as wrong:
                mistakes.append(Mistake(variable.name, str(wrong), variable.remedy))
        if mistakes:
            raise Misconfigured(mistakes)
        values["ledger_url"] = values["ledger_url"] or f"sqlite+aiosqlite:///{values['data']}/ledger.db"
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An environment variable: the field it sets, how its text is read, and what to write when that fails."""

    name: str
    field: str
    reads: Callable[[str], Any]
    remedy: str
    default: str = ""
    to_serve: bool = False

    def value(self, text: str, serving: bool) -> Any:
        """The field's value; raises ValueError in words, which never repeat the text: it may be a secret."""
        if not text and self.to_serve and serving:
            raise ValueError("it is not set")
        return self.reads(text or self.default)


def _unknown_names(environ: Mapping[str, str]) -> list[Mistake]:
    known = [variable.name for variable in VARIABLES if variable.name.startswith(_OURS)] + list(_READ_BY_WORKFLOWS)
    strangers = sorted(
        name for name in environ if name.startswith(_OURS) and not name.startswith(_OURS_IN_TESTS) and name not in known
    )
    return [Mistake(name, "there is no such setting", _nearest(name, known)) for name in strangers]


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else "remove it; .env.example lists every setting"


def _token(prefix: str, other: str) -> Callable[[str], SecretStr]:
    def read(text: str) -> SecretStr:
        if text.startswith(other):
            raise ValueError(f"it holds the other token, the one that begins with {other}")
        if text and not re.fullmatch(rf"{prefix}[A-Za-z0-9-]{{4,}}", text):
            raise ValueError(f"it is no token that begins with {prefix} and goes on in letters, digits and dashes")
        return SecretStr(text)

    return read


def _api_url(text: str) -> str:
    _assert_address(text)
    return text.rstrip("/") + "/"


def _assert_address(text: str) -> None:
    """Raise ValueError for an address that would send what is secret in clear, or that holds more than a place."""
    parts = urlsplit(text)
    local = parts.hostname in {"127.0.0.1", "localhost"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError("it is neither an https:// address nor an http:// one on 127.0.0.1 or localhost")
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("it is not a plain address of a host and a path")


def _ledger_url(text: str) -> str:
    in_file = text.startswith("sqlite+aiosqlite:///") and not text.endswith(("///", ":memory:"))
    if text and not in_file and not text.startswith("postgresql+psycopg://"):
        raise ValueError("it is neither a file for SQLite nor a database of PostgreSQL")
    return text


def _path(text: str) -> Path:
    if "?" in text or "\0" in text:
        raise ValueError("it holds a character that no path of ours may have")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError("the home directory it names is not known") from None


def _workflows(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip() for entry in text.split(","))
    bad: list[str] = []
    for number, entry in enumerate(entries, start=1):
        served = _SERVED.fullmatch(entry)
        if served:
            _assert_server(number, served["url"])
        elif not _WORKFLOWS.fullmatch(entry):
            bad.append(str(number))
    if bad:
        raise ValueError(f"entry {', '.join(bad)} of its list names no workflow")
    names = [entry.partition("=")[0] for entry in entries if "=" in entry]
    if len(set(names)) != len(names):
        raise ValueError("two entries of its list share a name")
    return entries


def _assert_server(number: int, url: str) -> None:
    try:
        _assert_address(url)
    except ValueError as error:
        raise ValueError(f"the address in entry {number} of its list cannot be used: {error}") from None


def _channel(text: str) -> str | None:
    if text and not _CHANNEL.fullmatch(text):
        raise ValueError("it is neither a #channel nor a channel's id")
    return text or None


def _number(kind: type[int] | type[float], least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise ValueError("it is not a number" if kind is float else "it is not a whole number") from None
        if not least <= value <= most:
            raise ValueError(f"it is not between {least:g} and {most:g}")
        return value

    return read


def _port(text: str) -> int | None:
    return int(_number(int, 1, 65_535)(text)) if text else None


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"it is none of {', '.join(choices)}")
        return text.lower()

    return read


VARIABLES = (
    Variable(
        name="SLACK_BOT_TOKEN",
        field="bot_token",
        reads=_token("xoxb-", "xapp-"),
        remedy="copy the Bot User OAuth Token (xoxb-…) from the Slack app's page OAuth & Permissions",
        to_serve=True,
    ),
    Variable(
        name="SLACK_APP_TOKEN",
        field="app_token",
        reads=_token("xapp-", "xoxb-"),
        remedy="make an App-Level Token (xapp-…) with connections:write on the Slack app's page Basic Information",
        to_serve=True,
    ),
    Variable(
        name="SLACK_API_URL",
        field="api_url",
        reads=_api_url,
        remedy="remove it, or give the address of Slack's Web API, such as https://slack.com/api/",
        default="https://slack.com/api/",
    ),
    Variable(
        name="COUNTERSIGN_DATA",
        field="data",
        reads=_path,
        remedy="give a directory on this machine that Countersign may write to, such as .data",
        default=".data",
    ),
    Variable(
        name="COUNTERSIGN_LEDGER_URL",
        field="ledger_url",
        reads=_ledger_url,
        remedy="write sqlite+aiosqlite:///path/to/ledger.db or postgresql+psycopg://user:password@host/database",
    ),
    Variable(
        name="COUNTERSIGN_WORKFLOWS",
        field="workflows",
        reads=_workflows,
        remedy="list, with commas between, a langgraph.json, name=module:attr, name=path/to/file.py:attr, "
        "name=https://host#assistant or entry-points",
        default="langgraph.json",
    ),
    Variable(
        name="COUNTERSIGN_POLICIES",
        field="policies",
        reads=_path,
        remedy="give the path of the policies file, such as workflows/policies.yaml",
        default="workflows/policies.yaml",
    ),
    Variable(
        name="COUNTERSIGN_OPERATORS_CHANNEL",
        field="operators_channel",
        reads=_channel,
        remedy="write #name or the id from the channel's details, or remove it",
    ),
    Variable(
        name="COUNTERSIGN_SLA_SPEEDUP",
        field="sla_speedup",
        reads=_number(float, 1, 100_000),
        remedy="write 1 for real SLAs, or by how much to shorten them: 60 turns hours into minutes",
        default="1",
    ),
    Variable(
        name="COUNTERSIGN_LEASE_SECONDS",
        field="lease_seconds",
        reads=_number(float, 0.2, 600),
        remedy="write how many seconds work stays with a process that no longer answers, such as 30",
        default="30",
    ),
    Variable(
        name="COUNTERSIGN_MAX_ATTEMPTS",
        field="max_attempts",
        reads=_number(int, 1, 1000),
        remedy="write how often owed work is tried before people are told, such as 30",
        default="30",
    ),
    Variable(
        name="COUNTERSIGN_CHANNEL_PACE",
        field="channel_pace",
        reads=_number(float, 0, 60),
        remedy="write the seconds between two posts to one channel; Slack allows one a second",
        default="1.0",
    ),
    Variable(
        name="COUNTERSIGN_RUNS_AT_ONCE",
        field="runs_at_once",
        reads=_number(int, 1, 1000),
        remedy="write how many runs one process drives at the same time, such as 8",
        default="8",
    ),
    Variable(
        name="COUNTERSIGN_HEALTH_PORT",
        field="health_port",
        reads=_port,
        remedy="write a free port of this machine, such as 9464, or remove it",
    ),
    Variable(
        name="COUNTERSIGN_LOG_LEVEL",
        field="log_level",
        reads=_one_of(*get_args(LogLevel)),
        remedy="write debug, info, warning or error",
        default="info",
    ),
    Variable(
        name="COUNTERSIGN_LOG_FORMAT",
        field="log_format",
        reads=_one_of(*get_args(LogFormat)),
        remedy="write text for people or json for programs",
        default="text",
    ),
)
