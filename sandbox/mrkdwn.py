"""Slack's markup: what a reader sees of it, and whom it would notify."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SEQUENCE = re.compile(r"<([^<>\n]+)>")
CODE = re.compile(r"(```.+?```|`[^`\n]+`)", re.DOTALL)
MARKED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\w*_~])")
DATE_WORDS = re.compile(r"\{(\w+)\}")
LINKED_NAME = re.compile(r"(?<![\w@])@([a-z0-9._-]+)")
EVERYONE = ("channel", "here", "everyone")
DATE_FORMATS = {
    "date_num": "%Y-%m-%d",
    "date": "%B %-d, %Y",
    "date_short": "%b %-d, %Y",
    "date_long": "%A, %B %-d, %Y",
    "date_pretty": "%B %-d, %Y",
    "date_short_pretty": "%b %-d, %Y",
    "date_long_pretty": "%A, %B %-d, %Y",
    "time": "%-I:%M %p",
    "time_secs": "%-I:%M:%S %p",
}

NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
SPANS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids are called on a reader's screen, the reader's time zone, and when that is (seconds since 1970)."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    tz: str = "UTC"
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Mention:
    """`kind` is user, group or everyone; `target` the id, or channel, here or everyone."""

    kind: str
    target: str


def zone(name: str) -> ZoneInfo:
    """The time zone called `name`, or UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mentions(text: str) -> Iterator[Mention]:
    """Every mention in mrkdwn that Slack would act on; escaped ones are only words."""
    for match in SEQUENCE.finditer(text):
        inner = match.group(1).split("|")[0]
        if inner[0] == "@":
            yield Mention("user", inner[1:])
        elif inner.startswith("!subteam^"):
            yield Mention("group", inner.removeprefix("!subteam^"))
        elif inner.removeprefix("!") in EVERYONE and inner[0] == "!":
            yield Mention("everyone", inner[1:])


def linked_names(text: str) -> Iterator[str]:
    """The bare @names that `link_names` would turn into mentions."""
    return (match.group(1) for match in LINKED_NAME.finditer(text))


def read(text: str, names: Names) -> str:
    """Mrkdwn as a reader sees it: mentions and dates resolved, links as their labels, no formatting marks."""
    parts = CODE.split(text)
    return "".join(read_code(part, names) if index % 2 else read_prose(part, names) for index, part in enumerate(parts))


def read_code(part: str, names: Names) -> str:
    return unescape(resolve(part.strip("`"), names))


def read_prose(part: str, names: Names) -> str:
    return unescape(unmark(resolve(part, names)))


def unmark(text: str) -> str:
    """Drop the marks of bold, italic and struck text, also nested ones."""
    shorter = MARKED.sub(r"\2", text)
    return shorter if shorter == text else unmark(shorter)


def resolve(text: str, names: Names) -> str:
    return SEQUENCE.sub(lambda match: resolve_one(match.group(1), names), text)


def resolve_one(inner: str, names: Names) -> str:
    target, _, label = inner.partition("|")
    if target[0] == "@":
        return "@" + names.users.get(target[1:], label or target[1:])
    if target[0] == "#":
        return "#" + names.channels.get(target[1:], label or "private channel")
    if target[0] == "!":
        return resolve_special(target[1:], label, names)
    return label or target.removeprefix("mailto:")


def resolve_special(target: str, label: str, names: Names) -> str:
    if target.startswith("subteam^"):
        group = target.removeprefix("subteam^")
        return "@" + names.groups.get(group, label or group)
    if target.startswith("date^"):
        return read_date(target, names) or label
    return "@" + target


def read_date(target: str, names: Names) -> str | None:
    """`date^1700000000^{date} at {time}` in the reader's time zone; None when it is malformed."""
    parts = target.split("^")
    if len(parts) < 3 or not re.fullmatch(r"[0-9]{1,11}", parts[1]):
        return None
    when, now = (datetime.fromtimestamp(at, UTC).astimezone(zone(names.tz)) for at in (int(parts[1]), names.now))
    return DATE_WORDS.sub(lambda match: date_word(match, when, now), parts[2])


def date_word(match: re.Match[str], when: datetime, now: datetime) -> str:
    word = match.group(1)
    if word == "ago":
        return ago(round((now - when).total_seconds()))
    days = (when.date() - now.date()).days
    if word.endswith("_pretty") and days in NEAR_DAYS:
        return NEAR_DAYS[days]
    shape = DATE_FORMATS.get(word)
    return when.strftime(shape) if shape else match.group(0)


def ago(seconds: int) -> str:
    """How long before now, or after it, in the largest unit that fits."""
    count, unit = next((abs(seconds) // size, unit) for size, unit in SPANS if abs(seconds) >= size or size == 1)
    words = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{words} ago" if seconds >= 0 else f"in {words}"
